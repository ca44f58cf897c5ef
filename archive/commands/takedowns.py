"""`archive takedowns`."""

import json
import sys
from dataclasses import asdict

import click

from ..takedown import takedowns as ledger
from .options import archive_option, existing, json_option
from .visible import visible


@click.command()
@archive_option
@json_option
def takedowns(uri: str, as_json: bool) -> None:
    """The ledger: what was taken down, when, by whom and why. Exit code 1 while one of them is not complete.

    archive takedowns --json
    """
    entries = ledger.read(existing(uri)).entries
    for each in entries:
        if as_json:
            click.echo(json.dumps(asdict(each), ensure_ascii=False))
            continue
        click.echo(visible(f"{each.at}  {each.by}: {each.reason}  ({each.name}, {each.state})"))
        for url in each.urls:
            click.echo(visible(f"    refused  {url}"))
        click.echo(f"    {len(each.records)} records in {len(each.segments)} segment(s)")
        for key, (before, after) in each.sums.items():
            click.echo(f"    {key}: sha256 {before} before, {after or 'not yet known'} after")
        for left in each.left:
            click.echo(visible(f"    LEFT  {left}"))
    if not entries and not as_json:
        click.echo("nothing was ever taken down here")
    sys.exit(1 if any(each.state != ledger.DONE for each in entries) else 0)

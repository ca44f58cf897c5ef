"""`archive clusters`."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import click

from ..clusters import Cluster
from ..clusters import clusters as find
from .options import archive_option, clean, console, existing, json_option

DAYS = 7


@click.command()
@archive_option
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="First day of capture, UTC; by default seven days in all."
)
@click.option("--site", help="Only stories of which this site has a copy.")
@json_option
def clusters(*, uri: str, since: datetime | None, site: str | None, as_json: bool) -> None:
    """Stories that several sites have in the same words: wire copy. All copies are kept; the earliest stands first.

    Example: archive clusters --since 2026-11-01 --json
    """
    store = existing(uri)
    first = since.date() if since else datetime.now(UTC).date() - timedelta(days=DAYS - 1)
    found = find(store, first, site)
    if as_json:
        for cluster in found:
            click.echo(json.dumps({"copies": [asdict(copy) for copy in cluster.copies]}, default=str))
    else:
        _print(found)


def _print(found: Iterable[Cluster]) -> None:
    out, none = console(), True
    for cluster in found:
        none = False
        out.print(f"{len(cluster.copies)} copies on {len(cluster.sites)} sites", style="bold")
        for number, copy in enumerate(cluster.copies):
            mark = "earliest" if number == 0 else f"{copy.shared:.0%}"
            said = f"  {mark:>8}  {copy.since:%Y-%m-%d %H:%M}  {clean(copy.site)}  {clean(copy.title or '')}"
            out.print(said, soft_wrap=True, markup=False)
            out.print(f"{'':29}{clean(copy.url)}", soft_wrap=True, markup=False)
    if none:
        out.print("no two sites have the same story")

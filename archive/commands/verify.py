"""`archive verify`."""

import json
import sys
from collections import defaultdict
from dataclasses import asdict

import click

from .. import verify as checks
from ..errors import Misuse
from ..segment import Name
from .options import archive_option, bar, existing, json_option, readers, workers_option


@click.command()
@archive_option
@workers_option
@click.option("--site", help="Only this site.")
@click.option("--text/--no-text", default=True, show_default=True, help="Read every article again from its record.")
@json_option
def verify(uri: str, workers: int, site: str | None, text: bool, as_json: bool) -> None:
    """Hold records, digests, indexes and rows against one another; exit code 1 when anything is wrong."""
    store = existing(uri)
    keys = [key for key in checks.segments(store) if site in (None, Name.of_key(key).site)]
    if site is not None and not keys:
        raise Misuse(f"nothing is archived of {site}: `archive ls` prints the sites there are")
    faults: list[checks.Fault] = []
    sums: dict[str, int] = defaultdict(int)
    opened = checks.Tables.of(store)
    with readers(workers) as reading, bar("verified", "segments") as shown:
        task = shown.add_task("", total=len(keys))
        for key in keys:
            checked = checks.verify_segment(store, opened, reading if text else None, key)
            faults += checked.faults
            for name in ("captures", "articles", "skipped"):
                sums[name] += getattr(checked, name)
            shown.advance(task)
    faults += checks.verify_whole(store, opened) if site is None else ()
    if as_json:
        for fault in faults:
            click.echo(json.dumps(asdict(fault)))
        click.echo(json.dumps({"segments": len(keys), **sums, "faults": len(faults)}))
    else:
        for fault in faults:
            at = "" if fault.offset is None else f" at {fault.offset}"
            click.echo(f"{fault.object}{at}: {fault.problem}")
        skipped = f", {sums['skipped']} read by another extractor version and not compared" if sums["skipped"] else ""
        click.echo(
            f"{len(keys)} segments, {sums['captures']} captures, {sums['articles']} articles{skipped}: "
            f"{len(faults) or 'no'} fault{'s' * (len(faults) != 1)}"
        )
    sys.exit(1 if faults else 0)

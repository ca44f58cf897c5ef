"""`archive compact`."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click
from rich.filesize import decimal

from .. import compaction, lock
from ..errors import ArchiveBusy, DamagedRecord, Misuse
from ..index import zipnum
from ..store import Store
from ..tables import TABLES
from .options import archive_option, bar, existing, json_option


@click.command(epilog="Example, from cron after midnight: archive compact --archive s3://my-bucket/press")
@archive_option
@click.option("--site", help="Only this site's index, and no table.")
@click.option("--afresh", is_flag=True, help="Read every index object again, even those that are merged already.")
@click.option(
    "--today",
    "many",
    default=compaction.MANY,
    show_default=True,
    type=click.IntRange(2),
    help="Small files from which a table's current day is merged too.",
)
@click.option("--dry-run", is_flag=True, help="Say what there is to do; change nothing.")
@json_option
def compact(*, uri: str, site: str | None, afresh: bool, many: int, dry_run: bool, as_json: bool) -> None:
    """Merge each site's index for replay, and the small files of the tables; crawls may go on meanwhile."""
    store = existing(uri)
    failed = False
    for done in _done(store, site, afresh, many, dry_run):
        failed |= "problem" in done
        click.echo(json.dumps(done, default=str) if as_json else _said(done))
    sys.exit(1 if failed else 0)


def _done(store: Store, site: str | None, afresh: bool, many: int, dry_run: bool) -> Iterator[dict[str, Any]]:
    sites = sorted({entry.key.split("/")[1] for entry in store.list(f"cdxj/{site}/" if site else "cdxj/")})
    if site and not sites:
        raise Misuse(f"nothing is archived of {site}: `archive ls` prints the sites there are")
    with bar("merged", "indexes") as shown:
        for name in shown.track(sites):
            yield from _index(store, name, afresh, dry_run)
    for table in () if site else TABLES:
        try:
            yield _table(store, table, many, dry_run)
        except ArchiveBusy as error:
            yield {"table": table, "problem": str(error)}


def _index(store: Store, site: str, afresh: bool, dry_run: bool) -> Iterator[dict[str, Any]]:
    about = {"index": site}
    if dry_run:
        yield about | {"objects": zipnum.pending(store, site, afresh)}
        return
    try:
        built = zipnum.build(store, site, afresh)
        yield about | (asdict(built) if built else {"objects": 0})
    except DamagedRecord as error:
        yield about | {"problem": str(error)}


def _table(store: Store, table: str, many: int, dry_run: bool) -> dict[str, Any]:
    before = compaction.days(store, table)
    due = compaction.due(store, table, datetime.now(UTC).date(), many)
    removed = compaction.clean(store, table, dry_run=True) if dry_run else _merge(store, table, due)
    after = before if dry_run else compaction.days(store, table)
    return {
        "table": table,
        "days": len(due),
        "small": sum(day.files for day in due),
        **{f"files_{when}": sum(day.files for day in of) for when, of in (("before", before), ("after", after))},
        **{f"bytes_{when}": sum(day.bytes for day in of) for when, of in (("before", before), ("after", after))},
        "removed": removed,
    }


def _merge(store: Store, table: str, due: list[compaction.Day]) -> int:
    """How many old files were removed."""
    with lock.hold(store, compaction.LOCK, "archive compact") as check, bar("merged", f"days of {table}") as shown:
        for day in shown.track(due):
            check()
            compaction.merge_day(store, table, day.day)
        return compaction.clean(store, table)


def _said(done: dict[str, Any]) -> str:
    if "problem" in done:
        return f"{done.get('table') or done['index']}: {done['problem']}"
    if "index" in done:
        if "lines" not in done:
            return f"index of {done['index']}: {done['objects'] or 'no'} objects to merge"
        held = f"{done['lines']} lines in {decimal(done['bytes'])}"
        return f"index of {done['index']}: {done['objects']} objects merged, {held}"
    sizes = [f"{done[f'files_{when}']} files, {decimal(done[f'bytes_{when}'])}" for when in ("before", "after")]
    return (
        f"table {done['table']}: {done['small']} small files of {done['days']} days: {sizes[0]} -> {sizes[1]}; "
        f"{done['removed']} files past their retention"
    )

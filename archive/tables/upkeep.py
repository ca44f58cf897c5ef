"""Files of a table that are damaged, missing, or named by nobody."""

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import unquote

import pyarrow as pa
from pyarrow import parquet

from ..errors import Unreadable
from ..store import Store
from .schema import BATCH_ROWS
from .snapshot import Snapshot
from .table import clear_errors, open_table, writing

_DAY = re.compile(r"/day=([^/]+)/")
_UNFINISHED = re.compile(r"(\.parquet|\.json|/_last_checkpoint)#\d+$|/_commit_[^/]+\.tmp$")  # delta-rs, in a folder


def unreadable(store: Store, table: str, deep: bool = True) -> list[str]:
    """Keys of the table's files that are missing or of another size, or, if `deep`, cannot be read to their end.

    What cannot be read is read twice: it may have suffered under way.
    """
    there = {entry.key: entry.size for entry in store.list(f"{table}/")}
    files = list(Snapshot(store, table).files())
    bad = [
        key
        for key, size in files
        if there.get(key) != size or (deep and not any(_is_readable(store, key) for _ in range(2)))
    ]
    return bad if bad or not deep else _unreadable_days(store, table, [key for key, _ in files])


def unnamed(store: Store, table: str, keys: Iterable[str]) -> list[str]:
    """Of the keys of a table's objects, files that neither its latest version names nor any that may still be read."""
    with clear_errors(store, table):
        delta = open_table(store, table)
        named = {key for key, _ in Snapshot(store, table).files()}
        given_up = delta.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=True) if delta else []
    named.update(f"{table}/{unquote(path)}" for path in given_up)
    return [key for key in keys if (_UNFINISHED.search(key) or _is_rows(key)) and key not in named]


def forget(store: Store, table: str, keys: Iterable[str]) -> None:
    """Delete damaged files and take those that are not there out of the table, whose rows are then missing."""
    for key in keys:
        store.delete(key)
    with writing(store, table):
        if delta := open_table(store, table):
            delta.repair()


def _unreadable_days(store: Store, table: str, keys: list[str]) -> list[str]:
    """Keys of the files of the days that the tables' engine cannot read, though Arrow reads each file."""
    snapshot, bad = Snapshot(store, table), list[str]()
    for day in sorted({match[1] for key in keys if (match := _DAY.search(key))}):
        try:
            for _ in snapshot.rows(day=date.fromisoformat(day)):
                pass
        except Unreadable:  # a store that fails proves nothing
            bad += [key for key in keys if f"/day={day}/" in key]
    return bad


def _is_readable(store: Store, key: str) -> bool:
    try:
        with store.open(key) as stream:
            for _ in parquet.ParquetFile(stream).iter_batches(BATCH_ROWS):
                pass
    except (KeyError, OSError, pa.ArrowException):
        return False
    return True


def _is_rows(key: str) -> bool:
    return key.endswith(".parquet") and "/_" not in key

"""Rows taken out of a table for good: out of its latest version, its old ones, and files that no version names."""

from collections.abc import Iterator, Mapping

import pyarrow.parquet as pq
from deltalake import CommitProperties
from deltalake.exceptions import CommitFailedError

from .. import tables
from ..hush import hushed
from ..store import Store

AT_ONCE = 500
"""Values in one condition."""
TRIES = 10
"""Against writers who commit meanwhile."""

Doomed = Mapping[str, frozenset[str]]
"""Values by column: a row goes that has any of them."""


def delete(store: Store, table: str, doomed: Doomed) -> int:
    """Delete rows; how many."""
    return sum(_delete(store, table, condition) for condition in _conditions(doomed))


def _delete(store: Store, table: str, condition: str) -> int:
    for tries_left in reversed(range(TRIES)):
        with tables.opened(store, table) as delta:
            if delta is None:
                return 0
            try:
                with hushed():
                    done = delta.delete(
                        condition,
                        writer_properties=tables.PARQUET,
                        commit_properties=CommitProperties(max_commit_retries=0),  # it would not look at new rows
                    )
                return int(done["num_deleted_rows"])
            except CommitFailedError:
                if not tries_left:
                    raise
    raise AssertionError("unreachable")


def _conditions(doomed: Doomed) -> Iterator[str]:
    for column, values in doomed.items():
        ordered = sorted(values)
        for start in range(0, len(ordered), AT_ONCE):
            among = ", ".join("'" + value.replace("'", "''") + "'" for value in ordered[start : start + AT_ONCE])
            yield f'"{column}" IN ({among})'


def forget(store: Store, table: str, doomed: Doomed) -> int:
    """Remove the files of old versions, and those of a commit that never was which hold such rows; how many.

    Nobody can go back to an earlier version of the table afterwards.
    """
    with tables.opened(store, table) as delta:
        if delta is None:
            return 0
        old = delta.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)
        keys = [entry.key for entry in store.list(f"{table}/") if ".parquet" in entry.key]
        orphans = [key for key in tables.unnamed(store, table, keys) if _holds(store, key, doomed)]
        for key in orphans:
            store.delete(key)
    return len(old) + len(orphans)


def _holds(store: Store, key: str, doomed: Doomed) -> bool:
    with store.open(key) as stream:
        try:
            file = pq.ParquetFile(stream)
            columns = [name for name in doomed if name in file.schema_arrow.names]
            return any(
                not doomed[name].isdisjoint(batch.column(name).to_pylist())
                for batch in file.iter_batches(columns=columns)
                for name in columns
            )
        except (OSError, ValueError):  # torn: nobody can say what is in it, and no table will ever read it
            return True

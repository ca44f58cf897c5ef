"""Small files of the tables merged, a day at a time: each commit of a segment brings a file to each table.

Rows stay as they are and crawls may go on: they only append. Files that were replaced stay for readers under way, and
for a look at yesterday's table, until the table's own retention is over (a week).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from deltalake import CommitProperties
from deltalake.exceptions import DeltaError

from . import tablelog, tables
from .hush import hushed
from .store import Store

SMALL_BYTES = 32 << 20
TARGET_BYTES = 128 << 20
MANY = 50
"""Small files from which a day is merged that is not over yet."""
TRIES = 5  # against takedowns
LOCK = "tables"
"""To be held, see archive/lock.py, by whatever rewrites files of the tables."""


@dataclass(frozen=True, slots=True)
class Day:
    """What a day of a table lies in."""

    table: str
    day: date
    files: int
    bytes: int


def days(store: Store, table: str) -> list[Day]:
    """Each day of a table, the oldest first."""
    sizes = _sizes(store, table)
    return [Day(table, day, len(of), sum(of)) for day, of in sorted(sizes.items())]


def due(store: Store, table: str, today: date, many: int = MANY) -> list[Day]:
    """The small files of each day that are worth merging: two of a day that is over, `many` of today's."""
    sizes = {day: [size for size in of if size < SMALL_BYTES] for day, of in _sizes(store, table).items()}
    return [
        Day(table, day, len(of), sum(of))
        for day, of in sorted(sizes.items())
        if len(of) >= (2 if day < today else max(many, 2))
    ]


def merge_day(store: Store, table: str, day: date) -> None:
    """Merge the small files of a day, in one commit; under the lock, for two merges of the same files double the rows.

    delta-rs (1.6) sees no conflict between commits that only rearrange. It does see those with takedowns.
    """
    for tries_left in reversed(range(TRIES)):
        with tables.opened(store, table) as delta:
            if delta is None:
                return
            try:
                with hushed():
                    delta.optimize.compact(
                        partition_filters=[("day", "=", str(day))],
                        target_size=TARGET_BYTES,
                        max_concurrent_tasks=1,
                        writer_properties=tables.PARQUET,
                        commit_properties=CommitProperties(max_commit_retries=tables.RACES),
                    )
                return
            except DeltaError:  # the day was rewritten meanwhile: look again
                if not tries_left:
                    raise


def clean(store: Store, table: str, dry_run: bool = False) -> int:
    """Remove files that no reader can need any more; how many. The log is summed up, and its oldest part goes too."""
    with tables.opened(store, table) as delta:
        if delta is None:
            return 0
        old = delta.vacuum(dry_run=True, full=True)
        if not dry_run:
            if old:
                delta.vacuum(dry_run=False, full=True)
            delta.create_checkpoint()
            tablelog.settle(store, table)
            delta.cleanup_metadata()
        return len(old)


def _sizes(store: Store, table: str) -> dict[date, list[int]]:
    sizes: dict[date, list[int]] = defaultdict(list)
    for day, size in tables.Snapshot(store, table).sizes():
        sizes[day].append(size)
    return sizes

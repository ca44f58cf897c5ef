"""An archive opened for verification: its tables, all at one version, and what was taken down."""

from dataclasses import dataclass
from functools import lru_cache

from ..errors import DamagedRecord, StoreError
from ..store import Store, open_store
from ..tables import TABLES, Snapshot
from ..takedown import takedowns
from ..takedown.takedowns import Takedowns
from .fault import Fault

Versions = tuple[int | None, int | None]
"""Of the captures and the articles table; None of one that is not there or cannot be read."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What segments are held against."""

    store: Store
    captures: Snapshot | None
    articles: Snapshot | None
    takedowns: Takedowns

    @property
    def versions(self) -> Versions:
        """By which other processes open the same."""
        return _version(self.captures), _version(self.articles)


def _version(table: Snapshot | None) -> int | None:
    return None if table is None else table.version


def opened(store: Store) -> tuple[Opened, list[Fault]]:
    """As the archive is now, and what of it cannot be opened."""
    faults: list[Fault] = []
    tables: dict[str, Snapshot | None] = dict.fromkeys(TABLES)
    for table in TABLES:
        try:
            snapshot = Snapshot(store, table)
            tables[table] = None if snapshot.version is None else snapshot
        except StoreError as error:
            faults.append(Fault(table, None, f"cannot be opened: {error}"))
    try:
        taken = takedowns.read(store)
    except DamagedRecord as error:
        faults.append(Fault("takedowns", None, str(error)))
        taken = Takedowns()
    return Opened(store, tables["captures"], tables["articles"], taken), faults


@lru_cache(maxsize=1)
def reopened(uri: str, versions: Versions) -> Opened:
    """The same once more, in a process that verifies one segment after the other."""
    store = open_store(uri)
    captures, articles = (
        None if version is None else Snapshot(store, table, version)
        for table, version in zip(TABLES, versions, strict=True)
    )
    try:
        taken = takedowns.read(store)
    except DamagedRecord:  # which the process that asks has told
        taken = Takedowns()
    return Opened(store, captures, articles, taken)

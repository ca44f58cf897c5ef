"""What writers that died left in the archive, and no table, index or manifest names: found, and removed.

Where the store tells that nobody writes (a folder does, by locks of the kernel), all of it goes at once. Elsewhere a
file may be one that another machine is about to name, and goes when it is a day old.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import lock, owner, tables
from .index import zipnum
from .objects import PROBE
from .store import Store

ABANDONED_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Keys of objects that were removed, and of those that may be somebody's."""

    removed: tuple[str, ...]
    spared: tuple[str, ...]


def collect(store: Store) -> Leftovers:
    """Remove them. Safe while others crawl, commit, compact or take down."""
    removed = [*_abandoned(store, PROBE), *_abandoned(store, lock.CLAIMS)]
    spared = []
    with store.alone() as alone:
        for key, age in _unnamed(store):
            if alone or age > ABANDONED_SECONDS:
                removed.append(key)
            else:
                spared.append(key)
        for key in removed:
            store.delete(key)
    return Leftovers(tuple(removed), tuple(spared))


def _abandoned(store: Store, prefix: str) -> Iterator[str]:
    """Probes and claims of processes that are no more."""
    for entry in store.list(prefix):
        try:
            if owner.is_gone(store.get(entry.key)):
                yield entry.key
        except KeyError:
            pass  # its process is alive, and done


def _unnamed(store: Store) -> Iterator[tuple[str, float]]:
    """Files that their table or index does not name, and seconds since they were written."""
    listed = {entry.key: entry.modified for prefix in (*tables.TABLES, "index") for entry in store.list(f"{prefix}/")}
    now = time.time()
    for key in _candidates(store, listed):
        yield key, now - listed[key]


def _candidates(store: Store, listed: Iterable[str]) -> Iterator[str]:
    keys = list(listed)
    for table in tables.TABLES:
        yield from tables.unnamed(store, table, [key for key in keys if key.startswith(f"{table}/")])
    yield from zipnum.unnamed([key for key in keys if key.startswith("index/")])

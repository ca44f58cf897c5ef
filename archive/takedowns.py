"""The ledger of what was taken down: an object per operation, never deleted."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from .canonical import page_key
from .errors import DamagedRecord
from .store import Store


@dataclass(frozen=True, slots=True)
class Takedown:
    """One operation."""

    key: str
    """Of its object in the store."""
    at: str
    by: str
    reason: str
    urls: tuple[str, ...] = ()
    urlkeys: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Takedowns:
    """All operations, oldest first."""

    operations: tuple[Takedown, ...] = ()

    @cached_property
    def records(self) -> frozenset[str]:
        """The ids of the records that were taken down."""
        return frozenset(record for each in self.operations for record in each.records)

    @cached_property
    def urlkeys(self) -> frozenset[str]:
        """The SURTs under which nothing is replayed."""
        return frozenset(urlkey for each in self.operations for urlkey in each.urlkeys)

    def refuses(self, url: str) -> Takedown | None:
        """The operation that took this page down, in any form of its address."""
        return self._pages.get(page_key(url))

    @cached_property
    def _pages(self) -> dict[str, Takedown]:
        return {page_key(url): each for each in self.operations for url in each.urls}


def read(store: Store) -> Takedowns:
    """All that was taken down in an archive; DamagedRecord when an entry cannot be read."""
    return Takedowns(tuple(_read(store, entry.key) for entry in store.list("takedowns/")))


def _read(store: Store, key: str) -> Takedown:
    try:
        said = json.loads(store.get(key))
        many = {name: tuple(map(str, _list(said[name]))) for name in ("urls", "urlkeys", "records", "segments")}
        return Takedown(key, str(said["at"]), str(said["by"]), str(said["reason"]), **many)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedRecord(f"{key} cannot be read as a takedown ({error}): restore it from a copy") from None


def _list(value: object) -> Iterable[object]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return value

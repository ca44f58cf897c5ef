"""What was taken down: one object `takedowns/…json` for each operation."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from .errors import DamagedRecord
from .store import Store
from .urlkey import urlkey


@dataclass(frozen=True, slots=True)
class Takedown:
    """One operation."""

    at: str
    by: str
    reason: str
    urls: tuple[str, ...]
    urlkeys: tuple[str, ...]
    records: tuple[str, ...]
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Takedowns:
    """All of them."""

    each: tuple[Takedown, ...] = ()

    @property
    def urlkeys(self) -> frozenset[str]:
        """SURT keys of the pages."""
        return _union(takedown.urlkeys for takedown in self.each)

    @property
    def records(self) -> frozenset[str]:
        """Ids of the records that are tombstones."""
        return _union(takedown.records for takedown in self.each)

    def refuses(self, url: str) -> Takedown | None:
        """The operation that took this page down."""
        return next((takedown for takedown in self.each if urlkey(url) in takedown.urlkeys), None)


def read(store: Store) -> Takedowns:
    """Every takedown of an archive; none is fine."""
    return Takedowns(tuple(_read(store, entry.key) for entry in store.list("takedowns/")))


def _read(store: Store, key: str) -> Takedown:
    try:
        said = json.loads(store.get(key))
        lists = {name: tuple(map(str, said[name])) for name in ("urls", "urlkeys", "records", "segments")}
        return Takedown(str(said["at"]), str(said["by"]), str(said["reason"]), **lists)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedRecord(f"{key} is no takedown ({error}): what it names cannot be kept away") from error


def _union(parts: Iterable[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(name for part in parts for name in part)

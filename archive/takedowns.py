"""The ledger of what was taken down, and is refused ever after.

takedowns/YYYYMMDDTHHMMSSmmmZ-XXXXXXXX.json    one object per operation
"""

import json
from dataclasses import dataclass
from functools import cached_property

from .canonical import page_key
from .errors import DamagedRecord
from .store import Store

FOLDER = "takedowns/"


@dataclass(frozen=True, slots=True)
class Takedown:
    """One operation."""

    name: str
    at: str
    by: str
    reason: str
    urls: tuple[str, ...] = ()
    urlkeys: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Takedowns:
    """All of them, the oldest first."""

    entries: tuple[Takedown, ...] = ()

    def refuses(self, url: str) -> Takedown | None:
        """The takedown that keeps a page, in whatever form of its address, out of the archive."""
        return self._by_page.get(page_key(url)) if self._by_page else None

    @cached_property
    def records(self) -> frozenset[str]:
        """WARC-Record-IDs of everything that was taken down."""
        return frozenset(record for each in self.entries for record in each.records)

    @cached_property
    def urlkeys(self) -> frozenset[str]:
        """SURT keys that are not to be replayed."""
        return frozenset(key for each in self.entries for key in each.urlkeys)

    @cached_property
    def _by_page(self) -> dict[str, Takedown]:
        return {page_key(url): each for each in reversed(self.entries) for url in each.urls}


def read(store: Store) -> Takedowns:
    """The ledger; DamagedRecord when an entry cannot be read, for then nobody knows what is refused."""
    return Takedowns(tuple(_entry(entry.key, store.get(entry.key)) for entry in store.list(FOLDER)))


def _entry(key: str, data: bytes) -> Takedown:
    try:
        said = json.loads(data)
        listed = {name: tuple(said.get(name, ())) for name in ("urls", "urlkeys", "records", "segments")}
        return Takedown(key, said["at"], said["by"], said["reason"], **listed)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedRecord(f"{key} cannot be read ({error}): restore it, for it says what must not be kept") from None

"""The ledger of what was taken down: who had it done, when, why, and what is refused ever after.

takedowns/YYYYMMDDTHHMMSSmmmZ-XXXXXXXX.json    one object per operation, written before anything is touched
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import uuid4

from ..canonical import page_key
from ..errors import DamagedRecord, StoreUnavailable
from ..objects import Store
from .tombstone import Place

FOLDER = "takedowns/"
JSON = "application/json"
BEGUN, DONE = "begun", "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Takedown:
    """One operation."""

    name: str
    """Its key in the store."""
    at: str
    """When it was begun, ISO 8601, UTC."""
    by: str
    reason: str
    urls: tuple[str, ...] = ()
    """Canonical addresses that are not fetched, ingested or replayed any more."""
    urlkeys: tuple[str, ...] = ()
    """SURT keys of every form of them that was captured."""
    records: tuple[str, ...] = ()
    """WARC-Record-IDs of the records in whose place tombstones stand."""
    segments: tuple[str, ...] = ()
    """Keys of the WARCs in which these are."""
    articles: tuple[str, ...] = ()
    """Ids of the articles of which rows were deleted."""
    state: str = BEGUN
    """`begun`, or `done`: all of it is in effect."""
    continues: str | None = None
    """The takedown by which a segment that came later was refused some of its records."""
    work: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """While begun: what is to be overwritten, by segment."""
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """While begun: what tells the rows of articles that go, by column."""
    sums: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """SHA-256 of each segment before and after."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How much was removed, by kind of thing."""
    left: tuple[str, ...] = ()
    """What could not be removed, and why."""

    @classmethod
    def new(cls, by: str, reason: str, **given: Any) -> "Takedown":
        """One that begins now."""
        now = datetime.now(UTC)
        stamp = now.strftime("%Y%m%dT%H%M%S") + f"{now.microsecond // 1000:03d}Z"
        name = f"{FOLDER}{stamp}-{uuid4().hex[:8]}.json"
        return cls(name=name, at=now.isoformat(timespec="milliseconds"), by=by, reason=reason, **given)

    def json(self) -> bytes:
        """As its object holds it."""
        values = {name: value for name, value in asdict(self).items() if name != "name"}
        return json.dumps(values, ensure_ascii=False, indent=1).encode() + b"\n"


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
        return frozenset(self.by_record)

    @cached_property
    def urlkeys(self) -> frozenset[str]:
        """SURT keys that are not to be replayed."""
        return frozenset(key for each in self.entries for key in each.urlkeys)

    @cached_property
    def articles(self) -> frozenset[str]:
        """Ids of articles whose versions may have gaps."""
        return frozenset(key for each in self.entries for key in each.articles)

    @cached_property
    def by_record(self) -> dict[str, Takedown]:
        """The takedown of each record."""
        return {record: each for each in reversed(self.entries) for record in each.records}

    @property
    def begun(self) -> tuple[Takedown, ...]:
        """Those that were cut short."""
        return tuple(each for each in self.entries if each.state == BEGUN)

    @cached_property
    def _by_page(self) -> dict[str, Takedown]:
        return {page_key(url): each for each in reversed(self.entries) for url in each.urls}


def read(store: Store) -> Takedowns:
    """The ledger; DamagedRecord when an entry cannot be read, for then nobody knows what is refused."""
    keys = [entry.key for entry in store.list(FOLDER) if entry.key.endswith(".json")]
    try:
        return Takedowns(tuple(_entry(key, store.get(key)) for key in keys))
    except KeyError as error:
        raise StoreUnavailable(f"{store.uri}: {error.args[0]} is listed and not there: try again") from None


def begin(store: Store, takedown: Takedown) -> None:
    """Put it in the ledger, before anything else is done for it."""
    store.put(takedown.name, takedown.json(), JSON)


def finish(store: Store, takedown: Takedown) -> Takedown:
    """Note that all of it is in effect."""
    done = replace(takedown, state=DONE, work={}, rows={})
    store.replace(done.name, done.json(), JSON)
    return done


def _entry(key: str, data: bytes) -> Takedown:
    try:
        values = json.loads(data)
        given: dict[str, Any] = {
            each.name: _tuples(values[each.name]) for each in fields(Takedown) if each.name in values
        }
        return Takedown(**{**given, "name": key})
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedRecord(f"{key} cannot be read ({error}): restore it, for it says what must not be kept") from None


def _tuples(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _tuples(each) for name, each in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def merged(names: Iterable[str]) -> tuple[str, ...]:
    """Each once, sorted, as the ledger lists them."""
    return tuple(sorted(set(names)))

"""What of a file the archive has already, and the ids that its records get."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from .. import tables
from ..exchange import Location
from ..store import Store
from ..warc import warc_date
from .assembly import Origin
from .scratch import Kept, Scratch, Stored
from .screen import Screened

COLUMNS = ("record_id", "url", "fetched_at", "payload_digest", "record_type", "warc", "offset", "length")

Trace = tuple[str, datetime, str | None]
"""Address, time and payload (of a revisit or a request that it is one): what copies of one record have in common."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A capture in the archive."""

    record_id: str
    trace: Trace
    location: Location


class Archived:
    """The captures of an archive as they are when this is made, and one site's originals."""

    def __init__(self, store: Store, site: str) -> None:
        self._captures, self._site = tables.Snapshot(store, "captures"), site
        self._originals: list[dict[str, Any]] = []

    def new(self, kept: list[Kept], scratch: Scratch, origin: Origin) -> Iterator[tuple[Kept, str | None]]:
        """Each record with the id that it gets, None for one that is archived already.

        A record is the same when id, address, time and payload are. Another id alone makes no other exchange where
        the time is exact to less than a second, for no two begin at once; an id that another record has is not kept.
        """
        by_id, traces = self._lookup(kept, origin)
        self._find_originals([each.said for each in kept if each.said.type == "revisit"])
        for each in kept:
            trace = _trace(each.said)
            record_id = self._name(each, by_id, scratch, origin)
            there = by_id.get(record_id)
            same = there if there and there.trace == trace else None
            if same is None and each.said.moment.microsecond:
                same = traces.get(trace)
            if same:
                scratch.store(each.number, same.record_id, same.location)
            yield each, None if same or _is_second(each, scratch) else record_id

    def name(self, kept: Kept, scratch: Scratch, origin: Origin) -> str:
        """The id of a record that no row tells of."""
        return self._name(kept, {}, scratch, origin)

    def original(self, revisit: Screened) -> Stored | None:
        """The archived response whose payload a revisit repeats, at the address that it names or at its own."""
        url, date = revisit.get("WARC-Refers-To-Target-URI"), revisit.get("WARC-Refers-To-Date")
        for row in self._originals:
            named = (row["url"], row["fetched_at"]) == (url, _moment(date)) or row["record_id"] in revisit.refers
            alike = revisit.digest is not None and row["payload_digest"] == revisit.digest
            if named or (alike and row["url"] in (url, revisit.url)):
                at = Location(row["warc"], row["offset"], row["length"])
                return Stored(row["record_id"], at, row["url"], _written(row["fetched_at"]), row["payload_digest"])
        return None

    def _name(self, kept: Kept, by_id: dict[str, _Row], scratch: Scratch, origin: Origin) -> str:
        own = kept.said.id
        taken = own is None or scratch.first(own).number != kept.number
        there = by_id.get(own or "")
        return origin.id_of(kept.said) if own is None or taken or (there and there.trace != _trace(kept.said)) else own

    def _lookup(self, kept: list[Kept], origin: Origin) -> tuple[dict[str, _Row], dict[Trace, _Row]]:
        days = {each.said.moment.astimezone(UTC).date() for each in kept}
        urls = {each.said.url for each in kept}
        ids = {each.said.id for each in kept if each.said.id} | {origin.id_of(each.said) for each in kept}
        by_id: dict[str, _Row] = {}
        traces: dict[Trace, _Row] = {}
        for given in ({"record_id": ids}, {"url": urls}):
            for row in self._captures.rows(COLUMNS, day=days, **given):
                trace = _key(row["url"], row["fetched_at"], row["payload_digest"], row["record_type"])
                found = _Row(row["record_id"], trace, Location(row["warc"], row["offset"], row["length"]))
                by_id[found.record_id] = traces[trace] = found
        return by_id, traces

    def _find_originals(self, revisits: Iterable[Screened]) -> None:
        urls = {each.url for each in revisits}
        urls |= {url for each in revisits if (url := each.get("WARC-Refers-To-Target-URI"))}
        where = {"site": self._site, "url": urls, "record_type": "response"}
        self._originals = list(self._captures.rows(COLUMNS, **where)) if urls else []


def _trace(said: Screened) -> Trace:
    return _key(said.url, said.moment, said.digest, said.type)


def _key(url: str, moment: datetime, digest: str | None, kind: str) -> Trace:
    return url, moment, kind if kind in ("revisit", "request") else digest


def _is_second(kept: Kept, scratch: Scratch) -> bool:
    """Whether the file has the same record before."""
    first = scratch.first(kept.said.id) if kept.said.id else kept
    return first.number != kept.number and _trace(first.said) == _trace(kept.said)


def _written(moment: datetime) -> str:
    """As its record has it, which may be exact to the second only."""
    return warc_date(moment) if moment.microsecond else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(date: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(date or "")
    except ValueError:
        return None

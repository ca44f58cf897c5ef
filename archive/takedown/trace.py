"""The records in which a page, its text or its headline can still be found: segments read from end to end."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import BinaryIO

from .. import member, message, warc
from ..canonical import page_key
from ..errors import DamagedRecord
from ..scan import MOST
from ..store import Store
from ..versions.gone import REDIRECTS, redirected
from ..warc import GROUP_END, Record
from .passages import Passages, Unsearchable, words
from .takedowns import Takedown, Takedowns
from .tombstone import MARK, Place, is_tombstone, warc_headers


@dataclass(frozen=True, slots=True)
class Trace:
    """What one record gives away."""

    warc: str
    offset: int
    record: str
    """Its WARC-Record-ID."""
    capture: str
    """WARC-Record-ID of the capture's first record."""
    url: str
    page: bool = False
    """It is of one of the pages."""
    sentences: int = 0
    titles: int = 0
    leads_to: str | None = None
    """The key of another page, to which it redirects."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A record, or all of a segment from there on, that could not be searched."""

    warc: str
    offset: int
    why: str


def search(store: Store, key: str, pages: frozenset[str], sought: Passages) -> Iterator[Trace | Unread]:
    """What the records of a segment give away of pages, given by their keys, and of passages."""
    with store.open(key) as stream:
        run: list[Trace] = []
        for offset, ends, record in _records(stream):
            if isinstance(record, str):
                yield Unread(key, offset, record)
                continue
            if record.type == "warcinfo":
                continue
            try:
                run.append(_trace(key, offset, record, pages, sought))
            except Unsearchable as error:
                yield Unread(key, offset, str(error))
                run.append(_trace(key, offset, record, pages, Passages()))
            if ends or len(run) == MOST:
                yield from _telling(run, record.headers.get("WARC-Concurrent-To") if ends else None)
                run = []
        yield from _telling(run, None)


def _telling(run: list[Trace], first: str | None) -> Iterator[Trace]:
    """Those that give something away. In a group it is that of its `first` record, whatever records of others say."""
    grouped = False
    for trace in run:
        grouped |= trace.record == first
        if trace.page or trace.sentences or trace.titles or trace.leads_to:
            yield replace(trace, capture=first) if grouped and first else trace


def places(stream: BinaryIO, captures: Iterable[str]) -> dict[Place, str]:
    """Where the records of these captures lie in a segment, each with its request and metadata, and whose they are.

    A record that is not what its digests say is found too.
    """
    wanted = set(captures)
    seen: list[tuple[Place, str | None]] = []
    found: dict[Place, str] = {}
    for (offset, length), headers, first in _owned(stream):
        own, date, kind = (headers.get(f"WARC-{name}", "") for name in ("Record-ID", "Date", "Type"))
        pair, place = _pair(headers), (offset, length, own, date)
        if first in wanted:
            found[place] = first
        elif first is None and (own in wanted or pair in wanted or (kind == "request" and pair is None)):
            seen.append((place, pair))
    of_request = {pair: own for (_, _, own, _), pair in seen if own in wanted and pair}
    owners = ((place, place[2] if place[2] in wanted else of_request.get(place[2], pair)) for place, pair in seen)
    return found | {place: owner for place, owner in owners if owner in wanted}


def refused(stream: BinaryIO, ledger: Takedowns) -> dict[str, Takedown]:
    """The captures of a segment that must not be kept, each with the takedown that says so."""
    found: dict[str, Takedown] = {}
    for _, headers, first in _owned(stream):
        named = (headers.get(name, "") for name in ("WARC-Record-ID", "WARC-Refers-To"))
        by = next(filter(None, map(ledger.by_record.get, named)), None)
        by = by or ledger.refuses(headers.get("WARC-Target-URI", "").strip("<>"))
        if by and headers.get("WARC-Type") != "warcinfo":
            found[first or _capture(headers)] = by
    return found


def _owned(stream: BinaryIO) -> Iterator[tuple[tuple[int, int], dict[str, str], str | None]]:
    """Offset and length and WARC headers of each record, and the id of the first of its group if it is in a whole one.

    Tombstones are passed over; as far as the segment can be read.
    """
    run: list[tuple[tuple[int, int], dict[str, str]]] = []
    with suppress(DamagedRecord):
        for found in member.members(stream):
            headers = warc_headers(found.data)
            if MARK in headers:
                continue
            run.append(((found.offset, found.length), headers))
            ends = found.data.startswith(GROUP_END)
            if ends or headers.get("WARC-Type") == "warcinfo" or len(run) == MOST:
                yield from _with_first(run, headers.get("WARC-Concurrent-To") if ends else None)
                run = []
    yield from _with_first(run, None)


def _with_first(
    run: list[tuple[tuple[int, int], dict[str, str]]], first: str | None
) -> Iterator[tuple[tuple[int, int], dict[str, str], str | None]]:
    grouped = False
    for place, headers in run:
        grouped |= headers.get("WARC-Record-ID") == first
        yield place, headers, first if grouped else None


def _records(stream: BinaryIO) -> Iterator[tuple[int, bool, Record | str]]:
    """Offset, whether it closes a group, and record, or why it cannot be read; without those that were taken down."""
    end = 0
    try:
        for found in member.members(stream):
            end = found.offset + found.length
            try:
                record = warc.parse(found.data)
            except DamagedRecord as error:
                yield found.offset, False, str(error)
                continue
            if not is_tombstone(record):
                yield found.offset, found.data.startswith(GROUP_END), record
    except DamagedRecord as error:
        yield end, False, f"{error}; nothing after it can be searched"


def _trace(key: str, offset: int, record: Record, pages: frozenset[str], sought: Passages) -> Trace:
    url = record.headers.get("WARC-Target-URI", "").strip("<>")
    here, target = page_key(url), _target(record, url)
    found = sought.found(words(record)) if sought else sought
    return Trace(
        warc=key,
        offset=offset,
        record=record.headers.get("WARC-Record-ID", ""),
        capture=_capture(record.headers),
        url=url,
        page=here in pages,
        sentences=len(found.sentences),
        titles=len(found.titles),
        leads_to=target if target != here else None,
    )


def _capture(headers: Mapping[str, str]) -> str:
    """Of the first record of its group."""
    own = headers.get("WARC-Record-ID", "")
    return own if headers.get("WARC-Type") in ("response", "revisit", "resource") else _pair(headers) or own


def _pair(headers: Mapping[str, str]) -> str | None:
    """The record it belongs to. Ours name the first of their group; others' responses may name their request."""
    refers = headers.get("WARC-Refers-To") if headers.get("WARC-Type") in ("metadata", "conversion") else None
    return headers.get("WARC-Concurrent-To") or refers


def _target(record: Record, url: str) -> str | None:
    if record.type not in ("response", "revisit") or message.status(record.head) not in REDIRECTS:
        return None
    target = redirected(record.head, url)
    return page_key(target) if target else None

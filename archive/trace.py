"""The records in which a page, its text or its headline can still be found: segments read from end to end."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from . import member, message, warc
from .canonical import page_key
from .errors import DamagedRecord
from .member import Member
from .passages import Passages, Unsearchable, words
from .store import Store
from .takedowns import Takedown, Takedowns
from .tombstone import MARK, Place, is_tombstone, warc_headers
from .versions.gone import REDIRECTS, redirected
from .warc import Record


@dataclass(frozen=True, slots=True)
class Trace:
    """What one record gives away."""

    warc: str
    offset: int
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
        for offset, _, record in _records(stream):
            if isinstance(record, str):
                yield Unread(key, offset, record)
            elif record.type != "warcinfo":
                try:
                    trace = _trace(key, offset, record, pages, sought)
                except Unsearchable as error:
                    yield Unread(key, offset, str(error))
                    trace = _trace(key, offset, record, pages, Passages())
                if trace.page or trace.sentences or trace.titles or trace.leads_to:
                    yield trace


def places(stream: BinaryIO, captures: Iterable[str]) -> dict[Place, str]:
    """Where the records of these captures lie in a segment, each with its request and metadata, and whose they are.

    A record that is not what its digests say is found too.
    """
    wanted = set(captures)
    seen: list[tuple[Place, str | None]] = []
    for found, headers in _headers(stream):
        own, date, kind = (headers.get(f"WARC-{name}", "") for name in ("Record-ID", "Date", "Type"))
        pair = _pair(headers)
        if own in wanted or pair in wanted or (kind == "request" and pair is None):
            seen.append(((found.offset, found.length, own, date), pair))
    of_request = {pair: own for (_, _, own, _), pair in seen if own in wanted and pair}
    owners = ((place, place[2] if place[2] in wanted else of_request.get(place[2], pair)) for place, pair in seen)
    return {place: owner for place, owner in owners if owner in wanted}


def refused(stream: BinaryIO, ledger: Takedowns) -> dict[str, Takedown]:
    """The captures of a segment that must not be kept, each with the takedown that says so."""
    found: dict[str, Takedown] = {}
    for _, headers in _headers(stream):
        named = (headers.get(name, "") for name in ("WARC-Record-ID", "WARC-Refers-To"))
        by = next(filter(None, map(ledger.by_record.get, named)), None)
        by = by or ledger.refuses(headers.get("WARC-Target-URI", "").strip("<>"))
        if by and headers.get("WARC-Type") != "warcinfo":
            found[_capture(headers)] = by
    return found


def _headers(stream: BinaryIO) -> Iterator[tuple[Member, dict[str, str]]]:
    """Each record's place and WARC headers, without tombstones, as far as the segment can be read."""
    with suppress(DamagedRecord):
        for found in member.members(stream):
            headers = warc_headers(found.data)
            if MARK not in headers:
                yield found, headers


def _records(stream: BinaryIO) -> Iterator[tuple[int, int, Record | str]]:
    """Offset, length and record, or why it cannot be read; without those that were taken down."""
    end = 0
    try:
        for found in member.members(stream):
            end = found.offset + found.length
            try:
                record = warc.parse(found.data)
            except DamagedRecord as error:
                yield found.offset, found.length, str(error)
                continue
            if not is_tombstone(record):
                yield found.offset, found.length, record
    except DamagedRecord as error:
        yield end, 0, f"{error}; nothing after it can be searched"


def _trace(key: str, offset: int, record: Record, pages: frozenset[str], sought: Passages) -> Trace:
    url = record.headers.get("WARC-Target-URI", "").strip("<>")
    here, target = page_key(url), _target(record, url)
    found = sought.found(words(record)) if sought else sought
    return Trace(
        warc=key,
        offset=offset,
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

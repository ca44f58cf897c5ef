"""A segment read from end to end: its captures, and every fault in it."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote_to_bytes

from . import hints, member, message, warc
from .capture import Capture
from .errors import DamagedRecord
from .exchange import Context, Location
from .member import Member, Source
from .optout import withheld
from .segment import Name
from .takedown.tombstone import is_tombstone
from .urlkey import urlkey
from .warc import Record

MOST = 16
"""Records that may belong together, so that a file without metadata records is not held."""
GROUP_BYTES = (64 << 10, 4 << 20, 128 << 20)
"""Tried one after the other for what of a capture lies behind its first record."""
INGESTED = "ingestedFrom"
"""The field by which a segment's warcinfo, and each group's metadata record, say that others wrote the records."""
INGESTIBLE = ("response", "revisit", "resource", "request")
Fault = Callable[[int, str], None]
"""Told the offset and the nature of a fault."""


@dataclass(frozen=True, slots=True)
class Found:
    """One capture of a segment, and what is needed to read it again."""

    capture: Capture
    context: Context
    original: Location | None
    """Where the payload of a revisit lies."""

    @property
    def is_article(self) -> bool:
        """Whether extraction owes this capture an answer."""
        whole = self.capture.truncated is None
        kept = whole and not withheld(self.context.opt_out)
        return self.context.kind == "article" and self.capture.status == 200 and kept

    @property
    def payload(self) -> Location:
        """The record that holds the payload."""
        return self.original or Location(self.capture.warc, self.capture.offset, self.capture.length)


def fail(offset: int, fault: str) -> None:
    """A Fault for readers that go no further."""
    raise DamagedRecord(f"offset {offset}: {fault}")


@dataclass(frozen=True, slots=True)
class Group:
    """Records that belong together, as they lie in a segment: a capture, or what damage left of one."""

    start: int
    end: int
    """Bytes from the start of the segment: of the first record, and after the last one."""
    records: tuple[Record, ...]
    """Those that are whole: of a capture its response or revisit, its request, and its metadata."""
    found: Found | None
    """None of a warcinfo, of a record that was taken down, and where damage lies."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A record's member; of damage, the bytes up to the next record."""

    offset: int
    length: int
    record: Record | None
    ends: bool = False
    """Whether it is our metadata record, which closes a group; those of others begin otherwise."""


def scan(stream: Source, name: Name, fault: Fault = fail, base: int = 0) -> Iterator[Found]:
    """The captures of a segment, or of a part of it that begins at `base`, in order.

    Every record's framing and digests and each group's pairing are checked.
    """
    return (found for found, _ in groups(stream, name, fault, base))


def groups(stream: Source, name: Name, fault: Fault = fail, base: int = 0) -> Iterator[tuple[Found, Record]]:
    """As scan, each capture with its first record.

    A group is a response or revisit with its request and its metadata record, or a request that was never answered
    with its metadata record. Of an ingested one the request may be missing, and metadata records of others be there.
    """
    return ((group.found, group.records[0]) for group in walk(stream, name, fault, base) if group.found)


def capture_at(get: Callable[[str, int, int], bytes], at: Location) -> tuple[Found, Record]:
    """The capture whose first record lies there, and that record. `get` gives bytes of a WARC, as Store.get does.

    How long the other records of its group are, no index says: most are short.
    """
    name = Name.of_key(at.warc)
    for more in GROUP_BYTES:
        data = get(at.warc, at.offset, at.length + more)
        try:
            found, record = next(groups(io.BytesIO(data), name, base=at.offset))
            break
        except (DamagedRecord, StopIteration) as error:
            if more == GROUP_BYTES[-1] or len(data) < at.length + more:
                raise DamagedRecord(f"{at.warc} at {at.offset}: no capture can be read: {error}") from None
    if found.capture.offset != at.offset:
        raise DamagedRecord(f"{at.warc} at {at.offset}: holds no capture any more")
    return found, record


def walk(stream: Source, name: Name, fault: Fault = fail, base: int = 0) -> Iterator[Group]:
    """Everything in a segment; after damage it goes on at the next record that can be found."""
    places: list[_Place] = []
    ingested = base > 0  # whether it may be: the first record of the segment says it
    for place in _places(stream, fault, base):
        record = place.record
        if place.offset == 0:
            ingested = record is None or INGESTED in _fields(record)
        alone = record is not None and (record.type == "warcinfo" or is_tombstone(record))
        if place.offset and not ingested and record is not None and record.type == "warcinfo":
            fault(place.offset, "warcinfo record within a file")
        if places and (alone or _begins(record, ingested) or len(places) == MOST):
            yield _unfinished(places, fault)
            places = []
        places.append(place)
        if alone:
            yield _group(places)
        elif place.ends:
            yield _group(places, None if _damaged(places) else _capture(places, name, fault))
        else:
            continue
        places = []
    if places:
        yield _unfinished(places, fault)


def _begins(record: Record | None, ingested: bool) -> bool:
    """Whether a record is surely the first of a group. Requests of others need not say whose they are."""
    if record is None:
        return False
    lone = record.type == "request" and "WARC-Concurrent-To" not in record.headers
    return record.type in ("response", "revisit", "resource") or (lone and not ingested)


def _damaged(places: list[_Place]) -> bool:
    return any(place.record is None for place in places)


def _group(places: list[_Place], found: Found | None = None) -> Group:
    last = places[-1]
    records = tuple(place.record for place in places if place.record)
    return Group(places[0].offset, last.offset + last.length, records, found)


def _unfinished(places: list[_Place], fault: Fault) -> Group:
    if not _damaged(places):
        fault(places[0].offset, "records without their metadata record")
    return _group(places)


def _places(stream: Source, fault: Fault, base: int) -> Iterator[_Place]:
    """Every member's record, and of damage its extent."""
    at = base
    members = member.members(stream, at)
    while True:
        try:
            found = next(members, None)
        except DamagedRecord as error:
            following = member.find(stream, at - base + 1, b"WARC/1.")
            fault(at, str(error))
            if following is None:
                yield _Place(at, stream.seek(0, 2) + base - at, None)
                return
            yield _Place(at, following + base - at, None)
            at = following + base
            stream.seek(following)
            members = member.members(stream, at)
            continue
        if found is None:
            return
        at = found.offset + found.length
        record = _parsed(found, fault)
        ends = record is not None and found.data.startswith(warc.GROUP_END)
        yield _Place(found.offset, found.length, record, ends)


def _parsed(found: Member, fault: Fault) -> Record | None:
    try:
        return warc.parse(found.data)
    except DamagedRecord as error:
        fault(found.offset, str(error))
        return None


def _capture(places: list[_Place], name: Name, fault: Fault) -> Found | None:
    records = [place.record for place in places if place.record]
    try:
        return _read(places[0], records, name)
    except (DamagedRecord, ValueError, KeyError) as error:
        record_id = records[0].headers.get("WARC-Record-ID")
        why = error if isinstance(error, DamagedRecord) else f"has an unreadable field: {error}"
        fault(places[0].offset, f"record {record_id} {why}")
        return None


def _read(place: _Place, records: list[Record], name: Name) -> Found:
    first = records[0]
    request, about = next((each for each in records if each.type == "request"), None), _fields(records[-1])
    record_id = first.headers.get("WARC-Record-ID", "")
    if not (_is_whole_as_ingested if INGESTED in about else _is_whole)(records, about):
        raise DamagedRecord("is not paired with its request and metadata")
    answer = first if first.type != "request" else None
    head = (answer.head if answer else b"") or unquote_to_bytes(about.get("head", ""))  # a 304's is in its metadata
    content_type = (
        first.headers.get("Content-Type") if first.type == "resource" else message.text(head, b"content-type")
    )
    url = first.headers["WARC-Target-URI"]
    context = _context(about)
    capture = Capture(
        site=name.site,
        url=url,
        urlkey=urlkey(url),
        run=name.run,
        fetched_at=datetime.fromisoformat(first.headers["WARC-Date"]),
        method=_method(request),
        status=message.status(head),
        mime=(content_type or "").partition(";")[0].strip().lower() or None,
        kind=context.kind,
        source=context.source,
        robots=context.robots,
        payload_digest=_payload_digest(first, about),
        etag=message.text(head, b"etag"),
        last_modified=message.text(head, b"last-modified"),
        revisit_of=about.get("revisitOf") if INGESTED in about else first.headers.get("WARC-Refers-To"),
        truncated=_truncated(first, about),
        error=about.get("error"),
        ip=first.headers.get("WARC-IP-Address"),
        record_type=first.type,
        record_id=record_id,
        warc=name.warc,
        offset=place.offset,
        length=place.length,
        found_in=context.found_in,
        link_title=context.title,
        link_published=context.published,
        due=context.due,
        opt_out=context.opt_out,
        redirected_from=context.redirected_from,
        ingested_from=about.get(INGESTED),
    )
    return Found(capture, context, _location(about.get("original")))


def _is_whole(group: list[Record], _: dict[str, str]) -> bool:
    first, *others = group
    paired = all(each.headers.get("WARC-Concurrent-To") == first.headers.get("WARC-Record-ID") for each in others)
    asked = any(each.type == "request" for each in group)
    return paired and asked and first.type in ("response", "revisit", "request")


def _is_whole_as_ingested(group: list[Record], about: dict[str, str]) -> bool:
    """Others pair records in other ways, or not at all: the metadata record names those that were there."""
    named = [each.headers.get("WARC-Record-ID", "") for each in group[:-1]]
    first = group[0]
    said = about.get("payloadDigest")
    true = first.type != "response" or said == warc.digest(first.payload)
    return about.get("ingestedRecords", "").split() == named and first.type in INGESTIBLE and true


def _method(request: Record | None) -> str:
    """Empty when nothing says it."""
    return request.head.split(maxsplit=1)[0].decode("latin-1")[:20] if request and request.head.split() else ""


def _payload_digest(first: Record, about: dict[str, str]) -> str | None:
    """Of an ingested record that of its entity, whatever its writer hashed, so that it is comparable."""
    return about.get("payloadDigest") if INGESTED in about else first.headers.get("WARC-Payload-Digest")


def _truncated(first: Record, about: dict[str, str]) -> str | None:
    """Of what came without a whole head there is no response record that could say it."""
    elsewhere = INGESTED in about or first.type == "request"
    return about.get("truncated") if elsewhere else first.headers.get("WARC-Truncated")


def _fields(record: Record) -> dict[str, str]:
    lines = record.block.decode("utf-8", "replace").split("\r\n")
    return dict(line.split(": ", 1) for line in lines if ": " in line)


def _context(about: dict[str, str]) -> Context:
    published = about.get("published")
    return Context(
        kind=about.get("kind", "page"),
        source=about.get("via"),
        robots=about.get("robots", "allowed"),
        title=about.get("title"),
        published=datetime.fromisoformat(published) if published else None,
        found_in=about.get("foundIn"),
        expected=about.get("expected") == "yes",
        due=about.get("due"),
        opt_out=about.get("optOut"),
        redirected_from=about.get("redirectedFrom"),
        hints=hints.read(about.get("hints", "")),
    )


def _location(text: str | None) -> Location | None:
    if text is None:
        return None
    key, offset, length = text.rsplit(" ", 2)
    return Location(key, int(offset), int(length))

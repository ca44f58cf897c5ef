"""A segment read from end to end: its captures, and every fault in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from urllib.parse import unquote_to_bytes

from . import member, message, warc
from .capture import Capture
from .errors import DamagedRecord
from .exchange import Context, Location
from .member import Member
from .optout import withheld
from .segment import Name
from .urlkey import urlkey
from .warc import Record

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


def scan(stream: BinaryIO, name: Name, fault: Fault = fail, base: int = 0) -> Iterator[Found]:
    """The captures of a segment, or of a part of it that begins at `base`, in order.

    Every record's framing and digests and each group's pairing are checked.
    """
    return (found for found, _ in groups(stream, name, fault, base))


def groups(stream: BinaryIO, name: Name, fault: Fault = fail, base: int = 0) -> Iterator[tuple[Found, Record]]:
    """As scan, each capture with its first record.

    A group is a response or revisit with its request and its metadata record, or a request that was never answered
    with its metadata record; ingested ones may have no request, and metadata records of others. After a damaged gzip
    member nothing further can be found.
    """
    group: list[tuple[Member, Record]] = []
    ingested = False
    for found, record in _records(stream, fault, base):
        if record.type == "warcinfo":
            if found.offset == 0:
                ingested = INGESTED in _fields(record)
            elif not ingested:  # else it is one of the file that was ingested
                fault(found.offset, "warcinfo record within a file")
            continue
        group.append((found, record))
        if found.data.startswith(warc.GROUP_END):
            capture = _capture(group, name, fault)
            if capture:
                yield capture, group[0][1]
            group = []
    if group:
        fault(group[0][0].offset, "records without their metadata record")


def _records(stream: BinaryIO, fault: Fault, base: int) -> Iterator[tuple[Member, Record]]:
    end = base
    try:
        for found in member.members(stream, base):
            end = found.offset + found.length
            try:
                yield found, warc.parse(found.data)
            except DamagedRecord as error:
                fault(found.offset, str(error))
    except DamagedRecord as error:
        fault(end, str(error))


def _capture(group: list[tuple[Member, Record]], name: Name, fault: Fault) -> Found | None:
    place, first = group[0]
    request = next((record for _, record in group if record.type == "request"), None)
    about = _fields(group[-1][1])
    record_id = first.headers.get("WARC-Record-ID", "")
    if not (_is_whole_as_ingested if INGESTED in about else _is_whole)([record for _, record in group], about):
        fault(place.offset, f"record {record_id} is not paired with its request and metadata")
        return None
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
        truncated=about.get("truncated") if INGESTED in about else first.headers.get("WARC-Truncated"),
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
    )


def _location(text: str | None) -> Location | None:
    if text is None:
        return None
    key, offset, length = text.rsplit(" ", 2)
    return Location(key, int(offset), int(length))

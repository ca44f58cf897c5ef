"""A segment read from end to end: its captures, and every fault in it."""

from collections.abc import Callable, Collection, Iterator
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
from .tombstone import is_tombstone
from .urlkey import urlkey
from .warc import Record

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


def scan(
    stream: BinaryIO, name: Name, fault: Fault = fail, base: int = 0, taken_down: Collection[str] | None = None
) -> Iterator[Found]:
    """The captures of a segment, or of a part of it that begins at `base`, in order.

    Every record's framing and digests and each group's pairing are checked.
    """
    return (found for found, _ in groups(stream, name, fault, base, taken_down))


def groups(
    stream: BinaryIO, name: Name, fault: Fault = fail, base: int = 0, taken_down: Collection[str] | None = None
) -> Iterator[tuple[Found, Record]]:
    """As scan, each capture with its first record.

    A group is a response or revisit with its request and its metadata record, or a request that was never answered
    with its metadata record. After a damaged gzip member nothing further can be found. Tombstones are passed over;
    where it is said which records were `taken_down`, one of another record is a fault.
    """
    group: list[tuple[Member, Record]] = []
    for found, record in _records(stream, fault, base):
        if record.type == "warcinfo":
            if found.offset:
                fault(found.offset, "warcinfo record within a file")
            continue
        if taken_down is not None and (wrong := _resurrected(record, taken_down)):
            fault(found.offset, wrong)
        if is_tombstone(record):
            continue
        group.append((found, record))
        if record.type == "metadata":
            capture = _capture(group, name, fault)
            if capture:
                yield capture, group[0][1]
            group = []
    if group:
        fault(group[0][0].offset, "records without their metadata record")


def _resurrected(record: Record, taken_down: Collection[str]) -> str | None:
    record_id = record.headers.get("WARC-Record-ID")
    if is_tombstone(record) == (record_id in taken_down):
        return None
    if is_tombstone(record):
        return f"tombstone of {record_id}, which no takedown names"
    return f"record {record_id} was taken down, and is there again: run `archive redact` for it once more"


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
    by_type = {record.type: record for _, record in group}
    request, about = by_type.get("request"), _fields(by_type["metadata"])
    record_id = first.headers.get("WARC-Record-ID", "")
    unpaired = [r for _, r in group[1:] if r.headers.get("WARC-Concurrent-To") != record_id]
    if request is None or first.type not in ("response", "revisit", "request") or unpaired:
        fault(place.offset, f"record {record_id} is not paired with its request and metadata")
        return None
    answer = first if first.type != "request" else None
    head = (answer.head if answer else b"") or unquote_to_bytes(about.get("head", ""))  # a 304's is in its metadata
    content_type = message.text(head, b"content-type") or ""
    url = first.headers["WARC-Target-URI"]
    context = _context(about)
    capture = Capture(
        site=name.site,
        url=url,
        urlkey=urlkey(url),
        run=name.run,
        fetched_at=datetime.fromisoformat(first.headers["WARC-Date"]),
        method=request.head.partition(b" ")[0].decode("latin-1"),
        status=message.status(head),
        mime=content_type.partition(";")[0].strip().lower() or None,
        kind=context.kind,
        source=context.source,
        robots=context.robots,
        payload_digest=first.headers.get("WARC-Payload-Digest"),
        etag=message.text(head, b"etag"),
        last_modified=message.text(head, b"last-modified"),
        revisit_of=first.headers.get("WARC-Refers-To"),
        truncated=first.headers.get("WARC-Truncated"),
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
    )
    return Found(capture, context, _location(about.get("original")))


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
    )


def _location(text: str | None) -> Location | None:
    if text is None:
        return None
    key, offset, length = text.rsplit(" ", 2)
    return Location(key, int(offset), int(length))

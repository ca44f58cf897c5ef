"""The records of captures as they lie in the archive: whole gzip members, checked, never packed anew."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from .. import member, warc
from ..capture import Capture
from ..errors import CutShort, DamagedRecord
from ..store import Store

SPAN_BYTES = 8 << 20
"""Read at a time, unless one capture is larger."""
GAP_BYTES = 64 << 10
"""Between two captures, up to which reading on is quicker than asking again."""
TAIL_BYTES = 16 << 10
"""Behind a capture's first record, where its request and metadata records are expected; more is read where need be."""


@dataclass(frozen=True, slots=True)
class Group:
    """A capture's records: its response, revisit or lone request, and what follows up to the metadata of the group."""

    capture: Capture
    data: bytes
    """Their gzip members as stored."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A capture that cannot be exported, and why."""

    capture: Capture
    problem: str

    def __str__(self) -> str:
        """One line, with the place."""
        return f"{self.capture.warc} at {self.capture.offset}: left out: {self.problem}"


def groups(store: Store, captures: Iterator[Capture]) -> Iterator[Group | Damage]:
    """Each capture's records; all of one WARC, in its order."""
    for span in _spans(captures):
        warc, start = span[0].warc, span[0].offset
        end = max(each.offset + each.length for each in span) + TAIL_BYTES
        try:
            data = store.get(warc, start, end - start)
        except KeyError:
            yield from (Damage(each, "its WARC is not in the archive") for each in span)
            continue
        for each in span:
            begin = each.offset - start
            yield _group(store, each, memoryview(data)[begin : begin + each.length + TAIL_BYTES])


def warcinfo(store: Store, key: str) -> bytes:
    """The record that begins a WARC, as stored: those that follow refer to it. Empty when there is none."""
    try:
        data = store.get(key, 0, TAIL_BYTES)
        first = next(member.members(io.BytesIO(data)), None)
        return data[: first.length] if first and warc.parse(first.data).type == "warcinfo" else b""
    except (KeyError, DamagedRecord):
        return b""


def _spans(captures: Iterator[Capture]) -> Iterator[list[Capture]]:
    span: list[Capture] = []
    for each in captures:
        reached = span[-1].offset + span[-1].length if span else 0
        if span and (each.offset > reached + GAP_BYTES or each.offset + each.length > span[0].offset + SPAN_BYTES):
            yield span
            span = []
        span.append(each)
    if span:
        yield span


def _group(store: Store, capture: Capture, data: memoryview) -> Group | Damage:
    """Reads further, twice as far each time, while the end of the group is not in sight."""
    try:
        _check(capture, member.unpack(bytes(data[: capture.length])))
        while (length := _end(capture, data)) is None:
            more = store.get(capture.warc, capture.offset, 2 * len(data))
            if len(more) == len(data):
                raise DamagedRecord("its request or metadata record is cut short")
            data = memoryview(more)
        return Group(capture, bytes(data[:length]))
    except DamagedRecord as error:
        return Damage(capture, str(error))


def _check(capture: Capture, data: bytes) -> None:
    first = warc.parse(data)
    named = (first.type, first.headers.get("WARC-Record-ID"))
    if named != (capture.record_type, capture.record_id):
        raise DamagedRecord(f"a {named[0]} record {named[1]} lies where {capture.record_id} should")


def _end(capture: Capture, data: memoryview) -> int | None:
    """Where the group ends, behind the metadata record that closes it; None when that is not in sight."""
    try:
        for found in member.members(io.BytesIO(data[capture.length :]), capture.length):
            record = warc.parse(found.data)
            if found.data.startswith(warc.GROUP_END):
                if record.headers.get("WARC-Concurrent-To") != capture.record_id:
                    raise DamagedRecord("the metadata record that should follow it is not there")
                return found.offset + found.length
    except CutShort:
        pass
    return None

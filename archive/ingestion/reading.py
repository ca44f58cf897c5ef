"""A stranger's file read from end to end: every record that is whole, and what was damaged or passed over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import resync
from .framing import Framed, Misframed, Units, records
from .unpack import Bytes, Damage, Seekable, is_gzip, pieces


@dataclass(frozen=True, slots=True)
class Fault:
    """Bytes of a file that gave no record, and why."""

    offset: int
    until: int
    """Where reading went on; the file's end when it did not."""
    problem: str


def read(stream: Seekable, size: int, limit: int, fault: Callable[[Fault], None]) -> Iterator[Framed]:
    """The records of a file of so many bytes, in its order; blocks over `limit` bytes are left out of theirs.

    `stream` is read from its start; it is only sought in when a gzip member is damaged.
    """
    first = stream.read(2)
    source: Bytes = _Joined(first, stream)
    start: int | None = 0
    while start is not None:
        at, start = start, None
        try:
            yield from _units(Units(pieces(source, at)), size, limit, fault)
        except Damage as damage:
            if is_gzip(first):
                start = resync.following(stream, damage.offset)
            fault(Fault(damage.offset, size if start is None else start, str(damage)))
            if start is not None:
                stream.seek(start)
                source = stream


def _units(units: Units, size: int, limit: int, fault: Callable[[Fault], None]) -> Iterator[Framed]:
    for unit in units:
        try:
            yield from records(unit, limit)
        except Misframed as damage:
            unit.skip(size << 10)
            until = units.offset
            fault(Fault(damage.offset, size if until is None else until, str(damage)))


class _Joined:
    """A stream with its first bytes put back."""

    def __init__(self, first: bytes, rest: Bytes) -> None:
        self._first, self._rest = first, rest

    def read(self, size: int, /) -> bytes:
        first, self._first = self._first, b""
        return first + self._rest.read(size - len(first))

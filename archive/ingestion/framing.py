"""Records as a stranger's file frames them: WARC/0.17 to 1.1, whatever is in their headers, within bounds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .unpack import Damage, Piece

MAX_HEAD, MAX_FIELDS = 64 << 10, 200
"""Bytes and lines of one record's WARC header."""
DRAIN = 1 << 20
_VERSION = re.compile(rb"WARC/(?:0\.1[78]|1\.[01])\r?\n")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins: the offset of its member (or frame, or plain file) and the bytes unpacked before it."""

    offset: int
    inner: int

    def __str__(self) -> str:
        return f"{self.offset}+{self.inner}" if self.inner else str(self.offset)


@dataclass(frozen=True, slots=True)
class Framed:
    """One record as found."""

    place: Place
    fields: tuple[tuple[str, str], ...]
    """Header fields in their order, names as written; what is no UTF-8 is read as Latin-1."""
    block: bytes | None
    """None when it was larger than allowed, and passed over."""
    length: int

    def get(self, name: str) -> str | None:
        """The first value of a field, whatever the case of its name."""
        return next((value for key, value in self.fields if key.lower() == name.lower()), None)

    def all(self, name: str) -> list[str]:
        """Every value of a field."""
        return [value for key, value in self.fields if key.lower() == name.lower()]


class Misframed(Damage):
    """A record is not as its header says; the next unit may be whole."""


class Unit:
    """Bytes in which records follow one another, and after which a new one surely begins."""

    def __init__(self, pieces: "Units", offset: int) -> None:
        self._pieces, self.offset = pieces, offset
        self._data, self._at, self._before = b"", 0, 0

    @property
    def position(self) -> int:
        """Bytes taken."""
        return self._before + self._at

    def line(self, limit: int) -> bytes:
        """Up to and with the next line feed, or as much as there is within the limit."""
        while (end := self._data.find(b"\n", self._at)) < 0 and len(self._data) - self._at < limit and self._more():
            pass
        return self.read(min(limit, (end + 1 if end >= 0 else len(self._data)) - self._at))

    def read(self, size: int) -> bytes:
        """So many bytes, fewer at the end."""
        parts, left = list[bytes](), size
        while left:
            if self._at == len(self._data) and not self._more():
                break
            parts.append(self._data[self._at : self._at + left])
            self._at += len(parts[-1])
            left -= len(parts[-1])
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def skip(self, size: int) -> int:
        """Take so many bytes without holding them; returns how many there were."""
        left = size
        while left and (taken := len(self.read(min(left, DRAIN)))):
            left -= taken
        return size - left

    def _more(self) -> bool:
        data = self._pieces.next_of_unit()
        if data is None:
            return False
        self._before += self._at
        self._data, self._at = self._data[self._at :] + data, 0
        return True


class Units:
    """Pieces parted where a member begins with a record: a lie about a record's length ends there.

    Where records run over the ends of members, or the whole file is one, there is only one unit.
    """

    def __init__(self, pieces: Iterator[Piece]) -> None:
        self._pieces = pieces
        self._ahead: Piece | None = None
        self._begun = False

    def __iter__(self) -> Iterator[Unit]:
        while (piece := self._peek()) is not None:
            self._begun = False
            unit = Unit(self, piece.offset)
            yield unit
            while self.next_of_unit() is not None:
                pass

    @property
    def offset(self) -> int | None:
        """Where the next unit begins; None at the end."""
        piece = self._peek()
        return piece.offset if piece else None

    def next_of_unit(self) -> bytes | None:
        """The unit's next bytes."""
        piece = self._peek()
        if piece is None or (self._begun and piece.first and piece.data.startswith(b"WARC/")):
            return None
        self._ahead, self._begun = None, True
        return piece.data

    def _peek(self) -> Piece | None:
        self._ahead = self._ahead or next((piece for piece in self._pieces if piece.data), None)
        return self._ahead


def records(unit: Unit, limit: int) -> Iterator[Framed]:
    """The records of a unit; Misframed at the first that is not as it says. Blocks over `limit` bytes are left out."""
    while True:
        place = Place(unit.offset, unit.position)
        version = unit.line(64)
        if not version:
            return
        if not _VERSION.fullmatch(version):
            raise Misframed(unit.offset, f"no WARC record begins {_at(place)}")
        fields = _fields(unit, place)
        length = _length(fields, place)
        block = unit.read(length) if length <= limit else None
        if (unit.skip(length) if block is None else len(block)) != length or not _ends(unit):
            raise Misframed(unit.offset, f"the record {_at(place)} is not as long as it says")
        yield Framed(place, fields, block, length)


def _at(place: Place) -> str:
    return f"{place.inner} bytes into it" if place.inner else "here"


def _ends(unit: Unit) -> bool:
    """A record ends with two line ends; the last of a file may lack them, as some writers leave them out."""
    end = unit.read(4)
    return end in (b"\r\n\r\n", b"")


def _fields(unit: Unit, place: Place) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    size = 0
    while (line := unit.line(MAX_HEAD)) not in (b"\r\n", b"\n"):
        size += len(line)
        if not line.endswith(b"\n") or size > MAX_HEAD or len(found) >= MAX_FIELDS:
            raise Misframed(unit.offset, f"the header of the record {_at(place)} does not end, or is too large")
        text = _text(line).rstrip("\r\n")
        if text[:1] in (" ", "\t") and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {text.strip()}")
            continue
        name, _, value = text.partition(":")
        found.append((name.strip(), value.strip()))
    return tuple(found)


def _text(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _length(fields: tuple[tuple[str, str], ...], place: Place) -> int:
    said = {value for name, value in fields if name.lower() == "content-length"}
    value = said.pop() if len(said) == 1 else ""
    if not re.fullmatch(r"[0-9]{1,15}", value):
        raise Misframed(place.offset, f"the record {_at(place)} does not say how long it is")
    return int(value)

"""A file's bytes unpacked piece by piece, within bounds: plain, gzip and Zstandard, told apart by their first bytes."""

import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from isal import isal_zlib

from ..errors import DamagedRecord

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

READ_SIZE = 64 << 10
STEP = 1 << 20
"""Bytes unpacked at a time."""
RATIO, GRACE = 200, 256 << 20
"""A file may unpack to GRACE bytes and RATIO times what was read of it; more is a bomb. Pages give 5 to 20."""
MAX_DICTIONARY = 16 << 20
WINDOW = {int(zstd.DecompressionParameter.window_log_max): 27}
"""Zstandard frames may look back 128 MB: the most that its own program allows without being asked."""
GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
DICTIONARY = b"\x5d\x2a\x4d\x18"
"""The skippable frame that holds the dictionary: WARC Zstandard specification 1.0, section 3."""


class Bytes(Protocol):
    """What is read from."""

    def read(self, size: int, /) -> bytes:
        """As for a file."""


class Seekable(Bytes, Protocol):
    """... and can be read again."""

    def seek(self, offset: int, /) -> int:
        """As for a file."""


class Damage(DamagedRecord):
    """A file cannot be read on from `offset`, in bytes from its start."""

    def __init__(self, offset: int, problem: str) -> None:
        super().__init__(problem)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Piece:
    """Some unpacked bytes of the member, frame or plain file that begins at `offset`."""

    offset: int
    first: bool
    """Whether the member's bytes begin with these."""
    data: bytes


def is_gzip(start: bytes) -> bool:
    """Whether a file that begins so is made of gzip members."""
    return start.startswith(GZIP)


def pieces(stream: Bytes, offset: int = 0) -> Iterator[Piece]:
    """The unpacked bytes of a stream whose first byte lies at `offset` of its file; Damage where it cannot go on."""
    start = stream.read(READ_SIZE)
    if is_gzip(start):
        return _members(_Input(stream, start, offset))
    if start.startswith(ZSTD) or _is_skippable(start[:4]):
        return _frames(_Input(stream, start, offset))
    if start.startswith(b"PK\x03\x04"):
        raise Damage(offset, "a ZIP file: unpack it, and ingest the WARCs in it (those of a WACZ are in archive/)")
    if start and not start.startswith(b"WARC/"):
        raise Damage(offset, "neither a WARC file nor one packed with gzip or Zstandard")
    return _plain(stream, start, offset)


def _plain(stream: Bytes, data: bytes, offset: int) -> Iterator[Piece]:
    first = True
    while data:
        yield Piece(offset, first, data)
        first, data = False, stream.read(STEP)


class _Input:
    """Packed bytes, read ahead, and how much may come of them."""

    def __init__(self, stream: Bytes, start: bytes, offset: int) -> None:
        self._stream, self.rest, self.offset = stream, start, offset
        self._begin, self._made = offset, 0

    def more(self) -> bool:
        """Whether there is anything left; reads on when nothing is at hand."""
        self.rest = self.rest or self._stream.read(READ_SIZE)
        return bool(self.rest)

    def need(self, size: int) -> bytes:
        """The next bytes, not taken; fewer only at the end."""
        while len(self.rest) < size and (data := self._stream.read(max(READ_SIZE, size - len(self.rest)))):
            self.rest += data
        return self.rest[:size]

    def take(self, left: bytes) -> int:
        """All but `left` of what was at hand is used; returns how much that was."""
        used = len(self.rest) - len(left)
        self.offset, self.rest = self.offset + used, left
        return used

    def give_back(self, data: bytes) -> None:
        """Of what was taken, as not used after all."""
        self.offset, self.rest = self.offset - len(data), data + self.rest

    def made(self, data: bytes, at: int) -> None:
        """Count what was unpacked."""
        self._made += len(data)
        if self._made > GRACE + RATIO * (self.offset - self._begin + len(self.rest)):
            raise Damage(at, f"unpacks to more than {RATIO} times its size")


def _members(source: _Input) -> Iterator[Piece]:
    while source.more():
        at = source.offset
        for number, data in enumerate(_inflated(source, isal_zlib.decompressobj(31), at)):
            source.made(data, at)
            yield Piece(at, number == 0, data)


def _inflated(source: _Input, unpacker: Any, at: int) -> Iterator[bytes]:
    """One gzip member. Its first piece is long enough to tell what it begins with, if the member is."""
    held = b""
    while not unpacker.eof:
        if not source.more():
            raise Damage(at, "gzip member is cut short")
        try:
            data = unpacker.decompress(source.rest, STEP)
        except isal_zlib.error as problem:  # type: ignore[misc]  # its stub does not say it is an exception
            raise Damage(at, f"gzip member is damaged: {problem}") from None
        source.take(unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail)
        while len(data) == STEP and not unpacker.eof and not source.rest:  # it may hold more without more input
            yield held + data
            held, data = b"", unpacker.decompress(b"", STEP)
            source.take(unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail)
        held += data
        if len(held) >= 16:
            yield held
            held = b""
    yield held


def _frames(source: _Input) -> Iterator[Piece]:
    known: zstd.ZstdDict | None = None
    begin = source.offset
    while source.more():
        at, magic = source.offset, source.need(8)
        if _is_skippable(magic[:4]):
            content = _skipped(source, at, keep=magic[:4] == DICTIONARY and at == begin)
            known = _dictionary(content, at) if content else known
            continue
        for number, data in enumerate(_unframed(source, known, at)):
            source.made(data, at)
            yield Piece(at, number == 0, data)


def _unframed(source: _Input, known: "zstd.ZstdDict | None", at: int) -> Iterator[bytes]:
    unpacker = zstd.ZstdDecompressor(known, WINDOW)
    held = b""
    while not unpacker.eof:
        if unpacker.needs_input and not source.more():
            raise Damage(at, "Zstandard frame is cut short")
        given = source.rest if unpacker.needs_input else b""
        try:
            data = unpacker.decompress(given, STEP)
        except zstd.ZstdError as problem:
            raise Damage(at, f"Zstandard frame is damaged: {problem}") from None
        left = unpacker.unused_data  # nothing before the frame's end
        if given:
            source.take(left)
        else:
            source.give_back(left)
        held += data
        if len(held) >= 16:
            yield held
            held = b""
    yield held


def _is_skippable(magic: bytes) -> bool:
    return len(magic) == 4 and magic[1:] == b"\x2a\x4d\x18" and magic[0] >> 4 == 5


def _skipped(source: _Input, at: int, *, keep: bool) -> bytes:
    head = source.need(8)
    left = struct.unpack("<I", head[4:8])[0] if len(head) == 8 else -1
    if left < 0 or (keep and left > MAX_DICTIONARY):
        raise Damage(at, "Zstandard dictionary is cut short or too large")
    source.take(source.rest[8:])
    kept = bytearray()
    while left:
        if not source.more():
            raise Damage(at, "Zstandard frame is cut short")
        some = source.rest[:left]
        source.take(source.rest[len(some) :])
        left -= len(some)
        kept += some if keep else b""
    return bytes(kept)


def _dictionary(content: bytes, at: int) -> "zstd.ZstdDict":
    try:
        if content.startswith(ZSTD):
            unpacker = zstd.ZstdDecompressor(None, WINDOW)
            content = unpacker.decompress(content, MAX_DICTIONARY)
            if not unpacker.eof:
                raise Damage(at, "Zstandard dictionary is cut short or too large")
        return zstd.ZstdDict(content)
    except (zstd.ZstdError, ValueError) as problem:
        raise Damage(at, f"Zstandard dictionary is damaged: {problem}") from None

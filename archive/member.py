"""Gzip members, one per WARC record: packed with isal, unpacked strictly, walked without holding the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from isal import isal_zlib

from .errors import CutShort, DamagedRecord

LEVEL = 2
"""Of isal's 0 to 3: a quarter of the CPU of zlib's level 9 for 4 % more bytes."""
LIMIT = 256 << 20
"""Bytes one member may unpack to: more than any capture of ours, less than a gzip bomb."""
READ_SIZE = 256 << 10
GZIP = 31  # zlib's wbits for a gzip header and trailer
MAGIC = b"\x1f\x8b\x08"
GLANCE = 2 << 10
"""Bytes of a member that show how its content begins, whatever its gzip header holds besides."""


class Source(Protocol):
    """What is read: a file, or a stream that is watched while it is read."""

    def read(self, size: int, /) -> bytes:
        """As a file's."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """As a file's."""


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member: where it lies in its file, in bytes, and what it unpacks to."""

    offset: int
    length: int
    data: bytes


def pack(*parts: bytes) -> bytes:
    """The parts, joined, as one gzip member."""
    packer = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, GZIP)
    return b"".join([packer.compress(part) for part in parts] + [packer.flush()])


def unpack(data: bytes) -> bytes:
    """What exactly one gzip member holds; DamagedRecord when it is cut, altered, too large or followed by more."""
    found = next(_walk(iter([data]), 0), None)
    if found is None or found.length != len(data):
        raise DamagedRecord("expected one gzip member, found more or none")
    return found.data


def start(data: bytes, most: int) -> bytes | None:
    """The first bytes, at most so many, of what gzip data unpack to, cut short or not; None when there are none.

    For the usual case, in half of zlib's time: None too when data are damaged or more than one member.
    """
    unpacker = isal_zlib.decompressobj(GZIP)
    try:
        found: bytes = unpacker.decompress(data, most)
    except isal_zlib.error:  # type: ignore[misc]  # its stub does not say it is an exception
        return None
    return None if unpacker.unused_data else found or None


def members(stream: Source, offset: int = 0) -> Iterator[Member]:
    """Each member of a file, in order; DamagedRecord, naming the offset, where the bytes are not a whole member.

    `offset` is that of the stream's first byte, for a stream that is part of a file.
    """
    return _walk(iter(lambda: stream.read(READ_SIZE), b""), offset)


def find(stream: Source, start: int, beginning: bytes) -> int | None:
    """Where in a stream the next member lies whose content begins so, not before `start`; None when there is none."""
    stream.seek(start)
    window, at = b"", start
    while True:
        chunk = stream.read(READ_SIZE)
        window += chunk
        sure = len(window) - (GLANCE if chunk else 0)
        found = window.find(MAGIC)
        while 0 <= found < sure:
            if _begins(window[found : found + GLANCE], beginning):
                return at + found
            found = window.find(MAGIC, found + 1)
        if not chunk:
            return None
        keep = max(sure, 0)
        window, at = window[keep:], at + keep


def _begins(data: bytes, beginning: bytes) -> bool:
    return glance(data, len(beginning)) == beginning


def glance(data: bytes, size: int) -> bytes:
    """The first bytes that a member holds, of which `data` is the beginning; as many as can be had, at most `size`."""
    try:
        return bytes(isal_zlib.decompressobj(GZIP).decompress(data, size))
    except isal_zlib.error:  # type: ignore[misc]  # as above
        return b""


def _walk(chunks: Iterator[bytes], offset: int) -> Iterator[Member]:
    size, length = 0, 0
    unpacker, parts = isal_zlib.decompressobj(GZIP), list[bytes]()
    for chunk in chunks:
        rest = chunk
        while rest:
            try:
                parts.append(unpacker.decompress(rest, LIMIT + 1 - size))
            except isal_zlib.error as error:  # type: ignore[misc]  # its stub does not say it is an exception
                raise DamagedRecord(f"gzip member at offset {offset} is damaged: {error}") from None
            size += len(parts[-1])
            if size > LIMIT:
                raise DamagedRecord(f"gzip member at offset {offset} unpacks to more than {LIMIT} bytes")
            used = len(rest) - len(unpacker.unused_data)
            length, rest = length + used, rest[used:]
            if unpacker.eof:
                yield Member(offset, length, b"".join(parts))
                offset += length
                unpacker, parts, size, length = isal_zlib.decompressobj(GZIP), [], 0, 0
    if length:
        raise CutShort(f"gzip member at offset {offset} is cut short")

"""What stands where a record was taken down: a record that says so, in a gzip member of the old one's exact length.

So every other record stays at its offset. The filler is plain data in stored (uncompressed) deflate blocks, which every
reader of gzip takes for what it is; padding of the gzip header or empty blocks were less to write, and more to trust.
"""

import shutil
import struct
import zlib
from collections.abc import Mapping
from itertools import product
from typing import BinaryIO

from ..errors import DamagedRecord
from ..member import unpack
from ..warc import Headers, Record, digest

MARK = "Redacted-By"
"""The WARC header that names the takedown; readers ignore fields they do not know (WARC/1.1 section 4)."""

Place = tuple[int, int, str, str]
"""Offset and length of a gzip member, WARC-Record-ID and WARC-Date of the record in it."""

COPY_BYTES = 1 << 20
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_AROUND = len(_HEAD) + 8
_STORED, _BLOCK = 0xFFFF, 5  # bytes of data in one stored block at most, and of its header
_DIGITS = 10
_LEAST = 190  # bytes that the fields take when deflated
_WAYS = tuple(product((9, 1), (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FIXED, zlib.Z_HUFFMAN_ONLY)))
"""Of deflating: where one misses a length by a byte, another meets it."""


def is_tombstone(record: Record) -> bool:
    """Whether a record was taken down."""
    return record.type == "metadata" and MARK in record.headers


def warc_headers(data: bytes) -> dict[str, str]:
    """The headers of a record, whatever state the rest of it is in; of a repeated name the first."""
    lines = data.partition(b"\r\n\r\n")[0].decode("utf-8", "replace").split("\r\n")
    named = (line.partition(":") for line in reversed(lines[1:]))
    return {name.strip(): value.strip() for name, _, value in named}


def tombstone(length: int, record_id: str, date: str, takedown: str) -> bytes:
    """A gzip member of `length` bytes; neither address nor digest of what was there is in it.

    DamagedRecord when so few bytes cannot hold it, which no record of ours is.
    """
    said = f"redacted: {takedown}\r\n".encode()

    def filled(size: int) -> bytes:
        block = said + b" " * (size - len(said))
        more = (("WARC-Block-Digest", digest(block)), ("Content-Type", "application/warc-fields"))
        return _record(record_id, date, takedown, block, *more)

    bare = len(filled(len(said))) - len(said) - len(str(len(said)))
    for blocks in range(max(1, length // (_STORED + _BLOCK)), length // (_STORED + _BLOCK) + 3):
        room = length - _AROUND - _BLOCK * blocks
        for size in (room - bare - digits for digits in range(1, _DIGITS + 1)):
            fits = size >= len(said) and bare + len(str(size)) + size == room <= blocks * _STORED
            if fits:
                content = filled(size)
                return _gzip(_in_blocks(content, blocks), content)
    for mark in (takedown, takedown.rpartition("-")[2]):
        if (small := _deflated(length, record_id, date, mark)) is not None:
            return small
    raise DamagedRecord(f"record {record_id} lies in {length} bytes, too few for a tombstone")


def overwrite(stream: BinaryIO, out: BinaryIO, work: Mapping[Place, str]) -> None:
    """Copy a segment with tombstones for records, each with its takedown; nothing of these is written anywhere."""
    at = 0
    for (offset, length, record_id, date), takedown in sorted(work.items()):
        _copy(stream, out, offset - at)
        there = warc_headers(unpack(stream.read(length))).get("WARC-Record-ID")
        if there != record_id:
            raise DamagedRecord(f"at offset {offset} lies {there}, not {record_id}")
        out.write(tombstone(length, record_id, date, takedown))
        at = offset + length
    shutil.copyfileobj(stream, out, COPY_BYTES)


def _copy(stream: BinaryIO, out: BinaryIO, length: int) -> None:
    while length > 0 and (some := stream.read(min(length, COPY_BYTES))):
        out.write(some)
        length -= len(some)


def _record(record_id: str, date: str, takedown: str, block: bytes, *more: tuple[str, str]) -> bytes:
    """The fields that a record must have, no WARC-Target-URI among them, which `metadata` may lack."""
    headers: Headers = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", record_id),
        ("WARC-Date", date),
        (MARK, takedown),
        *more,
    ]
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"WARC/1.1\r\n{lines}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def _in_blocks(content: bytes, blocks: int) -> bytes:
    parts = []
    for number in range(blocks):
        part = content[number * _STORED : (number + 1) * _STORED]
        parts += [struct.pack("<BHH", number == blocks - 1, len(part), len(part) ^ 0xFFFF), part]
    return b"".join(parts)


def _deflated(length: int, record_id: str, date: str, takedown: str) -> bytes | None:
    """For members too short to hold it uncompressed: the head is deflated, only the filler is stored."""
    for size, (level, strategy) in product(range(max(1, length - _LEAST)), _WAYS):
        content = _record(record_id, date, takedown, b" " * size)
        head = content[: len(content) - size - 4]
        packer = zlib.compressobj(level, zlib.DEFLATED, -15, 9, strategy)
        data = packer.compress(head) + packer.flush(zlib.Z_SYNC_FLUSH) + _in_blocks(content[len(head) :], 1)
        if len(data) + _AROUND == length:
            return _gzip(data, content)
    return None


def _gzip(deflated: bytes, content: bytes) -> bytes:
    return _HEAD + deflated + struct.pack("<LL", zlib.crc32(content), len(content) & 0xFFFFFFFF)

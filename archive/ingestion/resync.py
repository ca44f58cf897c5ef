"""Where reading may go on after damage in a file of gzip members."""

from isal import isal_zlib

from .unpack import GZIP, READ_SIZE, Damage, Piece, Seekable, pieces

MAGIC = GZIP + b"\x08"


def following(stream: Seekable, damaged: int) -> int | None:
    """The offset of the first member after the damage from which whole members lead to the file's end.

    Nothing less is believed: what looks like a member may be part of a payload, put there by whoever served it.
    """
    at = _magic(stream, damaged + 1)
    while at is not None:
        broken = _breaks(stream, at)
        if broken is None:
            return at
        at = _magic(stream, broken + 1)
    return None


def _breaks(stream: Seekable, at: int) -> int | None:
    """Where a chain of members that begins here, each with a record, breaks; None when it does not."""
    if not _begins(stream, at):
        return at
    stream.seek(at)
    last = at
    try:
        for piece in pieces(stream, at):
            if piece.first and not _is_record(piece):
                return max(at, piece.offset)
            last = piece.offset
    except Damage as damage:
        return max(last, damage.offset)
    return None


def _begins(stream: Seekable, at: int) -> bool:
    """A quick look, since magic occurs by chance every 16 MB."""
    stream.seek(at)
    try:
        return isal_zlib.decompressobj(31).decompress(stream.read(512), 5) == b"WARC/"
    except isal_zlib.error:  # type: ignore[misc]  # its stub does not say it is an exception
        return False


def _is_record(piece: Piece) -> bool:
    return piece.data.startswith(b"WARC/")


def _magic(stream: Seekable, start: int) -> int | None:
    stream.seek(start)
    held, at = b"", start
    while data := stream.read(READ_SIZE):
        found = (held + data).find(MAGIC)
        if found >= 0:
            return at - len(held) + found
        at += len(data)
        held = (held + data)[-2:]
    return None

"""HTTP/1.1 messages as bytes: header look-up, chunk framing, and the form in which a WARC record holds them."""

import re
from dataclasses import dataclass

SECRET_HEADERS = frozenset({b"authorization", b"cookie", b"proxy-authorization"})
_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
"""The line before a chunk."""
_AFTER = re.compile(rb"\r?\n|\r?\Z")
_SIZE_CUT = re.compile(rb"[ \t]*[0-9A-Fa-f]{0,15}[ \t]*(?:;[^\n]*)?\r?")


def header(head: bytes, name: bytes) -> bytes | None:
    """The first value of a header (`name` in lower case), stripped; None when it is absent."""
    for line in head.split(b"\n")[1:]:
        key, colon, value = line.partition(b":")
        if colon and key.strip().lower() == name:
            return value.strip()
    return None


def text(head: bytes, name: bytes) -> str | None:
    """As `header`, as text."""
    value = header(head, name)
    return value.decode("latin-1") if value else None


def status(head: bytes) -> int | None:
    """The status code of a response head; None when its first line is not a status line."""
    match = re.match(rb"HTTP/\d(?:\.\d)? +(\d{3})(?!\d)", head)
    return int(match[1]) if match else None


def split(block: bytes) -> tuple[bytes, bytes]:
    """A message into its head (up to and with the blank line) and the rest; bare LF line ends are accepted."""
    end = re.search(rb"\r?\n\r?\n", block)
    return (block[: end.end()], block[end.end() :]) if end else (block, b"")


def without_secrets(request: bytes) -> bytes:
    """A request without the header lines that carry credentials or cookies, and the lines folded onto them."""
    head, body = split(request)
    kept, secret = [], False
    for line in head.split(b"\n"):
        secret = (secret and line[:1] in (b" ", b"\t")) or _is_secret(line)
        kept += [] if secret else [line]
    return b"\n".join(kept) + body


def _is_secret(line: bytes) -> bool:
    return line.partition(b":")[0].strip().lower() in SECRET_HEADERS


@dataclass(frozen=True, slots=True)
class Entity:
    """A body freed from chunk framing."""

    body: bytes
    trailers: bytes = b""
    """Trailer fields as sent, if any."""
    rest: bytes = b""
    """What came after the last chunk and is no framing; all of a body that never was chunked."""


def dechunk(framed: bytes) -> Entity:
    """Undo chunked coding (RFC 9112 section 7.1), as far as the bytes go: a body cut short gives what had come."""
    parts: list[bytes] = []
    at = 0
    while line := _SIZE.match(framed, at):
        at, size = line.end(), int(line[1], 16)
        if size == 0:
            trailers = framed[at:]
            return Entity(b"".join(parts), b"" if trailers in (b"\r\n", b"\n") else trailers)
        parts.append(framed[at : at + size])
        at += size
        ending = _AFTER.match(framed, min(at, len(framed)))
        if ending is None:
            return Entity(b"".join(parts), rest=framed[at:])
        at = ending.end()
    return Entity(b"".join(parts), rest=b"" if _SIZE_CUT.fullmatch(framed, at) else framed[at:])


def entity(head: bytes, body: bytes) -> bytes:
    """A body without chunk framing; as it is when its head announces chunks and there are none.

    Some archiving programs take the framing off and leave the header as it was.
    """
    return dechunk(body).body if is_chunked(head) and _SIZE.match(body) else body


def is_chunked(head: bytes) -> bool:
    """Whether the last transfer coding is `chunked`, so that the body is framed."""
    coding = header(head, b"transfer-encoding")
    return coding is not None and coding.lower().rpartition(b",")[2].strip() == b"chunked"


def unframed_head(head: bytes, length: int) -> bytes:
    """A chunked response's head as stored with its de-chunked body of `length` bytes.

    Transfer-Encoding (and a Content-Length that contradicted it) is renamed X-Archive-Orig-…, as other archiving
    crawlers do, and the true Content-Length added, so that digests and replay agree on the entity.
    """
    lines = [line + b"\n" for line in head.split(b"\n")[:-1]]  # as header() does: a bare CR ends none
    ending = b"\r\n" if lines[0].endswith(b"\r\n") else b"\n"
    renamed = [
        b"X-Archive-Orig-" + line
        if line.partition(b":")[0].strip().lower() in (b"transfer-encoding", b"content-length")
        else line
        for line in lines[:-1]
    ]
    return b"".join(renamed) + b"Content-Length: %d" % length + ending + lines[-1]

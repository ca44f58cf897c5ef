"""HTTP/1.1 messages as bytes: header look-up, chunk framing, and the form in which a WARC record holds them."""

import re
from dataclasses import dataclass

SECRET_HEADERS = frozenset({b"authorization", b"cookie", b"proxy-authorization"})


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
    """A request without the header lines that carry credentials or cookies."""
    head, body = split(request)
    lines = head.splitlines(keepends=True)
    return b"".join(line for line in lines if line.partition(b":")[0].strip().lower() not in SECRET_HEADERS) + body


@dataclass(frozen=True, slots=True)
class Entity:
    """A body freed from chunk framing."""

    body: bytes
    trailers: bytes = b""
    """Trailer fields as sent, if any."""


def dechunk(framed: bytes) -> Entity:
    """Undo chunked coding (RFC 9112 section 7.1), as far as the bytes go: a body cut short gives what had come."""
    parts: list[bytes] = []
    at = 0
    while (line_end := framed.find(b"\n", at)) >= 0:
        size_text = framed[at:line_end].partition(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,15}", size_text):
            break
        at = line_end + 1
        size = int(size_text, 16)
        if size == 0:
            trailers = framed[at:]
            return Entity(b"".join(parts), b"" if trailers in (b"\r\n", b"\n") else trailers)
        parts.append(framed[at : at + size])
        at += size
        at += 2 if framed[at : at + 2] == b"\r\n" else 1
    return Entity(b"".join(parts))


def entity(head: bytes, body: bytes) -> bytes:
    """A body without chunk framing; as it is when its head announces chunks and there are none.

    Some archiving programs take the framing off and leave the header as it was.
    """
    framed = is_chunked(head) and re.match(rb"[0-9A-Fa-f]{1,15}[ \t]*(?:;[^\n]*)?\r?\n", body)
    return dechunk(body).body if framed else body


def is_chunked(head: bytes) -> bool:
    """Whether the last transfer coding is `chunked`, so that the body is framed."""
    coding = header(head, b"transfer-encoding")
    return coding is not None and coding.lower().rpartition(b",")[2].strip() == b"chunked"


def unframed_head(head: bytes, length: int) -> bytes:
    """A chunked response's head as stored with its de-chunked body of `length` bytes.

    Transfer-Encoding (and a Content-Length that contradicted it) is renamed X-Archive-Orig-…, as other archiving
    crawlers do, and the true Content-Length added, so that digests and replay agree on the entity.
    """
    lines = head.splitlines(keepends=True)
    ending = b"\r\n" if lines[0].endswith(b"\r\n") else b"\n"
    renamed = [
        b"X-Archive-Orig-" + line
        if line.partition(b":")[0].strip().lower() in (b"transfer-encoding", b"content-length")
        else line
        for line in lines[:-1]
    ]
    return b"".join(renamed) + b"Content-Length: %d" % length + ending + lines[-1]

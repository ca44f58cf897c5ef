"""Pieces of answers: heads, pages that read as articles, bodies that never end and cost nothing."""

import functools
import itertools
import zlib
from collections.abc import Callable, Iterable

from tests.rawserver import Reply, say

from .route import Asked

OK = b"HTTP/1.1 200 OK\r\n"
HTML = b"Content-Type: text/html; charset=utf-8"
CHUNKED = b"Transfer-Encoding: chunked"
PIECE = b"<p>more of the same, and no end</p>\n" * 1800

Answering = Callable[[Asked], Reply]


def head(*lines: bytes, status: bytes = OK) -> bytes:
    return status + b"".join(line + b"\r\n" for line in lines) + b"\r\n"


def whole(body: bytes, *lines: bytes, status: bytes = OK, kind: bytes = HTML) -> Reply:
    """A body with its length."""
    return say(head(kind, *lines, b"Content-Length: %d" % len(body), status=status), body)


def always(reply: Reply) -> Answering:
    return lambda _: reply


def forever(*begin: bytes, piece: bytes = PIECE, pause: float = 0.0) -> Answering:
    """An answer that has no end but the client's."""
    return lambda _: Reply(itertools.chain(begin, itertools.repeat(piece)), "close", pause)


def page(name: str, title: str | None = None, *, top: str = "", bottom: str = "", said: str = "") -> str:
    """A page that everybody would call an article, and no other page has the text of."""
    sentence = f"The council of the town spoke of {name} for hours, and the mayor promised a bridge before the rain. "
    paragraphs = "".join(f"<p>{number} {said}{sentence * 3}</p>\n" for number in ("First.", "Then.", "At last."))
    shown = title if title is not None else f"Council speaks of {name}"
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{shown}</title>\n'
        f'<meta property="og:type" content="article">{top}</head>\n'
        f"<body><article><h1>{shown}</h1><time datetime='2026-11-20T08:00:00Z'>20 November</time>\n"
        f"<p>By Ada Reporter</p>{paragraphs}</article>{bottom}</body></html>"
    )


def story(name: str, *lines: bytes, **parts: str) -> Answering:
    """A good page with one thing that is not."""
    return always(whole(page(name, **parts).encode(), *lines))


def moved(to: str, code: int = 302, *lines: bytes) -> Answering:
    """A redirect; `to` may hold {base}, {quiet} and {next}, an address of the same route that was not asked before."""

    def reply(asked: Asked) -> Reply:
        further = f"/more-{asked.number + 1}.html"
        name = asked.target.strip("/").removeprefix("2026/11/").partition(".")[0].partition("/")[0]
        target = to.replace("{base}", asked.base).replace("{quiet}", str(asked.place.quiet))
        target = target.replace("{next}", f"{asked.base}/{name}{further}")
        location = b"Location: " + target.encode()
        return whole(b"moved", location, *lines, status=b"HTTP/1.1 %d Moved\r\n" % code)

    return reply


@functools.cache
def zeros(size: int, wbits: int = 31, filler: bytes = b"\0") -> bytes:
    """So many equal bytes, packed: one block of deflate, again and again."""
    unit = filler * ((1 << 20) // len(filler))
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    pack.compress(b"")
    block = pack.compress(unit) + pack.flush(zlib.Z_FULL_FLUSH)
    count, end = size // len(unit), zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    if wbits < 0:
        return block * count + end
    check = functools.reduce(lambda before, _: zlib.crc32(unit, before), range(count), 0)
    begin = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    return begin + block * count + end + check.to_bytes(4, "little") + (size % (1 << 32)).to_bytes(4, "little")


def packed(body: bytes, coding: bytes, kind: bytes = HTML) -> Reply:
    return whole(body, b"Content-Encoding: " + coding, kind=kind)


def chunks(*parts: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def stalls(*pieces: Iterable[bytes] | bytes) -> Reply:
    return Reply(pieces, "stall")  # type: ignore[arg-type]

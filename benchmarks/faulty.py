"""Serves a made-up newspaper of any size that fails in many ways; `faulty.py PAGES` says where.

Pages are made when they are asked for, each with a text and two pictures of its own. Which of them fail, and how, goes
by their numbers, so that it is known what must be archived in the end.
"""

import asyncio
import re
import sys
import zlib
from collections import Counter

import pages

BASES = 64
"""Pages that all others are made of."""
PICTURES = 2
"""Of each page."""
STALL = 1.5
"""Seconds, below the crawl's DOWNLOAD_TIMEOUT."""
ROBOTS = "User-agent: *\nDisallow:\nSitemap: {origin}/sitemap.xml\n"
PASSING = {1: "error", 2: "reset", 3: "cut", 4: "stall", 5: "garbage", 6: "chunked"}
"""Faults of the first answer, by the last two digits of a page's number."""
LASTING = {7: "missing", 8: "gone"}
"""Faults of every answer."""

_FILLING = re.compile("<(style|script)[ >](?!type=.application/ld).*?</\\1>|<img .*?>", re.DOTALL)
"""What makes a page heavy, and pictures that are not its own."""


def is_archived(number: int) -> bool:
    """Whether a page has an article in the end."""
    return number % 100 not in LASTING


def is_shown(number: int, which: int) -> bool:
    """Whether a picture is there."""
    return (number * PICTURES + which) % 50 != 9


class Paper:
    """Every answer, and how often each was asked for."""

    def __init__(self, count: int, origin: str) -> None:
        self.count, self.origin = count, origin
        self._numbers = {pages.path(number): number for number in range(1, count + 1)}
        whole = (pages.article(number, origin).decode() for number in range(1, min(count, BASES) + 1))
        self._bases = [_FILLING.sub("", page) for page in whole]
        self._fixed = {name: (body, "text/xml") for name, body in pages.sitemaps(count, origin).items()}
        self._fixed["/robots.txt"] = ROBOTS.format(origin=origin).encode(), "text/plain"
        self._fixed["/"] = pages.front(count, origin), "text/html; charset=UTF-8"
        self._fixed["/feed/"] = pages.feed(count, origin), "application/rss+xml"
        self._asked: Counter[str] = Counter()

    def fault(self, path: str) -> str | None:
        """What goes wrong this time."""
        number = self._numbers.get(path)
        self._asked[path] += 1
        if number is None:
            return None
        return LASTING.get(number % 100) or (PASSING.get(number % 100) if self._asked[path] == 1 else None)

    def answer(self, path: str, fault: str | None) -> bytes:
        """The whole response."""
        if path in self._fixed:
            return _answer(200, *self._fixed[path])
        if path.startswith("/own/"):
            return self._picture(path)
        number = self._numbers.get(path)
        if number is None or fault == "missing":
            return _answer(404, b"<h1>Not found</h1>", "text/html")
        if fault in ("gone", "error"):
            return _answer(410 if fault == "gone" else 500, b"<h1>Sorry</h1>", "text/html")
        return _answer(200, self._page(number, path), "text/html; charset=UTF-8", chunked=fault == "chunked")

    def _page(self, number: int, path: str) -> bytes:
        base = (number - 1) % len(self._bases) + 1
        shown = "".join(f'<img src="/own/{number}-{which}.png" alt="">' for which in range(PICTURES))
        own = f"<p>Report {number} of the day names the {number * 7919 % 100003} boats that came to pier {number}.</p>"
        text = self._bases[base - 1].replace(pages.path(base), path).replace(" again", f" for the {number}th time")
        return text.replace('<div class="entry-content">', f'<div class="entry-content">{shown}{own}', 1).encode()

    def _picture(self, path: str) -> bytes:
        number, _, which = path.removeprefix("/own/").removesuffix(".png").partition("-")
        if not is_shown(int(number), int(which)):
            return _answer(404, b"no", "text/plain")
        return _answer(200, b"\x89PNG\r\n\x1a\n" + f"{path} ".encode() * 60, "image/png")


class Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, as much of it as GET needs."""

    def __init__(self, paper: Paper) -> None:
        self._paper, self._received = paper, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio's hook."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Asyncio's hook: answer each whole request."""
        *requests, self._received = (self._received + data).split(b"\r\n\r\n")
        for request in requests:
            path = request.split(b" ", 2)[1].decode("latin-1")
            fault = self._paper.fault(path)
            answer = self._paper.answer(path, fault)
            if fault == "reset":
                self._transport.abort()
            elif fault == "garbage":
                self._transport.write(b"\x00\xff" * 50 + b"\r\n\r\n")
                self._transport.close()
            elif fault == "cut":
                self._transport.write(answer[: len(answer) * 2 // 3])
                self._transport.close()
            elif fault == "stall":
                asyncio.get_running_loop().call_later(STALL, self._transport.write, answer)
            else:
                self._transport.write(answer)


def _answer(status: int, body: bytes, content_type: str, *, chunked: bool = False) -> bytes:
    packed = zlib.compress(body, 1, wbits=31) if not content_type.startswith("image/") else body
    coding = "" if packed is body else "Content-Encoding: gzip\r\n"
    framing = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(packed)}"
    head = f"HTTP/1.1 {status} Said\r\nContent-Type: {content_type}\r\n{coding}{framing}\r\n\r\n"
    return head.encode() + (b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed) if chunked else packed)


async def serve(count: int) -> None:
    """Say where the answers are to be had."""
    papers: list[Paper] = []
    server = await asyncio.get_running_loop().create_server(lambda: Connection(papers[0]), "127.0.0.1", 0, backlog=256)
    papers.append(Paper(count, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"))
    print(papers[0].origin, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))

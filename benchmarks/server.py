"""Serves the made-up newspaper from memory, in a process of its own; `server.py PAGES gzip|identity` says where."""

import asyncio
import gzip
import sys

import pages

ROBOTS = "User-agent: *\nDisallow: /wp-admin/\nDisallow: /?s=\nSitemap: {origin}/sitemap.xml\n"
MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
Answers = dict[bytes, tuple[bytes, bytes]]


class Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, as much of it as GET needs."""

    def __init__(self, answers: Answers) -> None:
        self._answers, self._received = answers, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio's hook."""
        assert isinstance(transport, asyncio.Transport)
        transport.set_write_buffer_limits(high=1 << 20)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Asyncio's hook: answer each whole request."""
        *requests, self._received = (self._received + data).split(b"\r\n\r\n")
        for request in requests:
            plain, packed = self._answers.get(request.split(b" ", 2)[1], (MISSING, MISSING))
            self._transport.write(packed if b"gzip" in request else plain)


async def serve(count: int, compress: bool) -> None:
    """Make all answers, then say where they are to be had."""
    answers: Answers = {}
    server = await asyncio.get_running_loop().create_server(lambda: Connection(answers), "127.0.0.1", 0, backlog=256)
    origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    answers[b"/robots.txt"] = _answers(ROBOTS.format(origin=origin).encode(), "text/plain", compress)
    answers[b"/"] = _answers(pages.front(count, origin), "text/html; charset=UTF-8", compress)
    answers[b"/feed/"] = _answers(pages.feed(count, origin), "application/rss+xml; charset=UTF-8", compress)
    for name, body in pages.sitemaps(count, origin).items():
        answers[name.encode()] = _answers(body, "text/xml; charset=UTF-8", compress)
    for number in range(1, count + 1):
        body = pages.article(number, origin)
        answers[pages.path(number).encode()] = _answers(body, "text/html; charset=UTF-8", compress)
    print(origin, flush=True)
    await server.serve_forever()


def _answers(body: bytes, content_type: str, compress: bool) -> tuple[bytes, bytes]:
    """The whole response without and with gzip."""
    plain = _answer(body, content_type)
    return plain, _answer(gzip.compress(body, 6), content_type, "Content-Encoding: gzip\r\n") if compress else plain


def _answer(body: bytes, content_type: str, coding: str = "") -> bytes:
    head = (
        "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Sat, 31 Oct 2026 18:00:00 GMT\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\nConnection: keep-alive\r\n{coding}"
        "Vary: Accept-Encoding, Cookie\r\nCache-Control: max-age=300, must-revalidate\r\nX-Powered-By: PHP/8.2\r\n"
        f'Link: </wp-json/>; rel="https://api.w.org/"\r\nX-Cache: HIT\r\nX-Content-Type-Options: nosniff\r\n\r\n'
    )
    return head.encode() + body


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2] == "gzip"))

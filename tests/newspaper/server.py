"""The newspaper on a real socket: HTTP/1.1 with keep-alive, validators, codings and chunks."""

import gzip
import socket
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self

import brotli

from .article import Article
from .resource import Resource
from .site import Site

CODERS = {"gzip": lambda body: gzip.compress(body, mtime=0), "br": brotli.compress}
PIECE = 1500
"""Bytes of a chunk."""


class Newspaper:
    """The paper's server in a thread of its own, from `with` to its end.

    `feed` and `sitemap` say whether it has and names them; `copies` articles are repeated byte for byte at a second
    address; `extra_articles` generated ones are added; each answer waits `delay` seconds.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        feed: bool = True,
        sitemap: bool = True,
        copies: int = 1,
        delay: float = 0.0,
        extra_articles: int = 0,
    ) -> None:
        self._server = _Server((host, port), _Handler)
        self.url = f"http://{host}:{self._server.server_port}"
        self.site = Site(self.url, feed, sitemap, copies, extra_articles)
        self.delay = delay
        self.requests: list[str] = []
        """Path and query of each request, in order."""
        self._server.paper = self
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def articles(self) -> dict[str, Article]:
        """The truth: every article by its absolute canonical address."""
        return {self.url + article.path: article for article in self.site.articles}

    @property
    def copies(self) -> dict[str, Article]:
        """Articles by the second address that repeats them byte for byte."""
        return {self.url + path: article for path, article in self.site.copied.items()}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = False  # so that closing waits for them
    paper: Newspaper

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._open: set[socket.socket] = set()

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        for connection in list(self._open):  # idle keep-alive connections would never end by themselves
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a client that hangs up is no error of ours
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together
    server: _Server

    def do_GET(self) -> None:
        paper = self.server.paper
        paper.requests.append(self.path)
        time.sleep(paper.delay)
        self._answer(paper.site.find(self.path))

    def do_HEAD(self) -> None:
        self.do_GET()

    def version_string(self) -> str:
        return "Courrier/1.0"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def _answer(self, found: Resource) -> None:
        if found.status == 200 and self._has(found):
            self._head(304, found)
            self.end_headers()
            return
        coding = found.coding if found.coding in self._accepted() else None
        body = CODERS[coding](found.body) if coding else found.body
        self._head(found.status, found)
        self.send_header("Content-Type", found.content_type)
        if found.location:
            self.send_header("Location", found.location)
        if coding:
            self.send_header("Content-Encoding", coding)
        chunked = found.chunked and self.request_version == "HTTP/1.1"
        framing = ("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(body)))
        self.send_header(*framing)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(_chunks(body) if chunked else body)

    def _head(self, status: int, found: Resource) -> None:
        self.send_response(status)
        if found.status == 200:
            self.send_header("ETag", found.etag)
            self.send_header("Last-Modified", format_datetime(found.modified.astimezone(UTC), usegmt=True))
            self.send_header("Cache-Control", "max-age=60")
        if found.coding:
            self.send_header("Vary", "Accept-Encoding")

    def _accepted(self) -> set[str]:
        """Codings that the client takes; one with q=0 is refused."""
        offers = self.headers.get("Accept-Encoding", "").lower().replace(" ", "").split(",")
        return {offer.partition(";")[0] for offer in offers if not offer.endswith((";q=0", ";q=0.0"))}

    def _has(self, found: Resource) -> bool:
        """The client's copy is current; If-None-Match goes before If-Modified-Since (RFC 9110, 13.2.2)."""
        if tags := self.headers.get("If-None-Match"):
            mine = found.etag.removeprefix("W/")
            return tags.strip() == "*" or mine in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except ValueError:
            return False
        return _utc(since) >= found.modified


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _chunks(body: bytes) -> bytes:
    pieces = (body[start : start + PIECE] for start in range(0, len(body), PIECE))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"

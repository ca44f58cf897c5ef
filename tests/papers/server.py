"""A paper on a real socket: HTTP/1.1 with keep-alive and validators."""

import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Protocol, Self

from .answer import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One request, and what it was answered."""

    time: float
    """Seconds since 1970."""
    method: str
    target: str
    """Path and query as asked for."""
    if_none_match: str | None
    if_modified_since: str | None
    status: int
    bytes: int
    """Of the body sent."""

    @property
    def conditional(self) -> bool:
        """Whether a 304 was welcome."""
        return bool(self.if_none_match or self.if_modified_since)


class Site(Protocol):
    """What the server asks of a paper."""

    url: str
    """Its address as its pages have it; who asks for it by another host name is answered with that one."""
    log: list[Hit]
    validators: frozenset[str]
    """`etag`, `modified`: which it sends."""
    lies: bool
    """Whether it answers 304 to everything conditional."""

    def find(self, target: str) -> Answer:
        """What is at a path with query."""


class Server:
    """Serves a site from `with` to its end; port 0 means a free one."""

    def __init__(self, site: Site, host: str = "127.0.0.1", port: int = 0) -> None:
        self._server = _Server((host, port), _Handler)
        self._server.site = site
        self.url = f"http://{host}:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

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
    site: Site

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
        site = self.server.site
        found = site.find(self.path)
        status = 304 if found.status == 200 and self._has(found) else found.status
        body = b"" if status == 304 else found.body
        if (host := self.headers.get("Host", "")) and f"http://{host}" != site.url:
            body = body.replace(site.url.encode(), f"http://{host}".encode("latin-1"))
        self._head(status, found, len(body))
        if self.command == "GET":
            self.wfile.write(body)
        hit = Hit(
            time=time.time(),
            method=self.command,
            target=self.path,
            if_none_match=self.headers.get("If-None-Match"),
            if_modified_since=self.headers.get("If-Modified-Since"),
            status=status,
            bytes=len(body),
        )
        site.log.append(hit)

    def do_HEAD(self) -> None:
        self.do_GET()

    def version_string(self) -> str:
        return "Presse/2.0"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def _head(self, status: int, found: Answer, length: int) -> None:
        self.send_response(status)
        if found.status == 200 and found.tagged and "etag" in self.server.site.validators:
            self.send_header("ETag", found.etag)
        if found.status == 200 and found.modified and "modified" in self.server.site.validators:
            self.send_header("Last-Modified", format_datetime(found.modified.astimezone(UTC), usegmt=True))
        for name, value in found.headers:
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", found.content_type)
            self.send_header("Content-Length", str(length))
        if found.location:
            self.send_header("Location", found.location)
        self.end_headers()

    def _has(self, found: Answer) -> bool:
        """The client's copy is current, or said to be; If-None-Match goes before If-Modified-Since."""
        site = self.server.site
        tags, since = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        if site.lies:
            return bool(tags or since)
        if tags and found.tagged and "etag" in site.validators:
            return found.etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        if not since or tags or not found.modified or "modified" not in site.validators:
            return False
        with suppress(ValueError):
            return _utc(parsedate_to_datetime(since)) >= found.modified.replace(microsecond=0)
        return False


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

"""What crosses the wire for one request, collected within bounds, and the Exchange it amounts to."""

import math
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from archive import message
from archive.exchange import Exchange

MAX_HEAD = 256 * 1024
"""Bytes of status lines and headers, 1xx responses included, give or take one read: what Chrome takes at most."""
RAW_BYTES_PER_BYTE = 2
"""Chunk framing may at most double a body of DOWNLOAD_MAXSIZE; servers that frame single bytes are traps."""
LONGEST_ERROR = 300
"""Characters; messages may quote what the server sent."""


class Connection(Protocol):
    """A connection that a tap is on."""

    def release(self, tap: "Tap") -> None:
        """Take the tap off; a connection with an unfinished message is of no further use and is aborted."""


@dataclass(slots=True, kw_only=True)
class Tap:
    """Collects what crosses the connection that carries one request; a second attempt starts over."""

    secure: bool
    """https: nothing is sent before the TLS handshake is done."""
    proxied: bool
    maxsize: int
    """DOWNLOAD_MAXSIZE for this request, in bytes; 0 for no limit."""
    attempts: int = 0
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    ip: str | None = None
    tls: tuple[str, str] | None = None
    request: bytearray = field(default_factory=bytearray)
    size: int = 0
    """Bytes received."""
    limit: float = MAX_HEAD
    overflow: str | None = None
    """Which limit was hit."""
    whole: bool = False
    """The message came to the end that its framing gives."""
    closed: str | None = None
    """How the connection ended before that: `clean` or `broken`."""
    _connection: Connection | None = None
    _final: int = 0
    """Where the final response starts, after 1xx ones."""
    _interim: bytes = b""
    _head: bytes = b""
    _chunks: list[bytes] = field(default_factory=list)
    """What came after the head, or all while there is no head."""
    _surplus: int | None = None
    """Bytes that came after the message; None while it has no end."""
    _written: float = field(default_factory=time.monotonic)
    _first: float | None = None
    _last: float | None = None

    @property
    def status(self) -> int | None:
        """Of the final response; None before its headers are complete."""
        return message.status(self._head)

    def begin(self, connection: Connection, ip: str, tls: tuple[str, str] | None) -> None:
        """The request is about to be written to `connection`."""
        self.attempts += 1
        self.started, self._written = datetime.now(UTC), time.monotonic()
        self.ip, self.tls, self._connection = ip, tls, connection
        self.request.clear()
        self.closed = None  # the rest is untouched: only a request that got no byte back is written again

    def receive(self, data: bytes) -> None:
        """Plaintext came, before anyone has parsed it."""
        if self._first is None:
            self._first = time.monotonic()
        self._chunks.append(data)
        self.size += len(data)

    def head_ends(self, status: int, unparsed: int) -> None:
        """A blank line was parsed, with `unparsed` bytes received beyond it."""
        end = self.size - unparsed
        if 100 <= status < 200:
            self._final = end
        else:
            self._part(end)
            self.limit = end + RAW_BYTES_PER_BYTE * self.maxsize + MAX_HEAD if self.maxsize else math.inf

    def message_ends(self, surplus: int) -> None:
        """The message is complete, with `surplus` bytes received beyond it."""
        self._surplus, self._last = surplus, time.monotonic()
        self.whole = self.closed is None

    def overflows(self) -> bool:
        """Whether more came than any honest server sends; says so in `overflow`."""
        if self.size > self.limit:
            part = "framed body" if self._head else "headers"
            self.overflow = f"more than {self.limit:.0f} bytes of {part}, the connection was aborted"
        return self.overflow is not None

    def truncated(self, ours: str | None) -> str | None:
        """The WARC-Truncated reason. `ours` is the reason if it was this side that ended the exchange."""
        if self.whole or not self.size:
            return None
        if ours:
            return ours
        if self._surplus is not None and self.closed == "clean":
            return None  # delimited by the close of the connection
        return "disconnect" if self.closed else "unspecified"

    def exchange(self, url: str, method: str, error: str | None, ours: str | None) -> Exchange:
        """What was collected; the tap is off and empty afterwards."""
        now = time.monotonic()
        if self._connection:
            self._connection.release(self)
        if not self._head:
            self._part(self._final)
        body = b"".join(self._chunks)
        self._chunks.clear()  # whoever still refers to the tap keeps no page in memory
        return Exchange(
            url=url,
            method=method,
            started=self.started,
            request=b"" if self.secure and not self.tls else bytes(self.request),
            interim=self._interim,
            head=self._head,
            body=body[: len(body) - (self._surplus or 0)],
            truncated=self.truncated(ours),
            error=error and " ".join(error.split())[:LONGEST_ERROR],
            ip=None if self.proxied else self.ip,
            tls=self.tls if self.secure else None,
            attempts=self.attempts,
            seconds_to_first_byte=self._first and self._first - self._written,
            seconds=(self._last or now) - self._written,
        )

    def _part(self, end: int) -> None:
        """Tell interim responses, the final one's head up to `end`, and the rest from each other."""
        raw = b"".join(self._chunks)
        self._interim, self._head = raw[: self._final], raw[self._final : end]
        self._chunks = [raw[end:]]

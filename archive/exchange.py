"""One HTTP exchange as it crossed the wire, and why it was made."""

from dataclasses import dataclass
from datetime import datetime

from .hints import Hints


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The bytes of one request and of whatever came back, below redirects, retries and decompression."""

    url: str
    """What was asked for, without a fragment."""
    method: str
    started: datetime
    """When the request was written, UTC."""
    request: bytes
    """Request line, headers and body as written to the connection; empty when nothing was sent."""
    interim: bytes = b""
    """1xx responses that preceded the final one."""
    head: bytes = b""
    """Status line to blank line, exactly; empty when no complete header section came."""
    body: bytes = b""
    """The body as framed on the wire (chunk framing and Content-Encoding kept)."""
    truncated: str | None = None
    """A WARC-Truncated reason (`length`, `time`, `disconnect`, `unspecified`) when the body is not whole."""
    error: str | None = None
    """One line saying what went wrong, if anything did."""
    ip: str | None = None
    """The server's address; None through a proxy, where it is unknown."""
    tls: tuple[str, str] | None = None
    """TLS version and cipher suite as OpenSSL names them, such as `TLSv1.3`."""
    attempts: int = 1
    """How often the request was written (a stale keep-alive connection makes a second attempt)."""
    seconds_to_first_byte: float | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Why an exchange was made; it travels in the metadata record so that the capture can be read again offline."""

    kind: str = "page"
    """article, feed, sitemap, section, wordpress, robots, optout, requisite or page."""
    found_in: str | None = None
    """Kind of the source that named this page: feed, sitemap, section or wordpress; requisite; None for a seed."""
    source: str | None = None
    """URL of the feed, sitemap, page or stylesheet that named this one; None for a seed."""
    redirected_from: str | None = None
    """The address whose answer led here; None when it was asked for by itself."""
    robots: str = "allowed"
    """allowed, exempt (robots.txt itself), ignored (the operator switched obedience off), or unreachable, and
    allowed by ROBOTS_UNREACHABLE."""
    title: str | None = None
    """The headline as the source gave it."""
    published: datetime | None = None
    """The date as the source gave it, UTC."""
    expected: bool = False
    """Whether the address has the form that the site's file gives for articles."""
    due: str | None = None
    """Why it was fetched now: new, revisit (its schedule), modified (its source says so) or full (no 304 this time)."""
    opt_out: str | None = None
    """What the response or its host says against being archived or mined, and what was done for it."""
    hints: tuple[Hints, ...] = ()
    """What the site's file says of the layout of its articles, for the time of this capture and of its payload."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a record lies: the WARC's key in the archive, and the offset and length of its gzip member, in bytes."""

    warc: str
    offset: int
    length: int

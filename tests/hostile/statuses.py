"""Status lines that are none, and statuses that do not fit."""

from tests.rawserver import Reply

from .answer import HTML, always, head, page, whole
from .route import Ends, Route

PAGE = page("statuses").encode()
LENGTH = b"Content-Length: %d" % len(PAGE)
NONE = Ends(None, None, "unspecified", "ParseError")


def status(line: bytes, then: str = "close", *lines: bytes) -> Reply:
    return Reply((head(HTML, LENGTH, *lines, status=line + b"\r\n"), PAGE), then)


ROUTES = (
    Route("status-word", "HTTP/1.1 OK", always(status(b"HTTP/1.1 OK")), NONE),
    Route("status-huge", "a status of twelve digits", always(status(b"HTTP/1.1 200000000000 OK")), NONE),
    Route("status-negative", "a status of -200", always(status(b"HTTP/1.1 -200 OK")), NONE),
    Route("status-zero", "a status of 000", always(status(b"HTTP/1.1 000 OK")), NONE),
    Route("status-99", "a status of 99", always(status(b"HTTP/1.1 99 Low")), NONE),
    Route("status-999", "a status of 999", always(status(b"HTTP/1.1 999 No")), Ends(999, None)),
    Route("status-version", "HTTP/9.9", always(status(b"HTTP/9.9 200 OK"))),
    Route("status-http2", "a status line of HTTP/2", always(status(b"HTTP/2 200")), Ends(None, None, "unspecified", "BadResponseVersion")),
    Route("status-icy", "ICY 200 OK", always(status(b"ICY 200 OK")), Ends(None, None, "unspecified", "BadResponseVersion")),
    Route("status-alone", "HTTP/1.1 and nothing else", always(status(b"HTTP/1.1")), NONE),
    Route("status-escape", "escape sequences and high bytes in the reason",
          always(status(b"HTTP/1.1 404 \x1b]0;pwned\x07\x1b[2J \xe2\x80\xae\xff")), Ends(404, None)),
    Route("status-100-only", "100 Continue, then nothing", always(Reply((b"HTTP/1.1 100 Continue\r\n\r\n",), "close")),
          Ends(None, None, "disconnect", "ConnectionDone")),
    Route("status-101", "101 Switching Protocols", always(status(b"HTTP/1.1 101 Switching Protocols", "close",
          b"Upgrade: h2c", b"Connection: Upgrade")), NONE),
    Route("status-204", "204 with a body", always(status(b"HTTP/1.1 204 No Content")), Ends(204, "failed:truncated")),
    Route("status-206", "206 that nobody asked for", always(status(b"HTTP/1.1 206 Partial", "keep",
          b"Content-Range: bytes 0-9/1000")), Ends(206, "failed:truncated")),
    Route("status-304", "304 that nobody asked for", always(status(b"HTTP/1.1 304 Not Modified")), Ends(304, None)),
    Route("status-401", "401 that asks for a password", always(status(b"HTTP/1.1 401 Who?", "keep",
          b'WWW-Authenticate: Basic realm="\x1b[31m"')), Ends(401, None)),
    Route("status-407", "407 that asks for a proxy's password", always(status(b"HTTP/1.1 407 Proxy?", "keep",
          b"Proxy-Authenticate: Basic")), Ends(407, None)),
    Route("status-500", "500 with a good page", always(status(b"HTTP/1.1 500 Oops", "keep")), Ends(500, None)),
    Route("soft-404", "200 that says 404", always(whole(b"<html><title>404</title><h1>Not found</h1><p>No such page.</p>")),
          Ends(200, "not_article")),
    Route("retry-after", "503 with a Retry-After of ages", always(status(b"HTTP/1.1 503 Later", "keep",
          b"Retry-After: 99999999999999999999")), Ends(503, None), "robots", said="cannot be had", host="plain", story=False),
)  # fmt: skip

"""Connections that break at every phase."""

import contextlib
import socket
import ssl

from tests.rawserver import Reply, finish, read_request

from .answer import CHUNKED, HTML, OK, head, page
from .route import Converse, Ends, Route

PAGE = page("resets").encode()
LOST = "Connection"
NO_RULES = b"HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n"
HALF = Ends(200, None, "disconnect", LOST)
NONE = Ends(None, None, "disconnect", LOST)


def breaks(*pieces: bytes, then: str = "reset"):
    return lambda _: Reply(pieces, then, 0.05)


def at_once(then: str) -> Converse:
    def converse(sock: socket.socket, _: ssl.SSLContext) -> None:
        finish(sock, then)

    return converse


def past_robots(sock: socket.socket) -> bool:
    """Reads on until a page is asked for; False when none is."""
    unread = b""
    while request := read_request(sock, unread):
        received, unread = request
        if b" /robots.txt " not in received:
            return True
        sock.sendall(NO_RULES)
    return False


def half_closed(sock: socket.socket, _: ssl.SSLContext) -> None:
    """Ends its side before it answers, and goes on reading."""
    with contextlib.suppress(OSError):
        past_robots(sock)
        sock.shutdown(socket.SHUT_WR)
        sock.settimeout(10)
        while sock.recv(4096):
            pass


ROUTES = (
    Route("reset-at-once", "a reset in place of a greeting", ends=None, said="Connection|close", host="plain",
          converse=at_once("reset")),
    Route("close-at-once", "hangs up before the request is read", ends=None, said="Connection|close", host="plain",
          converse=at_once("close")),
    Route("half-closed", "ends its side of the connection and listens on", ends=Ends(None, None, None, LOST),
          host="plain", converse=half_closed),
    Route("reset-before-answer", "a reset after the request", breaks(), Ends(None, None, None, LOST), most=2),
    Route("reset-in-status", "a reset within the status line", breaks(b"HTTP/1.1 20"), NONE),
    Route("reset-in-head", "a reset within the headers", breaks(OK + b"X-Half: li"), NONE),
    Route("reset-after-head", "a reset after the headers", breaks(head(HTML, b"Content-Length: 9999")), HALF),
    Route("reset-in-body", "a reset within the body", breaks(head(HTML, b"Content-Length: 9999"), PAGE), HALF),
    Route("reset-until-close", "a reset where the close would have been the end", breaks(head(HTML), PAGE),
          Ends(200, "failed:truncated", "disconnect")),
    Route("reset-in-chunk", "a reset within a chunk", breaks(head(HTML, CHUNKED), b"ffff\r\n" + PAGE), HALF),
    Route("close-in-status", "closes within the status line", breaks(b"HTTP/1.1 20", then="close"), NONE),
    Route("close-in-head", "closes within the headers", breaks(OK + b"X-Half: li", then="close"), NONE),
    Route("close-in-body", "closes within the body", breaks(head(HTML, b"Content-Length: 9999"), PAGE, then="close"), HALF),
    Route("close-in-chunk", "closes within a chunk", breaks(head(HTML, CHUNKED), b"ffff\r\n" + PAGE, then="close"), HALF),
)  # fmt: skip

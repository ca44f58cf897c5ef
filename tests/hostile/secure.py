"""TLS that is out of date, half done, half closed or none at all."""

import contextlib
import socket
import ssl
from collections.abc import Callable

from tests.rawserver import finish

from .answer import HTML, head, page, story
from .resets import past_robots
from .route import Converse, Ends, Route

PAGE = page("secrets").encode()
LONG = head(HTML, b"Content-Length: 9999") + PAGE
NO_END = head(HTML) + PAGE
FAILED = "SSL|TLS|Connection|timeout|took longer"


def plain(answer: bytes, then: str) -> Converse:
    """No TLS at all."""

    def converse(sock: socket.socket, _: ssl.SSLContext) -> None:
        if then != "reset":
            sock.recv(65536)
        sock.sendall(answer)
        finish(sock, then)

    return converse


def secured(act: Callable[[ssl.SSLSocket], None]) -> Converse:
    """TLS up to the request, and then this."""

    def converse(sock: socket.socket, context: ssl.SSLContext) -> None:
        with contextlib.suppress(OSError), context.wrap_socket(sock, server_side=True) as secure:
            if past_robots(secure):
                act(secure)

    return converse


def silent(sock: socket.socket) -> None:
    """Says nothing until the client goes."""
    sock.settimeout(30)
    with contextlib.suppress(OSError):
        while socket.socket.recv(sock, 4096):
            pass


def half_closed(secure: ssl.SSLSocket) -> None:
    """close_notify in the middle of the body, and the connection stays."""
    secure.sendall(LONG)
    secure.settimeout(0.5)
    with contextlib.suppress(OSError):
        secure.unwrap()
    silent(secure)


def no_notify(secure: ssl.SSLSocket) -> None:
    secure.sendall(NO_END)
    socket.socket.shutdown(secure, socket.SHUT_WR)


def reset(secure: ssl.SSLSocket) -> None:
    secure.sendall(LONG)
    finish(secure, "reset")


def scrambled(secure: ssl.SSLSocket) -> None:
    """Plain bytes within the encrypted stream."""
    secure.sendall(LONG)
    with socket.socket(fileno=secure.detach()) as bare:
        bare.sendall(b"\x17\x03\x03\x00\x40" + b"not what was agreed upon" * 3)
        silent(bare)


def stalls(secure: ssl.SSLSocket) -> None:
    secure.sendall(LONG)
    silent(secure)


ROUTES = (
    Route("tls-expired", "a certificate that has expired", story("expiry"), host="expired"),
    Route("tls-other-host", "a certificate for another host", story("another host"), host="tls"),
    Route("tls-plain", "plain HTTP on a TLS port", ends=None, said=FAILED, host="tls", converse=plain(NO_END, "close")),
    Route("tls-garbage", "garbage for a ServerHello", ends=None, said=FAILED, host="tls",
          converse=plain(b"\x16\x03\x03\xff\xff" + b"g" * 5000, "close")),
    Route("tls-reset", "a reset in the handshake", ends=None, said=FAILED, host="tls", converse=plain(b"", "reset")),
    Route("tls-stall", "no answer to the ClientHello", ends=None, said="took longer", host="tls",
          converse=plain(b"", "stall")),
    Route("tls-half-closed", "close_notify in the middle of the body, the connection left open",
          ends=Ends(200, None, "disconnect", "Connection"), host="tls", converse=secured(half_closed)),
    Route("tls-no-notify", "a page that ends with the connection and no close_notify", host="tls",
          converse=secured(no_notify)),
    Route("tls-reset-in-body", "a reset in the middle of the body", ends=Ends(200, None, "disconnect", "Connection"),
          host="tls", converse=secured(reset)),
    Route("tls-scrambled", "a record that does not decrypt in the middle of the body",
          ends=Ends(200, None, "disconnect", "SSL"), host="tls", converse=secured(scrambled)),
    Route("tls-stall-in-body", "half a body over TLS, then nothing", ends=Ends(200, None, "time", "took longer"),
          host="tls", converse=secured(stalls)),
)  # fmt: skip

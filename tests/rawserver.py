"""Servers that say exactly the bytes they are told to and keep what crossed each connection: plain, TLS, HTTP proxy."""

import base64
import contextlib
import re
import select
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.certificate import Certificate


@dataclass(frozen=True)
class Reply:
    """What the server says to one request, and what it does then."""

    pieces: Iterable[bytes]
    """Sent one after the other; may be endless."""
    then: str = "keep"
    """keep (the connection open), close, reset, or stall until the client goes."""
    pause: float = 0.0
    """Seconds between pieces."""


def say(*pieces: bytes, then: str = "keep", pause: float = 0.0) -> Reply:
    return Reply(pieces, then, pause)


@dataclass
class Served:
    """One request and what was sent in answer, byte for byte."""

    target: str
    received: bytes
    connection: int
    sent: bytearray = field(default_factory=bytearray)


class Listener:
    """Accepts on a loopback port, free or given; a thread per connection; everything ends with the `with` block."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listening = socket.create_server((host, port), family=family, backlog=512)
        self.host, self.port = self._listening.getsockname()[:2]
        self.connections = 0
        self.served: list[Served] = []
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []

    def __enter__(self):
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for sock in list(self._open):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)

    def of(self, target: str) -> Served:
        """The one exchange for this target."""
        (served,) = (served for served in self.served if served.target == target)
        return served

    def _start(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                sock, _ = self._listening.accept()
                self.connections += 1
                self._open.add(sock)
                self._start(self._talk, sock, self.connections)

    def _talk(self, sock: socket.socket, number: int) -> None:
        with sock, contextlib.suppress(OSError):  # the client went, or the test is over
            self.converse(sock, number)
        self._open.discard(sock)

    def converse(self, sock: socket.socket, number: int) -> None:
        """Hangs up at once; other servers have more to say."""


class RawServer(Listener):
    """Answers each request target from a table or a function; unknown ones with a bare 404."""

    def __init__(
        self,
        routes: Mapping[str, Reply] | Callable[[str], Reply | None],
        tls: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        super().__init__(host, port)
        self._reply = routes if callable(routes) else routes.get
        self._tls = tls

    def url(self, path: str = "/", host: str | None = None) -> str:
        return f"{'https' if self._tls else 'http'}://{host or self.host}:{self.port}{path}"

    def converse(self, sock: socket.socket, number: int) -> None:
        if not self._tls:
            self._answer(sock, number)
            return
        with self._tls.wrap_socket(sock, server_side=True) as secured:
            self._open.discard(sock)
            self._open.add(secured)
            self._answer(secured, number)
        self._open.discard(secured)

    def _answer(self, sock: socket.socket, number: int) -> None:
        unread = b""
        while request := read_request(sock, unread):
            received, unread = request
            target = received.split(b" ", 2)[1].decode()
            reply = self._reply(target) or say(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            served = Served(target, received, number)
            self.served.append(served)
            send(sock, reply, served)
            if reply.then != "keep":
                finish(sock, reply.then)
                return


class Proxy(Listener):
    """A forwarding HTTP proxy: absolute-form for http, CONNECT for https, Basic authentication if `user` is given."""

    def __init__(self, user: str | None = None) -> None:
        super().__init__()
        self._credentials = user and b"Basic " + base64.b64encode(user.encode())

    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def converse(self, sock: socket.socket, number: int) -> None:
        unread = b""
        while request := read_request(sock, unread):
            received, unread = request
            method, target, _ = received.split(b" ", 2)
            served = Served(target.decode(), received, number)
            self.served.append(served)
            if self._credentials and self._credentials not in received:
                refusal = b'HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n'
                send(sock, say(refusal), served)
            elif method == b"CONNECT":
                host, _, port = target.decode().rpartition(":")
                with socket.create_connection((host, int(port))) as upstream:
                    send(sock, say(b"HTTP/1.1 200 Connection established\r\n\r\n"), served)
                    relay(sock, upstream)
                return
            else:
                self._forward(sock, received, served)

    def _forward(self, sock: socket.socket, received: bytes, served: Served) -> None:
        """Pass the request on in origin form, and the answer back until the client, being served, asks again."""
        parts = urlsplit(served.target)
        line, _, rest = received.partition(b"\r\n")
        rest = re.sub(rb"(?im)^proxy-authorization:.*\r\n", b"", rest)
        with socket.create_connection((parts.hostname, parts.port or 80)) as upstream:
            upstream.sendall(line.replace(served.target.encode(), parts.path.encode()) + b"\r\n" + rest)
            while sock not in (ready := select.select([sock, upstream], [], [])[0]):
                assert ready
                data = upstream.recv(65536)
                if not data:
                    finish(sock, "close")
                    raise ConnectionError
                served.sent += data
                sock.sendall(data)


def read_request(sock: socket.socket, unread: bytes) -> tuple[bytes, bytes] | None:
    """One request as it came and the bytes beyond it; None when the client is done."""
    while b"\r\n\r\n" not in unread:
        if not (data := sock.recv(65536)):
            return None
        unread += data
    end = unread.index(b"\r\n\r\n") + 4
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", unread[:end])
    end += int(length[1]) if length else 0
    while len(unread) < end:
        unread += sock.recv(65536)
    return unread[:end], unread[end:]


def send(sock: socket.socket, reply: Reply, served: Served) -> None:
    for number, piece in enumerate(reply.pieces):
        if number and reply.pause:
            time.sleep(reply.pause)
        served.sent += piece
        sock.sendall(piece)


def finish(sock: socket.socket, then: str) -> None:
    if then == "stall":
        while sock.recv(65536):
            pass
    elif then == "reset":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif isinstance(sock, ssl.SSLSocket):
        sock.settimeout(5)
        sock.unwrap()


def relay(one: socket.socket, other: socket.socket) -> None:
    """Pass bytes both ways until either side ends."""
    while True:
        for source in select.select([one, other], [], [])[0]:
            data = source.recv(65536)
            if not data:
                return
            (other if source is one else one).sendall(data)


def tls(folder: Path, days: int = 2) -> ssl.SSLContext:
    """A TLS server's context, with a certificate made now, good for so many days."""
    made = Certificate(folder, days)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.chain, made.key)
    return context

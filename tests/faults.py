"""A proxy before an S3 server that does to requests and answers what networks, stores and their operators do.

It is a process of its own: delta-rs holds the interpreter lock while its queries wait for answers.
"""

import http.client
import multiprocessing
import re
import socket
import ssl
import struct
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:  # the proxy's process needs no SDK
    from tests.s3 import Server

HELD = 300.0
"""Seconds for which a request may be held, at most, should the client never go."""


@dataclass(frozen=True)
class Fault:
    """What befalls a request.

    `answer` is instead of the server's, which never hears of it, as `say` is, whose body is the message; `late` is in
    place of the answer to what was done;
    `reset` cuts the connection in the middle of what is sent there; `hang` says nothing; `lost` cuts it when all was
    done; `truncated` breaks off in the middle of the answer's body; `corrupted` flips a bit of it; `slow` waits before.
    """

    does: Literal["answer", "say", "late", "reset", "hang", "lost", "truncated", "corrupted", "slow"]
    status: int = 500
    code: str = ""
    message: str = "said by the fault proxy"
    seconds: float = 0.0


INTERNAL = Fault("answer", 500, "InternalError")
SLOW_DOWN = Fault("answer", 503, "SlowDown")
TOO_MANY = Fault("answer", 429, "TooManyRequests")
LATE = Fault("late", 500, "InternalError")
RESET = Fault("reset")
HANG = Fault("hang")
LOST = Fault("lost")
TRUNCATED = Fault("truncated")
CORRUPTED = Fault("corrupted")
SKEWED = Fault("answer", 403, "RequestTimeTooSkewed")
EXPIRED = Fault("answer", 403, "ExpiredToken")
QUOTA = Fault("answer", 403, "QuotaExceeded")
FULL = Fault("answer", 507, "XMinioStorageFull")


ALL = {
    "internal": INTERNAL,
    "slow-down": SLOW_DOWN,
    "too-many": TOO_MANY,
    "late": LATE,
    "reset": RESET,
    "lost": LOST,
    "truncated": TRUNCATED,
    "corrupted": CORRUPTED,
    "skewed": SKEWED,
    "expired": EXPIRED,
    "quota": QUOTA,
    "full": FULL,
}
"""By name, but for the one that takes its time."""


@dataclass
class Rule:
    """A fault, and which requests it befalls: `of` is searched in `METHOD /path?query`."""

    fault: Fault
    of: str = ""
    after: int = 0
    """Requests of these that pass before."""
    times: float = 1
    """Requests that it befalls then, unless `chance` spares them."""
    chance: float = 1.0
    without: str | None = None
    """An access key whose requests it spares."""
    seconds: float | None = None
    """Time since the first of them for which it lasts."""
    began: float | None = None

    def befalls(self, asked: str, access: str, random: Random) -> bool:
        """Whether this request is one of them; counts it."""
        if not self.times or not re.search(self.of, asked) or access == self.without:
            return False
        if self.after:
            self.after -= 1
            return False
        self.began = self.began or time.monotonic()
        if self.seconds is not None and time.monotonic() - self.began > self.seconds:
            return False
        if random.random() >= self.chance:
            return False
        self.times -= 1
        return True


@dataclass(frozen=True)
class Asked:
    """A request as it came: `METHOD /path?query`, and the name of what befell it."""

    what: str
    at: float
    fault: Fault | None


class FaultProxy:
    """`endpoint` is where it listens. Of its rules the first that befalls a request counts."""

    def __init__(self, server: "Server", *rules: Rule, seed: int = 20261122) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        ca = server.certificate.ca if server.certificate else None
        work = multiprocessing.get_context("spawn").Process(
            target=_serve, args=(theirs, server.endpoint, ca, seed), daemon=True
        )
        self._process, self._rules = work, rules

    def __enter__(self) -> Self:
        self._process.start()
        self.endpoint: str = self._pipe.recv()
        self.obey(*self._rules)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()

    def obey(self, *rules: Rule) -> None:
        """From now on, these; what was asked before is forgotten."""
        self._pipe.send(rules)
        self._pipe.recv()

    @property
    def asked(self) -> list[Asked]:
        """The requests since its rules were given."""
        self._pipe.send(None)
        asked: list[Asked] = self._pipe.recv()
        return asked

    @property
    def befell(self) -> Counter[str]:
        """How many of them met with each fault."""
        return Counter(each.fault.code or each.fault.does for each in self.asked if each.fault)


def _serve(orders: Connection, endpoint: str, ca: Path | None, seed: int) -> None:
    """The proxy's process."""
    fate = _Fate(endpoint, ca, seed)
    listener = _Listener(("127.0.0.1", 0), type("Gate", (_Gate,), {"fate": fate}))
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    orders.send(f"http://127.0.0.1:{listener.server_port}")
    with suppress(EOFError):
        while True:
            rules = orders.recv()
            if rules is not None:
                fate.begin(list(rules))
            orders.send(fate.told())


class _Fate:
    """What befalls requests, and what befell them."""

    def __init__(self, endpoint: str, ca: Path | None, seed: int) -> None:
        self.endpoint = urlsplit(endpoint)
        self.trust = ssl.create_default_context(cafile=ca) if ca else None
        self._rules, self._asked = list[Rule](), list[Asked]()
        self._random, self._lock = Random(seed), threading.Lock()

    def begin(self, rules: list[Rule]) -> None:
        with self._lock:
            self._rules, self._asked = rules, []

    def told(self) -> list[Asked]:
        with self._lock:
            return list(self._asked)

    def of(self, what: str, access: str) -> Fault | None:
        """What befalls a request; notes it."""
        with self._lock:
            rule = next((rule for rule in self._rules if rule.befalls(what, access, self._random)), None)
            fault = rule.fault if rule else None
            self._asked.append(Asked(what, time.monotonic(), fault))
        return fault

    def position(self, size: int) -> int:
        """One of so many, by the seed."""
        with self._lock:
            return self._random.randrange(size)

    def connection(self) -> http.client.HTTPConnection:
        host, port = str(self.endpoint.hostname), self.endpoint.port
        if self.trust:
            return http.client.HTTPSConnection(host, port, context=self.trust)
        return http.client.HTTPConnection(host, port)


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went is no news."""

    def shutdown_request(self, request: Any) -> None:
        """Not politely first: a reset is to be one."""
        self.close_request(request)


class _Gate(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    fate: _Fate

    def do_GET(self) -> None:
        access = re.search(r"Credential=([^/]+)/", self.headers.get("Authorization", ""))
        fault = self.fate.of(f"{self.command} {self.path}", access[1] if access else "")
        does = fault.does if fault else ""
        length = int(self.headers.get("Content-Length") or 0)
        if does == "reset":
            return self._break_in(length)
        body = self.rfile.read(length)
        if fault and does == "hang":
            return self._hold(fault.seconds or HELD)
        if fault and does == "slow":
            time.sleep(fault.seconds)
        if fault and does in ("answer", "say"):
            return self._refuse(fault)
        answer, said = self._pass(body)
        if fault and does == "late":
            return self._refuse(fault)
        if does == "lost":
            return self._cut()
        if does == "corrupted" and said:
            at = self.fate.position(len(said) * 8)
            said = said[: at // 8] + bytes([said[at // 8] ^ 1 << at % 8]) + said[at // 8 + 1 :]
        self._answer(answer, said, len(said) // 2 if does == "truncated" else None)
        return None

    do_HEAD = do_PUT = do_POST = do_DELETE = do_GET  # noqa: N815  # names of http.server

    def _pass(self, body: bytes) -> tuple[http.client.HTTPResponse, bytes]:
        connection = self.fate.connection()
        given = {name: value for name, value in self.headers.items() if name.lower() != "expect"}
        connection.request(self.command, self.path, body, given)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        return answer, said

    def _answer(self, answer: http.client.HTTPResponse, body: bytes, keep: int | None) -> None:
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "connection", "content-length", "date", "server"):
                self.send_header(name, value)
        length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(body))
        self.send_header("Content-Length", length or "0")
        self.end_headers()
        self.wfile.write(body[:keep])
        if keep is not None:
            self._cut()

    def _refuse(self, fault: Fault) -> None:
        code, message = fault.code, fault.message
        said = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{message}</Message></Error>"
        body = (message if fault.does == "say" else said).encode()
        self.send_response(fault.status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _break_in(self, length: int) -> None:
        """Half of the body reaches the server, and then both connections break."""
        half = self.rfile.read(length // 2)
        if half:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.fate.endpoint.port)) as server:
                head = f"{self.command} {self.path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n"
                server.sendall(head.encode() + half)
        self._cut(reset=True)

    def _hold(self, seconds: float) -> None:
        self.connection.settimeout(seconds)
        with suppress(OSError):
            self.connection.recv(1)  # until the client goes
        self._cut()

    def _cut(self, reset: bool = False) -> None:
        self.close_connection = True
        with suppress(OSError):
            if reset:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            else:
                self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:
        """Not a word."""

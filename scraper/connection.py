"""Twisted's HTTP connections with a tap on each, opened only to addresses that the guard allows.

Scrapy's own handler builds the agent, endpoint and parser; what is hooked here are the pool, which sees request and
connection meet, and the connection, which sees plaintext below HTTP parsing and above TLS.
"""

import logging
from collections.abc import Hashable
from contextvars import ContextVar
from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IAddress, IConnector, IHandshakeListener, IStreamClientEndpoint
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError, Request
from twisted.web.client import HTTPConnectionPool
from twisted.web.http_headers import InvalidHeaderName
from twisted.web.iweb import IResponse
from zope.interface import implementer

from .politeness.guard import AddressGuard, AddressRefused
from .tap import MAX_HEAD, Tap

logger = logging.getLogger(__name__)

LONGEST_NAME = 256
"""Bytes of a header name that is parsed. Twisted remembers 10,000 names, of any length, for the life of the process."""

tap_of_this_call: ContextVar[Tap] = ContextVar("tap_of_this_call")
"""Set before each call of Scrapy's handler; a context variable, so that calls that run at once keep theirs apart."""


class _Copying:
    """The transport that a request is written to, with a copy of what is written."""

    def __init__(self, transport: Any, copy: bytearray) -> None:
        self._transport, self._copy = transport, copy

    def write(self, data: bytes) -> None:
        self._copy += data
        self._transport.write(data)

    def writeSequence(self, parts: list[bytes]) -> None:  # noqa: N802 - Twisted's name
        self.write(b"".join(parts))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class _TappedRequest(Request):
    """A request that knows its tap, also when the pool writes it again because a kept connection was stale."""

    tap: Tap

    def writeTo(self, transport: Any) -> Any:  # noqa: N802 - Twisted's name
        return super().writeTo(_Copying(transport, self.tap.request))  # type: ignore[no-untyped-call] # Twisted's


class _TappedParser(_LenientHTTPClientParser):
    MAX_LENGTH = MAX_HEAD  # of a line; with Twisted's 16 KiB, legal responses are lost
    tap: Tap

    def statusReceived(self, status: bytes) -> None:  # noqa: N802 - Twisted's name
        """Refuse a number that is no status: nobody could say what it means, and Twisted takes any."""
        super().statusReceived(status)  # type: ignore[no-untyped-call] # Twisted's
        if not 100 <= self.response.code <= 999:
            raise ParseError("no status", status)  # type: ignore[no-untyped-call] # Twisted's

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 - Twisted's name
        """Skip, as browsers do, a header whose name is none: Twisted would fail the whole response for it."""
        if len(name) > LONGEST_NAME:
            return
        try:
            super().headerReceived(name.rstrip(b" \t"), value)  # type: ignore[no-untyped-call] # Twisted's
        except InvalidHeaderName:
            logger.debug("Skipping a header line with the bad name %r", name)

    def allHeadersReceived(self) -> None:  # noqa: N802 - Twisted's name
        self.tap.head_ends(self.response.code, len(self._buffer))
        super().allHeadersReceived()  # type: ignore[no-untyped-call] # Twisted's


@implementer(IHandshakeListener)
class TappedConnection(_LenientHTTP11ClientProtocol):
    """A connection whose current request has a tap; without one, nobody asked for what comes."""

    transport: Any  # TCP or TLS, which can do more than Twisted declares
    _tap: Tap | None = None
    _tls: tuple[str, str] | None = None

    def handshakeCompleted(self) -> None:  # noqa: N802 - Twisted's name
        """TLS is up; only now does the request leave."""
        handle = self.transport.getHandle()
        self._tls = (handle.get_protocol_version_name(), handle.get_cipher_name() or "")
        if self._tap:
            self._tap.tls = self._tls

    def request(self, request: _TappedRequest) -> Deferred[IResponse]:  # type: ignore[override] # _Tagging sees to it
        """Write the request and tap all that belongs to it."""
        self._tap = request.tap
        self._tap.begin(self, self.transport.getPeer().host, self._tls)
        response = super().request(request)
        parser: Any = self._parser
        parser.__class__, parser.tap = _TappedParser, request.tap  # Twisted names its class; Scrapy does the same
        return response

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Keep the bytes, then have them parsed."""
        tap = self._tap
        if tap is None:
            self._abort()
            return
        tap.receive(data)
        super().dataReceived(data)  # type: ignore[no-untyped-call] # Twisted's
        if self._tap is tap and tap.overflows():
            self._abort()

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802 - Twisted's name; a dispatcher there, called by the parser
        tap, self._tap = self._tap, None
        if tap:
            tap.message_ends(len(rest))
        super()._finishResponse(rest)

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802 - Twisted's name
        """Note how the message was cut off, or delimited, by the end of the connection."""
        if self._tap and self._parser:  # without a parser, it was Twisted that gave up on the response
            # Over TLS, servers that end without close_notify are too many to be called broken.
            clean = self._tls or isinstance(reason.value, ConnectionDone)
            self._tap.closed = "clean" if clean else "broken"
        super().connectionLost(reason)  # type: ignore[no-untyped-call] # Twisted's
        self._tap = None

    def release(self, tap: Tap) -> None:
        """Take the tap off; a connection with an unfinished message is of no further use and is aborted."""
        if self._tap is tap:
            self._tap = None
            self._abort()

    def _abort(self) -> None:
        self.transport.abortConnection()


class _TappedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> TappedConnection:  # noqa: ARG002, N802 - Twisted's names
        return TappedConnection(self._quiescentCallback)  # type: ignore[no-untyped-call] # Twisted's


class _Tagging:
    """What the pool hands out for one request: a connection that tells the request its tap."""

    def __init__(self, connection: Any, tap: Tap) -> None:
        self._connection, self._tap = connection, tap

    def request(self, request: Any) -> Deferred[IResponse]:
        request.__class__, request.tap = _TappedRequest, self._tap
        response: Deferred[IResponse] = self._connection.request(request)
        return response


class _GuardedReactor:
    """The reactor as an endpoint sees it: connects only to addresses that `host` may have."""

    def __init__(self, reactor: Any, guard: AddressGuard, host: str) -> None:
        self._reactor, self._guard, self._host = reactor, guard, host

    def connectTCP(self, host: str, *args: Any, **options: Any) -> IConnector:  # noqa: N802 - Twisted's name
        if reason := self._guard.refuses(self._host, host):
            raise AddressRefused(reason)
        connector: IConnector = self._reactor.connectTCP(host, *args, **options)
        return connector

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)


class TappedPool(HTTPConnectionPool):
    """Twisted's connection pool, handing out connections with a tap on."""

    _factory = _TappedFactory

    def __init__(self, reactor: Any, guard: AddressGuard, kept_per_host: int) -> None:
        super().__init__(reactor, persistent=True)  # type: ignore[no-untyped-call] # Twisted's
        self.maxPersistentPerHost = kept_per_host
        self._guard = guard

    def getConnection(self, key: Hashable, endpoint: IStreamClientEndpoint) -> Deferred[Any]:  # noqa: N802
        """A connection for the request of this call, from the pool or new."""
        tap = tap_of_this_call.get()
        if not tap.proxied:  # the operator chose the proxy
            self._guarded(endpoint)
        return super().getConnection(key, endpoint).addCallback(_Tagging, tap)

    def _guarded(self, endpoint: Any) -> None:
        """Make the endpoint, which is used for this one request, look before it connects.

        The reactor is where it turns with each address that the name resolved to, so a name that changes its address
        between a look-up and the connection gains nothing.
        """
        by_name = getattr(endpoint, "_wrappedEndpoint", endpoint)  # TLS wraps
        if not isinstance(by_name, HostnameEndpoint):
            raise TypeError(f"cannot guard {endpoint!r}: Twisted connects in a new way")
        by_name._reactor = _GuardedReactor(by_name._reactor, self._guard, by_name._hostText)

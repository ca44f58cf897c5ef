"""Scrapy download handler that keeps each exchange as it crossed the wire before the response is delivered."""

import logging
from asyncio import CancelledError
from typing import Protocol, runtime_checkable
from urllib.parse import urldefrag

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadTimeoutError,
    NotConfigured,
    StopDownload,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.spider import DefaultSpider
from twisted.web.client import URI, ResponseFailed

from archive.exchange import Exchange

from .connection import TappedPool, tap_of_this_call
from .politeness.guard import AddressGuard, AddressRefused
from .tap import Tap

logger = logging.getLogger(__name__)

LONGEST_ADDRESS = 8000
"""Characters, escapes included: what servers and readers of WARC headers take. Redirects may name longer ones."""


@runtime_checkable
class Sink(Protocol):
    """The extension that stores exchanges."""

    def record(self, exchange: Exchange, request: Request) -> object:
        """Store it before returning, and say where; None if it is not worth a record. Raising fails the request."""


class WireDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler; `request.meta["capture"]` says where the sink stored what is delivered."""

    lazy = True  # so that spider and extensions exist when it is built

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._sink = _sink(crawler)
        self._guard = AddressGuard(_named_hosts(crawler))
        self._pool = TappedPool(self._pool._reactor, self._guard, self._pool.maxPersistentPerHost)

    async def download_request(self, request: Request) -> Response:
        """Fetch, record, deliver, in this order; failures and partial responses are recorded too."""
        request.meta.pop("capture", None)  # redirects and retries copy meta
        tap = self._tap(request)
        try:
            response = await self._fetch(request, tap)
        except AddressRefused as refused:
            self._count(request, refused)
            raise
        except (Exception, CancelledError) as error:
            self._record(request, tap, error)
            raise
        self._record(request, tap, _stopped(request) if "download_stopped" in response.flags else None)
        return response

    def _tap(self, request: Request) -> Tap:
        scheme = urlparse_cached(request).scheme
        if scheme not in ("http", "https"):
            raise UnsupportedURLSchemeError(f"{request.url}: only http and https are fetched")
        maxsize = min(request.meta.get("download_maxsize") or self._default_maxsize, self._default_maxsize)
        return Tap(secure=scheme == "https", proxied=bool(request.meta.get("proxy")), maxsize=maxsize)

    async def _fetch(self, request: Request, tap: Tap) -> Response:
        if "@" in urlparse_cached(request).netloc:  # Twisted takes it for a part of the host
            raise AddressRefused("there is a user or password in the address")
        if len(request.url) > LONGEST_ADDRESS:
            raise AddressRefused(
                f"an address of {len(request.url)} characters, at most {LONGEST_ADDRESS} are asked for"
            )
        if tap.proxied:
            address = URI.fromBytes(request.url.encode())  # type: ignore[no-untyped-call] # Twisted's
            host = address.host.decode()  # as the proxy sees it, user information included
            if reason := self._guard.refuses_unresolved(host):
                raise AddressRefused(reason)
        tap_of_this_call.set(tap)
        request.meta["tap"] = tap  # for handlers of headers_received, whom Scrapy tells no status
        try:
            return await super().download_request(request)
        finally:
            del request.meta["tap"]
            if tap.overflow:  # whatever Twisted made of the aborted connection, the cause is this, and final
                raise DownloadCancelledError(f"{request.url}: {tap.overflow}")

    def _record(self, request: Request, tap: Tap, error: BaseException | None) -> None:
        if isinstance(error, DownloadCancelledError) and not str(error):
            error = DownloadCancelledError(f"more than the {tap.maxsize} bytes of DOWNLOAD_MAXSIZE came")
        exchange = tap.exchange(urldefrag(request.url).url, request.method, _line(error), _ours(error))
        capture = self._sink.record(exchange, request)
        if capture is not None:
            request.meta["capture"] = capture

    def _count(self, request: Request, refused: AddressRefused) -> None:
        if self._crawler.stats:
            self._crawler.stats.inc_value("guard/refused")
        logger.info("Refused %s: %s", request.url[:LONGEST_ADDRESS], refused, extra={"spider": self._crawler.spider})


def _sink(crawler: Crawler) -> Sink:
    extensions = crawler.extensions.middlewares if crawler.extensions else ()
    for extension in extensions:
        if isinstance(extension, Sink):
            return extension
    raise NotConfigured("no extension stores exchanges; EXTENSIONS must name one that has a record() method")


def _named_hosts(crawler: Crawler) -> frozenset[str]:
    """The spider's `named_hosts`; the hosts of its start_urls if it has none; all in `scrapy shell` and `fetch`."""
    if isinstance(crawler.spider, DefaultSpider):
        return _Everything()
    named: frozenset[str] | None = getattr(crawler.spider, "named_hosts", None)
    if named is not None:
        return named
    urls = getattr(crawler.spider, "start_urls", ())
    return frozenset(urlparse_cached(Request(url)).hostname or "" for url in urls)


class _Everything(frozenset[str]):
    def __contains__(self, _: object) -> bool:
        return True


def _stopped(request: Request) -> Exception:
    """Why a handler of bytes_received, which says it in the request's meta, took no more of a body."""
    enough: str | None = request.meta.get("enough")
    return DownloadCancelledError(enough) if enough else StopDownload()


def _ours(error: BaseException | None) -> str | None:
    """The WARC-Truncated reason if it was the crawler that ended the exchange."""
    match error:
        case DownloadCancelledError():
            return "length"
        case DownloadTimeoutError():
            return "time"
        case StopDownload() | CancelledError():
            return "unspecified"
    return None


def _line(error: BaseException | None) -> str | None:
    """What went wrong; Twisted wraps it in a list of failures, which Scrapy wraps again."""
    if error is None:
        return None
    if isinstance(error.__cause__, ResponseFailed) and error.__cause__.reasons:
        error = error.__cause__.reasons[0].value
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__

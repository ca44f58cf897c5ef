"""429 and 503: the whole host is left alone for as long as it asks (RFC 9110, section 10.2.3), or ever longer."""

import logging
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from ..options import value
from ..requisites.request import wanted
from .downloader import PoliteDownloader
from .leave import HostLeft

logger = logging.getLogger(__name__)

REFUSALS = (429, 503)
NOTEWORTHY = 60.0
"""Seconds of waiting from which an operator wants to know."""


def seconds(value: bytes | None, date: bytes | None) -> float | None:
    """How long a Retry-After header asks to wait; None if there is none, or nothing one can read.

    `date` is the answer's Date: a server whose clock is wrong still says how long it means.
    """
    text = (value or b"").decode("latin-1").strip()
    if text.isascii() and text.isdecimal():
        return float(text) if len(text) < 10 else float("inf")
    until = _moment(text)
    if until is None:
        return None
    now = _moment((date or b"").decode("latin-1").strip()) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds())


def _moment(text: str) -> datetime | None:
    if not 20 < len(text) < 50:
        return None
    try:
        moment = parsedate_to_datetime(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError):
        return None


class RetryAfter:
    """Holds a host's slot; Scrapy's RetryMiddleware has the request wait in the scheduler for its next try."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._longest: float = value(crawler.settings, "RETRY_AFTER_MAX")
        self.dropped: Counter[str] = Counter()
        """Hosts that were left, and how many requests were not made for it."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.downloaded, signals.response_downloaded)
        crawler.signals.connect(middleware.closed, signals.spider_closed)
        return middleware

    @property
    def _downloader(self) -> PoliteDownloader:
        downloader = self._crawler.engine.downloader
        assert isinstance(downloader, PoliteDownloader)
        return downloader

    def process_request(self, request: Request) -> None:
        """HostLeft once its host was left."""
        if left := self._downloader.slot_of(request).left:
            raise HostLeft(left)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count what was not asked of a host that was left, but for robots.txt and the like."""
        if isinstance(exception, HostLeft) and request.callback is not NO_CALLBACK:
            if wanted(request):
                self._crawler.stats.inc_value("requisites/dropped")
                return
            self.dropped[self._downloader.get_slot_key(request)] += 1
            self._crawler.stats.inc_value("hosts/dropped")

    def downloaded(self, response: Response, request: Request) -> None:
        """Hold the host if it refuses, before the downloader turns to its next request."""
        slot, now = self._downloader.slot_of(request), monotonic()
        if response.status not in REFUSALS:
            if slot.held_until <= now:  # else the request was made before the host refused another
                slot.refusals.forget()
            return
        asked = seconds(response.headers.get(b"Retry-After"), response.headers.get(b"Date"))
        if slot.held_until > now and not asked:
            return  # it refused requests that were made at once; that is one refusal
        wait = slot.refusals.wait(asked, now)
        if now + wait - slot.refusals.since > self._longest:
            self._leave(request, response.status, wait)
        elif not slot.left:
            self._hold(request, response.status, wait)

    def closed(self) -> None:
        """What was not asked of the hosts that were left."""
        for host, requests in self.dropped.items():
            logger.warning("%s was left alone as it asked: %d request(s) were not made", host, requests)

    def _hold(self, request: Request, status: int, wait: float) -> None:
        self._crawler.stats.inc_value("hosts/held")
        level = logging.INFO if wait < NOTEWORTHY else logging.WARNING
        logger.log(level, "%s answers %d: it is left alone for %.0f s", urlparse_cached(request).netloc, status, wait)
        self._downloader.hold(self._downloader.slot_of(request), wait)

    def _leave(self, request: Request, status: int, wait: float) -> None:
        slot, host = self._downloader.slot_of(request), self._downloader.get_slot_key(request)
        if slot.left:
            return
        reason = f"it wants to be left alone for {wait:.0f} s"
        if wait <= self._longest:
            reason = f"it has refused for {monotonic() - slot.refusals.since:.0f} s"
        slot.left = f"{host} answers {status} and {reason}, with RETRY_AFTER_MAX={self._longest:g} s"
        self._crawler.stats.inc_value("hosts/left")
        logger.warning("%s: nothing more is asked of it in this crawl", slot.left)
        if wanted(request) is None:  # a host of pictures alone does not make the crawl a failure
            self.dropped[host] += 0
        slot.held_until = 0.0
        self._downloader.wake()

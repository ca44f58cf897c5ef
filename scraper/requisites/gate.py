"""The downloader middleware that requisites pass: what is known meanwhile, costs too much or is none is not fetched."""

import logging
import time
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Headers, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.spidermiddlewares.referer import StrictOriginWhenCrossOriginPolicy

from archive.exchange import Context

from ..once import AlreadyThere
from ..politeness.leave import LeftAlone
from ..recorder import Recorder
from ..tap import Tap
from .collector import Collector
from .request import HOPS, wanted

logger = logging.getLogger(__name__)

CONDITIONS = ("If-None-Match", "If-Modified-Since")


class TooMuch(LeftAlone):
    """A budget is used up."""


class Closing(LeftAlone):
    """Only requisites are fetched any more."""


class NoRequisite(StopDownload):
    """A 200 has a media type of REQUISITE_REFUSED: its head is kept, its body not downloaded."""

    def __init__(self, media_type: str) -> None:
        super().__init__(fail=True)
        self.media_type = media_type

    def __str__(self) -> str:
        return f"{self.media_type} is one of REQUISITE_REFUSED"


class Gate:
    """Lets through what is still wanted, with the Referer that a browser would send."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._referrers = StrictOriginWhenCrossOriginPolicy()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook."""
        gate = cls(crawler)
        crawler.signals.connect(gate.headers_received, signals.headers_received)
        return gate

    def process_request(self, request: Request) -> None:
        """AlreadyThere or TooMuch, or nothing."""
        asked = wanted(request)
        if asked is None:
            collector = self._crawler.get_extension(Collector)
            if collector and collector.closing and request.callback is not NO_CALLBACK:  # robots.txt and the like
                self._crawler.stats.inc_value("frontier/not_asked")
                raise Closing(f"the crawl ends: {collector.closing}")
            return
        request.meta.setdefault("redirect_ttl", HOPS)
        if request.meta.get("redirect_times"):
            for name in CONDITIONS:  # they tell of another address
                request.headers.pop(name, None)
        if self._is_there(request):
            raise AlreadyThere(f"{request.url} came meanwhile")
        if setting := self._collector.budget.exhausted(asked.page, asked.since):
            self._crawler.stats.inc_value(f"requisites/left_out/{setting}")
            raise TooMuch(f"{request.url}: {setting} is used up")
        self._refer(request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Count what came."""
        if asked := wanted(request):
            self._collector.budget.pay(asked.page, len(response.body))
        return response

    def headers_received(self, headers: Headers, request: Request) -> None:
        """Scrapy's hook, before a body comes: NoRequisite for what is no requisite's."""
        tap: Tap | None = request.meta.get("tap")
        if wanted(request) is None or tap is None or tap.status != 200:
            return
        said = (headers.get(b"Content-Type") or b"").decode("latin-1").partition(";")[0].strip().lower()
        if said.startswith(self._collector.limits.refused):
            raise NoRequisite(said)

    @property
    def _collector(self) -> Collector:
        collector = self._crawler.get_extension(Collector)
        assert collector is not None, "the requisites' Collector is switched off"
        return collector

    def _is_there(self, request: Request) -> bool:
        recorder = self._crawler.get_extension(Recorder)
        seen = recorder.history.requisites.find(request.url) if recorder else None
        if seen is None or seen.checked is None:
            return False
        if request.meta.get("redirect_times"):
            return not seen.is_due(time.time(), self._collector.limits.fresh, self._collector.limits.fresh_max)
        return seen.checked > float(request.meta["made"])

    def _refer(self, request: Request) -> None:
        """On every hop: a redirect to another host must not take the page's path and query along."""
        context: Context = request.meta["context"]
        referrer = self._referrers.referrer(context.source or "", request.url)
        if referrer:
            request.headers["Referer"] = referrer
        else:
            request.headers.pop("Referer", None)

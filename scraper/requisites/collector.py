"""Which requisites of a captured page are asked for, and when all of a page's are there."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.asyncio import create_looping_call
from twisted.python.failure import Failure

from archive.errors import PressmarkError
from archive.exchange import Location
from archive.requisites.requisite import Requisite
from archive.requisites.seen import PATIENCE, Seen

from ..options import OURS, value
from ..politeness.leave import LeftAlone
from ..recorder import Captured, Recorder
from .budget import Budget, Limits
from .request import LATER, URGENT, Wanted, for_requisite, wanted
from .unfinished import Unfinished

logger = logging.getLogger(__name__)

PICTURES = ("image", "icon")
LOOK_SECONDS = 1.0
"""Between two looks whether pages could go on."""
MOST = 2000
"""Requisites of one page or stylesheet that are looked at."""


class Collector:
    """The extension that makes the requests for requisites; the spider gives it pages, stylesheets and failures."""

    def __init__(self, crawler: Crawler) -> None:
        setting = {name: value(crawler.settings, name) for name in OURS}
        self._crawler = crawler
        self._mode: str = setting["REQUISITES"]
        self._most_waiting: int = setting["REQUISITES_WAITING"]
        self.limits = Limits.of(setting)
        self.budget = Budget(self.limits)
        self._began = time.time()
        self.waiting = 0
        """Requests that were made and have not ended."""
        self.closing: str | None = None
        """Why the crawl ends when all requisites are there: no page is fetched any more."""
        self._reading = 0
        self._ending: asyncio.Task[None] | None = None
        self._unfinished: Unfinished | None = None
        self._looking = create_looping_call(self.look)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook."""
        collector = cls(crawler)
        crawler.signals.connect(collector.closed, signals.spider_closed)
        return collector

    @property
    def is_busy(self) -> bool:
        """Whether requisites are awaited, or pages are read that may need some."""
        return self.waiting > 0 or self._reading > 0

    async def left(self) -> AsyncIterator[Request]:
        """What earlier crawls of the site left of their pages' requisites."""
        if self._mode == "none":
            return
        self._looking.start(LOOK_SECONDS, now=False)
        self._unfinished = Unfinished(self._recorder.unfinished)
        for page, at in self._unfinished.left.items():
            self.budget.begin(page)
            for request in await self._of(at, page, page, 0, time.time()):
                yield request
            self._end(page)

    def begin(self, response: Response) -> None:
        """A page was captured that may need requisites."""
        captured: Captured | None = response.meta.get("capture")
        if self._unfinished and captured and response.status == 200:
            self._reading += 1
            self.budget.begin(response.url)
            self._unfinished.begin(response.url, captured.group)

    async def of_page(self, response: Response, needs: bool = True) -> list[Request]:
        """The requests for a page's requisites; none if it `needs` none after all. To be preceded by begin."""
        captured: Captured | None = response.meta.get("capture")
        if not (self._unfinished and captured and response.status == 200):
            return []
        page = response.url
        requests = await self._of(captured.group, page, page, 0, time.time()) if needs else []
        self._reading -= 1
        self._end(page)
        return requests

    async def of_requisite(self, response: Response) -> list[Request]:
        """The requests for what a stylesheet names in turn; a 304 stands for what is archived."""
        asked, captured = wanted(response.request), response.meta.get("capture")  # type: ignore[arg-type]
        assert asked is not None
        self._count("unchanged" if response.status == 304 else "fetched")
        requests: list[Request] = []
        if asked.what == "style" and captured and response.status in (200, 304):
            requests = await self._of(captured.group, asked.page, response.url, asked.depth, asked.since)
        self._over(asked)
        return requests

    def failed(self, failure: Failure) -> None:
        """A requisite that came to nothing: one line, and no failure of the page."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        asked = wanted(request)
        assert asked is not None
        if not isinstance(failure.value, LeftAlone):
            self._count("failed")
            if not isinstance(failure.value, HttpError):  # of these Scrapy tells
                said = failure.getErrorMessage() or type(failure.value).__name__
                logger.info("%s, a requisite of %s: %s", request.url, asked.page, said)
        self._over(asked)

    def only_these_are_left(self) -> bool:
        """Whether the crawl has nothing to do but to fetch requisites."""
        engine = self._crawler.engine
        if not self.waiting or engine._slot is None or engine._start is not None:
            return False
        return len(engine.scheduler) + len(engine._slot.inprogress) <= self.waiting  # type: ignore[arg-type]

    def look(self) -> None:
        """Have the spider go on with its pages, as if it were idle, when nothing else than requisites waits."""
        if self.only_these_are_left() and not self.closing:
            self._crawler.signals.send_catch_log(
                signals.spider_idle, spider=self._crawler.spider, dont_log=DontCloseSpider
            )

    def closed(self) -> None:
        """Say what was left out."""
        if self._looking.running:
            self._looking.stop()
        if self._unfinished:
            self._unfinished.close()
        prefix = "requisites/left_out/"
        for name, number in sorted(self._crawler.stats.get_stats().items()):
            if name.startswith(prefix):
                logger.warning("%d requisite(s) were not fetched: %s", number, name.removeprefix(prefix))

    async def _of(self, group: Location, page: str, via: str, depth: int, since: float) -> list[Request]:
        try:
            found: list[Requisite] = await self._recorder.requisites(group, MOST)
        except PressmarkError as error:  # its records cannot be had, or a trap in them cost itself
            logger.warning("cannot find the requisites of %s: %s", via, error)
            return []
        requests = list(self._requests(found, page, via, depth, since))
        self.waiting += len(requests)
        return requests

    def _requests(self, found: list[Requisite], page: str, via: str, depth: int, since: float) -> Iterator[Request]:
        spider: Any = self._crawler.spider
        history, now = self._recorder.history, time.time()
        for each in found:
            if each.url in (page, via) or (self._mode == "images" and each.what not in PICTURES):
                continue
            seen = history.requisites.find(each.url)
            longest = self.limits.fresh if each.what == "style" else self.limits.fresh_max  # for what it names in turn
            if seen and not (self._is_new(seen, now) and seen.is_due(now, self.limits.fresh, longest)):
                self._count("known")
                continue
            if history.article(each.url):  # a page, which would not be captured whole as a picture
                continue
            deeper = depth + (each.what == "style")
            over = "REQUISITE_DEPTH" if deeper > self.limits.depth else self.budget.take(page, _host(each.url))
            if over:
                self._count(f"left_out/{over}")
                continue
            history.requisites.asked(each.url, now)
            self.budget.begin(page)
            priority = URGENT if self.waiting >= self._most_waiting else LATER
            then = {"callback": spider.parse_requisite, "errback": spider.requisite_failed}
            asked = Wanted(each.what, page, since, deeper)
            yield for_requisite(each, asked, via, seen, self.limits, priority=priority, **then)

    def _is_new(self, seen: Seen, now: float) -> bool:
        """Whether this crawl did not ask of late, however short REQUISITE_FRESH is."""
        return seen.last < self._began or now - seen.last >= PATIENCE

    @property
    def _recorder(self) -> Recorder:
        recorder = self._crawler.get_extension(Recorder)
        assert recorder is not None, "the Recorder extension is switched off"
        return recorder

    def _over(self, asked: Wanted) -> None:
        self.waiting = max(0, self.waiting - 1)
        self._end(asked.page)

    def _end(self, page: str) -> None:
        if self.budget.end(page) and self._unfinished:
            self._unfinished.end(page)
        if self.closing and not self.is_busy and self._ending is None:
            self._ending = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=self.closing))

    def _count(self, what: str) -> None:
        self._crawler.stats.inc_value(f"requisites/{what}")


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""

"""Pages that were taken down are not asked for again, in whatever form of their address, nor where a redirect leads."""

import logging
from collections import Counter
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.utils.spider import DefaultSpider

from ..recorder import Recorder
from .leave import LeftAlone

logger = logging.getLogger(__name__)


class TakenDown(LeftAlone):
    """The archive's ledger refuses it; told when the crawl ends."""


class Takedowns:
    """The downloader middleware that asks the ledger, which the Recorder has read, before each request."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._refused: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook."""
        takedowns = cls(crawler)
        crawler.signals.connect(takedowns.closed, signals.spider_closed)
        return takedowns

    async def process_request(self, request: Request) -> None:
        """TakenDown when the page is refused; a redirect makes a request of its own, and comes by here too."""
        recorder = self._crawler.get_extension(Recorder)
        if recorder is None or isinstance(self._crawler.spider, DefaultSpider):
            return
        if by := recorder.takedowns.refuses(request.url):
            self._refused[by.name] += 1
            self._crawler.stats.inc_value("takedowns/refused")
            raise TakenDown(f"taken down: {by.name}")

    def closed(self) -> None:
        """How many requests were not made, and by which takedown."""
        for name, pages in self._refused.items():
            logger.warning("Taken down: %d request(s) not made, as %s says", pages, name)

"""The recorder's stand-in where a site is looked at and not crawled."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from archive import message
from archive.exchange import Exchange
from archive.extraction import entity

from ..politeness.opt_out import OptOuts

KEPT = {"nothing": "nothing", "capture": "no text", "mark": "all, marked"}


class Witness:
    """The extension in the recorder's place, which keeps no more than what responses say against being kept."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self.opt_outs: list[str] = []
        self.charsets: dict[str, str | None] = {}
        self.faults: dict[str, str] = {}
        """Why a robots.txt cannot be had."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook."""
        return cls(crawler)

    def record(self, exchange: Exchange, request: Request) -> None:
        """Look at an exchange; nothing of it is stored."""
        if exchange.url.endswith("/robots.txt"):
            self.faults[exchange.url] = exchange.error or f"it answers {message.status(exchange.head)}"
        policy = self._crawler.get_downloader_middleware(OptOuts)
        if policy and exchange.head:
            self.charsets[exchange.url] = entity.charset(exchange.head)
            decision = policy.decide(exchange, request)
            said = f"{(decision.text or '').partition(': ')[2]}: a crawl keeps {KEPT.get(decision.action, 'all')}"
            if decision.text and said not in self.opt_outs:
                self.opt_outs.append(said)

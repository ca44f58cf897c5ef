"""A crawl that stays: whenever nothing is left to do, what has become due since is asked for (setting WATCH)."""

from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, NotConfigured

from . import options
from .spider import NewsSpider


class Watch:
    """Scrapy says every five seconds that a spider is idle; until it is stopped, that is the moment to look again."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook."""
        if not options.value(crawler.settings, "WATCH"):
            raise NotConfigured
        watch = cls(crawler)
        crawler.signals.connect(watch.idle, signals.spider_idle)
        return watch

    def idle(self, spider: Spider) -> None:
        """Ask for what is due, and stay."""
        if isinstance(spider, NewsSpider):
            if self._crawler.engine.spider_is_idle() or spider.collector.only_these_are_left():  # else a list goes on
                spider.ask(spider.due_again())
            raise DontCloseSpider

"""On a terminal, one live line while the crawl goes on; elsewhere Scrapy's plain logs."""

import logging
import sys
import time
from collections import deque
from typing import Self

from rich.console import Console
from rich.filesize import decimal
from rich.live import Live
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.statscollectors import StatsCollector
from scrapy.utils.log import get_scrapy_root_handler

WINDOW = 10.0
"""Seconds over which the rate is taken."""


class Progress:
    """Pages, articles, errors, rate and bytes of the crawl, redrawn four times a second."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._began = time.monotonic()
        self._seen: deque[tuple[float, int]] = deque([(self._began, 0)])
        console = Console(stderr=True, highlight=False)
        self._live = Live(get_renderable=self._line, console=console, refresh_per_second=4, transient=True)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook: off where nobody watches, or where the log goes to the terminal in full."""
        if not sys.stderr.isatty() or not crawler.settings.getbool("LOG_ENABLED"):
            raise NotConfigured
        progress = cls(crawler)
        crawler.signals.connect(progress.opened, signals.spider_opened)
        crawler.signals.connect(progress.stopped, signals.engine_stopped)
        return progress

    def opened(self) -> None:
        """Begin the line; what is logged scrolls above it."""
        self._live.start()
        handler = get_scrapy_root_handler()
        if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
            handler.setStream(sys.stderr)

    def stopped(self) -> None:
        """Leave the terminal to what comes after."""
        self._live.stop()
        handler = get_scrapy_root_handler()
        if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
            handler.setStream(sys.stderr)

    def _line(self) -> Text:
        stats, now = self._crawler.stats, time.monotonic()
        pages = count(stats, "response_received_count")
        self._seen.append((now, pages))
        while len(self._seen) > 2 and self._seen[0][0] < now - WINDOW:
            self._seen.popleft()
        since, before = self._seen[0]
        rate = (pages - before) / max(now - since, 0.001)
        minutes, seconds = divmod(int(now - self._began), 60)
        name = self._crawler.spider.name if self._crawler.spider else ""
        beside = count(stats, "requisites/fetched") + count(stats, "requisites/unchanged")
        return Text(
            f"{name}  {minutes}:{seconds:02d}  {pages} pages  {count(stats, 'item_scraped_count')} articles  "
            f"{f'{beside} requisites  ' if beside else ''}"
            f"{errors(stats)} errors  {rate:.1f} pages/s  {decimal(count(stats, 'downloader/response_bytes'))}",
            no_wrap=True,
            overflow="ellipsis",
        )


def count(stats: StatsCollector, name: str) -> int:
    """A statistic that may not have been counted yet."""
    return int(stats.get_value(name, 0))


def errors(stats: StatsCollector) -> int:
    """Requests that failed, answers of 400 and above, pages and callbacks that could not be read."""
    found = stats.get_stats()
    expected = count(stats, "robotstxt/forbidden")  # Scrapy counts these as exceptions too
    expected += count(stats, "sources/guessed_in_vain") + count(stats, "optout/absent")
    expected += count(stats, "frontier/already_there") + count(stats, "frontier/not_asked")
    expected += count(stats, "takedowns/refused")
    prefixes = (
        "downloader/exception_count",
        "downloader/response_status_count/4",
        "downloader/response_status_count/5",
        "articles/failed",
        "spider_exceptions/count",
    )
    return sum(int(number) for name, number in found.items() if name.startswith(prefixes)) - expected

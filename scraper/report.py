"""What a crawl brought, as a table a person can read, when it ends."""

from typing import Self

from rich.console import Console
from rich.filesize import decimal
from rich.table import Table
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from . import options
from .progress import count, errors


class Report:
    """Prints to standard error after the last commit, so that `-o -` keeps standard output to itself."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook."""
        if not options.value(crawler.settings, "REPORT"):
            raise NotConfigured
        report = cls(crawler)
        crawler.signals.connect(report.stopped, signals.engine_stopped)
        return report

    def stopped(self) -> None:
        """Print the table."""
        Console(stderr=True, highlight=False, soft_wrap=True).print(self._table())

    def _table(self) -> Table:
        stats, uri = self._crawler.stats, options.value(self._crawler.settings, "ARCHIVE_URI")
        spider = self._crawler.spider
        table = Table(
            title=f"{spider.name if spider else 'crawl'}: {stats.get_value('finish_reason')}", show_header=False
        )
        table.add_row("Pages fetched", f"{count(stats, 'response_received_count')}, {self._not_fetched()}")
        table.add_row(
            "Articles",
            f"{count(stats, 'item_scraped_count')} read, {count(stats, 'archive/committed/articles')} new or changed stored",
        )
        table.add_row(
            "Captures",
            f"{count(stats, 'archive/committed/captures')} in {count(stats, 'archive/segments')} WARC file(s), "
            f"{decimal(count(stats, 'archive/committed/bytes'))}; {decimal(count(stats, 'downloader/response_bytes'))} received",
        )
        table.add_row("Archive", uri)
        where = "" if uri == "data" else f" --archive {uri}"
        table.add_section()
        table.add_row("Read the corpus", f"python -c \"import polars; print(polars.read_delta('{uri}/articles'))\"")
        table.add_row("Replay a page", f"archive replay{where}")
        table.add_row("Verify", f"archive verify{where}")
        return table

    def _not_fetched(self) -> str:
        stats = self._crawler.stats
        return f"{errors(stats)} errors, {count(stats, 'robotstxt/forbidden')} forbidden by robots.txt"

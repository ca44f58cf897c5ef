"""What a crawl brought, as a table a person can read, when it ends."""

import os
import shlex
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.filesize import decimal
from rich.table import Table
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.spider import DefaultSpider

from . import options
from .layouts import hinted
from .progress import count, errors
from .requisites.tally import requisites


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
        """Print it, unless nothing was crawled but looked at."""
        if isinstance(self._crawler.spider, DefaultSpider):
            return
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        uri = options.value(self._crawler.settings, "ARCHIVE_URI")
        with suppress(SystemExit, OSError):  # rich leaves when nobody reads on (`| head`); Scrapy would hang of it
            console.print(self._table(uri))
            if count(self._crawler.stats, "archive/committed/captures"):
                console.print(_next(uri), markup=False)

    def _table(self, uri: str) -> Table:
        stats, spider = self._crawler.stats, self._crawler.spider
        name = spider.name if spider else "crawl"
        table = Table(title=f"{name}: {stats.get_value('finish_reason')}", title_justify="left", show_header=False)
        read, stored = count(stats, "item_scraped_count"), count(stats, "archive/committed/articles")
        captures, segments = count(stats, "archive/committed/captures"), count(stats, "archive/segments")
        received, written = count(stats, "downloader/response_bytes"), count(stats, "archive/committed/bytes")
        forbidden, dropped = count(stats, "robotstxt/forbidden"), count(stats, "hosts/dropped")
        useless, unchanged = count(stats, "sources/useless"), count(stats, "frontier/unchanged")
        again = count(stats, "frontier/revisit") + count(stats, "frontier/modified")
        table.add_row(
            "Sources", f"{count(stats, 'sources/read')} read" + (f", {useless} warning(s)" if useless else "")
        )
        table.add_row("Due", f"{count(stats, 'frontier/new')} new, {again} again; {unchanged} answered 304")
        table.add_row("Pages fetched", str(count(stats, "response_received_count")))
        table.add_row("Not fetched", f"{errors(stats)} failed, {forbidden} forbidden by robots.txt, {dropped} given up")
        if said := requisites(stats):
            table.add_row("Requisites", said)
        if refused := count(stats, "takedowns/refused"):
            table.add_row("Taken down", f"{refused} request(s) not made")
        table.add_row("Articles stored", f"{stored} new or changed, of {read} read")
        if said := hinted(stats):
            table.add_row("Hints", said)
        table.add_row("Captures stored", f"{captures} in {segments} WARC file(s)")
        table.add_row("Bytes", f"{decimal(received)} received, {decimal(written)} of WARC")
        table.add_row("Where", uri)
        return table


def _next(uri: str) -> str:
    archive = "" if uri == "data" else f" --archive {shlex.quote(uri)}"
    beside = "" if shutil.which("archive") else f"{os.path.relpath(Path(sys.executable).parent)}/"
    return (
        "Try next:\n"
        f"  {beside}python -c \"import polars; print(polars.read_delta('{uri}/articles'))\"   # read the corpus\n"
        f"  {beside}archive replay{archive}   # replay a page (make pywb installs pywb)\n"
        f"  {beside}archive verify{archive}   # hold every record and row against one another"
    )

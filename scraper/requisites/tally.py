"""Requisites counted by themselves: what Scrapy counts, reports and limits as pages stays pages."""

from rich.filesize import decimal
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.stats import DownloaderStats
from scrapy.extensions.closespider import CloseSpider
from scrapy.extensions.corestats import CoreStats
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector

from ..politeness.leave import LeftAlone
from .collector import Collector
from .request import wanted


class PageStats(DownloaderStats):
    """The downloader middleware that counts requests and answers: `downloader/…` of pages, `requisites/…` of these."""

    def process_request(self, request: Request) -> None:  # type: ignore[override]  # Scrapy's takes a spider no longer
        """Scrapy's hook."""
        if wanted(request) is None:
            super().process_request(request)
        else:
            self.stats.inc_value("requisites/requests")

    def process_response(self, request: Request, response: Response) -> Response:  # type: ignore[override]
        """Scrapy's hook."""
        if wanted(request) is None:
            super().process_response(request, response)
        else:
            self.stats.inc_value(f"requisites/status/{response.status}")
            self.stats.inc_value("requisites/bytes", len(response.body))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:  # type: ignore[override]
        """Scrapy's hook."""
        if wanted(request) is None:
            super().process_exception(request, exception)
        elif not isinstance(exception, LeftAlone):
            self.stats.inc_value(f"requisites/exception/{type(exception).__name__}")


class PageCount(CoreStats):
    """`response_received_count`, by which Scrapy tells of its pace."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PageCount":
        """Scrapy's hook."""
        counting = super().from_crawler(crawler)
        crawler.signals.disconnect(counting.response_received, signals.response_received)
        crawler.signals.connect(counting.page_received, signals.response_received)
        return counting

    def page_received(self, request: Request) -> None:
        """Count a page."""
        if wanted(request) is None:
            self.stats.inc_value("response_received_count")


class ClosePages(CloseSpider):
    """CLOSESPIDER_PAGECOUNT and its like count pages; a crawl that was to bring so many brings their requisites too.

    Unless JOBDIR keeps what waits for the next time.
    """

    def _close_spider(self, reason: str) -> None:
        collector = self.crawler.get_extension(Collector)
        counted = reason in ("closespider_itemcount", "closespider_pagecount")
        if counted and collector and collector.is_busy and not self.crawler.settings["JOBDIR"]:
            collector.closing = reason
        else:
            super()._close_spider(reason)

    def page_count(self, response: Response, request: Request, spider: Spider) -> None:
        """Scrapy's hook."""
        if wanted(request) is None:
            super().page_count(response, request, spider)


def requisites(stats: StatsCollector) -> str | None:
    """What became of a crawl's requisites, in words; None when none was asked for."""
    number = {name: int(stats.get_value(f"requisites/{name}", 0)) for name in ("fetched", "unchanged", "failed")}
    refused = sum(int(stats.get_value(f"requisites/{name}", 0)) for name in ("forbidden", "dropped"))
    left = sum(int(value) for name, value in stats.get_stats().items() if name.startswith("requisites/left_out/"))
    if not (sum(number.values()) or refused or left):
        return None
    said = [f"{number['fetched']} fetched ({decimal(int(stats.get_value('requisites/bytes', 0)))})"]
    said += [f"{number['unchanged']} answered 304"] if number["unchanged"] else []
    said += [f"{number['failed']} failed"] if number["failed"] else []
    said += [f"{refused} forbidden or given up"] if refused else []
    said += [f"{left} over budget"] if left else []
    return ", ".join(said)

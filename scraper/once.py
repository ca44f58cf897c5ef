"""Nothing is fetched twice: a page that was captured after a request for it was made need not be asked for."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from archive.exchange import Context

from .politeness.leave import LeftAlone
from .recorder import Recorder


class AlreadyThere(LeftAlone):
    """The page came meanwhile: by a redirect, or asked for by another request, of an interrupted crawl, say."""


class Once:
    """The downloader middleware that drops such requests; Scrapy's own filter would forget what a kill -9 took."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Drop it when the history knows a conclusive answer that is younger than the request."""
        context: Context | None = request.meta.get("context")
        made: float | None = request.meta.get("made")
        recorder = self._crawler.get_extension(Recorder)
        if context is None or context.kind != "article" or context.due == "full" or made is None or recorder is None:
            return
        page = recorder.history.article(request.url)
        if page is not None and page.checked is not None and page.checked > made:
            self._crawler.stats.inc_value("frontier/already_there")
            raise AlreadyThere(f"{request.url} came meanwhile")

"""Any site: `scrapy crawl site -a url=URL`; its feeds and sitemaps are found from its front page and robots.txt."""

from collections.abc import AsyncIterator
from typing import Any, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from w3lib.url import safe_url_string

from archive.errors import Misuse
from archive.segment import site_name
from scraper import Feed, Link, NewsSpider, Section, Sitemap, section
from scraper.sources import Source, absolute

FEEDS, SITEMAPS = 5, 20
"""Sources taken of each sort."""


class Site(NewsSpider):
    """Feeds and sitemaps when there are any that name articles, else what the front page links to."""

    name = "site"

    def __init__(self, url: str | None = None, **arguments: Any) -> None:
        super().__init__(**arguments)
        front = absolute(url, "") if url else None
        if front is None:
            raise Misuse(f"site needs a URL such as `-a url=https://example.org/`, not {url!r}")
        parts = urlsplit(safe_url_string(front))  # host names as the wire has them, IDN in ASCII
        if not parts.hostname:
            raise Misuse(f"{url!r} names no host")
        self.site = site_name(parts.hostname, parts.port)
        self.allowed_domains = [parts.hostname.removeprefix("www.")]
        self.sources = (Section(front),)
        self._sitemaps: list[str] = []
        self._linked: list[Link] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's hook."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.heard, signals.response_received)
        crawler.signals.connect(spider.idle, signals.spider_idle)
        return spider

    def heard(self, response: Response, request: Request) -> None:
        """Sitemaps that robots.txt names: Scrapy fetches it before the front page, and need not fetch it twice."""
        if urlsplit(request.url).path == "/robots.txt" and response.status == 200:
            named = Protego.parse(response.body.decode("utf-8", "replace")).sitemaps
            self._sitemaps += [address for name in named if (address := absolute(name, response.url))]

    async def parse_section(self, response: Response) -> AsyncIterator[Request]:
        """The front page: what it and robots.txt name."""
        feeds, self._linked = await self.links(section.read, response, "SECTION_LINKS") or ([], [])
        chosen: list[Source] = [Feed(link.url) for link in feeds[:FEEDS]]
        chosen += [Sitemap(address) for address in dict.fromkeys(self._sitemaps[:SITEMAPS])]
        self.logger.info(
            "%s names %d feed(s), %d sitemap(s), %d link(s) that look like articles; reading %s",
            response.url,
            len(feeds),
            len(self._sitemaps),
            len(self._linked),
            ", ".join(source.url for source in chosen) or "the links",
        )
        for source in chosen:
            yield self.ask(source, response.url)

    def idle(self) -> None:
        """Nothing (more) to do: the front page's links, unless feeds or sitemaps named articles."""
        links, self._linked = self._linked, []
        if self.followed or not links:
            return
        for request in self.follow(links):
            self.crawler.engine.crawl(request)
        raise DontCloseSpider

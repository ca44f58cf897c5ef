"""A news site: its sources are read for links, its articles captured and read."""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any, Self, TypeVar

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from archive.article import Article
from archive.errors import Misuse, PressmarkError
from archive.exchange import Context

from . import feed, options, section, sitemap
from .recorder import NotKept, Recorder
from .sources import Feed, Link, Section, Sitemap, Source

T = TypeVar("T")
LONG = 128 << 10
"""Bytes from which a source is read in a worker process: a hostile feed costs a second per 100 kB."""
LIMITS = ("FEED_LINKS", "SITEMAP_LINKS", "SITEMAP_FILES", "SECTION_LINKS")


class NewsSpider(Spider):
    """Declare a site with a name and its sources; `article` is a pattern of its articles' URLs, where one is known."""

    sources: tuple[Source, ...] = ()
    article: str | None = None

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        if arguments:
            raise Misuse(f"{name or self.name} takes no argument called {next(iter(arguments))}")
        super().__init__(name)
        self.limit: dict[str, int] = {}
        self.sitemap_files = 0
        self.followed = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's hook."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.limit = {name: options.value(crawler.settings, name) for name in LIMITS}
        return spider

    @property
    def named_hosts(self) -> frozenset[str]:
        """Hosts that the operator named; the address guard lets these be anywhere."""
        hosts = (urlparse_cached(Request(source.url)).hostname for source in self.sources)  # IDN as the wire has it
        return frozenset(host for host in hosts if host)

    @property
    def recorder(self) -> Recorder:
        """What keeps this crawl's captures."""
        recorder = self.crawler.get_extension(Recorder)
        assert recorder is not None, "the Recorder extension is switched off"
        return recorder

    async def start(self) -> AsyncIterator[Request]:
        """One request per source."""
        for source in self.sources:
            yield self.ask(source)

    def ask(self, source: Source, via: str | None = None) -> Request:
        """The request for a source."""
        parse = {Feed: self.parse_feed, Sitemap: self.parse_sitemap, Section: self.parse_section}[type(source)]
        context = Context(kind=type(source).__name__.lower(), source=via)
        return Request(
            source.url, parse, errback=self.failed, meta={"context": context, "allow_offsite": True}, priority=10
        )

    async def parse_feed(self, response: Response) -> AsyncIterator[Request]:
        """Articles that a feed names."""
        for request in self.follow(await self.links(feed.read, response, "FEED_LINKS") or ()):
            yield request

    async def parse_sitemap(self, response: Response) -> AsyncIterator[Request]:
        """Articles that a sitemap names, and the sitemaps that an index does."""
        pages, children = await self.links(sitemap.read, response, "SITEMAP_LINKS") or ((), ())
        likely = [page for page in pages if page.title or section.score(page.url)]
        for request in self.follow(likely or pages):
            yield request
        for child in children:
            self.sitemap_files += 1
            if self.sitemap_files > self.limit["SITEMAP_FILES"]:
                self.useless(f"{response.url}: more sitemaps than SITEMAP_FILES={self.limit['SITEMAP_FILES']}")
                return
            yield self.ask(Sitemap(child.url), response.url)

    async def parse_section(self, response: Response) -> AsyncIterator[Request]:
        """Articles that a section page links to."""
        _, articles = await self.links(section.read, response, "SECTION_LINKS") or ((), ())
        for request in self.follow(articles):
            yield request

    async def links(self, read: Callable[[bytes, str, int], T], response: Response, limit: str) -> T | None:
        """What a source names; None when it cannot be read. A long one is read in a worker: a trap costs itself."""
        words = response.body, response.url, self.limit[limit]
        try:
            if len(response.body) < LONG:
                return read(*words)
            found: T = await self.recorder.apart(read, *words)
        except PressmarkError as error:
            self.useless(f"{response.url} gives no links: {error}")
            return None
        return found

    def follow(self, links: Iterable[Link]) -> Iterator[Request]:
        """The requests for links that may be articles."""
        for link in links:
            if self.article is not None and not re.search(self.article, link.url):
                continue
            context = Context(kind="article", source=link.source, title=link.title, published=link.published)
            self.followed += 1
            yield Request(link.url, self.parse_article, errback=self.failed, meta={"context": context})

    async def parse_article(self, response: Response) -> AsyncIterator[Article]:
        """The article in a page, if it holds one."""
        made = await self.recorder.read(response)
        if made is not None:
            yield made

    def useless(self, message: str) -> None:
        """A source that gave nothing is said and counted, never passed over."""
        self.logger.warning(message)
        self.crawler.stats.inc_value("sources/useless")

    def failed(self, failure: Failure) -> None:
        """A request that came to nothing: one line."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        if isinstance(failure.value, NotKept):
            return  # the recorder has said so, once
        if isinstance(failure.value, HttpError):
            self.logger.warning("%s answered %d", request.url, failure.value.response.status)
        else:
            self.logger.warning("%s: %s", request.url, failure.getErrorMessage() or type(failure.value).__name__)

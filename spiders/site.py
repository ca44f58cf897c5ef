"""Any site: `scrapy crawl site -a url=URL`; what lists its articles is found from its front page and robots.txt."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from w3lib.url import safe_url_string

from archive.errors import Misuse
from archive.exchange import Context
from archive.links import discover
from archive.links.link import Link, absolute
from archive.segment import site_name
from scraper import Feed, NewsSpider, Section, Sitemap, WordPress
from scraper.politeness import robots
from scraper.sign_in import signing_in
from scraper.sources import Source

FEEDS, SITEMAPS = 5, 20
"""Sources taken of each sort."""


class Site(NewsSpider):
    """Feeds, sitemaps and API that the site names, or has at the usual places; its sections where these tell little."""

    name = "site"

    def __init__(self, url: str | None = None, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._sign_in, address = signing_in(url or "")
        front = absolute(address, "")
        if front is None:
            given = f", not {url!r}" if url and "@" not in url else ""  # else a password may be anywhere in it
            raise Misuse(f"site needs a URL such as `-a url=https://example.org/`{given}")
        parts = urlsplit(safe_url_string(front))  # host names as the wire has them, IDN in ASCII
        if not parts.hostname:
            raise Misuse(f"{url!r} names no host")
        self.site = site_name(parts.hostname, parts.port)
        self.allowed_domains = [parts.hostname.removeprefix("www.")]
        self.front = Section(front)
        self.sources = (self.front,)
        self._sitemaps: list[str] = []
        self._found = discover.Found(front)
        self._guesses: dict[str, list[Source]] = {}
        self._linked: list[Link] = []
        self._discovered = self._swept = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's hook."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        for name, value in spider._sign_in.items():
            crawler.settings.set(name, value, priority="spider")
        crawler.signals.connect(spider.heard, signals.response_received)
        return spider

    def heard(self, response: Response, request: Request) -> None:
        """Sitemaps that robots.txt names: Scrapy fetches it before the front page, and need not fetch it twice."""
        context: Context | None = request.meta.get("context")
        if context is not None and context.kind == "robots" and response.status == 200:
            self._sitemaps += robots.read(response.body).sitemaps(response.url)

    async def parse_source(self, response: Response) -> AsyncIterator[Request]:
        """The front page is searched for sources; a source is read for links."""
        if not self._discovered and response.status == 200:
            self._discovered = True
            async for request in self._discover(response):
                yield request
            for request in await self.of_front(response):
                yield request
            return
        async for request in super().parse_source(response):
            yield request

    async def _discover(self, response: Response) -> AsyncIterator[Request]:
        """What the front page and robots.txt name, and guesses where they name nothing."""
        words = discover.found, response.body, response.url, self.limit["SECTION_LINKS"]
        self._found = found = await self.apart(*words)
        self.crawler.stats.inc_value("sources/read")
        self._linked = list(found.pages)
        if not (found.pages or found.sections or found.feeds or found.sitemaps or found.wordpress or self._sitemaps):
            self.useless(f"{response.url} names nothing that leads to articles: give the address of a page that does")
        named: list[Source] = [WordPress(found.wordpress)] if found.wordpress else []
        named += [Feed(link.url) for link in found.feeds[:FEEDS]]
        addresses = [*self._sitemaps, *(link.url for link in found.sitemaps)]
        named += [Sitemap(address) for address in dict.fromkeys(addresses[:SITEMAPS])]
        self.sources += tuple(named)
        if not found.feeds:
            self._guesses["feed"] = [Feed(url) for url in discover.usual_feeds(response.url, found.cms)]
        if not addresses:
            self._guesses["sitemap"] = [Sitemap(url) for url in discover.usual_sitemaps(response.url, found.cms)]
        self._report(named)
        for source in named:
            for request in self.poll(source, response.url):
                yield request

    def _report(self, named: list[Source]) -> None:
        found = self._found
        self.logger.info(
            "%s (%s, %s) names %d feed(s), %d sitemap(s), %s, %d section(s), %d article-like link(s); reading %s",
            found.url,
            found.cms or "unknown system",
            found.language or "unknown language",
            len(found.feeds),
            len(self._sitemaps) + len(found.sitemaps),
            "a WordPress API" if found.wordpress else "no API",
            len(found.sections),
            len(found.pages),
            ", ".join(source.url for source in named) or "what is at the usual places, then the sections",
        )

    def idle(self) -> None:
        """Nothing (more) to do: a guess, then the front page's own links, then the sections where they are needed."""
        super().idle()
        for requests in (self._guess(), self._front(), self._sweep()):
            if self.ask(requests):
                raise DontCloseSpider

    def _guess(self) -> Iterator[Request]:
        """One address of each kind that nothing of the kind was found at yet."""
        for kind, guesses in self._guesses.items():
            while guesses and not self.listed[kind]:
                guess = guesses.pop(0)
                if self.frontier.is_worth_a_guess(guess.url):
                    yield from self.poll(guess, guess=True)
                    break

    def _front(self) -> Iterator[Request]:
        links, self._linked = self._linked, []
        if self.window is None or not self._is_complete:  # these have no dates
            yield from self.follow(links, "section")

    @property
    def _is_complete(self) -> bool:
        """Whether something was read that lists every article."""
        return bool(self.listed["sitemap"] or self.listed["wordpress"])

    def _sweep(self) -> Iterator[Request]:
        """Sections, when no sitemap or API lists the articles; where a feed gives the newest, once a day."""
        if self._swept or self._is_complete:
            return
        self._swept = True
        for link in self._found.sections:
            if not self.listed["feed"] or self.window or self.frontier.is_worth_a_sweep(link.url):
                yield from self.poll(Section(link.url), self._found.url)
        if self._found.next:
            yield from self.poll(Section(self._found.next), self._found.url, 2)

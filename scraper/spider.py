"""A news site: its sources are polled for links, what is due is captured and read."""

import re
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from archive.article import Article
from archive.errors import Misuse, PressmarkError
from archive.extraction import declared
from archive.links import feed, sitemap, wordpress
from archive.links.link import Link, Listing
from archive.links.read import read
from archive.links.shape import may_be_article

from . import options
from .frontier import Ask, Frontier, Pace
from .layouts import Hinting
from .politeness.leave import LeftAlone
from .recorder import NotKept, Recorder
from .requests import KIND, for_article, for_source, link_of
from .requisites.collector import Collector
from .sources import Feed, Section, Sitemap, Source, WordPress
from .window import Window

PAGES, FILES = 500, 2
"""Requests that are made at once of a long list, and of an index of sitemaps: the rest is not held in memory."""
NO_ARTICLES = ("not_article", "not_html", "failed:blocked")
"""Readings of pages whose requisites nobody needs."""
LONGEST_TOLD = 2000
"""Characters of an address in a line of the log."""
LONG = 128 << 10
"""Bytes from which a source is read in a worker process: a hostile feed costs a second per 100 kB."""


class NewsSpider(Hinting):
    """Declare a site with a name and its sources; `article` is a pattern of its articles' URLs, where one is known."""

    sources: tuple[Source, ...] = ()
    front: Source | None = None
    """One that is read for more than its links, and so always in full."""
    article: str | None = None
    title: str = ""
    """The paper's name."""
    language: str = ""
    """ISO 639-1 codes of its languages, the first first."""
    country: str = ""
    """ISO 3166 code."""
    status: str = "declared"
    """How its facts are known: `declared` from public sources, `probed DATE` by us, or `verified DATE` in a crawl."""
    notes: str = ""
    """What an operator must know."""
    samples: tuple[str, ...] = ()
    """Addresses of articles, and of other pages, that `article` has to tell apart."""
    others: tuple[str, ...] = ()
    allowed_domains: list[str] = []  # Scrapy's own form; never changed in place
    """Hosts that links and redirects may lead to; if not given, those of the sources."""
    revisit: tuple[float, ...] | None = None
    """As REVISIT_AFTER, for this site."""

    def __init_subclass__(cls) -> None:
        """A pattern or an XPath that is none is a mistake in the file, said when it is loaded."""
        try:
            re.compile(cls.article or "")
        except re.error as error:
            raise Misuse(f"{cls.__name__}: article={cls.article!r} is no regular expression: {error}") from None
        try:
            declared.check(cls.hints)
        except Misuse as error:
            raise Misuse(f"{cls.__name__}: {error}") from None

    def __init__(
        self, name: str | None = None, since: str | None = None, until: str | None = None, **arguments: Any
    ) -> None:
        if arguments:
            raise Misuse(f"{name or self.name} takes no argument called {next(iter(arguments))}")
        super().__init__(name)
        if any("@" in urlsplit(source.url).netloc for source in self.sources):
            raise Misuse(
                f"{name or self.name} has user or password in an address of its file: take them out, and give them as "
                "HTTPAUTH_USER, HTTPAUTH_PASS and HTTPAUTH_DOMAIN"
            )
        self.window = Window.of(since, until)
        self.limit: dict[str, Any] = {}
        self.listed: Counter[str] = Counter()
        """Links that each kind of source gave in this crawl."""
        self._polled: set[str] = set()
        self._said: set[str] = set()
        self._named: defaultdict[str, set[int]] = defaultdict(set)
        """What each list named on the pages that a backfill has read, as hashes."""
        self._backlog: deque[tuple[Iterator[Request], int]] = deque()
        self._unchanged: list[str] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's hook."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        if not spider.allowed_domains:
            spider.allowed_domains = sorted(host.removeprefix("www.") for host in spider.named_hosts)
        crawler.signals.connect(spider.idle, signals.spider_idle)
        spider.limit = {name: options.value(crawler.settings, name) for name in options.OURS}
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Scrapy's hook: what was asked for is the frontier's to know; a filter on disk would lose pages at kill -9."""
        super().update_settings(settings)
        settings.set("DUPEFILTER_CLASS", "scrapy.dupefilters.BaseDupeFilter", priority="spider")

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

    @property
    def collector(self) -> Collector:
        """What fetches the requisites of this crawl's pages."""
        collector = self.crawler.get_extension(Collector)
        assert collector is not None, "the requisites' Collector is switched off"
        return collector

    async def start(self) -> AsyncIterator[Request]:
        """One request per source, and one per known article that is due."""
        pace = Pace(self.revisit or self.limit["REVISIT_AFTER"], self.limit["POLL_FLOOR"], self.limit["POLL_CEILING"])
        self.frontier = Frontier(self.recorder.history, pace, self.limit["CONDITIONAL_GET"])
        for request in self.due():
            yield request
        async for request in self.collector.left():
            yield request

    def due(self) -> Iterator[Request]:
        """What is to be asked for when a crawl begins: every source, and the known articles that are due."""
        for source in self.sources:
            yield from self.poll(source)
        if self.window is None:
            for ask in self.frontier.revisits():
                self._count("revisit")
                yield self.fetch(ask, link_of(ask))

    def due_again(self) -> Iterator[Request]:
        """What has become due in a crawl that stays: sources by their own rhythm."""
        self.frontier.again()
        self._polled = {url for source in self.sources if not self.frontier.is_due(url := self._address(source))}
        yield from self.due()

    def poll(self, source: Source, via: str | None = None, page: int = 1, guess: bool = False) -> Iterator[Request]:
        """The request for a source, once a crawl; none while it is left alone for its failures.

        Nobody is told of a `guess` at which there is nothing.
        """
        url = self._address(source) if page == 1 else source.url
        if url in self._polled:
            return
        self._polled.add(url)
        if wait := self.frontier.waits(url):
            self.useless(f"{url} keeps failing: it is left alone for {wait / 3600:.1f} h")
            return
        request = for_source(
            source, self.frontier.poll(url), via, page, callback=self.parse_source, errback=self.failed
        )
        request.meta["guess"] = guess
        yield request

    def _address(self, source: Source) -> str:
        """Where a source is first asked."""
        if not isinstance(source, WordPress):
            return source.url
        since, until = (self.window.since, self.window.until) if self.window else (None, None)
        return wordpress.address(source.url, since=since, until=until)

    async def parse_source(self, response: Response) -> AsyncIterator[Request]:
        """What a source names: articles, further sitemaps, its next page."""
        kind = response.meta["context"].kind
        if response.status == 304:
            self._count("unchanged")
            self.listed[kind] += 1
            return
        if response.meta["source"] in self.sources and kind == "section":  # the front page, where replay begins
            for request in await self.of_front(response):
                yield request
        listed = self.frontier.believable(await self.links(response))
        self.listed[kind] += len(listed.pages) + len(listed.sitemaps)
        fresh = 0 if kind == "sitemap" else sum(not self.frontier.known(link) for link in listed.pages)
        for request in self._some(self.follow(listed.pages, kind), PAGES):
            yield request
        for request in self._some(self._children(listed, response), FILES):
            yield request
        for request in self._following(listed, response, fresh):
            yield request

    async def of_front(self, response: Response) -> list[Request]:
        """The requests for the requisites of a front page."""
        self.collector.begin(response)
        return await self.collector.of_page(response)

    def _some(self, requests: Iterator[Request], most: int) -> Iterator[Request]:
        """The first of these requests; the rest is made when nothing else is left to do."""
        taken = list(islice(requests, most))
        if len(taken) == most:
            self._backlog.append((requests, most))
        return iter(taken)

    def refill(self) -> bool:
        """Some more of a long list; False when every list was read to its end."""
        while self._backlog:
            if self.ask(self._some(*self._backlog.popleft())):
                return True
        return False

    def ask(self, requests: Iterable[Request]) -> int:
        """Have requests made that no response led to; how many there were."""
        count = 0
        for request in requests:
            self.crawler.engine.crawl(request)
            count += 1
        return count

    def idle(self) -> None:
        """Scrapy's hook: nothing is left to do, but for what was put off."""
        if self.refill():
            raise DontCloseSpider

    async def links(self, response: Response) -> Listing:
        """What a source lists: nothing when it cannot be read."""
        self.crawler.stats.inc_value("sources/read")
        kind = response.meta["context"].kind
        words = kind, response.body, response.url, self.limit[f"{kind.upper()}_LINKS"]
        try:
            listed: Listing = await self.apart(read, *words)
        except PressmarkError as error:
            if not response.meta.get("guess"):
                self.useless(f"{response.url} gives no links: {str(error).removeprefix(f'{response.url}: ')}")
            return Listing()
        if not (listed.pages or listed.sitemaps) and response.meta["page"] == 1:
            self.useless(f"{response.url} is a {kind} that lists nothing")
        if listed.cut:
            self.useless(f"{response.url} lists more than {kind.upper()}_LINKS={words[-1]}: the rest is left out")
        return listed

    async def apart(self, function: Callable[..., Any], *words: Any) -> Any:
        """What a function makes of a page; of a long one in a worker process, where a trap costs itself."""
        long = any(isinstance(word, bytes) and len(word) >= LONG for word in words)
        return await self.recorder.apart(function, *words) if long else function(*words)

    def follow(self, links: Iterable[Link], kind: str) -> Iterator[Request]:
        """The requests for links that may be articles and are due."""
        for link in links:
            if not self._may_be_article(link, kind):
                continue
            if ask := self.frontier.article(link):
                self._count(ask.due if ask.due != "full" else "revisit")
                yield self.fetch(ask, link, kind)
            else:
                self._count("not_due")

    def fetch(self, ask: Ask, link: Link, found_in: str | None = None) -> Request:
        """The request for an article."""
        expected = self.article is not None and re.search(self.article, ask.url) is not None
        return for_article(ask, link, found_in, expected, callback=self.parse_article, errback=self.failed)

    async def parse_article(self, response: Response) -> AsyncIterator[Article | Request]:
        """The article in a page, if it holds one."""
        if response.status == 304:
            self._count("unchanged")
            self._unchanged.append(response.url)
        else:
            self.collector.begin(response)
            made = await self.recorder.read(response)
            if made is not None:
                yield made
            for request in await self.collector.of_page(response, self._is_shown(response.url)):
                yield request
        for request in self._doubted():
            yield request

    async def parse_requisite(self, response: Response) -> AsyncIterator[Request]:
        """What a stylesheet names in turn."""
        for request in await self.collector.of_requisite(response):
            yield request

    def requisite_failed(self, failure: Failure) -> None:
        """A requisite that came to nothing."""
        self.collector.failed(failure)

    def useless(self, message: str) -> None:
        """A source that gave nothing is said and counted, never passed over; once, by a crawl that stays."""
        if message not in self._said:
            self._said.add(message)
            self.logger.warning(message)
            self.crawler.stats.inc_value("sources/useless")

    def failed(self, failure: Failure) -> None:
        """A request that came to nothing: one line."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        if request.meta.get("guess"):
            self.crawler.stats.inc_value("sources/guessed_in_vain")
            return
        if isinstance(failure.value, NotKept | LeftAlone):
            return  # said once, by what refused it
        if isinstance(failure.value, HttpError):
            self.logger.warning("%s answered %d", request.url, failure.value.response.status)
        else:
            self.logger.warning(
                "%s: %s", request.url[:LONGEST_TOLD], failure.getErrorMessage() or type(failure.value).__name__
            )

    def _is_shown(self, url: str) -> bool:
        """Whether a page that was asked for as an article is one, as far as its reading could tell."""
        page = self.recorder.history.article(url)
        return page is None or page.outcome not in NO_ARTICLES

    def _may_be_article(self, link: Link, kind: str) -> bool:
        if self.article is not None:
            likely = re.search(self.article, link.url) is not None
        else:
            likely = may_be_article(kind, link.url, link.title is not None)
        return likely and (self.window is None or self.window.holds(link))

    def _children(self, listed: Listing, response: Response) -> Iterator[Request]:
        """The sitemaps of an index that are due; in a backfill, those that may be of its days."""
        depth = response.meta["index_depth"]
        for child in listed.sitemaps:
            if child.url in self._polled or (self.window and not self._of_window(child)):
                continue
            if depth > self.limit["SITEMAP_DEPTH"] or len(self._polled) > self.limit["SITEMAP_FILES"]:
                self.useless(f"{response.url}: more sitemaps than SITEMAP_FILES or deeper than SITEMAP_DEPTH")
                return
            ask = self.frontier.poll(child.url) if self.window else self.frontier.child(child)
            if ask:
                self._polled.add(child.url)
                then: dict[str, Any] = {"callback": self.parse_source, "errback": self.failed}
                yield for_source(Sitemap(child.url), ask, response.url, depth=depth + 1, **then)

    def _of_window(self, child: Link) -> bool:
        assert self.window is not None
        if days := sitemap.month(child.url):
            return self.window.meets(*days)
        return child.modified is None or child.modified >= self.window.since

    def _following(self, listed: Listing, response: Response, fresh: int) -> Iterator[Request]:
        """The next page of a list: while it brings something new, or until a backfill's days are passed."""
        source, page = response.meta["source"], response.meta["page"]
        kind = KIND[type(source)]
        if not listed.pages or kind == "sitemap" or (self._passed(listed, response) if self.window else not fresh):
            return
        if not (address := self._next(source, listed, response.url, page, fresh)):
            return
        if page >= self.limit["BACKFILL_PAGES" if self.window else f"{kind.upper()}_PAGES"]:
            self.useless(f"{response.url}: page {page} of a list, and no end: see {kind.upper()}_PAGES")
            return
        for request in self.poll(replace(source, url=address), response.url, page + 1):
            request.meta["list"] = response.meta.get("list", source.url)
            yield request

    def _passed(self, listed: Listing, response: Response) -> bool:
        """Whether a list has left the window, or repeats itself: some answer every page with the first one.

        What stood on an earlier page of the list, such as a post that is kept on top, says nothing.
        """
        assert self.window is not None
        named = self._named[response.meta.get("list", response.meta["source"].url)]
        new = tuple(link for link in listed.pages if hash(link.url) not in named)
        named.update(hash(link.url) for link in new)
        return not new or self.window.passed(new)

    def _next(self, source: Source, listed: Listing, url: str, page: int, fresh: int) -> str | None:
        if isinstance(source, Section) and source.pages:
            return source.pages.replace("{n}", str(page + 1))
        if isinstance(source, Feed) and not listed.next:
            deep = any(isinstance(other, Sitemap | WordPress) for other in self.sources)
            missed = fresh == len(listed.pages) and (not deep or self.frontier.has_history)
            return feed.page(url, page + 1) if (missed or self.window) and "feed" in url else None
        return listed.next

    def _doubted(self) -> Iterator[Request]:
        """Once a site is found to lie about changes: the pages it called unchanged in this crawl, in full."""
        if self.frontier.is_lied_to() and self._unchanged:
            self.logger.warning("%s says 304 of pages that changed: pages are fetched in full from now on", self.name)
            urls, self._unchanged = self._unchanged, []
            for url in urls:
                if ask := self.frontier.in_full(url):
                    yield self.fetch(ask, link_of(ask))

    def _count(self, what: str) -> None:
        self.crawler.stats.inc_value(f"frontier/{what}")

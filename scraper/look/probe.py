"""A look at a site, within few requests: its robots.txt, front page, feeds, sitemaps, API, and some of its articles.

Nothing of it is archived. What is in the history counts as read: the first crawl would pass over the sitemaps that were
looked into, and so over their articles. Nor should a look need the archive, or wait for a crawl that holds the site.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from w3lib.url import safe_url_string

from archive import work
from archive.article import Reading
from archive.errors import PressmarkError
from archive.exchange import Context
from archive.links import discover, wordpress
from archive.links.link import Link, Listing, NotASource, absolute
from archive.links.markup import Page
from archive.links.read import read
from archive.links.shape import SERVICE, score, section_score
from archive.pool import Pool
from archive.versions.gone import REDIRECTS

from .. import options
from ..politeness import robots
from ..requests import KIND
from ..sources import Feed, Section, Sitemap, Source, WordPress
from .findings import Findings, Sample, Seen
from .witness import Witness

MOST = 20
"""Requests in all, robots.txt and redirects included."""
SAMPLES, TRIES = 3, 5
"""Articles that are read, and links that are tried for them."""
HOPS = 4
FEEDS, SITEMAPS, CHILDREN, SECTIONS, GUESSES = 4, 3, 2, 3, 3
"""Addresses tried of each sort; sitemaps of an index; guesses at usual places where nothing is named."""
POSTS = 20
MENU_WORDS = 5
"""Words from which a link's text is a headline, also in a margin."""
LISTS = re.compile(r"tax|categor|tag|auth|user|page|image|video|product")
STORIES = re.compile(r"post|article|story|stories|actu|nouvelle")


@dataclass(frozen=True, slots=True)
class Got:
    """What came of asking for an address."""

    url: str
    """Where the redirects led."""
    body: bytes = b""
    fault: str | None = None
    """Why there is nothing to read, in words for an operator."""
    gone: bool = False
    """Whether it is surely not there any more, for now and later."""
    moved: bool = False
    """Whether all redirects on the way were permanent, and there were any."""


class Probe(Spider):
    """Asks one thing after the other; `findings` are whole when it ends."""

    name = "addsite"

    def __init__(self, front: str, declared: Iterable[Source] = (), **arguments: Any) -> None:
        super().__init__(**arguments)
        self.findings = Findings(front)
        self._declared = tuple(declared)
        self._domain, self._port = _host(front).removeprefix("www."), _port(front)
        self.done = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's hook."""
        probe = super().from_crawler(crawler, *args, **kwargs)
        setting = {name: options.value(crawler.settings, name) for name in options.OURS}
        probe._pool = Pool(1, setting["EXTRACT_SECONDS"], setting["EXTRACT_MEGABYTES"], work.warm_reader)
        probe._limit = {kind: setting[f"{kind.upper()}_LINKS"] for kind in KIND.values()}
        probe._agent = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        crawler.signals.connect(probe._counted, signals.request_reached_downloader)
        crawler.signals.connect(probe._heard, signals.response_received)
        return probe

    _pool: Pool
    _limit: dict[str, int]
    _agent: str

    @property
    def named_hosts(self) -> frozenset[str]:
        """Hosts that the operator named; the address guard lets these be anywhere."""
        return frozenset(_host(url) for url in (self.findings.front, *(source.url for source in self._declared)))

    async def start(self) -> AsyncIterator[Request]:
        """The whole look; Scrapy is given no request, since each depends on the one before."""
        try:
            await self._look()
            self.done = True
        finally:
            self._pool.close()
            if witness := self.crawler.get_extension(Witness):
                self.findings.opt_outs += witness.opt_outs
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def _look(self) -> None:
        findings = self.findings
        front = await self._get(findings.front)
        if front.fault:
            findings.fault = front.fault
            return
        findings.front = front.url
        findings.found = found = await self._apart(discover.found, front.body, front.url, self._limit["section"])
        findings.menu = await self._apart(menu, front.body, front.url)
        for source in self._declared:
            findings.declared.append(await self._source(source))
        if api := found.wordpress or (urljoin(front.url, "/wp-json/") if found.cms == "wordpress" else None):
            await self._first((WordPress(api),))
        feeds = [Feed(link.url) for link in found.feeds]
        await self._all(self._here(feeds)[:FEEDS], Feed, discover.usual_feeds(front.url, found.cms))
        sitemaps = [Sitemap(url) for url in (*findings.sitemaps, *(link.url for link in found.sitemaps))]
        await self._all(self._here(sitemaps)[:SITEMAPS], Sitemap, discover.usual_sitemaps(front.url, found.cms))
        if not any(each.usable for each in findings.sources):
            self._seen(Section(front.url), Listing(found.pages))
            for link in found.sections[:SECTIONS]:
                await self._first((Section(link.url),))
        for link in _newest(findings.articles)[:TRIES]:
            if sum(sample.read is not None for sample in findings.samples) < SAMPLES:
                findings.samples.append(await self._sample(link))

    def _here(self, sources: Iterable[Source]) -> list[Source]:
        """Those on the site itself, each once; the others are noted."""
        kept: dict[str, Source] = {}
        for source in sources:
            if self._is_here(source.url):
                kept.setdefault(source.url, source)
            elif source.url not in self.findings.elsewhere:
                self.findings.elsewhere.append(source.url)
        return list(kept.values())

    async def _all(self, named: Iterable[Source], kind: type[Feed | Sitemap], usual: Iterable[str]) -> None:
        """Every source that is named; where none of the kind is of use, the usual places until one is."""
        for source in named:
            await self._first((source,))
        if not any(each.usable for each in self.findings.sources if isinstance(each.source, kind)):
            tried = {each.source.url for each in self.findings.sources}
            await self._first([kind(url) for url in usual if url not in tried][:GUESSES], guessed=True)

    async def _first(self, sources: Iterable[Source], guessed: bool = False) -> None:
        """Look at sources until one is of use; guesses that are not there are not noted."""
        for source in sources:
            if any(source.url in (each.source.url, each.address) for each in self.findings.sources):
                continue
            seen = await self._source(source)
            if seen.usable or not guessed:
                self.findings.seen.append(seen)
            if seen.usable:
                return

    async def _source(self, source: Source) -> Seen:
        kind = KIND[type(source)]
        asked = wordpress.address(source.url, per_page=POSTS) if isinstance(source, WordPress) else source.url
        got = await self._get(asked, kind)
        address = got.url if got.moved and not isinstance(source, WordPress) else source.url
        if got.fault:
            return Seen(source, address, fault=got.fault, gone=got.gone)
        try:
            listed: Listing = await self._apart(read, kind, got.body, got.url, self._limit[kind])
        except PressmarkError as error:
            why = str(error).removeprefix(f"{got.url}: ")
            return Seen(source, address, fault=why, gone=isinstance(error, NotASource))
        links = [link for link in listed.pages if self._is_here(link.url)]
        for child in sorted(listed.sitemaps, key=_worth, reverse=True)[:CHILDREN] if not links else ():
            links += await self._child(child)
        fault = None if links else "it lists nothing" if not listed.pages else "it lists pages of other sites only"
        return Seen(source, address, tuple(links), len(listed.sitemaps), fault)

    async def _child(self, child: Link) -> list[Link]:
        """The links of a sitemap that an index names; none when it cannot be had."""
        got = await self._get(child.url, "sitemap") if self._is_here(child.url) else Got(child.url, fault="elsewhere")
        if got.fault:
            return []
        try:
            listed: Listing = await self._apart(read, "sitemap", got.body, got.url, self._limit["sitemap"])
        except PressmarkError:
            return []
        return [link for link in listed.pages if self._is_here(link.url)]

    def _seen(self, source: Source, listed: Listing) -> None:
        fault = None if listed.pages else "it lists nothing"
        self.findings.seen.append(Seen(source, source.url, listed.pages, fault=fault))

    async def _sample(self, link: Link) -> Sample:
        got = await self._get(link.url, "article")
        if got.fault:
            return Sample(link, fault=got.fault)
        witness = self.crawler.get_extension(Witness)
        charset = witness.charsets.get(got.url) if witness else None
        found_in = next((KIND[type(each.source)] for each in self.findings.sources if link in each.links), None)
        try:
            reading = await self._apart(read_sample, got.body, charset, got.url, found_in)
        except PressmarkError as error:
            return Sample(link, fault=str(error))
        return Sample(link, reading)

    async def _apart(self, function: Callable[..., Any], *words: Any) -> Any:
        """What a function makes of strangers' bytes, in a worker process: a trap costs itself."""
        return await asyncio.wrap_future(self._pool.submit(function, *words))

    async def _get(self, url: str, kind: str = "page") -> Got:
        """Ask for an address, and follow where it leads on this site."""
        permanent = True
        for hop in range(HOPS + 1):
            if hop and not self._is_here(url):
                return Got(url, fault=f"leads to {url}, which is another site", gone=True)
            if self.findings.requests >= MOST - (0 if kind == "article" else SAMPLES):
                return Got(url, fault=f"was not asked for: a look ends after {MOST} requests")
            try:
                response = await self.crawler.engine.download_async(_request(url, kind))
            except Exception as error:  # whatever the network brings
                return Got(url, fault=f"cannot be asked for: {self._why(error, url)}")
            location = response.headers.get(b"Location")
            if response.status not in REDIRECTS or not location:
                return _got(response, moved=permanent and hop > 0)
            permanent = permanent and response.status in (301, 308)
            url = absolute(safe_url_string(location), url) or url
        return Got(url, fault=f"leads from one address to the next, more than {HOPS} times")

    def _why(self, error: Exception, url: str) -> str:
        """In one line; where it is for the want of a robots.txt, why there is none."""
        witness, words = self.crawler.get_extension(Witness), str(error)
        if "robots.txt cannot be had" in words and witness:
            words += f" ({witness.faults.get(urljoin(url, '/robots.txt'), 'no answer')})"
        if "DNS lookup failed" in words:
            return "its host name is unknown"
        return " ".join(words.split())[:200] or type(error).__name__

    def _is_here(self, url: str) -> bool:
        return f".{_host(url)}".endswith(f".{self._domain}") and _port(url) == self._port

    def _counted(self) -> None:
        self.findings.requests += 1

    def _heard(self, response: Response) -> None:
        """robots.txt, which is asked for before the first page."""
        findings = self.findings
        if response.status == 200 and self._is_here(response.url) and urlsplit(response.url).path == "/robots.txt":
            findings.rules = rules = robots.read(response.body)
            findings.delay = max(findings.delay, rules.delay(self._agent))
            findings.sitemaps += rules.sitemaps(response.url)


def menu(body: bytes, url: str) -> tuple[str, ...]:
    """The links of a front page that lead to sections and services, by their place or kind, and the page itself."""
    return tuple(dict.fromkeys([url, *_menu(Page(body, url))]))


def _menu(page: Page) -> Iterator[str]:
    for anchor in page.anchors:
        words = len(anchor.text.split())
        if _host(anchor.url) != _host(page.url) or words >= MENU_WORDS - (anchor.place == "margin"):
            continue
        service = SERVICE.search(urlsplit(anchor.url).path.replace("-", " ")) is not None and score(anchor.url) < 2
        if anchor.place != "content" or service or section_score(anchor.url) == 2:
            yield anchor.url


def read_sample(body: bytes, charset: str | None, url: str, found_in: str | None) -> Reading:
    """What extraction makes of a page alone; for a worker process."""
    from archive.extraction import extract  # noqa: PLC0415  # the crawling process never loads trafilatura

    return extract.read_page(body, charset=charset, url=url, fetched_at=datetime.now(UTC), found_in=found_in)


def _request(url: str, kind: str) -> Request:
    meta = {"context": Context(kind=kind), "dont_redirect": True, "allow_offsite": True}
    return Request(url, meta=meta, callback=NO_CALLBACK, dont_filter=True)


def _got(response: Response, moved: bool) -> Got:
    if response.status == 200:
        return Got(response.url, response.body, moved=moved)
    return Got(response.url, fault=f"answers {response.status}", gone=response.status in (404, 410), moved=moved)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _port(url: str) -> int | None:
    """The port, if it is an unusual one."""
    port = urlsplit(url).port
    return None if port in (80, 443) else port


def _worth(link: Link) -> tuple[bool, bool, bool, float]:
    """Sitemaps of news and articles before others, the latest first."""
    name = link.url.rpartition("/")[2].lower()
    at = link.modified.timestamp() if link.modified else 0.0
    return "news" in name, STORIES.search(name) is not None, LISTS.search(name) is None, at


def _newest(links: list[Link]) -> list[Link]:
    """The latest first where dates are given, else in order; what has no article's address last."""
    at = {link.url: link.published.timestamp() if link.published else 0.0 for link in links}
    return sorted(links, key=lambda link: (score(link.url) == 0, -at[link.url]))

"""robots.txt (RFC 9309): what may be fetched, and how fast, asked before a host's first page."""

import logging
import math
from collections import Counter
from dataclasses import dataclass
from typing import Self

from protego import Protego
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured, StopDownload
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from archive.exchange import Context
from archive.links.link import absolute

from ..options import value
from ..requisites.request import wanted
from .downloader import PoliteDownloader
from .leave import LeftAlone
from .origin import PerOrigin, origin

logger = logging.getLogger(__name__)

LONGEST = 500 << 10
"""Bytes of robots.txt that are read: what the RFC asks for at least."""
LEFT = "robots_left"
"""In the meta of a request for a robots.txt: bytes that are still taken."""
UNBOUND = 1 << 62
"""The download_maxsize of such a request: a longer one is cut, where Scrapy would refuse it unseen."""
HOPS = 5
"""Redirects that are followed: what the RFC asks for at least."""
GOOD_FOR = 86400.0
"""Seconds for which it is believed: what the RFC allows at most."""


UNREACHABLE = "robots_unreachable"
"""In a request's meta when no robots.txt could be had and it is made all the same."""


class Forbidden(LeftAlone):
    """robots.txt forbids it; told once per host, when the crawl ends."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a robots.txt says."""

    parser: Protego | None = None
    """None when there is none."""
    unreachable: bool = False
    """It could not be had, so nothing may be."""
    assumed: bool = False
    """It could not be had, and the operator lets everything be."""

    def allow(self, url: str, agent: str) -> bool:
        """Whether a page may be fetched."""
        return not self.unreachable and (self.parser is None or self.parser.can_fetch(url, agent))

    def delay(self, agent: str) -> float:
        """Seconds between requests, as Crawl-delay or Request-rate has it; a rate's hours of day are not heeded."""
        if self.parser is None:
            return 0.0
        rate = self.parser.request_rate(agent)
        try:
            between = rate.seconds / rate.requests if rate else 0.0
        except (ArithmeticError, ValueError):  # what digits without end come to
            between = math.inf
        return max(self.parser.crawl_delay(agent) or 0.0, between)

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """Addresses of the sitemaps that it names, as read at `url`."""
        named = self.parser.sitemaps if self.parser else ()
        return tuple(address for name in named if (address := absolute(name, url)))


def read(body: bytes) -> Rules:
    """The rules in a robots.txt, of which a longest part is read, in whole lines."""
    if len(body) > LONGEST:
        body = body[:LONGEST].rpartition(b"\n")[0]
    return Rules(Protego.parse(body.decode("utf-8-sig", "replace")))


class Robots:
    """Scrapy's RobotsTxtMiddleware as the RFC has it, with the pace that a host asks for."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._slowest: float = value(crawler.settings, "CRAWL_DELAY_MAX")
        self._disallow = value(crawler.settings, "ROBOTS_UNREACHABLE") == "disallow"
        self._rules = PerOrigin(self._fetch, GOOD_FOR)
        self._forbidden: Counter[tuple[str, str, str]] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook."""
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        robots = cls(crawler)
        crawler.signals.connect(robots.headers_received, signals.headers_received)
        crawler.signals.connect(robots.bytes_received, signals.bytes_received)
        crawler.signals.connect(robots.closed, signals.spider_closed)
        return robots

    async def process_request(self, request: Request) -> None:
        """Forbidden unless the page may be fetched."""
        context: Context | None = request.meta.get("context")
        if (context and context.robots == "exempt") or request.meta.get("dont_obey_robotstxt"):
            return
        if urlparse_cached(request).scheme not in ("http", "https"):
            return
        rules = await self._rules.of(request)
        request.meta.pop(UNREACHABLE, None)  # a redirect's request has it from the one before
        if rules.assumed:
            request.meta[UNREACHABLE] = True
        if rules.allow(request.url, self._agent):
            return
        why = "No robots.txt to be had" if rules.unreachable else "Forbidden by robots.txt"
        self._forbidden[origin(request), "requisite" if wanted(request) else "page", why] += 1
        self._crawler.stats.inc_value("requisites/forbidden" if wanted(request) else "robotstxt/forbidden")
        raise Forbidden("Its robots.txt cannot be had" if rules.unreachable else why)

    def headers_received(self, request: Request) -> None:
        """Scrapy's hook: a redirect's request has what the one before left."""
        if LEFT in request.meta:
            request.meta[LEFT] = LONGEST
            request.meta.pop("enough", None)

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Scrapy's hook: of a robots.txt no more is taken than is read."""
        left: int | None = request.meta.get(LEFT)
        if left is None:
            return
        request.meta[LEFT] = left - len(data)
        if left < len(data):
            request.meta["enough"] = f"the first {LONGEST} bytes are read, no more were taken"
            raise StopDownload(fail=False)

    def closed(self) -> None:
        """How many pages of each host were forbidden."""
        for (host, what, why), number in self._forbidden.items():
            logger.warning("%s of %s: %d %s(s), which were not fetched", why, host, number, what)

    async def _fetch(self, host: str) -> Rules:
        address = f"{host}/robots.txt"
        meta = {"context": Context(kind="robots", robots="exempt"), "redirect_ttl": HOPS, "allow_offsite": True}
        meta |= {LEFT: LONGEST, "download_maxsize": UNBOUND}
        request = Request(address, callback=NO_CALLBACK, meta=meta)
        self._crawler.stats.inc_value("robotstxt/request_count")
        try:
            response = await self._crawler.engine.download_async(request)
        except IgnoreRequest as error:
            if type(error) is not IgnoreRequest:  # a refusal of ours, of which we have told
                raise
            if str(error) == "max redirections reached":
                return Rules()
            return self._unreachable(address, str(error))
        except Exception as error:
            return self._unreachable(address, f"{type(error).__name__}: {error}")
        return self._read(address, response, request)

    def _read(self, address: str, response: Response, request: Request) -> Rules:
        self._crawler.stats.inc_value("robotstxt/response_count")
        self._crawler.stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 500 or response.status == 429:
            return self._unreachable(address, f"it answers {response.status}")
        if not 200 <= response.status < 300:
            return Rules()
        rules = read(response.body)
        self._slow_down(address, request, rules.delay(self._agent))
        return rules

    def _slow_down(self, address: str, request: Request, asked: float) -> None:
        downloader = self._crawler.engine.downloader
        assert isinstance(downloader, PoliteDownloader)
        slot = downloader.slot_of(request)
        slot.floor = max(slot.floor, min(asked, self._slowest))
        if asked > self._slowest:
            logger.warning(
                "%s asks for %g s between requests; CRAWL_DELAY_MAX=%g s is what it gets", address, asked, self._slowest
            )
        elif asked:
            logger.info("%s asks for %g s between requests", address, asked)

    def _unreachable(self, address: str, reason: str) -> Rules:
        self._crawler.stats.inc_value("robotstxt/unreachable")
        if self._disallow:
            logger.warning(
                "%s cannot be had (%s): nothing is fetched there; crawl again when the host answers, or, if only its "
                "robots.txt fails, with ROBOTS_UNREACHABLE=allow (RFC 9309)",
                address,
                reason,
            )
        else:
            logger.warning("%s cannot be had (%s): all is fetched, as ROBOTS_UNREACHABLE=allow says", address, reason)
        return Rules(unreachable=self._disallow, assumed=not self._disallow)

"""Real crawls with the manners of scraper/settings.py, and servers that want to be left alone."""

from itertools import pairwise
from threading import Event
from typing import Any

from scraper import settings
from scraper.politeness.opt_out import OptOuts
from tests.rawserver import RawServer, Reply, say
from tests.scraper.wirecrawl import Crawled, Keeper, Plan, crawl

OTHER = "127.0.0.2"
"""Another host, as far as manners go, on the same machine."""
WIRING = ("ADDONS", "DOWNLOADER", "DOWNLOADER_MIDDLEWARES", "SCHEDULER_PRIORITY_QUEUE", "SCHEDULER_MEMORY_QUEUE")
OURS = {name: value for name, value in vars(settings).items() if name in settings.__annotations__}
MANNERS: dict[str, Any] = {
    **OURS,
    **{name: getattr(settings, name) for name in WIRING},
    "ROBOTSTXT_OBEY": True,
    "ROBOTSTXT_USER_AGENT": "pressmark",
    "TDMREP_FETCH": False,
    "CONCURRENT_REQUESTS": 4,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
    "REDIRECT_ENABLED": True,
}


class Deciding(Keeper):
    """Says in place of a WARC's key what it would keep of each exchange."""

    @classmethod
    def from_crawler(cls, crawler):
        keeper = super().from_crawler(crawler)
        keeper.crawler = crawler
        return keeper

    def record(self, exchange, request):
        place = super().record(exchange, request)
        decision = self.crawler.get_downloader_middleware(OptOuts).decide(exchange, request)
        return type(place)(decision.text or decision.action, place.offset, place.length)


def politely(urls: list[str], metas: list[dict[str, Any]] | None = None, **given: Any) -> Crawled:
    """Ask for each of these."""
    asked = [{"url": url, "meta": meta} for url, meta in zip(urls, metas or [{} for _ in urls], strict=True)]
    hosts = frozenset({"127.0.0.1", OTHER, "localhost"})
    return crawl(Plan(asked, {**MANNERS, **given}, hosts))


def page(body: bytes = b"text", status: bytes = b"200 OK", headers: bytes = b"", pause: float = 0.0) -> Reply:
    """A whole answer; it begins after `pause` seconds."""
    head = b"HTTP/1.1 %b\r\n%bContent-Length: %d\r\n\r\n" % (status, headers, len(body))
    return say(b"", head + body, pause=pause)


def after(done: Event, answer: Reply) -> Reply:
    """An answer that is not given before this has happened, or not for a long time."""

    def pieces():
        done.wait(15)
        yield from answer.pieces

    return Reply(pieces())


class Quick(RawServer):
    """Another host's server, which sets `done` when it has answered so many requests."""

    def __init__(self, requests: int) -> None:
        self.done = Event()
        super().__init__(self._next, host=OTHER)
        self._left = requests

    def _next(self, path: str) -> Reply:
        self._left -= path != "/robots.txt"
        if not self._left:
            self.done.set()
        return page()


def gaps(crawled: Crawled, host: str) -> list[float]:
    """Seconds between the requests to a host, in order."""
    times = sorted(each.started.timestamp() for each in crawled.exchanges if f"//{host}" in each.url)
    return [later - earlier for earlier, later in pairwise(times)]


def told(crawled: Crawled, words: str) -> list[str]:
    """The lines of the log that say this."""
    return [line for line in crawled.log.splitlines() if words in line]

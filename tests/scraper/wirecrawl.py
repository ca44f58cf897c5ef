"""A real crawl in a process of its own: `crawl(Plan(...))` sends the plan's requests and tells what came of them.

Run as a program it reads a pickled Plan from standard input and writes a pickled Crawled to standard output.
"""

import pickle
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import StopDownload
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import succeed

from archive.exchange import Exchange, Location

ROOT = Path(__file__).parents[2]


@dataclass
class Plan:
    requests: list[dict[str, Any]]
    """Arguments of scrapy.Request."""
    settings: dict[str, Any] = field(default_factory=dict)
    named_hosts: frozenset[str] | None = None
    start_urls: list[str] = field(default_factory=list)
    dns: dict[str, str] = field(default_factory=dict)
    """Host names that exist in this crawl only."""
    full: str = "/disk-full"
    """Where storing fails."""
    follow: bool = False
    """Whether redirects are followed."""


@dataclass
class Outcome:
    """What the spider got for one request: a response or an error."""

    url: str
    status: int | None = None
    headers: dict[str, list[bytes]] = field(default_factory=dict)
    body: bytes = b""
    flags: list[str] = field(default_factory=list)
    error: str | None = None
    message: str = ""
    capture: Location | None = None
    form: str | None = None
    """Put through from the request's meta."""


@dataclass
class Crawled:
    exchanges: list[Exchange] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    stats: dict[str, Any] = field(default_factory=dict)
    log: str = ""

    def exchange(self, url: str) -> Exchange:
        (found,) = (exchange for exchange in self.exchanges if exchange.url == url)
        return found

    def outcome(self, url: str) -> Outcome:
        (found,) = (outcome for outcome in self.outcomes if outcome.url == url)
        return found


class Keeper:
    """The extension that the handler hands exchanges to."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.exchanges = plan, []

    @classmethod
    def from_crawler(cls, crawler):
        return cls(crawler.settings["PLAN"])

    def record(self, exchange: Exchange, request: Request) -> Location | None:
        if self.plan.full in request.url:
            raise OSError(28, "No space left on device")
        pickle.dumps(exchange)
        self.exchanges.append(exchange)
        return Location("memory", len(self.exchanges), 1)


class PlanResolver(CachingThreadedResolver):
    """Resolves the plan's names first."""

    names: dict[str, str]

    def getHostByName(self, name, timeout=()):
        return succeed(self.names[name]) if name in self.names else super().getHostByName(name, timeout)


class PlanSpider(Spider):
    name = "plan"

    @classmethod
    def from_crawler(cls, crawler):
        spider = super().from_crawler(crawler)
        crawler.signals.connect(spider.stop, signals.headers_received)
        return spider

    def stop(self, headers):
        if b"X-Stop" in headers:
            raise StopDownload

    async def start(self):
        for arguments in self.settings["PLAN"].requests:
            yield Request(dont_filter=True, callback=self.got, errback=self.failed, **arguments)

    def got(self, response):
        self.crawled.outcomes.append(
            Outcome(
                response.url,
                response.status,
                {name.decode("latin-1"): values for name, values in response.headers.items()},
                response.body,
                response.flags,
                capture=response.meta.get("capture"),
                form=response.meta.get("form"),
            )
        )

    def failed(self, failure):
        self.crawled.outcomes.append(
            Outcome(
                failure.request.url,
                error=failure.type.__name__,
                message=str(failure.value),
                capture=failure.request.meta.get("capture"),
                form=failure.request.meta.get("form"),
            )
        )


def run(plan: Plan) -> Crawled:
    """The crawl, in this process."""
    crawled = Crawled()
    PlanResolver.names = plan.dns
    attributes = {"crawled": crawled, "start_urls": plan.start_urls}
    if plan.named_hosts is not None:
        attributes["named_hosts"] = plan.named_hosts
    handler = "scraper.wire.WireDownloadHandler"
    process = AsyncCrawlerProcess(
        {
            "PLAN": plan,
            "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
            "EXTENSIONS": {Keeper: 0},
            "TWISTED_DNS_RESOLVER": PlanResolver,
            "REMOTE_CONTROL_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "RETRY_ENABLED": False,
            "REDIRECT_ENABLED": plan.follow,
            "HTTPERROR_ALLOW_ALL": True,
            "COOKIES_ENABLED": False,
            "CONCURRENT_REQUESTS": 300,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 300,
            "DOWNLOAD_DELAY": 0,
            "DOWNLOAD_TIMEOUT": 20,
            "LOG_LEVEL": "INFO",
            **plan.settings,
        }
    )
    spider = type("Planned", (PlanSpider,), attributes)
    crawler = process.create_crawler(spider)
    process.crawl(crawler)
    process.start()
    keepers = [e for e in crawler.extensions.middlewares if isinstance(e, Keeper)]
    crawled.exchanges = keepers[0].exchanges if keepers else []
    crawled.stats = crawler.stats.get_stats()
    return crawled


def crawl(plan: Plan, seconds: float = 60) -> Crawled:
    """The crawl, in another process, so that each has a reactor of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.scraper.wirecrawl"],
        input=pickle.dumps(plan),
        capture_output=True,
        timeout=seconds,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    crawled: Crawled = pickle.loads(done.stdout)
    crawled.log = done.stderr.decode()
    return crawled


if __name__ == "__main__":
    from tests.scraper import wirecrawl  # so that what is pickled is found under this name

    sys.stdout.buffer.write(pickle.dumps(wirecrawl.run(pickle.loads(sys.stdin.buffer.read()))))

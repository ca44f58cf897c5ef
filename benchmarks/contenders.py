"""The ways to fetch the pages, or to read them, that the benchmark sets beside each other."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pages

HERE = Path(__file__).parent
WORKERS = 2
MANNERS = {
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": 0,
    "LOG_LEVEL": "INFO",
}
"""The same for plain Scrapy as for pressmark; all else is as each sets it."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a contender runs: the server's address, its number of pages, and a folder for what is stored."""

    origin: str
    count: int
    folder: Path


@dataclass(frozen=True, slots=True)
class Contender:
    """A command, and a pattern for what it prints: the group counts its pages, or it occurs once a page."""

    name: str
    command: Callable[[Ground], list[str]]
    proof: str


def plain(ground: Ground, **settings: object) -> list[str]:
    """Scrapy by itself, storing nothing."""
    return _scrapy("runspider", str(HERE / "spider.py"), "-a", f"url={ground.origin}", **settings)


def captured(ground: Ground) -> list[str]:
    """The same spider with pressmark's settings, which record it; its pages are no articles, so nothing reads them."""
    return ["env", "SCRAPY_SETTINGS_MODULE=scraper.settings", *plain(ground, **_ours(ground))]


def complete(ground: Ground) -> list[str]:
    """What an operator runs."""
    command = _scrapy("crawl", "site", "-a", f"url={ground.origin}/", **_ours(ground))
    return ["env", "SCRAPY_SETTINGS_MODULE=scraper.settings", *command]


def wget(ground: Ground) -> list[str]:
    """GNU Wget, on one connection, without gzip: it asks for none."""
    listing = ground.folder / "list"
    listing.write_text("".join(f"{ground.origin}{pages.path(number)}\n" for number in range(1, ground.count + 1)))
    (ground.folder / "stored").mkdir()
    return ["wget", "-nv", "-i", str(listing), "-O", "/dev/null", f"--warc-file={ground.folder}/stored/pages"]


def ceiling(ground: Ground, *reader: str) -> list[str]:
    """Extraction alone."""
    return [sys.executable, str(HERE / "ceiling.py"), str(ground.count), str(WORKERS), *reader]


def trafilatura(ground: Ground) -> list[str]:
    """Trafilatura alone, in the same workers."""
    return ceiling(ground, "trafilatura")


def _scrapy(*words: str, **settings: object) -> list[str]:
    chosen = [f"{name}={value}" for name, value in {**MANNERS, **settings}.items()]
    return [sys.executable, "-m", "scrapy", *words, *(word for each in chosen for word in ("-s", each))]


def _ours(ground: Ground) -> dict[str, object]:
    return {
        "REQUISITES": "none",  # no other contender fetches what pages show
        "ARCHIVE_URI": ground.folder / "stored",
        "SPOOL_DIR": ground.folder / "spool",
        "EXTRACT_WORKERS": WORKERS,
        "REPORT": False,
    }


FETCHED, COMMITTED = r"'response_received_count': (\d+)", r"'archive/committed/{}': (\d+)"
CONTENDERS = (
    Contender("(a) plain Scrapy", plain, FETCHED),
    Contender("(t) tuned Scrapy", partial(plain, CONCURRENT_ITEMS=1), FETCHED),
    Contender("(b) to the WARC", captured, COMMITTED.format("captures")),
    Contender("(c) complete", complete, COMMITTED.format("articles")),
    Contender("(d) wget", wget, "URL:http"),
    Contender("(e) extraction", ceiling, r"(\d+) pages in"),
    Contender("(f) trafilatura", trafilatura, r"(\d+) pages in"),
)

"""One crawl of the hostile newspaper, and what it used."""

import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

from scrapy import Request

from archive import tables
from benchmarks.usage import family, peak
from tests.crawl import BIN, ROOT, Desk

from .town import Town

NAME = "../../../up"
"""What the paper calls itself: a site's name is a folder's."""
ALWAYS: Mapping[str, object] = {
    "SPIDER_MODULES": "tests.hostile.spiders",
    "TWISTED_DNS_RESOLVER": "tests.hostile.resolver.Resolver",
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": "false",
    "RETRY_TIMES": 0,
    "EXTRACT_WORKERS": 1,
    "TDMREP_FETCH": "false",
    "REQUISITES": "all",
    "LOG_LEVEL": "INFO",
}
BRIEF: Mapping[str, object] = {
    "CONCURRENT_REQUESTS": 150,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 60,
    "DOWNLOAD_TIMEOUT": 8,
    "REQUISITE_SECONDS": 4,
    "DOWNLOAD_MAXSIZE": 2 << 20,
    "REQUISITE_BYTES": 2 << 20,
    "CRAWL_DELAY_MAX": 0.2,
    "RETRY_AFTER_MAX": 2,
    "EXTRACT_SECONDS": 4,
    "EXTRACT_MEGABYTES": 400,
    "FEED_PAGES": 4,
    "SECTION_PAGES": 4,
    "SECTION_LINKS": 30,
    "SITEMAP_LINKS": 30,
    "SITEMAP_FILES": 60,
    "REQUISITES_PER_PAGE": 60,
}
"""Limits near enough to be hit in seconds."""
SAMPLING = 0.05
"""Seconds. The kernel keeps the peak of each process."""


@dataclass(frozen=True, slots=True)
class Run:
    """A crawl that has ended, while its servers are still there."""

    town: Town
    desk: Desk
    exit_code: int
    log: str
    seconds: float
    main_peak: int
    """Bytes of memory of the crawling process, at most."""
    worker_peak: int
    """... and of the largest of its workers."""
    captures: list[dict[str, Any]]
    articles: list[dict[str, Any]]

    def rows(self, address: str) -> list[dict[str, Any]]:
        """The captures of an address, the first first."""
        found = [row for row in self.captures if row["url"] == wired(address)]
        return sorted(found, key=lambda row: row["fetched_at"])


def wired(address: str) -> str:
    """An address as Scrapy asks for it."""
    try:
        return urldefrag(Request(unescape(address)).url).url
    except ValueError:
        return address


def crawl(town: Town, folder: Path, settings: Mapping[str, object], seconds: float, *, in_turn: bool = False) -> Run:
    """Run `scrapy crawl` on a town to its end, which has to come within so many seconds."""
    desk = Desk(folder)
    words = [word for name, value in {**ALWAYS, **settings}.items() for word in ("-s", f"{name}={value}")]
    command = [
        str(BIN / "scrapy"),
        "crawl",
        "hostile",
        "-a",
        f"plan={town.plan(in_turn)}",
        "-a",
        f"name={NAME}",
        *words,
    ]
    places = {"ARCHIVE_URI": desk.archive_uri, "SPOOL_DIR": str(folder / "spool")}
    began, peaks = time.monotonic(), dict[int, int]()
    with (folder / "log").open("wb+") as log:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **places}, stdout=log, stderr=log)
        try:
            while process.poll() is None:
                for pid in family(process.pid):
                    peaks[pid] = max(peaks.get(pid, 0), peak(pid))
                if time.monotonic() - began > seconds:
                    raise AssertionError(f"the crawl goes on after {seconds:g} s")
                time.sleep(SAMPLING)
        finally:
            process.kill()
            process.wait()
        log.seek(0)
        said = log.read().decode("utf-8", "replace")
    return Run(
        town=town,
        desk=desk,
        exit_code=process.returncode,
        log=said,
        seconds=time.monotonic() - began,
        main_peak=peaks.pop(process.pid, 0),
        worker_peak=max(peaks.values(), default=0),
        captures=list(tables.rows(desk.store, "captures")),
        articles=list(tables.rows(desk.store, "articles")),
    )

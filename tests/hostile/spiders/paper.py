"""A declaration that is read from a plan, for its addresses are known when the servers run."""

import json
import os
import time
from pathlib import Path
from typing import Any

from scrapy.exceptions import DontCloseSpider

from benchmarks.usage import family, forget_peak, peak
from scraper import Feed, NewsSpider, Section, Sitemap

SORTS = {"feed": Feed, "sitemap": Sitemap, "section": Section}


class Paper(NewsSpider):
    """The hostile newspaper; its operator named all of its hosts, and none of the canaries'.

    What the plan gives as turns is taken one at a time, when nothing of the last one is left to do, and measured.
    """

    name = "hostile"

    def __init__(self, plan: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        told = json.loads(Path(plan).read_text())
        self.sources = tuple(SORTS[kind](url) for kind, url in told["sources"])
        self._hosts = frozenset(told["hosts"])
        self._turns = told["turns"]
        self._notes = Path(plan).with_name("turns.jsonl")
        self._turn: tuple[str, float] | None = None
        self.allowed_domains = sorted(self._hosts)

    @property
    def named_hosts(self) -> frozenset[str]:
        """Also those that are reached by a link of the feed."""
        return self._hosts

    def idle(self) -> None:
        """Nothing is left to do: the next turn."""
        super().idle()
        if not self.crawler.engine.spider_is_idle():  # requisites are
            return
        self._note()
        while self._turns:
            name, kind, url = self._turns.pop(0)
            self._turn = name, time.monotonic()
            if self.ask(self.poll(SORTS[kind](url))):
                raise DontCloseSpider

    def _note(self) -> None:
        """How long the turn took, and the memory that the crawl and the largest of its workers had meanwhile."""
        workers = family(os.getpid()) - {os.getpid()}
        if self._turn:
            name, began = self._turn
            told = {
                "name": name,
                "seconds": round(time.monotonic() - began, 2),
                "main": peak(os.getpid()),
                "worker": max(map(peak, workers), default=0),
            }
            with self._notes.open("a") as notes:
                notes.write(json.dumps(told) + "\n")
        for pid in (os.getpid(), *workers):
            forget_peak(pid)

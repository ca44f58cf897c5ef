"""What the requisites of a page, and of a crawl, may cost."""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

DAY = 86400.0
PAGES = 20_000
"""Pages whose spending is remembered; the one longest untouched is forgotten first."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The settings of the same names, where their units are."""

    per_page: int
    page_bytes: int
    per_crawl: int
    crawl_bytes: int
    hosts: int
    each_bytes: int
    seconds: float
    wait: float
    depth: int
    fresh: float
    fresh_max: float
    refused: tuple[str, ...]

    @classmethod
    def of(cls, setting: Mapping[str, Any]) -> Self:
        """As the settings say."""
        return cls(
            per_page=setting["REQUISITES_PER_PAGE"],
            page_bytes=setting["REQUISITES_PAGE_BYTES"],
            per_crawl=setting["REQUISITES_PER_CRAWL"],
            crawl_bytes=setting["REQUISITES_CRAWL_BYTES"],
            hosts=setting["REQUISITE_HOSTS"],
            each_bytes=setting["REQUISITE_BYTES"],
            seconds=setting["REQUISITE_SECONDS"],
            wait=setting["REQUISITE_WAIT"],
            depth=setting["REQUISITE_DEPTH"],
            fresh=setting["REQUISITE_FRESH"],
            fresh_max=setting["REQUISITE_FRESH_MAX"],
            refused=tuple(setting["REQUISITE_REFUSED"].lower().split()),
        )


@dataclass(slots=True)
class Spent:
    """What was asked for on behalf of one page, or of the crawl."""

    requests: int = 0
    bytes: int = 0
    open: int = 0
    """Requests that did not end yet."""


class Budget:
    """Counts requests when they are made and bytes when they come; a crawl that stays has a new one every day."""

    def __init__(self, limits: Limits, now: Callable[[], float] = time.time) -> None:
        self._limits, self._now = limits, now
        self._pages: OrderedDict[str, Spent] = OrderedDict()
        self._renew()

    def take(self, page: str, host: str) -> str | None:
        """Count one more request for a page; the setting that forbids it instead, if one does."""
        if self._now() - self._begun > DAY:
            self._renew()
        spent, limits = self._of(page), self._limits
        if host not in self._hosts and len(self._hosts) >= limits.hosts:
            return "REQUISITE_HOSTS"
        if spent.requests >= limits.per_page:
            return "REQUISITES_PER_PAGE"
        if self._crawl.requests >= limits.per_crawl:
            return "REQUISITES_PER_CRAWL"
        self._hosts.add(host)
        for each in (spent, self._crawl):
            each.requests += 1
        return None

    def exhausted(self, page: str, since: float) -> str | None:
        """Why a request that waited for its turn is not made after all."""
        if self._of(page).bytes >= self._limits.page_bytes:
            return "REQUISITES_PAGE_BYTES"
        if self._crawl.bytes >= self._limits.crawl_bytes:
            return "REQUISITES_CRAWL_BYTES"
        return "REQUISITE_WAIT" if self._now() - since > self._limits.wait else None

    def begin(self, page: str) -> None:
        """One more thing is under way for a page."""
        self._of(page).open += 1

    def end(self, page: str) -> bool:
        """It ended; whether it was the page's last."""
        spent = self._of(page)
        spent.open -= 1
        if spent.open <= 0:
            self._pages.pop(page)
        return spent.open <= 0

    def pay(self, page: str, size: int) -> None:
        """Count bytes that came for a page."""
        for each in (self._of(page), self._crawl):
            each.bytes += size

    def _of(self, page: str) -> Spent:
        spent = self._pages.setdefault(page, Spent())
        self._pages.move_to_end(page)
        if len(self._pages) > PAGES:
            self._pages.popitem(last=False)
        return spent

    def _renew(self) -> None:
        self._begun = self._now()
        self._crawl = Spent()
        self._hosts: set[str] = set()

"""What is due: which pages are fetched now, which sources are polled, and whether a validator is worth sending."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median
from zlib import crc32

from archive.canonical import page_key
from archive.history import History
from archive.known import Page
from archive.links.link import Link, Listing

MANY_FAILURES = 9
"""In a row, retries counted: from here on an address is asked less and less often."""
CONDITIONAL_IN_A_ROW = 3
"""304s after which a page is fetched in full again, whatever is believed of the site."""
SAMPLE = 4
"""One page in so many is fetched in full each time, to find out sites whose 304s lie."""
DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Ask:
    """One address to ask for now."""

    url: str
    due: str
    """new, revisit, modified or full."""
    known: Page | None = None
    conditional: bool = False
    """Whether to send the validators of what is known."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often is asked again. All in seconds."""

    revisit: tuple[float, ...]
    """After an article was first asked for, ascending."""
    floor: float
    """Between two polls of a source, at least and at most."""
    ceiling: float


class Frontier:
    """Decides from the history of a site; remembers what it has asked for in this crawl."""

    def __init__(
        self, history: History, pace: Pace, conditional: bool = True, now: Callable[[], float] = time.time
    ) -> None:
        self._history, self._pace, self._conditional, self._now = history, pace, conditional, now
        self._sent: set[str] = set()
        self.has_history = len(history) > 0
        """Whether the site was crawled before."""

    def article(self, link: Link) -> Ask | None:
        """How to ask for a page that a source names; None when it is not due, or on its way."""
        if page_key(link.url) in self._sent:
            return None
        page = self._history.article(link.url)
        due = self._due(page, link.modified)
        return self._send(link.url, due, page) if due else None

    def revisits(self) -> Iterator[Ask]:
        """Known articles whose time has come, named by a source or not."""
        for page in self._history.articles():
            due = self._due(page, None)
            if due in ("revisit", "full") and page.key not in self._sent:
                yield self._send(page.url, due, page)

    def known(self, link: Link) -> bool:
        """Whether a page was asked for in an earlier crawl, or is on its way."""
        return page_key(link.url) in self._sent or self._history.article(link.url) is not None

    def again(self) -> None:
        """Begin another round: a page is asked for once in each, and nothing is on its way now."""
        self._sent.clear()

    def in_full(self, url: str) -> Ask | None:
        """How to ask for a known page in full, whatever was believed of it."""
        page = self._history.article(url)
        return Ask(page.url, "full", page) if page else None

    def is_lied_to(self) -> bool:
        """Whether the site was caught calling a changed page unchanged."""
        trust = self._history.trust
        return trust.lies > 0 or trust.missed > trust.honest + 2

    def poll(self, url: str, whole: bool = False) -> Ask:
        """How to ask for a source, now; `whole` if a 304 would be of no use."""
        page = self._history.source(url)
        if page is None or page.checked is None:
            return Ask(url, "new", page)
        conditional = not whole and page.proven and self._believes(page)
        return Ask(url, "revisit" if conditional else "full", page, conditional)

    def waits(self, url: str) -> float:
        """Seconds until a source that keeps failing is tried again; 0 for the others."""
        page = self._history.source(url)
        if page is None or page.failures < MANY_FAILURES:
            return 0.0
        wait = self._pace.floor * 2.0 ** min(page.failures - MANY_FAILURES, 30)
        return max(0.0, page.last + min(wait, self._pace.ceiling) - self._now())

    def is_worth_a_guess(self, url: str) -> bool:
        """Whether a source may be at a usual address: not when there was none within the last week."""
        page = self._history.source(url)
        if page is None or self._now() - page.last > 7 * DAY:
            return True
        return page.status == 200 and any(brought for _, brought in self._history.polls(url))

    def is_worth_a_sweep(self, url: str) -> bool:
        """Whether a list that only repeats what another source tells is due: once a day."""
        page = self._history.source(url)
        return page is None or self._now() - page.last > DAY

    def is_due(self, url: str) -> bool:
        """Whether a source is due by its own rhythm: sooner after polls that brought much, later after vain ones."""
        page = self._history.source(url)
        return page is None or (self._now() >= page.last + self._rhythm(url) and not self.waits(url))

    def child(self, link: Link) -> Ask | None:
        """How to ask for a sitemap that an index names; None while nothing says that it has changed.

        One without a believable date is polled by its own rhythm, and every one once a day.
        """
        page = self._history.source(link.url)
        if page is None or page.checked is None:
            return self.poll(link.url) if not self.waits(link.url) else None
        stale = self._now() - page.checked >= DAY
        said = link.modified and link.modified.timestamp()
        changed = said > page.checked if said else self.is_due(link.url)
        return self.poll(link.url) if (changed or stale) and not self.waits(link.url) else None

    def believable(self, listed: Listing) -> Listing:
        """A listing without its dates of change where these are made up: nearly all of them are of just now."""
        dates = [link.modified.timestamp() for link in (*listed.pages, *listed.sitemaps) if link.modified]
        if len(dates) < 3 or median(dates) < self._now() - 600:
            return listed
        plain = [tuple(replace(link, modified=None) for link in links) for links in (listed.pages, listed.sitemaps)]
        return replace(listed, pages=plain[0], sitemaps=plain[1])

    def next_check(self, page: Page) -> float | None:
        """When an article is due again; None when its schedule is over."""
        points = self._pace.revisit
        if not page.was_article and not (page.outcome or "").startswith("failed:"):
            if page.status != 200:  # a redirect, whose target is a page of its own, or one that never was there
                return None
            points = points[-1:]
        checked = page.checked or 0.0
        return next((page.first + point for point in points if page.first + point > checked), None)

    def _due(self, page: Page | None, modified: datetime | None) -> str | None:
        now = self._now()
        if page is None:
            return "new"
        if page.failures >= MANY_FAILURES and now < page.last + DAY:
            return None
        if page.checked is None:
            return "new"
        at = self.next_check(page)
        if at is not None and at <= now:
            return "revisit"
        if modified is None or not page.was_article or not self._believes_dates():
            return None
        rested = now - page.checked >= min(3600.0, self._pace.revisit[0] if self._pace.revisit else 3600.0)
        return "modified" if rested and page.checked < modified.timestamp() <= now + DAY else None

    def _send(self, url: str, due: str, page: Page | None) -> Ask:
        self._sent.add(page_key(url))
        conditional = page is not None and self._believes(page) and not self._sampled(page)
        return Ask(url, due if conditional or due in ("new", "modified") else "full", page, conditional)

    def _believes(self, page: Page) -> bool:
        """Whether a 304 for this page would be taken for the truth."""
        has_validator = bool(page.etag or page.last_modified) and page.original is not None
        return self._conditional and not self.is_lied_to() and has_validator and page.unchanged < CONDITIONAL_IN_A_ROW

    def _sampled(self, page: Page) -> bool:
        return crc32(f"{page.key} {page.unchanged}".encode()) % SAMPLE == 0

    def _believes_dates(self) -> bool:
        trust = self._history.trust
        return trust.unmodified < 5 or trust.modified * 4 >= trust.unmodified

    def _rhythm(self, url: str) -> float:
        seconds = self._pace.floor
        for _, brought in self._history.polls(url)[1:]:  # the first brings all there is
            seconds = seconds * 1.5 if brought == 0 else seconds / 2 if brought > 2 else seconds
            seconds = min(max(seconds, self._pace.floor), self._pace.ceiling)
        return seconds

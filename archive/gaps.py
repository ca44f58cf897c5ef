"""Day by day, what a site announced and what of it is stored."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from . import tables, warc
from .article import article_id
from .canonical import page_key
from .errors import DamagedRecord, StoreError
from .links.link import Link
from .links.period import dated
from .optout import withheld
from .store import Store
from .urlkey import urlkey
from .versions.gone import HOPS, REDIRECTS, redirected

MISSING = ("failed", "not fetched")
"""What an announced article may be that should be stored."""
REDIRECTED = 2_000
"""The most redirects that are looked up."""


@dataclass(slots=True)
class Day:
    """What was announced as published on one UTC day."""

    day: date
    announced: int = 0
    stored: int = 0
    not_articles: int = 0
    opted_out: int = 0
    """Withheld from the corpus, because the publisher wants it so."""
    failed: int = 0
    not_fetched: int = 0
    polled: int = 0
    """How many captures of sources were made that day."""
    gap: str | None = None
    """What is odd about the day: nothing announced, or no source polled."""


@dataclass(slots=True)
class Gaps:
    """The days asked for, and what of their announcements is missing."""

    days: list[Day]
    missing: list[tuple[date | None, str, str]] = field(default_factory=list)
    """Day, `failed` or `not fetched`, and address."""
    undated: Counter[str] = field(default_factory=Counter)
    """Announced without a date, by what they are."""


class Holdings:
    """What is stored and what was captured of a site's pages."""

    def __init__(self, store: Store, site: str) -> None:
        self._store = store
        self._published: dict[str, datetime | None] = {}
        for row in tables.rows(store, "articles", ("id", "published"), site=site):
            self._published[row["id"]] = row["published"]
        self._captures: dict[str, dict[str, Any]] = {}
        columns = (
            "url",
            "urlkey",
            "status",
            "outcome",
            "fetched_at",
            "truncated",
            "warc",
            "offset",
            "length",
            "opt_out",
        )
        for row in tables.rows(store, "captures", columns, site=site, kind="article"):
            known = self._captures.get(row["urlkey"])
            if known is None or _weight(row) >= _weight(known):
                self._captures[row["urlkey"]] = row
        self._looked_up = 0

    def state(self, url: str) -> str:
        """stored, not an article, opted out, failed or not fetched."""
        for _ in range(HOPS):
            if article_id(url) in self._published:
                return "stored"
            row = self._captures.get(urlkey(url)) or self._captures.get(page_key(url))
            if row is None:
                return "not fetched"
            target = self._target(row) if row["status"] in REDIRECTS else None
            if target is None:
                return _state(row)
            url = target
        return "failed"

    def published(self, url: str) -> datetime | None:
        """When the stored article of an address was published, as it says."""
        return self._published.get(article_id(url))

    def _target(self, row: dict[str, Any]) -> str | None:
        self._looked_up += 1
        if self._looked_up > REDIRECTED:
            return None
        try:
            record = warc.read(self._store.get(row["warc"], row["offset"], row["length"]))
        except (KeyError, DamagedRecord, StoreError):
            return None
        return redirected(record.head, row["url"])


def gaps(holdings: Holdings, links: Iterable[Link], since: date, until: date, polled: dict[date, int]) -> Gaps:
    """What was announced for the days from `since` to `until`, each address once, and what is stored of it."""
    days = {day: Day(day, polled=polled.get(day, 0)) for day in _days(since, until)}
    found = Gaps(list(days.values()))
    for link in _once(links):
        day = _day(link, holdings)
        if day is not None and day not in days:
            continue
        state = holdings.state(link.url)
        if day is None:
            found.undated[state] += 1
        else:
            _count(days[day], state)
        if state in MISSING:
            found.missing.append((day, state, link.url))
    _mark(found.days)
    found.missing.sort(key=lambda each: (each[0] or date.min, each[2]))
    return found


def _once(links: Iterable[Link]) -> Iterator[Link]:
    """Each page once, with the first date that any source gave it."""
    first: dict[str, Link] = {}
    for link in links:
        key = page_key(link.url)
        known = first.get(key)
        if known is None or (link.published and (known.published is None or link.published < known.published)):
            first[key] = link
    yield from first.values()


def _day(link: Link, holdings: Holdings) -> date | None:
    """The day of publication: as announced, as in the address, or as the stored article says."""
    if link.published:
        return link.published.date()
    span = dated(link.url)
    if span and span[0] == span[1]:
        return span[0]
    published = holdings.published(link.url)
    return published.date() if published else None


def _count(day: Day, state: str) -> None:
    day.announced += 1
    match state:
        case "stored":
            day.stored += 1
        case "not an article":
            day.not_articles += 1
        case "opted out":
            day.opted_out += 1
        case "failed":
            day.failed += 1
        case _:
            day.not_fetched += 1


def _mark(days: list[Day]) -> None:
    """Nothing announced, though on most of the other days of the week's same name something was."""
    busy: dict[int, list[bool]] = defaultdict(list)
    for day in days:
        busy[day.day.weekday()].append(day.announced > 0)
    for day in days:
        others = busy[day.day.weekday()]
        notes = ["no source polled"] if not day.polled and not day.announced else []
        if not day.announced and 2 * sum(others) > len(others) - 1:
            notes.insert(0, "nothing announced")
        day.gap = ", ".join(notes) or None


def _days(since: date, until: date) -> list[date]:
    return [since + timedelta(days=number) for number in range((until - since).days + 1)]


def _weight(row: dict[str, Any]) -> tuple[int, datetime]:
    """The capture of a page that says most: an article, then any conclusive answer, then the latest."""
    conclusive = row["status"] == 200 and row["truncated"] is None
    return 2 * (row["outcome"] == "article") + conclusive, row["fetched_at"]


def _state(row: dict[str, Any]) -> str:
    if row["outcome"] == "article":
        return "stored"
    if withheld(row["opt_out"]):
        return "opted out"
    return "not an article" if row["outcome"] in ("not_article", "not_html", "empty") else "failed"

"""When an article was published and modified: as it is stated, else as the page shows it, else as htmldate finds it."""

from datetime import datetime
from typing import NamedTuple

from htmldate import find_date
from lxml.html import HtmlElement

from . import dateline, dates
from .claims import Claims
from .flow import Flow


class Publication(NamedTuple):
    """Its moments, each in the zone in which it was stated, and what the first was taken from."""

    published: datetime | None
    modified: datetime | None
    by: str


class Page(NamedTuple):
    """What the moments are read from."""

    root: HtmlElement
    lines: Flow
    url: str
    said: Claims
    title: str
    language: str
    """The page's tag, in which days are written."""


def publication(page: Page, fed: datetime | None, fetched_at: datetime, hinted: datetime | None = None) -> Publication:
    """The moments of a page fetched then, whose feed gave `fed`, and in which its site's hints found `hinted`; a day
    without a time is midnight UTC."""
    said = page.said
    published, by = dates.settle(said.published, fed, fetched_at, page.language), "feed"
    updates = list(said.modified)
    if hinted is not None:
        published, by = hinted, "hint"
    elif published is not None:
        first = (name for name, values in said.dated if dates.settle(values, None, fetched_at, page.language))
        by = next(first, by)
    else:
        shown = dateline.shown(page.lines, page.title, page.language, page.url)
        updates += shown.modified
        published, by = dates.settle(shown.published, None, fetched_at), shown.by
    if published is None:
        published, by = _searched(page, fetched_at) or dates.settle(updates, None, fetched_at), "text"
    modified = dates.settle(updates, None, fetched_at, page.language)
    return Publication(published, modified if modified and published and modified >= published else None, by)


def _searched(page: Page, fetched_at: datetime) -> datetime | None:
    """In htmldate's fast mode: no dateparser, no clock."""
    latest = (fetched_at + dates.AHEAD).strftime("%Y-%m-%d")
    found = find_date(page.root, extensive_search=False, original_date=True, url=page.url, max_date=latest)
    return dates.settle([found] if found else [], None, fetched_at)

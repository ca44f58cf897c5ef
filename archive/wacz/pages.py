"""The lists of pages: articles with headline and text, and further HTML pages."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from .. import tables
from ..capture import Capture
from ..export.plan import Plan
from ..selection import Selection
from ..store import Store

COLUMNS = ("site", "id", "version", "change", "url", "title", "text", "fetched_at")
TOGETHER = 200
"""Addresses whose texts are asked for in one query."""

Row = dict[str, Any]


def find(store: Store, selection: Selection, plan: Plan) -> None:
    """Note the pages of what was exported in the plan.

    Each version of an article is a page at its capture; an article that was looked at and found unchanged is one at
    its last capture, with the text it had then. What else came as HTML is a further page, once.
    """
    articles = tables.Snapshot(store, "articles")
    for row in articles.selected(selection, COLUMNS):
        if row["change"] != "gone" and plan.take(row["url"], row["fetched_at"]):
            of = f"{row['site']} {row['url']} {row['fetched_at'].isoformat()}"
            plan.page(_article(row, row["fetched_at"]), of, row["version"], extra=False)
    unpaged = plan.unpaged()
    while some := list(islice(unpaged, TOGETHER)):
        known = _texts(articles, [each for each in some if each.kind == "article"])
        for capture in some:
            text = known.get(capture.record_id)
            page = _article(text, capture.fetched_at) if text else _further(capture)
            plan.page(page, capture.record_id, extra=text is None)


def front(addresses: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """The page to begin with: the front page of a site, else the last, which is the latest article that comes first."""
    found = None
    for url, at in addresses:
        parts = urlsplit(url)
        if parts.path in ("", "/") and not parts.query:
            return url, at
        found = found or (url, at)
    return found


def timestamp(moment: datetime) -> str:
    """To the second, as the index has it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _texts(articles: tables.Snapshot, captures: list[Capture]) -> dict[str, Row]:
    """The version that held when each was captured, by the capture's record id."""
    by_url = {capture.url: capture for capture in captures}
    if not by_url:
        return {}
    found: dict[str, Row] = {}
    for row in articles.rows(COLUMNS, site={capture.site for capture in captures}, url=set(by_url)):
        capture = by_url[row["url"]]
        known = found.get(capture.record_id)
        if row["fetched_at"] <= capture.fetched_at and (known is None or _order(known) < _order(row)):
            found[capture.record_id] = row
    return {record_id: row for record_id, row in found.items() if row["change"] != "gone"}


def _order(row: Row) -> tuple[datetime, int]:
    """Of the versions that one capture made, the last stands last."""
    return row["fetched_at"], row["version"]


def _article(row: Row, at: datetime) -> Row:
    page = {"id": f"{row['site']}-{row['id']}-{row['version']}", "url": row["url"], "ts": timestamp(at)}
    return page | {name: row[name] for name in ("title", "text") if row[name]}


def _further(capture: Capture) -> Row:
    page = {
        "id": capture.record_id.strip("<>").rpartition(":")[2],
        "url": capture.url,
        "ts": timestamp(capture.fetched_at),
    }
    return page | ({"title": capture.link_title} if capture.link_title else {})

"""What is worth a look: the latest front page and articles of each site, from the tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from .. import tables
from ..store import Store

ROWS = 100  # of a site's last day, looked through for articles that are still there


@dataclass(frozen=True, slots=True)
class Shown:
    """A page to look at."""

    site: str
    url: str
    at: datetime
    title: str | None
    """None for a front page."""

    @property
    def timestamp(self) -> str:
        """As replay tools write it."""
        return f"{self.at:%Y%m%d%H%M%S}"


def pages(store: Store, site: str | None, sites: int, articles: int) -> tuple[list[Shown], int]:
    """Of the sites captured last the front page and a few articles each; and how many sites that leaves out."""
    captures = tables.Snapshot(store, "captures")
    counts = [count for count in tables.counts(store) if site in (None, count.site)]
    latest = {count.site: count.last for count in counts if count.table == "captures"}
    last_article = {count.site: count.last for count in counts if count.table == "articles"}
    order = sorted(latest, key=lambda name: latest[name], reverse=True)
    fronts = {row["site"]: row for row in captures.fronts()}
    texts = tables.Snapshot(store, "articles")
    shown: list[Shown] = []
    for name in order[:sites]:
        if name in fronts:
            shown.append(Shown(name, fronts[name]["url"], fronts[name]["fetched_at"], None))
        if name in last_article:
            shown += _articles(texts, name, last_article[name], articles)
    return shown, len(order[sites:])


def _articles(texts: tables.Snapshot, site: str, last: datetime, most: int) -> Iterator[Shown]:
    seen: set[str] = set()
    for row in texts.since(("url", "title", "fetched_at", "change"), site, last.astimezone(UTC).date(), ROWS):
        if row["change"] != "gone" and row["url"] not in seen and len(seen) < most:
            seen.add(row["url"])
            yield Shown(site, row["url"], row["fetched_at"], row["title"] or "(no title)")

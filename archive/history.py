"""What has been seen of a site, page by page: its rows summed up when a crawl begins, kept up while it goes.

It is an SQLite file, so that it takes no memory of the crawling process however large the site is.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from operator import attrgetter
from pathlib import Path

from .canonical import page_key
from .known import REQUISITE, Page, Row, Trust, after
from .requisites.past import Past

COLUMNS = (
    "url", "kind", "fetched_at", "status", "etag", "last_modified", "payload_digest", "record_type", "record_id",
    "revisit_of", "truncated", "warc", "offset", "length", "outcome", "source",
    "found_in", "link_title", "link_published", "due", "opt_out",
)  # fmt: skip
"""Of a capture's, those that tell what is known of its page."""
VALUES = attrgetter(*(field.name for field in fields(Page)))
"""Of a page, as a row: dataclasses.astuple would copy each of them deeply."""
INSERT = f"INSERT OR REPLACE INTO pages VALUES ({', '.join('?' * len(fields(Page)))})"  # noqa: S608  # marks only

FIND = "SELECT * FROM pages WHERE key = ? AND (kind = 'article') = ?"
"""As the unique index has it: with `kind` by itself SQLite looks through all of the site's articles."""


class History:
    """The summary of one site, as `build` left it, and what is seen from then on."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        self._base.execute("BEGIN")  # and never committed: the next crawl makes it anew from the rows
        (row,) = self._base.execute("SELECT * FROM trust")
        self.trust = Trust(*row)
        self.requisites = Past(self._base)
        """What its pages need to be shown."""

    def article(self, url: str) -> Page | None:
        """What is known of an address as an article's; None when it was never asked for."""
        return self._page(url, article=True)

    def source(self, url: str) -> Page | None:
        """What is known of an address as a source's."""
        return self._page(url, article=False)

    def articles(self) -> Iterator[Page]:
        """Every address that was once asked for as an article's, the latest first."""
        rows = self._base.cursor().execute("SELECT * FROM pages WHERE kind = 'article' ORDER BY first DESC")
        return (Page(*row) for row in rows)

    def sources(self) -> list[Page]:
        """Every feed, sitemap, section and listing that was polled, the first first."""
        return [Page(*row) for row in self._base.execute("SELECT * FROM pages WHERE kind != 'article' ORDER BY first")]

    def polls(self, url: str) -> list[tuple[float, int]]:
        """When a source answered, and how many addresses unknown till then it brought each time, the oldest first."""
        query = """
            SELECT at, (
                SELECT count(*) FROM pages WHERE source = ?1 AND kind = 'article' AND first >= at AND first < until
            )
            FROM (SELECT at, lead(at, 1, 9e99) OVER (ORDER BY at) AS until FROM polls WHERE url = ?1)
        """
        return self._base.execute(query, (url,)).fetchall()

    def saw(self, capture: Row) -> None:
        """Count one more capture, given as a row of COLUMNS, times in seconds since 1970."""
        if capture["kind"] == REQUISITE:
            self.requisites.saw(capture)
            return
        row = {**capture, "key": page_key(capture["url"]), "version": False}
        find = self.article if row["kind"] == "article" else self.source
        self._put(after(find(row["url"]), row, self.trust))
        if row["kind"] != "article" and row["status"] in (200, 304):
            self._base.execute("INSERT INTO polls VALUES (?, ?)", (row["url"], row["fetched_at"]))

    def read(self, url: str, outcome: str) -> None:
        """Count the reading of an article page."""
        if page := self.article(url):
            self._put(page.read_as(outcome))

    def _put(self, page: Page) -> None:
        self._base.execute(INSERT, VALUES(page))

    def __len__(self) -> int:
        return int(self._base.execute("SELECT count(*) FROM pages").fetchone()[0])

    def close(self) -> None:
        """Give the file back."""
        self._base.close()

    def _page(self, url: str, *, article: bool) -> Page | None:
        row = self._base.execute(FIND, (page_key(url), article)).fetchone()
        return Page(*row) if row else None

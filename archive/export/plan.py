"""What is to be exported, and what became of it: a file on disk, so that memory does not grow with the selection."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from ..capture import Capture
from ..errors import ExportFailed

SCHEMA = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -64000;
    CREATE TABLE captures (
        warc TEXT, "offset" INTEGER, record_id TEXT, revisit_of TEXT, site TEXT, url TEXT, at TEXT, kind TEXT,
        selected INTEGER, worthy INTEGER, written INTEGER, page INTEGER, row TEXT, PRIMARY KEY (warc, "offset")
    ) WITHOUT ROWID;
    CREATE TABLE lines (line BLOB);
    CREATE TABLE pages (extra INTEGER, at TEXT, url TEXT, page TEXT, capture TEXT PRIMARY KEY, version INTEGER);
    CREATE INDEX records ON captures (record_id);
    CREATE INDEX revisits ON captures (site, revisit_of) WHERE revisit_of IS NOT NULL;
    CREATE INDEX addresses ON captures (url, at);
    BEGIN;
"""
TIMES = ("fetched_at", "link_published")
HTML = ("text/html", "application/xhtml+xml")
ASKED = 5000
"""Originals that one query of the archive asks for."""


class Plan:
    """The captures of one export. Times in it are ISO 8601 in UTC, which sorts."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="pressmark-export-", ignore_cleanup_errors=True)
        with _explained():
            self._base = sqlite3.connect(Path(self._folder.name) / "plan", isolation_level=None)
            self._base.executescript(SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._base.close()
        self._folder.cleanup()

    def add(self, rows: Iterable[dict[str, Any]], selected: bool) -> None:
        """Take rows of the captures table; what is selected is not made an original by coming twice."""
        statement = f"INSERT OR IGNORE INTO captures VALUES ({', '.join('?' * 13)})"  # noqa: S608  # marks only
        with _explained():
            self._base.executemany(statement, (_planned(row, selected) for row in rows))

    def unresolved(self) -> Iterator[tuple[str, list[str]]]:
        """Record ids that revisits refer to and that are not in the plan, by site, some thousand at a time."""
        query = """
            SELECT DISTINCT site, revisit_of FROM captures AS revisit
            WHERE revisit_of IS NOT NULL AND (site, revisit_of) > (?, ?) AND NOT EXISTS
            (SELECT 1 FROM captures WHERE record_id = revisit.revisit_of) ORDER BY site, revisit_of LIMIT ?
        """
        last = ("", "")
        while some := self._base.execute(query, (*last, ASKED)).fetchall():
            for site, pairs in groupby(some, key=itemgetter(0)):
                yield site, [record_id for _, record_id in pairs]
            last = some[-1]

    def count(self, condition: str = "true") -> int:
        """How many captures there are of which this SQL condition is true."""
        return int(self._base.execute(f"SELECT count(*) FROM captures WHERE {condition}").fetchone()[0])  # noqa: S608  # ours

    def sites(self) -> list[str]:
        """The sites of what was written."""
        return [
            site for (site,) in self._base.execute("SELECT DISTINCT site FROM captures WHERE written ORDER BY site")
        ]

    def period(self) -> tuple[str, str]:
        """When the first and the last of the selected captures was made."""
        first, last = self._base.execute("SELECT min(at), max(at) FROM captures WHERE selected AND written").fetchone()
        return str(first), str(last)

    def dangling(self) -> int:
        """How many revisits were written without their original."""
        query = """
            SELECT count(*) FROM captures AS revisit WHERE written AND revisit_of IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM captures WHERE record_id = revisit.revisit_of AND written)
        """
        return int(self._base.execute(query).fetchone()[0])

    def paged(self) -> int:
        """How many pages there are."""
        return int(self._base.execute("SELECT count(*) FROM pages").fetchone()[0])

    def segments(self) -> list[str]:
        """The keys of the WARCs that hold them."""
        return [key for (key,) in self._base.execute("SELECT DISTINCT warc FROM captures ORDER BY warc")]

    def captures(self, warc: str) -> Iterator[Capture]:
        """Those in one WARC, in its order."""
        query = 'SELECT row FROM captures WHERE warc = ? ORDER BY "offset"'
        return (_capture(row) for (row,) in self._base.cursor().execute(query, (warc,)))

    def written(self, capture: Capture) -> None:
        """Note that a capture's records are in the export."""
        with _explained():
            query = 'UPDATE captures SET written = 1 WHERE warc = ? AND "offset" = ?'
            self._base.execute(query, (capture.warc, capture.offset))

    def index(self, line: bytes) -> None:
        """Note an index line, if it is not empty."""
        if line:
            with _explained():
                self._base.execute("INSERT INTO lines VALUES (?)", (line,))

    def lines(self) -> Iterator[bytes]:
        """The index lines, sorted by bytes."""
        with _explained():
            for (line,) in self._base.execute("SELECT line FROM lines ORDER BY line"):
                yield line

    def take(self, url: str, at: datetime) -> bool:
        """Mark the selected capture of this address and time as a page, and with it the address; False without it."""
        with _explained():
            query = "UPDATE captures SET page = 1 WHERE url = ? AND at = ? AND selected AND written"
            return self._base.execute(query, (url, at.isoformat())).rowcount > 0

    def unpaged(self) -> Iterator[Capture]:
        """The latest capture that a reader would open, of every address that no page was made of yet."""
        query = """
            SELECT row, max(at) FROM captures WHERE selected AND written AND coalesce(worthy,
                (SELECT max(worthy) FROM captures AS original WHERE original.record_id = captures.revisit_of))
            AND NOT EXISTS (SELECT 1 FROM captures AS taken WHERE taken.url = captures.url AND taken.page)
            GROUP BY url ORDER BY url
        """
        return (_capture(row) for row, _ in self._base.cursor().execute(query))

    def page(self, page: dict[str, Any], capture: str, version: int = 0, *, extra: bool) -> None:
        """Note a page for the list of pages, or for that of further ones; of one capture that of its last version."""
        values = (extra, page["ts"], page["url"], json.dumps(page, ensure_ascii=False), capture, version)
        later = "ON CONFLICT DO UPDATE SET page = excluded.page, version = excluded.version"
        with _explained():
            self._base.execute(
                f"INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?) {later} WHERE excluded.version > version",  # noqa: S608  # ours
                values,
            )

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Address and time of every page, further ones first, each list the latest first."""
        query = "SELECT url, at FROM pages ORDER BY extra DESC, at DESC, url"
        return iter(self._base.cursor().execute(query))

    def pages(self, *, extra: bool) -> Iterator[str]:
        """The pages noted, as JSON, the latest first."""
        query = "SELECT page FROM pages WHERE extra = ? ORDER BY at DESC, url, page"
        with _explained():
            for (page,) in self._base.execute(query, (extra,)):
                yield page


def _planned(row: dict[str, Any], selected: bool) -> tuple[object, ...]:
    given = {name: row.get(name) for name in (field.name for field in fields(Capture))}
    plain = given | {name: moment.isoformat() for name in TIMES if (moment := given[name])}
    named = ("warc", "offset", "record_id", "revisit_of", "site", "url", "fetched_at", "kind")
    return (*(plain[name] for name in named), selected, _worthy(given), 0, 0, json.dumps(plain))


def _worthy(row: dict[str, Any]) -> bool | None:
    """Whether a reader would open it: an HTML page that is no part of another; None when it is what its original is."""
    if row["status"] == 304:
        return None
    html = row["mime"] in HTML or row["outcome"] == "article"
    return bool(html and row["status"] == 200 and row["method"] == "GET" and row["kind"] != "requisite")


def _capture(row: str) -> Capture:
    plain = json.loads(row)
    return Capture(**plain | {name: plain[name] and datetime.fromisoformat(plain[name]) for name in TIMES})


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise ExportFailed(
            f"the list of what to export cannot be kept on disk: {error}: free space where TMPDIR says, then try again"
        ) from error

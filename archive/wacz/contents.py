"""What the records, the index and the lists of pages of a package say, on disk, to be held against one another."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from .. import member, warc
from ..errors import DamagedRecord
from ..index import cdxj
from ..warc import Record

SCHEMA = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE records (
        file TEXT, "offset" INTEGER, length INTEGER, type TEXT, id TEXT, url TEXT, at TEXT, digest TEXT,
        refers_to TEXT, refers_url TEXT, refers_at TEXT, PRIMARY KEY (file, "offset")
    ) WITHOUT ROWID;
    CREATE TABLE requests (id TEXT PRIMARY KEY, method TEXT) WITHOUT ROWID;
    CREATE TABLE entries (path TEXT, number INTEGER, url TEXT, at TEXT, file TEXT, "offset" INTEGER, length INTEGER);
    CREATE TABLE pages (path TEXT, number INTEGER, url TEXT, at TEXT);
    BEGIN;
"""
FOUND = """
    CREATE INDEX record_ids ON records (id);
    CREATE INDEX record_urls ON records (url, at);
    CREATE INDEX record_digests ON records (digest);
    CREATE INDEX entry_urls ON entries (url, at);
    CREATE INDEX entry_places ON entries (file, "offset");
"""
QUERIES = {
    "no record begins where {0} line {1} says: {2} at {3}": """
        SELECT path, NULL, path, number, file, "offset" FROM entries AS e
        WHERE NOT EXISTS (SELECT 1 FROM records AS r WHERE r.file = e.file AND r."offset" = e."offset")
    """,
    "the record at {0} is not of the length, address or time of {1} line {2}": """
        SELECT 'archive/' || e.file, e."offset", e."offset", path, number
        FROM entries AS e JOIN records AS r ON r.file = e.file AND r."offset" = e."offset"
        WHERE r.length != e.length OR r.url != e.url OR r.at != e.at
    """,
    "{0} of {1} is in no index": """
        SELECT 'archive/' || file, "offset", type, url FROM records AS r WHERE type IN ('response', 'revisit')
        AND NOT EXISTS (SELECT 1 FROM entries AS e WHERE e.file = r.file AND e."offset" = r."offset")
        AND coalesce((SELECT method FROM requests AS q WHERE q.id = r.id), 'GET') = 'GET'
    """,
    "revisit of {0}, whose original is not in the package": """
        SELECT 'archive/' || file, "offset", coalesce(refers_url, url) FROM records AS r WHERE type = 'revisit'
        AND NOT EXISTS (SELECT 1 FROM records AS o WHERE o.type = 'response' AND o.id = r.refers_to)
        AND NOT EXISTS (SELECT 1 FROM records AS o WHERE o.type = 'response' AND o.url = r.refers_url
            AND o.at = r.refers_at)
        AND NOT EXISTS (SELECT 1 FROM records AS o WHERE o.type = 'response' AND o.digest = r.digest)
    """,
    "line {0}: no capture of {1} at {2}": """
        SELECT path, NULL, number, url, at FROM pages AS p
        WHERE NOT EXISTS (SELECT 1 FROM entries AS e WHERE e.url = p.url AND e.at = p.at)
    """,
}
"""What may be wrong between them: object, offset, and what the message names."""
UNREADABLE = (ValueError, OverflowError, RecursionError, sqlite3.InterfaceError, sqlite3.ProgrammingError)
"""What comes of a stranger's JSON: no text, no place, no end."""
LINE_BYTES = 16 << 20
"""Of one line of a list of pages."""

Fault = Callable[[str, int | None, str], object]
"""Told of a file of the package, an offset in bytes and what is wrong."""


class Contents:
    """Fill it, then ask for the faults."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._folder = TemporaryDirectory(prefix="pressmark-check-", ignore_cleanup_errors=True)
        self._base = sqlite3.connect(Path(self._folder.name) / "contents", isolation_level=None)
        self._base.executescript(SCHEMA)

    def close(self) -> None:
        """Give the disk back."""
        self._base.close()
        self._folder.cleanup()

    def records(self, path: str, stream: BinaryIO) -> None:
        """Take down the records of a WARC, each checked against its digests."""
        file, end = path.removeprefix("archive/"), 0
        try:
            for found in member.members(stream):
                end = found.offset + found.length
                try:
                    self._record(file, found.offset, found.length, warc.parse(found.data))
                except DamagedRecord as error:
                    self._fault(path, found.offset, str(error))
        except DamagedRecord as error:
            self._fault(path, end, str(error))

    def _record(self, file: str, offset: int, length: int, record: Record) -> None:
        said = record.headers.get
        if record.type == "request":
            row = (said("WARC-Concurrent-To"), record.head.partition(b" ")[0].decode("latin-1"))
            self._base.execute("INSERT OR IGNORE INTO requests VALUES (?, ?)", row)
        values = (
            *(file, offset, length, record.type, said("WARC-Record-ID"), _uri(said("WARC-Target-URI"))),
            *(_digits(said("WARC-Date")), said("WARC-Payload-Digest"), said("WARC-Refers-To")),
            *(_uri(said("WARC-Refers-To-Target-URI")), _digits(said("WARC-Refers-To-Date"))),
        )
        self._base.execute("INSERT OR IGNORE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def index(self, path: str, blocks: Iterator[bytes]) -> None:
        """Take down an index, given as blocks of whole lines; it has to be sorted."""
        last, number = b"", 0
        for block in blocks:
            for line in block.splitlines():
                number += 1
                if line < last:
                    self._fault(path, None, f"line {number} is out of order")
                last = line
                try:
                    (entry,) = cdxj.read(line)
                    at = entry.location
                    values = (path, number, entry.url, entry.timestamp, at.warc, at.offset, at.length)
                    self._base.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)", values)
                except (DamagedRecord, *UNREADABLE):
                    self._fault(path, None, f"line {number} cannot be read")

    def pages(self, path: str, stream: BinaryIO) -> None:
        """Take down a list of pages."""
        for number, line in enumerate(iter(lambda: stream.readline(LINE_BYTES), b""), start=1):
            try:
                page = json.loads(line)
                if number == 1 and "format" in page:
                    continue
                row = (path, number, page["url"].partition("#")[0], _digits(page["ts"]))
                self._base.execute("INSERT INTO pages VALUES (?, ?, ?, ?)", row)
            except (KeyError, TypeError, AttributeError, *UNREADABLE):
                self._fault(path, None, f"line {number} is no page with url and ts")

    def compare(self) -> None:
        """Tell of everything in one that the others do not bear out."""
        self._base.executescript(FOUND)
        for problem, query in QUERIES.items():
            for path, offset, *named in self._base.execute(query):
                self._fault(path, offset, problem.format(*named))

    def count(self, table: str) -> int:
        """How many `records`, `entries` or `pages` there are."""
        return int(self._base.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  # ours


def _digits(moment: str | None) -> str | None:
    """A time as an index has it, to the second."""
    return re.sub(r"\D", "", moment)[:14] if moment else None


def _uri(value: str | None) -> str | None:
    """WARC/1.0 had brackets around it."""
    return value and value.removeprefix("<").removesuffix(">")

"""The tables' rows of a site, summed up for the crawl that begins: see History."""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, fields
from datetime import datetime
from itertools import groupby
from pathlib import Path

from . import tables
from .canonical import page_key
from .history import COLUMNS, INSERT, VALUES
from .known import KINDS, REQUISITE, Page, Row, Trust, after
from .requisites import past
from .spool import private
from .store import Store

INDEXES = (
    "CREATE UNIQUE INDEX by_key ON pages (key, kind = 'article')",
    "CREATE INDEX by_first ON pages (kind, first)",
    "CREATE INDEX by_source ON pages (source, first)",
    "CREATE INDEX by_url ON polls (url)",
)

REQUISITES = (
    "url", "fetched_at", "status", "etag", "last_modified", "payload_digest", "record_type", "record_id", "revisit_of",
    "truncated", "warc", "offset", "length", "opt_out",
)  # fmt: skip
"""Columns of a requisite's capture that tell what is known of it."""


def build(store: Store, site: str, path: Path) -> None:
    """Write the summary of a site to `path`, in place of an older one. StoreError when the tables cannot be read."""
    path.unlink(missing_ok=True)
    os.close(private(str(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    base = sqlite3.connect(path, isolation_level=None)
    try:
        base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
        _load(base, store, site)
        _summarise(base)
        past.build(base, _requisites(base, store, site))
        base.execute("COMMIT")
    finally:
        base.close()


def _load(base: sqlite3.Connection, store: Store, site: str) -> None:
    """The site's rows as they are, each with its page's key."""
    base.execute(f"CREATE TEMP TABLE captures (key, {', '.join(COLUMNS)}, version)")
    versions = {row["fetched_at"] for row in tables.rows(store, "articles", ("fetched_at",), site=site)}
    marks = ", ".join("?" * (len(COLUMNS) + 2))
    rows = tables.rows(store, "captures", COLUMNS, site=site, kind=KINDS)
    base.executemany(
        f"INSERT INTO captures VALUES ({marks})",  # noqa: S608  # marks only
        ((page_key(row["url"]), *_values(row, COLUMNS), row["fetched_at"] in versions) for row in rows),
    )


def _requisites(base: sqlite3.Connection, store: Store, site: str) -> Iterator[Row]:
    """The captures of requisites by address, oldest first; sorted on disk, for there are many times more of them."""
    base.execute(f"CREATE TEMP TABLE requisite_captures ({', '.join(REQUISITES)})")
    rows = tables.rows(store, "captures", REQUISITES, site=site, kind=REQUISITE)
    marks = ", ".join("?" * len(REQUISITES))
    base.executemany(
        f"INSERT INTO requisite_captures VALUES ({marks})",  # noqa: S608  # marks only
        (tuple(_values(row, REQUISITES)) for row in rows),
    )
    ordered = base.cursor().execute("SELECT * FROM requisite_captures ORDER BY url, fetched_at")
    return (dict(zip(REQUISITES, row, strict=True)) for row in ordered)


def _values(row: Row, names: tuple[str, ...]) -> Iterator[object]:
    return (value.timestamp() if isinstance(value, datetime) else value for value in (row[name] for name in names))


def _summarise(base: sqlite3.Connection) -> None:
    base.execute(f"CREATE TABLE pages ({', '.join(field.name for field in fields(Page))})")
    base.execute("CREATE TABLE polls (url, at)")
    base.execute(
        "INSERT INTO polls SELECT url, fetched_at FROM captures WHERE kind != 'article' AND status IN (200, 304)"
    )
    trust = Trust()
    ordered = base.cursor().execute("SELECT * FROM captures ORDER BY key, kind = 'article', fetched_at")
    columns = [column[0] for column in ordered.description]
    rows = (dict(zip(columns, row, strict=True)) for row in ordered)
    for _, seen in groupby(rows, lambda row: (row["key"], row["kind"] == "article")):
        page: Page | None = None
        for row in seen:
            page = after(page, row, trust)
        base.execute(INSERT, VALUES(page))
    for index in INDEXES:
        base.execute(index)
    base.execute(f"CREATE TABLE trust ({', '.join(field.name for field in fields(Trust))})")
    base.execute("INSERT INTO trust VALUES (?, ?, ?, ?, ?)", astuple(trust))

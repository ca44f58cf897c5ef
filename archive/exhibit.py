"""All that the archive can tell of one capture of an address: its records, why it was made, what was read in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from . import member, tables, warc
from .article import article_id
from .canonical import page_key, site_of
from .errors import DamagedRecord
from .exchange import Location
from .store import Store
from .urlkey import urlkey
from .warc import Record

Row = dict[str, Any]
BRIEF = ("fetched_at", "status", "kind", "mime", "record_type", "outcome", "warc", "offset", "record_id", "url")
LISTED = 10
"""Captures, and versions, that are listed if not all are asked for."""
GROUP = 8
"""Records that belong to one capture, at most."""
NEAR, LOOKED_AT = 5, 50_000
VERSION = ("id", "site", "version", "change", "fetched_at", "title", "url", "warc", "offset", "length", "record_id")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One capture."""

    row: Row
    """Of the captures table."""
    count: int
    """Captures of the address, this one included."""
    listed: tuple[Row, ...]
    """Some of them, the latest first."""
    records: dict[str, Record]
    """By type: response or revisit, request, metadata."""
    headers: dict[str, tuple[str, ...]]
    """Of these records, the WARC header lines as written."""
    fault: str | None
    """Why records are missing."""
    original: Row | None
    """Of a revisit: the capture that holds its payload."""
    robots_txt: Row | None
    """The capture of the robots.txt that was known then."""
    versions: tuple[Row, ...]
    """Of the article at this address."""
    shown: Row | None
    """The version that was current then, with its text."""

    @property
    def first(self) -> Record | None:
        """The record at the row's place."""
        return self.records.get(self.row["record_type"])


def exhibit(store: Store, url: str, at: datetime | None, every: bool) -> Exhibit | None:
    """The capture of an address nearest to a time, or the latest; None when there is none."""
    count, nearest = 0, None
    latest: list[Row] = []
    rows = tables.Snapshot(store, "captures")

    def passing() -> Iterator[Row]:
        nonlocal count, nearest
        for row in rows.rows(BRIEF, urlkey=urlkey(url)):
            count += 1
            if nearest is None or _away(row, at) < _away(nearest, at):
                nearest = row
            yield row

    limit = None if every else LISTED
    latest = sorted(passing(), key=_age) if limit is None else nlargest(limit, passing(), key=_order)
    if nearest is None:
        return None
    (row,) = islice(rows.rows(record_id=nearest["record_id"], warc=nearest["warc"]), 1)
    records, headers, fault = _records(store, Location(row["warc"], row["offset"], row["length"]), row["record_id"])
    versions, shown = _versions(store, row)
    original = next(rows.rows((*BRIEF, "length"), record_id=row["revisit_of"]), None) if row["revisit_of"] else None
    return Exhibit(
        row=row,
        count=count,
        listed=tuple(latest),
        records=records,
        headers=headers,
        fault=fault,
        original=original,
        robots_txt=_robots_txt(rows, row),
        versions=tuple(versions),
        shown=shown,
    )


def _away(row: Row, at: datetime | None) -> float:
    moment: datetime = row["fetched_at"]
    return -moment.timestamp() if at is None else abs((moment - at).total_seconds())


def _order(row: Row) -> tuple[datetime, int]:
    return row["fetched_at"], row["offset"]


def _age(row: Row) -> tuple[float, int]:
    return -row["fetched_at"].timestamp(), -row["offset"]


def payload(store: Store, shown: Exhibit) -> bytes | None:
    """The entity body as sent, of a revisit that of the record that holds it; None when there is none."""
    if shown.original is not None:
        at = shown.original
        return warc.read(store.get(at["warc"], at["offset"], at["length"])).payload
    return shown.first.payload if shown.first and shown.first.type == "response" else None


def _records(
    store: Store, at: Location, record_id: str
) -> tuple[dict[str, Record], dict[str, tuple[str, ...]], str | None]:
    """The records of a group by type, their headers, and why some are missing."""
    found: dict[str, Record] = {}
    headers: dict[str, tuple[str, ...]] = {}
    fault = None
    try:
        with store.open(at.warc) as stream:
            stream.seek(at.offset)
            for each in islice(member.members(stream, at.offset), GROUP):
                record = warc.parse(each.data)
                if record_id not in (record.headers.get("WARC-Record-ID"), record.headers.get("WARC-Concurrent-To")):
                    break
                found[record.type] = record
                lines = each.data.partition(b"\r\n\r\n")[0].decode("utf-8", "backslashreplace").split("\r\n")
                headers[record.type] = tuple(lines[1:])
                if record.type == "metadata":
                    break
    except KeyError:
        fault = f"{at.warc} is not there"
    except DamagedRecord as error:
        fault = f"{at.warc}: {error}: run `archive verify`"
    if not found and not fault:
        fault = f"{at.warc} holds another record at {at.offset}: run `archive verify`"
    return found, headers, fault


def _robots_txt(rows: tables.Snapshot, row: Row) -> Row | None:
    """The latest robots.txt of the same host before a capture."""
    parts = urlsplit(row["url"])
    key = urlkey(f"{parts.scheme}://{parts.netloc}/robots.txt")
    columns = ("fetched_at", "status", "warc", "offset", "record_id")
    known = rows.rows(columns, site=row["site"], urlkey=key, kind="robots")
    before = (each for each in known if each["fetched_at"] <= row["fetched_at"])
    return max(before, key=_order, default=None) if row["robots"] == "allowed" else None


def _versions(store: Store, row: Row) -> tuple[list[Row], Row | None]:
    """Of the article at an address, or that was last read from there; and the one that was current at a capture."""
    articles = tables.Snapshot(store, "articles")
    ids = {each["id"] for each in articles.rows(("id",), url=row["url"])} | {article_id(row["url"])}
    found = sorted(articles.rows(VERSION, id=ids, site=row["site"]), key=_course)
    own = {row["record_id"], row["revisit_of"]}
    until = [each for each in found if each["record_id"] in own or each["fetched_at"] <= row["fetched_at"]]
    if not until:
        return found, None
    last = until[-1]
    columns = ("text", "text_sha256", "language", "word_count", "extractor", "canonical_url")
    (text,) = islice(articles.rows(columns, id=last["id"], version=last["version"], site=last["site"]), 1)
    return found, last | text


def _course(version: Row) -> tuple[datetime, int]:
    return version["fetched_at"], version["version"]


def near(store: Store, url: str) -> list[str]:
    """Other forms of an address of which there are captures, else addresses that end the same."""
    captures = tables.Snapshot(store, "captures")
    urls = list(captures.holding("url", site_of(url).partition(":")[0], LOOKED_AT))
    same = [each for each in urls if page_key(each) == page_key(url)]
    ending = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    alike = [each for each in urls if ending and urlsplit(each).path.rstrip("/").endswith(ending)]
    return list(dict.fromkeys([*same, *alike]))[:NEAR]

"""What is known of one address after all its captures, counted one by one."""

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from .exchange import Location
from .warc import Original, warc_date

Row = dict[str, Any]
"""A capture as a row of its table, times in seconds since 1970, with its page's key and whether it made a version."""
KINDS = ("article", "feed", "sitemap", "section", "wordpress")
"""Kinds of captures that tell of articles."""
REQUISITE = "requisite"
"""Kind of captures of what pages need to be shown."""
EVIDENCE = timedelta(days=30)
"""How long what a site said of changes, truly or not, is held for or against it."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of one address, all its variants together. Times are UTC seconds since 1970."""

    key: str
    kind: str
    url: str
    """As last asked for."""
    source: str | None
    """The feed, sitemap or page that named it first, its kind, and what it said."""
    found_in: str | None
    link_title: str | None
    link_published: float | None
    first: float
    """When it was first asked for."""
    last: float
    checked: float | None
    """When it last answered conclusively, by 200, 3xx, 404 or 410."""
    status: int | None
    """Of that answer."""
    failures: int
    """Other answers, or none, since."""
    outcome: str | None
    """What its last reading gave."""
    was_article: bool
    unchanged: int
    """304s since it last came in full."""
    proven: bool
    """Whether a change of it once came with a change of its validators."""
    etag: str | None
    last_modified: str | None
    payload_digest: str | None
    record_id: str | None
    """Of the stored response that holds its latest payload; None when that was captured at another address."""
    original_url: str | None
    original_at: float | None
    warc: str | None
    offset: int | None
    length: int | None

    @classmethod
    def before(cls, row: Row) -> "Page":
        """A page whose first capture is about to be counted."""
        given = {
            name: row[name] for name in ("key", "kind", "url", "source", "found_in", "link_title", "link_published")
        }
        at = {"first": row["fetched_at"], "last": row["fetched_at"]}
        none = {field.name: None for field in fields(cls)}
        return cls(**{**none, **given, **at, "failures": 0, "was_article": False, "unchanged": 0, "proven": False})

    def read_as(self, outcome: str | None) -> "Page":
        """The page after a reading."""
        page = replace(self, outcome=outcome, was_article=self.was_article or outcome == "article")
        return page.unvalidated() if outcome == "not_article" else page

    def unvalidated(self) -> "Page":
        """The page without validators: while it is away, a 304 of what it was would hide that it came back."""
        return replace(self, etag=None, last_modified=None)

    @property
    def published(self) -> datetime | None:
        """The date that its source gave."""
        return None if self.link_published is None else datetime.fromtimestamp(self.link_published, UTC)

    @property
    def original(self) -> Original | None:
        """What a revisit record of it may refer to."""
        return original(self)


@dataclass(slots=True)
class Trust:
    """How truly the site told of changes of late."""

    honest: int = 0
    """Times that another payload came, with another validator, when asked for with the old one."""
    lies: int = 0
    """Times that another payload came with the same validator."""
    missed: int = 0
    """Times that another payload came only when asked for without a validator, after 304s."""
    modified: int = 0
    """Pages fetched because their source called them modified, and were found so."""
    unmodified: int = 0
    """... and were not."""


class Holding(Protocol):
    """Where a payload lies, and what it was captured as."""

    @property
    def url(self) -> str: ...
    @property
    def record_id(self) -> str | None: ...
    @property
    def original_url(self) -> str | None: ...
    @property
    def original_at(self) -> float | None: ...
    @property
    def warc(self) -> str | None: ...
    @property
    def offset(self) -> int | None: ...
    @property
    def length(self) -> int | None: ...


def original(known: Holding) -> Original | None:
    """The stored response that holds the latest payload of an address; None when nothing known does."""
    if known.record_id is None or known.warc is None or known.original_at is None:
        return None
    when = datetime.fromtimestamp(known.original_at, UTC)
    at = Location(known.warc, known.offset or 0, known.length or 0)
    return Original(known.record_id, known.original_url or known.url, warc_date(when), at)


def after(page: Page | None, row: Row, trust: Trust) -> Page:
    """What is known of a page after one more capture of it."""
    known = page or Page.before(row)
    if row["opt_out"] and row["record_type"] == "request":  # the page was there, and nothing of it was kept
        return replace(known, last=row["fetched_at"], checked=row["fetched_at"], status=200, failures=0)
    if not conclusive(row["status"]) or row["truncated"]:
        return replace(known, last=row["fetched_at"], failures=known.failures + 1)
    seen = {"last": row["fetched_at"], "checked": row["fetched_at"], "status": row["status"], "failures": 0}
    if row["status"] == 304:
        return replace(known, **seen, unchanged=known.unchanged + 1)
    if row["status"] != 200:
        return replace(known, **seen).unvalidated()
    proven = known.proven or _judge(known, row, trust)
    holds = _holds(known, row)
    validators = {name: row[name] for name in ("etag", "last_modified", "payload_digest")}
    full = replace(known, **seen, **validators, **holds, url=row["url"], unchanged=0, proven=proven)
    return full.read_as(row["outcome"])


def _holds(known: Page, row: Row) -> dict[str, Any]:
    """Where the payload lies: in this record, in the one known, or at another address, which is none of this page's."""
    if row["record_type"] == "response":
        place = {name: row[name] for name in ("record_id", "warc", "offset", "length")}
        return {**place, "original_url": row["url"], "original_at": row["fetched_at"]}
    return {} if row["revisit_of"] == known.record_id else {"record_id": None}


def conclusive(status: int | None) -> bool:
    """Whether an answer says how the page is; others (403, 429, 5xx, none) say how the server was."""
    return status is not None and (200 <= status < 400 or status in (404, 410, 451))


def _judge(known: Page, row: Row, trust: Trust) -> bool:
    """Hold an answer against the one before it and what the site said of it; whether it marks changes truly."""
    if datetime.now(UTC).timestamp() - row["fetched_at"] > EVIDENCE.total_seconds():
        return False
    if row["due"] == "modified":
        if row["version"]:
            trust.modified += 1
        else:
            trust.unmodified += 1
    if known.payload_digest in (None, row["payload_digest"]) or not (known.etag or known.last_modified):
        return False
    if (known.etag, known.last_modified) == (row["etag"], row["last_modified"]):
        trust.lies += 1
        return False
    if row["due"] != "full":
        trust.honest += 1
    elif known.unchanged:
        trust.missed += 1
    return True

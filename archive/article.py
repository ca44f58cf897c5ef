"""What a page says (Reading), and the row of the corpus made of it (Article)."""

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime

from .canonical import page_key

RowKey = tuple[str, datetime, str]
"""Address, time and record by which the row of an article names the capture that made it."""
REREAD = "extractor"
"""Why a version exists that another extractor found in the capture of the version before it."""


def _iso(value: date | None) -> str | None:
    """How exporters write a time: with its zone, which Scrapy's own encoder drops."""
    return value.isoformat() if value else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What extraction found in one record; same record, same extractor version, same reading."""

    outcome: str
    """article, not_article (a list, a soft 404 …), empty (nothing to read), not_html, or failed:REASON."""
    extractor: str
    """Name and version of what read it, such as `trafilatura 2.3.1`."""
    title: str | None = None
    text: str = ""
    """NFC; paragraphs separated by one newline; neither the title nor any comment section in it."""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    """In the zone in which it was stated; in UTC where none was."""
    modified: datetime | None = None
    language: str = "und"
    """ISO 639 code detected from the text, of two letters where there is one, or `und`."""
    section: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    canonical_url: str | None = None
    paywalled: bool | None = None
    agency: str | None = None
    """The news agency that it says it is from, such as AFP."""
    partial: str | None = None
    """Why the text is not the whole article: paywall, paged (one page of several) or cut; None if it seems whole."""
    sources: str | None = None
    """What each field was taken from: `title:h1 authors:json-ld published:time`."""
    simhash: int = 0
    """64-bit near-duplicate fingerprint of the text, as a signed integer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One version of an article's text, and the WARC record that proves it. Also the Scrapy item."""

    id: str
    """Stable for the canonical URL: the first 32 hex digits of the SHA-256 of its page key."""
    version: int | None = None
    """1 for the first text seen, given at commit; None before."""
    change: str | None = None
    """new, text, headline, metadata, gone, back or extractor: why this version exists, given at commit."""
    url: str
    canonical_url: str
    site: str
    title: str | None
    authors: tuple[str, ...]
    published: datetime | None = field(default=None, metadata={"serializer": _iso})
    modified: datetime | None = field(default=None, metadata={"serializer": _iso})
    language: str
    section: str | None
    tags: tuple[str, ...]
    image: str | None
    text: str
    text_sha256: str
    simhash: int
    """64-bit near-duplicate fingerprint of the text, as a signed integer."""
    word_count: int
    paywalled: bool | None
    discovered_by: str | None
    fetched_at: datetime = field(metadata={"serializer": _iso})
    warc: str
    offset: int
    length: int
    record_id: str
    payload_digest: str
    extractor: str
    run: str
    agency: str | None = None
    partial: str | None = None
    sources: str | None = None

    @property
    def key(self) -> RowKey:
        """The capture that made it."""
        return self.url, self.fetched_at, self.record_id

    @property
    def reader(self) -> str | None:
        """What read that capture once more to make it, None of the first reading: with `key` it names one row."""
        return self.extractor if self.change == REREAD else None


def article_id(canonical_url: str) -> str:
    """The same for every variant of an address: scheme, www, tracking, AMP, print and mobile forms are folded."""
    return hashlib.sha256(page_key(canonical_url).encode()).hexdigest()[:32]


def text_sha256(text: str) -> str:
    """Hex SHA-256 of the text in NFC."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()

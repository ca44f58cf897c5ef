"""Rows as a crawl of a small paper would make them, to be varied by the test."""

from datetime import UTC, datetime, timedelta
from typing import Any

from archive.article import Article, text_sha256
from archive.capture import Capture
from archive.urlkey import urlkey

BEGIN = datetime(2026, 11, 22, 23, 59, 58, 123456, tzinfo=UTC)


def capture(number: int = 0, **given: Any) -> Capture:
    """The capture of page `number`, fetched so many seconds after BEGIN."""
    url = given.get("url", f"http://paper.example/page-{number}")
    usual = {
        "site": "paper.example",
        "url": url,
        "urlkey": urlkey(url),
        "run": "run1",
        "fetched_at": BEGIN + timedelta(seconds=number),
        "method": "GET",
        "status": 200,
        "mime": "text/html",
        "kind": "article",
        "source": "http://paper.example/feed",
        "robots": "allowed",
        "payload_digest": "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
        "etag": '"abc"',
        "last_modified": "Sun, 22 Nov 2026 08:00:00 GMT",
        "ip": "192.0.2.1",
        "record_type": "response",
        "record_id": f"<urn:uuid:00000000-0000-4000-8000-{number:012}>",
        "warc": "warc/paper.example/2026/11/22/paper.example-20261122235958123-00001-run1.warc.gz",
        "offset": 1000 * number,
        "length": 900,
        "outcome": "article",
    }
    return Capture(**usual | given)


def article(number: int = 0, **given: Any) -> Article:
    """The first version of the article on page `number`."""
    page = capture(number)
    text = given.get("text", f"The council met on day {number}.\nIt was a long day.")
    usual = {
        "id": f"{number:032x}",
        "version": 1,
        "change": "new",
        "url": page.url,
        "canonical_url": page.url,
        "site": page.site,
        "title": f"Day {number} of the council",
        "authors": ("Ada Reporter", "B. Writer"),
        "published": BEGIN,
        "modified": None,
        "language": "en",
        "section": "Town",
        "tags": ("council",),
        "image": None,
        "text": text,
        "text_sha256": text_sha256(text),
        "simhash": -number,
        "word_count": len(text.split()),
        "paywalled": None,
        "discovered_by": page.source,
        "fetched_at": page.fetched_at,
        "warc": page.warc,
        "offset": page.offset,
        "length": page.length,
        "record_id": page.record_id,
        "payload_digest": page.payload_digest,
        "extractor": "trafilatura 2.3.1",
        "run": page.run,
    }
    return Article(**usual | given)

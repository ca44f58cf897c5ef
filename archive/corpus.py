"""What extraction found, as the corpus holds it."""

from .article import Article, Reading, article_id, text_sha256
from .errors import TaskFailed
from .scan import Found


def article(found: Found, reading: Reading) -> Article:
    """The row that a reading of a capture makes. A revisit's row names the record that holds the payload."""
    capture, payload = found.capture, found.payload
    canonical = reading.canonical_url or capture.url
    return Article(
        id=article_id(canonical),
        url=capture.url,
        canonical_url=canonical,
        site=capture.site,
        title=reading.title,
        authors=reading.authors,
        published=reading.published,
        modified=reading.modified,
        language=reading.language,
        section=reading.section,
        tags=reading.tags,
        image=reading.image,
        text=reading.text,
        text_sha256=text_sha256(reading.text),
        simhash=reading.simhash,
        word_count=len(reading.text.split()),
        paywalled=reading.paywalled,
        discovered_by=found.context.source,
        fetched_at=capture.fetched_at,
        warc=payload.warc,
        offset=payload.offset,
        length=payload.length,
        record_id=capture.revisit_of or capture.record_id,
        payload_digest=capture.payload_digest or "",
        extractor=reading.extractor,
        run=capture.run,
        agency=reading.agency,
        partial=reading.partial,
        sources=reading.sources,
    )


def failed(error: TaskFailed) -> Reading:
    """The reading of a page that could not be read: its row says why, its capture stays."""
    return Reading(outcome=f"failed:{error.reason}", extractor="none")

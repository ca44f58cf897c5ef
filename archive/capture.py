"""One HTTP exchange as the index knows it: a row of the captures table."""

from dataclasses import dataclass
from datetime import datetime

from .article import RowKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What was asked, what came back, and where the WARC record of it lies."""

    site: str
    """The site file that asked: lower-case host without `www.`, or `demo`."""
    url: str
    """As asked for, without a fragment."""
    urlkey: str
    """SURT of the URL: sorts a site's pages together, and joins http, https, www. and letter case."""
    run: str
    """Id of the crawl that made it."""
    fetched_at: datetime
    """When the request was written, UTC; the WARC-Date."""
    method: str
    """Empty when an ingested file does not say it."""
    status: int | None = None
    """None when no complete header section came."""
    mime: str | None = None
    """Media type of Content-Type, lower case, without parameters."""
    kind: str
    """article, feed, sitemap, section, wordpress, robots, optout, requisite or page."""
    source: str | None = None
    """URL of the feed, sitemap, page or stylesheet that named this one; None for a seed."""
    robots: str
    """allowed, exempt (robots.txt itself), ignored (the operator switched obedience off), unreachable, and allowed by
    ROBOTS_UNREACHABLE, or unknown (ingested)."""
    payload_digest: str | None = None
    """`sha1:BASE32` of the entity body as sent, Content-Encoding kept."""
    etag: str | None = None
    last_modified: str | None = None
    """The header as sent."""
    revisit_of: str | None = None
    """Record id of the response whose payload this one repeats; None unless it is a revisit of what is archived."""
    truncated: str | None = None
    """A WARC-Truncated reason when the body is not whole."""
    error: str | None = None
    """One line saying what went wrong, if anything did."""
    ip: str | None = None
    """The server's address; None through a proxy."""
    record_type: str
    """response, revisit, request when nothing came back to record, or an ingested resource."""
    record_id: str
    """WARC-Record-ID of the record at this location, `<urn:uuid:...>`."""
    warc: str
    """Key of the WARC in the archive."""
    offset: int
    """Where the record's gzip member begins in the WARC, in bytes."""
    length: int
    """Bytes of that gzip member."""
    outcome: str | None = None
    """What extraction said: article, not_article, empty, not_html or failed:REASON; None when nothing was read."""
    found_in: str | None = None
    """Kind of the source that named it: feed, sitemap, section or wordpress; requisite; ingest; None for a seed."""
    link_title: str | None = None
    """The headline as the source gave it."""
    link_published: datetime | None = None
    """The date as the source gave it, UTC."""
    due: str | None = None
    """Why it was fetched then: new, revisit, modified or full; None for what is no article."""
    opt_out: str | None = None
    """What was said against being archived or mined, and what was done for it."""
    redirected_from: str | None = None
    """The address whose answer led here; None when it was asked for by itself."""
    ingested_from: str | None = None
    """Name of the file of others that it was copied from; its metadata record has the file's SHA-256 and the offset."""

    @property
    def rows(self) -> tuple[RowKey, RowKey]:
        """Keys of the row that it may have made: of an article by the record of its payload, of one that is gone."""
        payload = self.revisit_of or self.record_id
        return (self.url, self.fetched_at, payload), (self.url, self.fetched_at, self.record_id)

"""What a site's sources announced: the captures of its feeds, sitemaps and lists of posts, read again."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from . import tables, warc
from .errors import PressmarkError
from .exchange import Location
from .extraction import entity
from .links.link import Link
from .links.read import read
from .links.shape import may_be_article
from .pool import Pool
from .store import Store, open_store

KINDS = ("feed", "sitemap", "wordpress")
DOCUMENTS = 5_000
"""The most captures of sources that are read again, the latest first."""
LINKS = 50_000
"""The most links of each."""
AT_ONCE = 64
"""Captures asked for at a time, so that what they list does not pile up in memory."""


@dataclass(frozen=True, slots=True)
class Source:
    """One distinct answer of a source."""

    kind: str
    url: str
    fetched_at: datetime
    at: Location


@dataclass(frozen=True, slots=True)
class Polled:
    """The captures of a site's sources since some day."""

    days: dict[date, int]
    """How many there are of each UTC day, repeated answers included."""
    sources: tuple[Source, ...]
    """Each distinct answer once, the latest first."""
    cut: bool
    """Whether there are more than were taken."""


def polled(store: Store, site: str, since: date) -> Polled:
    """When the site's sources were captured, and what they answered; each payload once."""
    columns = ("kind", "url", "fetched_at", "payload_digest", "record_type", "status", "warc", "offset", "length")
    days: dict[date, int] = {}
    found: dict[str, Source] = {}
    repeated: set[str] = set()
    start = datetime.combine(since, time(), UTC)
    for row in tables.rows(store, "captures", columns, site=site, kind=(*KINDS, "section")):
        digest, recent = row["payload_digest"], row["fetched_at"] >= start
        if recent:
            day = row["fetched_at"].date()
            days[day] = days.get(day, 0) + 1
            if row["kind"] in KINDS:
                repeated.add(digest)
        if digest and row["kind"] in KINDS and row["status"] == 200 and row["record_type"] == "response":
            at = Location(row["warc"], row["offset"], row["length"])
            found[digest] = Source(row["kind"], row["url"], row["fetched_at"], at)
    distinct = [found[each] for each in repeated & found.keys()]
    latest = sorted(distinct, key=lambda source: source.fetched_at, reverse=True)
    return Polled(days, tuple(latest[:DOCUMENTS]), len(latest) > DOCUMENTS)


def announced(pool: Pool, archive_uri: str, sources: tuple[Source, ...]) -> Iterator[tuple[Link, ...] | str]:
    """What each of these answers lists, read in worker processes; a line that says why, where that cannot be read."""
    for start in range(0, len(sources), AT_ONCE):
        batch = sources[start : start + AT_ONCE]
        futures: list[Future[tuple[Link, ...]]] = [pool.submit(listed, archive_uri, source) for source in batch]
        for source, future in zip(batch, futures, strict=True):
            try:
                yield future.result()
            except PressmarkError as error:
                yield f"{source.url}, fetched {source.fetched_at:%Y-%m-%d %H:%M}: {error}"


def listed(archive_uri: str, source: Source) -> tuple[Link, ...]:
    """The links that may be articles in one captured answer of a source."""
    at = source.at
    record = warc.read(open_store(archive_uri).get(at.warc, at.offset, at.length))
    try:
        body = entity.decoded(record.head, record.payload)
    except (entity.TooLarge, entity.Undecodable) as error:
        raise PressmarkError(str(error)) from None
    pages = read(source.kind, body, source.url, LINKS).pages
    return tuple(link for link in pages if may_be_article(source.kind, link.url, link.title is not None))

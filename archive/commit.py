"""A segment from the spool into the archive: WARC, then index, then rows; a second try changes nothing.

A reader of the tables therefore never meets a row whose WARC is not there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from . import cdxj, tables
from .article import Article, Reading
from .corpus import article
from .scan import Found, scan
from .segment import Committed, Name
from .spool import Spool
from .store import Store


def unread(spool: Spool, name: Name) -> list[Found]:
    """The article pages of a segment that nothing is noted about yet: to be read before the commit."""
    path = spool.seal(name)
    if path is None:
        return []
    noted = spool.readings(name)
    with path.open("rb") as file:
        return [found for found in scan(file, name) if found.is_article and found.capture.record_id not in noted]


def commit(spool: Spool, store: Store, name: Name) -> Committed | None:
    """Put a segment and what is derived from it into the archive, then drop it from the spool; None if it was empty."""
    path = spool.seal(name)
    if path is None:
        return None
    readings = spool.readings(name)
    with path.open("rb") as file:
        found = [_with_outcome(item, readings) for item in scan(file, name)]
    captures = [item.capture for item in found]
    store.put(name.warc, path, "application/warc")
    store.put(name.cdxj, cdxj.index(captures), "text/x-cdxj")
    tables.append(store, "captures", captures, name.stem)
    articles = list(_versions(store, name.site, _articles(found, readings)))
    tables.append(store, "articles", articles, name.stem)
    size = path.stat().st_size
    spool.discard(name)
    return Committed(name.warc, size, len(captures), len(articles))


def _with_outcome(found: Found, readings: dict[str, Reading]) -> Found:
    reading = readings.get(found.capture.record_id)
    return replace(found, capture=replace(found.capture, outcome=reading.outcome)) if reading else found


def _articles(found: Iterable[Found], readings: dict[str, Reading]) -> Iterator[Article]:
    for item in found:
        reading = readings.get(item.capture.record_id)
        if item.is_article and reading is not None and reading.outcome == "article":
            yield article(item, reading)


def _versions(store: Store, site: str, seen: Iterable[Article]) -> Iterator[Article]:
    """The articles that say something new, numbered: as the corpus knows them so far, and in the order seen."""
    articles = list(seen)
    latest = tables.versions(store, site, {each.id for each in articles}) if articles else {}
    for each in articles:
        known = latest.get(each.id)
        change = _change(known, each)
        if change is None:
            continue
        version = known.version + 1 if known else 1
        latest[each.id] = tables.Version(version, each.text_sha256, each.title, each.metadata)
        yield replace(each, version=version, change=change)


def _change(known: tables.Version | None, seen: Article) -> str | None:
    if known is None:
        return "new"
    if known.text_sha256 != seen.text_sha256:
        return "text"
    if known.title != seen.title:
        return "headline"
    return "metadata" if known.metadata != seen.metadata else None

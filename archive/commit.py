"""A segment from the spool into the archive: WARC, then index, then rows; a second try changes nothing.

A reader of the tables therefore never meets a row whose WARC is not there.
"""

from dataclasses import replace

from . import cdxj, tables
from .article import Article, Reading
from .corpus import article
from .scan import Found, groups, scan
from .segment import Committed, Name
from .spool import Spool
from .store import Store
from .versions import ledger
from .versions.gone import REDIRECTS


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
    found: list[Found] = []
    heads: dict[str, bytes] = {}
    with path.open("rb") as file:
        for item, record in groups(file, name):
            found.append(_with_outcome(item, readings))
            if item.capture.kind == "article" and item.capture.status in REDIRECTS:
                heads[item.capture.record_id] = record.head
    captures = [item.capture for item in found]
    store.put(name.warc, path, "application/warc")
    store.put(name.cdxj, cdxj.index(captures), "text/x-cdxj")
    tables.append(store, "captures", captures, name.stem)
    articles = ledger.rows(store, name.site, found, heads, _articles(found, readings))
    if articles.renumbered or articles.dropped:
        fates = {"new": articles.new, "renumbered": articles.renumbered, "dropped": articles.dropped}
        tables.amend(store, fates, name.stem)
    else:
        tables.append(store, "articles", articles.new, name.stem)
    size = path.stat().st_size
    spool.discard(name)
    return Committed(name.warc, size, len(captures), len(articles.new))


def _with_outcome(found: Found, readings: dict[str, Reading]) -> Found:
    reading = readings.get(found.capture.record_id)
    return replace(found, capture=replace(found.capture, outcome=reading.outcome)) if reading else found


def _articles(found: list[Found], readings: dict[str, Reading]) -> dict[str, Article]:
    """What was read, by record id."""
    read = ((item, readings.get(item.capture.record_id)) for item in found if item.is_article)
    return {
        item.capture.record_id: article(item, reading)
        for item, reading in read
        if reading is not None and reading.outcome == "article"
    }

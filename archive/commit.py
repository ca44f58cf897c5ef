"""A segment from the spool into the archive: WARC, index, manifest, then rows; a second try changes nothing.

A reader of the tables therefore never meets a row whose WARC is not there.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from . import tablelog, tables
from .article import Article, Reading
from .corpus import article
from .fixity import amendment, manifest, receipt
from .index import cdxj
from .scan import Found, groups
from .segment import Committed, Name
from .spool import Spool
from .store import Store
from .summed import Summed
from .takedown.withheld import withhold
from .versions import ledger
from .versions.gone import REDIRECTS
from .versions.past import Rows


def commit(
    spool: Spool,
    store: Store,
    name: Name,
    patient: bool = False,
    unnoted: Mapping[str, Reading] = MappingProxyType({}),
) -> Committed | list[Found] | None:
    """Put a segment and what is derived from it into the archive, then drop it from the spool; None if it was empty.

    A `patient` commit does nothing while there are article pages that nothing is noted about: they are returned, to be
    read before the next try. `unnoted` are readings for which the spool had no room, by record id.
    """
    path = spool.seal(name)
    if path is None:
        return None
    withhold(store, path, name)
    readings = {**spool.readings(name), **unnoted}
    found: list[Found] = []
    heads: dict[str, bytes] = {}
    with path.open("rb") as file:
        summed = Summed(file)
        for item, record in groups(summed, name):
            found.append(_with_outcome(item, readings))
            if item.capture.kind == "article" and item.capture.status in REDIRECTS:
                heads[item.capture.record_id] = record.head
        sha256 = summed.sha256()
    unread = [item for item in found if item.is_article and item.capture.record_id not in readings]
    if patient and unread:
        return unread
    captures = [item.capture for item in found]
    store.put(name.warc, path, "application/warc")
    index = cdxj.index(captures)
    store.put(name.cdxj, index, "text/x-cdxj")
    manifest.put(store, name, sha256, index)
    tables.append(store, "captures", captures, name.stem)
    told = Rows()
    if tables.landed(store, "articles", name.stem):  # what they added cannot be told a second time
        tablelog.settle(store, "articles")
    else:
        told = ledger.rows(store, name.site, found, heads, _articles(found, readings))
        amendment.announce(store, name, told)
        receipt.put(store, name, receipt.lines(found, told.new))
        amendment.write(store, name, told)
    size = path.stat().st_size
    spool.discard(name)
    return Committed(name.warc, size, len(captures), len(told.new))


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

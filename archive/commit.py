"""A segment from the spool into the archive: WARC, index, manifest, then rows; a second try changes nothing.

A reader of the tables therefore never meets a row whose WARC is not there.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType

from . import tablelog, tables
from .article import Article, Reading
from .corpus import article
from .errors import DamagedRecord
from .exchange import Location
from .fixity import amendment, manifest, receipt
from .index import cdxj
from .scan import Found, capture_at, groups
from .segment import Committed, Name
from .spool import Spool
from .store import Store
from .summed import Summed
from .takedown.withheld import withhold
from .versions.gone import REDIRECTS
from .versions.ledger import Ledger
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
    read before the next try. So are captures in the store that another extractor read otherwise than these. `unnoted`
    are readings for which the spool had no room, by record id.
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
        ledger = Ledger(store, name.site, found, _articles(found, readings), readings)
        if patient and (stale := _stored(store, ledger.stale())):
            return stale
        told = ledger.rows(heads)
        amendment.announce(store, name.site, name.stem, told)
        receipt.put(store, name, receipt.lines(found, told.new))
        amendment.write(store, name, told)
    size = path.stat().st_size
    spool.discard(name)
    return Committed(name.warc, size, len(captures), len(told.new))


def _stored(store: Store, places: list[Location]) -> list[Found]:
    """Captures in the store, as far as they can be read."""
    found: list[Found] = []
    for at in places:
        with suppress(DamagedRecord, KeyError):
            found.append(capture_at(store.get, at)[0])
    return found


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

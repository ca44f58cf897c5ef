"""Captures in which an earlier extractor found no article: what is in them told like what an old file brings."""

from dataclasses import replace

from .. import tables
from ..article import Article
from ..errors import StoreUnavailable
from ..fixity import amendment, receipt
from ..fixity.receipt import REREADING, Line
from ..scan import Found
from ..segment import Name
from ..store import Store
from ..tables import Snapshot
from ..takedown import erasure, takedowns
from ..versions.ledger import Ledger
from .outcome import LOST, commit_name, is_taken

AT_ONCE = 100
"""Rows in one condition."""

Rescued = tuple[Found, Article, Line]
"""A capture, the row that it makes, and what its receipt said of it."""


def rescue(store: Store, name: Name, rescued: list[Rescued]) -> int:
    """Write the versions that they make, in their places by time, and that they are articles; how many are.

    A process that died between the two has the next one say the latter.
    """
    done = _put(store, name, rescued) if rescued else 0
    _restate(store, name)
    return done


def _put(store: Store, name: Name, rescued: list[Rescued]) -> int:
    by, lost, left = None, 0, rescued
    for _ in range(tables.RACES):
        at = Snapshot(store, "articles")
        if by is not None and at.holds(by):  # only the answer was lost
            return len(left)
        taken = takedowns.read(store)
        left = [each for each in rescued if not is_taken(each[0], each[1], taken)]
        found = [each for each, *_ in left]
        told = Ledger(store, name.site, found, {each.capture.record_id: row for each, row, _ in left}).rows({})
        if not told.new:  # each is as it was known already
            notes = [replace(line, agrees=row.extractor) for _, row, line in left]
            amendment.announce(store, name.site, "", told, {name: notes})
            return 0
        by = commit_name(name, told)
        amendment.announce(store, name.site, by, told, {name: receipt.lines(found, told.new)})
        try:
            if tables.amend_on(
                at, store, {"new": told.new, "renumbered": told.renumbered, "dropped": told.dropped}, by
            ):
                return len(left) - _withdrawn(store, left)
        except StoreUnavailable:
            if (lost := lost + 1) == LOST:
                raise
    raise StoreUnavailable(f"{store.uri}, table articles: others write all the time: read {name.warc} again later")


def _withdrawn(store: Store, done: list[Rescued]) -> int:
    """Take out again what was taken down meanwhile: where there was no row yet, a takedown stands in no one's way."""
    taken = takedowns.read(store)
    records = frozenset(row.record_id for found, row, _ in done if is_taken(found, row, taken))
    if records:
        erasure.delete(store, "articles", {"record_id": records})
        erasure.forget(store, "articles", {"record_id": records})
    return len(records)


def _restate(store: Store, name: Name) -> None:
    """Have the captures table say what the receipt says of captures that became articles."""
    landed = Snapshot(store, "articles").holds
    due = {line.record for line in receipt.read(store, name) if _is_rescued(line) and line.by and landed(line.by)}
    rows = tables.rows(store, "captures", ("record_id", "outcome"), warc=name.warc) if due else ()
    lagging = sorted(row["record_id"] for row in rows if row["record_id"] in due and row["outcome"] != "article")
    for start in range(0, len(lagging), AT_ONCE):
        tables.restate(store, lagging[start : start + AT_ONCE], "article")


def _is_rescued(line: Line) -> bool:
    return line.by is not None and REREADING in line.by and line.was is not None and line.was.outcome != line.outcome

"""Which captures of a segment are to be read again: those of the latest texts, and those that made no article."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from .. import tables
from ..article import REREAD, RowKey
from ..exchange import Location
from ..fixity.receipt import Line
from ..optout import withheld
from ..segment import Name
from ..selection import Selection
from ..store import Store
from ..tables import Snapshot

AT_ONCE = 500
LIGHT = ("id", "version", "change", "extractor", "url", "fetched_at", "record_id")
PLACE = ("record_id", "offset", "length", "truncated", "opt_out")
METADATA = ", but not in metadata"
"""Follows the extractor's name in a note of a reading whose text alone is the same."""

Own = tuple[str, int]
"""Id and version."""
Which = tuple[RowKey, str | None]
"""The capture that made a row, and what read it once more to make it: these stay while versions are renumbered."""


@dataclass(frozen=True, slots=True)
class How:
    """What is to be read again, and what is to be done with what differs."""

    extractor: str
    """Name and version of today's."""
    selection: Selection = field(default_factory=Selection)
    version: str | None = None
    """Only what this extractor read; by default what any but today's did."""
    metadata: bool = False
    """Whether other metadata alone makes a version."""
    rescue: bool = False
    """Whether captures that made no article before, and make one now, become articles."""
    act: bool = True
    """Whether versions are written."""
    examples: int = 0
    """Texts that are shown before and after."""


@dataclass(frozen=True, slots=True)
class Due:
    """A capture that is to be read again."""

    at: Location
    line: Line
    """What its segment's receipt says of it."""
    own: Own | None
    """The version that is its text now; None when it made no article."""


def due(store: Store, articles: Snapshot, name: Name, said: Collection[Line], how: How) -> list[Due]:
    """In the order in which they lie in the segment."""
    first = {line.record: line for line in said if line.reader is None}
    of = {(line.id, line.version): line.record for line in said if line.id}
    wanted: dict[str, Own | None] = {}
    for versions in known(articles, name.site, {line.id for line in said if line.id}).values():
        last = latest(versions)
        record = of.get((last["id"], last["version"])) if last else None
        if last and record in first and _is_due(last, versions, first[record], how):
            wanted[record] = last["id"], last["version"]
    if how.version is None:
        wanted |= {line.record: None for line in first.values() if _is_none(line) and not is_known(line, how)}
    if not wanted:
        return []
    rows = Snapshot(store, "captures").selected(how.selection, PLACE, warc=name.warc, kind="article", status=200)
    places = [
        (row["record_id"], Location(name.warc, row["offset"], row["length"]))
        for row in rows
        if row["record_id"] in wanted and row["truncated"] is None and not withheld(row["opt_out"])
    ]
    found = (Due(at, first[record], wanted[record]) for record, at in places)
    return sorted(found, key=lambda each: each.at.offset)


def known(articles: Snapshot, site: str, ids: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """The versions of these articles, in their order, without texts."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(articles, site, sorted(ids)):
        found.setdefault(row["id"], []).append(row)
    for versions in found.values():
        versions.sort(key=lambda row: int(row["version"]))
    return found


def _rows(articles: Snapshot, site: str, ids: list[str]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(ids), AT_ONCE):
        yield from articles.rows(LIGHT, site=site, id=ids[start : start + AT_ONCE])


def latest(versions: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The last version that has a text."""
    return next((row for row in reversed(versions) if row["change"] != "gone"), None)


def which(row: dict[str, Any]) -> Which:
    """What tells a row from all others of its site."""
    reader = row["extractor"] if row["change"] == REREAD else None
    return (row["url"], row["fetched_at"], row["record_id"]), reader


def is_known(line: Line, how: How) -> bool:
    """Whether today's extractor has read a capture already, and found nothing to be written."""
    agrees = {how.extractor} if how.metadata else {how.extractor, how.extractor + METADATA}
    return line.agrees in agrees


def _is_due(last: dict[str, Any], versions: list[dict[str, Any]], line: Line, how: How) -> bool:
    if how.extractor == last["extractor"] or how.version not in (None, last["extractor"]) or is_known(line, how):
        return False
    key, _ = which(last)
    return (key, how.extractor) not in map(which, versions)  # else it was read so, and then by another one again


def _is_none(line: Line) -> bool:
    return line.id is None and line.outcome not in (None, "article")


def segments(store: Store, selection: Selection) -> list[tuple[str, int]]:
    """Key of each WARC with selected pages, oldest of each site first, and how many pages."""
    return list(tables.Snapshot(store, "captures").pages(selection))

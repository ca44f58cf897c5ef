"""What can be derived from a WARC without fault, made again where it is missing or wrong: nothing else is touched."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from .. import objects, tables
from ..article import Reading
from ..capture import Capture
from ..errors import DamagedRecord
from ..index import cdxj
from ..scan import Found, groups
from ..segment import Name
from ..store import Store
from ..summed import Summed
from ..takedown import takedowns
from ..versions.gone import REDIRECTS
from . import manifest, receipt
from .receipt import REREADING, Line

Read = Callable[[list[Found]], dict[str, Reading]]
"""Reads captures again, by record id."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a segment's WARC says, and what its receipt says besides."""

    name: Name
    sha256: str
    found: list[Found]
    """With their outcomes, as far as those are known."""
    heads: dict[str, bytes]
    """Of redirects, by record id."""
    said: list[Line] | None
    """The receipt; None when it is missing or damaged."""
    readings: dict[str, Reading]
    """By record id, of what had to be read again, since nothing said what it is."""


def evidence(store: Store, name: Name, read: Read, waiting: Collection[str] = ()) -> Evidence:
    """Of a WARC that verifies by its own digests; DamagedRecord when it does not.

    What commits of other segments have changed in its rows counts, but not that of those `waiting`, given by stem.
    """
    found: list[Found] = []
    heads: dict[str, bytes] = {}
    with store.open(name.warc) as stream:
        summed = Summed(stream)
        for item, record in groups(summed, name):
            found.append(item)
            if item.capture.kind == "article" and item.capture.status in REDIRECTS:
                heads[item.capture.record_id] = record.head
        sha256 = summed.sha256()
    said = _said(store, name, waiting)
    outcomes = {line.record: line.outcome for line in said} if said is not None else _told(store, name)
    unread = [each for each in found if said is None and each.is_article and not outcomes.get(each.capture.record_id)]
    readings = read(unread)
    outcomes |= {record: reading.outcome for record, reading in readings.items()}
    known = [
        replace(each, capture=replace(each.capture, outcome=outcomes.get(each.capture.record_id))) for each in found
    ]
    return Evidence(name, sha256, known, heads, said, readings)


def _said(store: Store, name: Name, waiting: Collection[str]) -> list[Line] | None:
    taken, counts = takedowns.read(store).records, _counts(store, name, waiting)
    try:
        said = [line.at(counts) for line in receipt.read(store, name)]
    except (KeyError, DamagedRecord):
        return None
    return [line for line in said if line.record not in taken and not line.is_void]


def _counts(store: Store, name: Name, waiting: Collection[str]) -> Callable[[str], bool]:
    """Whether what a later commit was to change in rows of a segment is to be so.

    It is even if that commit is not in the table, which may have been lost; but a later reading never came that is not
    in the table though the segment's own rows are.
    """
    landed = tables.Snapshot(store, "articles").holds
    own = landed(name.stem)
    return lambda by: landed(by) or not (by in waiting or (own and REREADING in by))


def settle(store: Store, of: Evidence, act: bool) -> Iterator[str]:
    """Of a receipt by which a commit that never came was to change rows: that it did, as they are now.

    A re-reading that never came is forgotten: the next one does the same again.
    """
    if of.said is None:
        return
    landed = tables.Snapshot(store, "articles").holds
    stems = {line.by for line in of.said if line.by and not landed(line.by)}
    there = list(receipt.read(store, of.name))
    never = {line.by for line in there if line.by and REREADING in line.by and not landed(line.by)} - stems
    if act and (stems or never):
        said = (line.at(lambda by: by not in never) for line in there)
        said = (replace(line, by=None, was=None) if line.by in stems else line for line in said)
        receipt.put(store, of.name, [line for line in said if not line.is_void])
    for stem in sorted(stems):
        yield f"{of.name.receipt}: rows are as {stem} was to change them, though its rows are not in the table"


def _told(store: Store, name: Name) -> dict[str, str | None]:
    """Without a receipt, the outcomes that the rows say."""
    return {row["record_id"]: row["outcome"] for row in tables.rows(store, "captures", warc=name.warc)}


def index(store: Store, of: Evidence, act: bool) -> Iterator[str]:
    """The CDXJ."""
    due = cdxj.index(each.capture for each in of.found)
    try:
        there: bytes | None = store.get(of.name.cdxj)
    except KeyError:
        there = None
    if there != due:
        if act:
            objects.replace(store, of.name.cdxj, due)
        yield f"{of.name.cdxj}: {'missing' if there is None else 'wrong'}, made again from the WARC"


def evidence_anew(store: Store, of: Evidence, act: bool) -> Iterator[str]:
    """The manifest. What it said before stays in it as a comment: from here on the WARC is as good as it is now."""
    due = cdxj.index(each.capture for each in of.found)
    try:
        there = manifest.read(store, of.name)
        why = "said otherwise of its WARC" if there[of.name.warc] != of.sha256 else "said otherwise of its index"
        if there == manifest.due(of.name, of.sha256, due):
            return
    except KeyError:
        why = "was missing"
    except DamagedRecord as error:
        why = str(error)
    if act:
        comments = manifest.renewed(store, of.name, "by archive repair, from a WARC that verifies by its own digests")
        manifest.put(store, of.name, of.sha256, due, *comments)
    yield f"{of.name.manifest}: {why}, made again: EVIDENCE OF FIXITY BEGINS ANEW for {of.name.warc}"


def capture_rows(store: Store, of: Evidence, act: bool) -> Iterator[str]:
    """The rows of captures."""
    due = {each.capture.record_id: each.capture for each in of.found}
    wrong = 0
    for row in tables.Snapshot(store, "captures").rows((*tables.names("captures"), "day"), warc=of.name.warc):
        capture = due.pop(row["record_id"], None)
        wrong += capture is None or not _agrees(row, capture)
    if due or wrong:
        if act:
            rows = [each.capture for each in of.found]
            tables.replace(store, "captures", rows, of.name.stem, [{"warc": of.name.warc}])
        yield f"captures: {of.name.warc}: {len(due)} rows missing, {wrong} wrong, all made again from the WARC"


def _agrees(row: dict[str, Any], capture: Capture) -> bool:
    same = all(row.get(field.name) == getattr(capture, field.name) for field in fields(Capture))
    return same and row["day"] == capture.fetched_at.date()

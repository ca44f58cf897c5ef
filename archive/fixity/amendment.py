"""What a commit changes in rows of segments that are there: told by their receipts first, then done in one commit.

Until that commit of the table has landed their receipts say both what the rows are and what they will be, so that a
crash at any step leaves receipts and rows that agree. Tried again it says and does the same.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC
from types import MappingProxyType

from .. import tables
from ..article import Article, RowKey
from ..errors import DamagedRecord
from ..segment import Name
from ..store import Store
from ..versions.past import Rows
from . import receipt
from .receipt import REREADING, Line, row_sha256

AT_ONCE = 500
"""Rows whose captures are asked for in one question."""

_Fates = Mapping[RowKey, Mapping[str | None, Article | None]]
"""What becomes of rows, None if they go: by the capture that made them and, of each reading of it, what read it."""
_Changed = dict[tuple[str, str | None], Article | None]
"""The same of one segment, by capture and by what read it."""


def announce(
    store: Store, site: str, by: str, rows: Rows, own: Mapping[Name, Sequence[Line]] = MappingProxyType({})
) -> None:
    """Renew the receipts of the segments of which a commit, named `by`, will change rows.

    `own` are lines of rows that it adds to segments that are there already, and what lines there say of readings.
    A segment without a receipt, or with a damaged one, is passed over: `archive verify` names it.
    """
    fates: dict[RowKey, dict[str | None, Article | None]] = defaultdict(dict)
    for row in rows.renumbered:
        fates[row.key][row.reader] = row
    for row in rows.dropped:
        fates[row.key][row.reader] = None
    if not fates and not own:
        return
    landed = tables.Snapshot(store, "articles").holds
    changed = _by_segment(store, site, fates)
    for other in sorted({*changed, *own}, key=lambda name: name.stem):
        try:
            said = list(receipt.read(store, other))
        except (KeyError, DamagedRecord):
            continue
        renewed = _renewed(_standing(said, other, by, landed), changed.get(other, {}), by, landed)
        renewed = _extended(renewed, own.get(other, ()), by)
        if renewed != said:
            receipt.put(store, other, renewed)


def _standing(said: list[Line], name: Name, by: str, landed: Callable[[str], bool]) -> Iterator[Line]:
    """Without what tries announced that never landed: of this commit, and of earlier readings of this segment."""
    ours = name.stem + REREADING
    for line in said:
        now = line.at(landed) if line.by and (line.by == by or line.by.startswith(ours)) else line
        if not now.is_void:
            yield now


def _renewed(lines: Iterator[Line], changed: _Changed, by: str, landed: Callable[[str], bool]) -> list[Line]:
    return [
        _amended(now, changed[line.record, now.reader], by) if now.id and (line.record, now.reader) in changed else line
        for line, now in ((line, line.at(landed)) for line in lines)
    ]


def _extended(lines: list[Line], own: Sequence[Line], by: str) -> list[Line]:
    """With what a later reading found: that it agrees, the row that it adds, or that there is an article after all."""
    found = {line.record: line for line in own if line.reader is None}
    more = [replace(line, by=by, was=_bare(line)) for line in own if line.reader]
    return [*(_reread(line, found.get(line.record), by) for line in lines), *more]


def _reread(line: Line, found: Line | None, by: str) -> Line:
    if found is None or line.reader is not None:
        return line
    if found.outcome != line.outcome:
        return replace(found, by=by, was=replace(line, by=None, was=None))
    return replace(line, agrees=found.agrees, was=replace(line.was, agrees=found.agrees) if line.was else None)


def write(store: Store, name: Name, rows: Rows) -> None:
    """Put the rows into the table, and change those that are there, in one commit; twice is once."""
    if rows.renumbered or rows.dropped:
        tables.amend(
            store, {"new": rows.new, "renumbered": rows.renumbered, "dropped": rows.dropped}, segment=name.stem
        )
    else:
        tables.append(store, "articles", rows.new, name.stem)


def _by_segment(store: Store, site: str, fates: _Fates) -> dict[Name, _Changed]:
    """By segment, the captures that made these rows, each with what becomes of its rows."""
    found: dict[Name, _Changed] = defaultdict(dict)
    keys = list(fates)
    for some in (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE)):
        for record_id, warc, made in captures(store, site, some):
            for key in made & fates.keys():
                found[Name.of_key(warc)] |= {(record_id, reader): row for reader, row in fates[key].items()}
    return found


def captures(store: Store, site: str, keys: list[RowKey]) -> Iterator[tuple[str, str, set[RowKey]]]:
    """A site's captures of these addresses and times: record id, WARC, and the keys of rows that they may have made."""
    columns = ("record_id", "warc", "url", "fetched_at", "revisit_of")
    days = {moment.astimezone(UTC).date() for _, moment, _ in keys}
    urls, times = {url for url, _, _ in keys}, {moment for _, moment, _ in keys}
    for row in tables.rows(store, "captures", columns, site=site, day=days, url=urls, fetched_at=times):
        payloads = {row["record_id"], row["revisit_of"] or row["record_id"]}
        yield row["record_id"], row["warc"], {(row["url"], row["fetched_at"], each) for each in payloads}


def _bare(line: Line) -> Line:
    """A line that tells of no row."""
    return replace(line, id=None, version=None, change=None, sha256=None, by=None, was=None)


def _amended(line: Line, row: Article | None, by: str) -> Line:
    was = replace(line, by=None, was=None)
    none = replace(_bare(line), by=by, was=was)
    if row is None:
        return none
    return replace(none, id=row.id, version=row.version, change=row.change, sha256=row_sha256(asdict(row)))

"""What a segment's commit changes in rows of other segments: told by their receipts first, then done in one commit.

Until that commit of the table has landed their receipts say both what the rows are and what they will be, so that a
crash at any step leaves receipts and rows that agree. Tried again it says and does the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC

from .. import tables
from ..article import Article, RowKey
from ..errors import DamagedRecord
from ..segment import Name
from ..store import Store
from ..versions.past import Rows
from . import receipt
from .receipt import Line, row_sha256

AT_ONCE = 500
"""Rows whose captures are asked for in one question."""


def announce(store: Store, name: Name, rows: Rows) -> None:
    """Renew the receipts of the segments of which the commit of `name` will change rows.

    A segment without a receipt, or with a damaged one, is passed over: `archive verify` names it.
    """
    fates: dict[RowKey, Article | None] = {row.key: row for row in rows.renumbered}
    fates |= {row.key: None for row in rows.dropped}
    if not fates:
        return
    landed = tables.Snapshot(store, "articles").holds
    for other, changed in _by_segment(store, name.site, fates).items():
        try:
            said = list(receipt.read(store, other))
        except (KeyError, DamagedRecord):
            continue
        lines = [line.at(landed) if line.by == name.stem else line for line in said]  # of a try that never landed
        renewed = [
            _amended(now, changed[line.record], name) if line.record in changed and now.id else line
            for line, now in ((line, line.at(landed)) for line in lines)
        ]
        if renewed != said:
            receipt.put(store, other, renewed)


def write(store: Store, name: Name, rows: Rows) -> None:
    """Put the rows into the table, and change those that are there, in one commit; twice is once."""
    if rows.renumbered or rows.dropped:
        tables.amend(
            store, {"new": rows.new, "renumbered": rows.renumbered, "dropped": rows.dropped}, segment=name.stem
        )
    else:
        tables.append(store, "articles", rows.new, name.stem)


def _by_segment(
    store: Store, site: str, fates: Mapping[RowKey, Article | None]
) -> dict[Name, dict[str, Article | None]]:
    """By segment, the captures that made these rows, each with what becomes of its row."""
    found: dict[Name, dict[str, Article | None]] = defaultdict(dict)
    keys = list(fates)
    for some in (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE)):
        for record_id, warc, made in captures(store, site, some):
            for key in made & fates.keys():
                found[Name.of_key(warc)][record_id] = fates[key]
    return found


def captures(store: Store, site: str, keys: list[RowKey]) -> Iterator[tuple[str, str, set[RowKey]]]:
    """A site's captures of these addresses and times: record id, WARC, and the keys of rows that they may have made."""
    columns = ("record_id", "warc", "url", "fetched_at", "revisit_of")
    days = {moment.astimezone(UTC).date() for _, moment, _ in keys}
    urls, times = {url for url, _, _ in keys}, {moment for _, moment, _ in keys}
    for row in tables.rows(store, "captures", columns, site=site, day=days, url=urls, fetched_at=times):
        payloads = {row["record_id"], row["revisit_of"] or row["record_id"]}
        yield row["record_id"], row["warc"], {(row["url"], row["fetched_at"], each) for each in payloads}


def _amended(line: Line, row: Article | None, by: Name) -> Line:
    was = replace(line, by=None, was=None)
    none = Line(record=line.record, outcome=line.outcome, by=by.stem, was=was)
    if row is None:
        return none
    return replace(none, id=row.id, version=row.version, change=row.change, sha256=row_sha256(asdict(row)))

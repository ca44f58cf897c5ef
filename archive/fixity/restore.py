"""The article rows of a segment, made again where they are missing or wrong: by its receipt, or as a commit would."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from .. import tables
from ..article import Article, Reading, RowKey
from ..corpus import article
from ..scan import Found
from ..segment import Name
from ..store import Store
from ..tables import article_of
from ..versions.gone import may_be_gone
from ..versions.ledger import Ledger, gone
from . import amendment, receipt
from .rebuild import Evidence, Read
from .receipt import Line, row_sha256
from .versions import WHOLE, Own

PLACE = ("id", "version", "site", "url", "fetched_at", "record_id")
AT_ONCE = 100
"""Rows that are asked for, or put in the place of others, in one go: longer conditions overflow the engine's stack."""

_Place = tuple[str, int, str, str, datetime, str]
"""Id, version and site, and the capture that made it: what a row says it is."""


class Restoration:
    """One segment's rows."""

    def __init__(self, store: Store, of: Evidence, read: Read, act: bool) -> None:
        self._store, self._of, self._read, self._act = store, of, read, act
        self.left: list[str] = []
        """What cannot be made again."""
        self._found = {each.capture.record_id: each for each in of.found}
        self._by_row: dict[RowKey, Found] = {}
        for each in of.found:
            for key in each.capture.rows:
                self._by_row.setdefault(key, each)

    def run(self) -> Iterator[str]:
        """Do it, or only say what would be done."""
        if self._of.said is not None:
            yield from self._by_receipt(self._of.said)
        elif self._act:
            yield from self._as_committed()
        else:
            yield f"{self._of.name.receipt}: missing or damaged, made again from rows that agree with their records"

    def _by_receipt(self, said: list[Line]) -> Iterator[str]:
        due = {(line.id, line.version): line for line in said if line.id and line.version}
        right, strange = self._judged(due)
        lacking = {own: line for own, line in due.items() if own not in right}
        if not lacking and not strange:
            return
        what = f"articles: {self._of.name.warc}: {len(lacking)} rows missing or wrong"
        if strange:
            what += f", {len(strange)} in the table that no commit wrote so"
        if not self._act:
            yield what
            return
        made = self._made(lacking, {(line.record, line.reader) for own, line in due.items() if own in right})
        kept = lacking.keys() - set(map(_own, made))  # wrong ones too are better than none
        self._put(made, {place for place in strange if place[:2] not in kept})
        other = {own: row for row in made if _sha256(row) != lacking[own := _own(row)].sha256}
        yield f"{what}: {len(made)} made again from their records, {len(made) - len(other)} of them just as they were"
        if other:
            lines = [
                replace(receipt.line(self._found[each.record], row), agrees=each.agrees) if row else each
                for each, row in ((each, other.get((each.id or "", each.version or 0))) for each in said)
            ]
            receipt.put(self._store, self._of.name, lines)
            yield f"{self._of.name.receipt}: made again for {len(other)} rows that are now read otherwise"
        if kept:
            why = "their records no longer give them, or give what another version is: they stay as they are"
            self.left.append(f"articles: {self._of.name.warc}: {len(kept)} rows cannot be made again, {why}")

    def _judged(self, due: dict[Own, Line]) -> tuple[set[Own], set[_Place]]:
        """The rows that are as their commit wrote them, and those that are not."""
        right: set[Own] = set()
        strange: set[_Place] = set()
        for row in self._rows({own[0] for own in due}):
            own = row["id"], row["version"]
            if own not in right and own in due and row_sha256(row) == due[own].sha256 and _is_of_its_day(row):
                right.add(own)
            else:
                strange.add((*own, row["site"], *_key(row)))
        return right - {place[:2] for place in strange}, strange  # of two alike both go, and one comes back

    def _rows(self, ids: set[str]) -> Iterator[dict[str, Any]]:
        """The segment's rows: those of its captures, and those of these ids that can be no other segment's."""
        table = tables.Snapshot(self._store, "articles")
        times = [each.capture.fetched_at for each in self._of.found]
        for row in table.between(WHOLE, self._of.name.site, min(times), max(times)):
            if self._is_own(row):
                yield row
        due = {(line.id, line.version) for line in self._of.said or ()}
        names = sorted(ids)
        for some in (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE)):
            others: list[dict[str, Any]] = []
            for row in table.rows(WHOLE, id=some):
                inside = row["site"] == self._of.name.site and min(times) <= row["fetched_at"] <= max(times)
                if (row["id"], row["version"]) in due and self._is_of_site(row) and not (inside and self._is_own(row)):
                    others.append(row)
            yield from self._unclaimed(others)

    def _unclaimed(self, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Without those that captures of other segments made, which have the wrong number until these are repaired."""
        keys = [_key(row) for row in rows]
        made = amendment.captures(self._store, self._of.name.site, keys) if keys else ()
        claimed = {key for _, warc, own in made if warc != self._of.name.warc for key in own}
        return (row for row, key in zip(rows, keys, strict=True) if key not in claimed)

    def _is_own(self, row: dict[str, Any]) -> bool:
        return _key(row) in self._by_row

    def _is_of_site(self, row: dict[str, Any]) -> bool:
        site = self._of.name.site
        return row["site"] == site or str(row["warc"]).startswith(f"warc/{site}/")

    def _made(self, lacking: dict[Own, Line], there: set[tuple[str, str | None]]) -> list[Article]:
        """The rows that the receipt tells of, in the order of their versions, as far as the records give them.

        `there` are the captures of rows that are as they should be, and what read these once more.
        """
        wanted = [self._found[line.record] for line in lacking.values() if line.record in self._found]
        readings = self._read([found for found in wanted if found.capture.outcome == "article"])
        made: dict[Own, Article] = {}
        for own, line in sorted(lacking.items(), key=lambda item: item[0][1]):
            row = self._row(own, line, readings.get(line.record), made)
            if row is not None and (row.reader is None or (line.record, row.reader) not in there):
                made[own] = row
                there.add((line.record, row.reader))
        return list(made.values())

    def _row(self, own: Own, line: Line, reading: Reading | None, made: dict[Own, Article]) -> Article | None:
        found, before = self._found.get(line.record), self._before(own, made)
        if found is None:
            return None
        if line.change == "gone":
            rows = [_named(gone(last, found), line) for last in before]
            return next((row for row in rows if _sha256(row) == line.sha256), rows[0] if rows else None)
        if reading is None or reading.outcome != "article":
            return None
        row, last = article(found, reading), next(before, None) if line.reader else None
        return _named(replace(row, canonical_url=last.canonical_url) if last else row, line)

    def _before(self, own: Own, made: dict[Own, Article]) -> Iterator[Article]:
        """The version before one, and when that is a later reading, what it read again."""
        for number in range(own[1] - 1, 0, -1):
            row = made.get((own[0], number)) or self._version(own[0], number)
            if row is None:
                return
            yield row
            if row.reader is None:
                return

    def _version(self, article_id: str, version: int) -> Article | None:
        for row in tables.rows(self._store, "articles", site=self._of.name.site, id=article_id, version=version):
            return article_of(row)
        return None

    def _as_committed(self) -> Iterator[str]:
        """Without a receipt: rows are held against their records, and those of unknown articles are added."""
        site = self._of.name.site
        read = self._of.readings | self._read(
            [
                each
                for each in self._of.found
                if each.capture.outcome == "article" and each.capture.record_id not in self._of.readings
            ]
        )
        articles = {
            record: article(self._found[record], reading)
            for record, reading in read.items()
            if reading.outcome == "article"
        }
        kept, remade = self._held_against(articles)
        known = tables.versions(self._store, site, {each.id for each in articles.values()})
        first = min(each.capture.fetched_at for each in self._of.found)
        there = {row.key for row in (*kept, *remade)}
        ingested = self._of.found[0].capture.ingested_from is not None
        late = ingested or not tables.landed(self._store, "articles", self._of.name.stem)
        new = {
            record: each
            for record, each in articles.items()
            if each.id not in known or known[each.id].fetched_at < first or (late and each.key not in there)
        }
        last = max(each.capture.fetched_at for each in self._of.found)
        is_last = not any(
            each.last > last for each in tables.counts(self._store) if each.site == site and each.table == "articles"
        )
        found = [each for each in self._of.found if is_last or not may_be_gone(each)]
        told = Ledger(self._store, site, found, new).rows(self._of.heads)
        added = list(told.new)
        self._put(remade, set(map(_place, remade)))
        if told.renumbered or told.dropped:
            amendment.announce(self._store, self._of.name.site, self._of.name.stem, told)
            amendment.write(self._store, self._of.name, told)
        else:
            self._put(added, ())
        receipt.put(self._store, self._of.name, receipt.lines(self._of.found, [*kept, *remade, *added]))
        yield (
            f"{self._of.name.receipt}: missing or damaged, made again: {len(kept)} rows kept as they are, "
            f"{len(remade)} made again, {len(added)} added; EVIDENCE OF ROWS BEGINS ANEW"
        )

    def _held_against(self, articles: dict[str, Article]) -> tuple[list[Article], list[Article]]:
        """The rows that are there and agree with their records, and in place of those that do not, what these give."""
        kept: list[Article] = []
        remade: list[Article] = []
        for row in self._rows(set()):
            there = article_of({name: value for name, value in row.items() if name != "day"})
            found = self._by_row[there.key]
            due = articles.get(found.capture.record_id)
            if there.change == "gone" or due is None or due.extractor != there.extractor:
                kept.append(there)
                continue
            due = replace(due, version=there.version, change=there.change)
            (kept if due == there else remade).append(due)
        return kept, remade

    def _put(self, rows: list[Article], wrong: Iterable[_Place]) -> None:
        """Rows in the place of wrong ones, some at a time, and then those of which there are none."""
        places = sorted(wrong)
        instead = {place[:2] for place in places}
        for some in (places[start : start + AT_ONCE] for start in range(0, len(places), AT_ONCE)):
            owns = {place[:2] for place in some}
            put = [row for row in rows if _own(row) in owns]
            every = {*some, *map(_place, put)}
            where = [dict(zip(PLACE, place, strict=True)) for place in sorted(every)]
            tables.replace(self._store, "articles", put, self._of.name.stem, where)
        tables.replace(
            self._store, "articles", [row for row in rows if _own(row) not in instead], self._of.name.stem, []
        )


def _named(row: Article, line: Line) -> Article:
    return replace(row, id=line.id or row.id, version=line.version, change=line.change)


def _sha256(row: Article) -> str:
    return row_sha256(asdict(row))


def _own(row: Article) -> Own:
    return row.id, row.version or 0


def _key(row: dict[str, Any]) -> RowKey:
    return row["url"], row["fetched_at"], row["record_id"]


def _place(row: Article) -> _Place:
    return row.id, row.version or 0, row.site, *row.key


def _is_of_its_day(row: dict[str, Any]) -> bool:
    return bool(row["day"] == row["fetched_at"].date())


def strays(store: Store, name: Name, act: bool) -> Iterator[str]:
    """Delete the rows that name a record of this WARC and that no capture made; rows of captures are to be right."""
    captures, articles = tables.Snapshot(store, "captures"), tables.Snapshot(store, "articles")
    places = list(articles.rows(("id", "version", "site", "url", "fetched_at"), warc=name.warc))
    lost: list[dict[str, Any]] = []
    for some in (places[start : start + AT_ONCE] for start in range(0, len(places), AT_ONCE)):
        urls, times = {row["url"] for row in some}, {row["fetched_at"] for row in some}
        asked = captures.rows(("url", "fetched_at"), url=urls, fetched_at=times)
        there = {(row["url"], row["fetched_at"]) for row in asked}
        lost += [row for row in some if (row["url"], row["fetched_at"]) not in there]
    if not lost:
        return
    for start in range(0, len(lost) if act else 0, AT_ONCE):
        some = lost[start : start + AT_ONCE]
        where = [{column: row[column] for column in ("id", "version", "site", "url")} for row in some]
        tables.replace(store, "articles", [], name.stem, where)
    yield f"articles: {name.warc}: {len(lost)} rows that no capture made, deleted"

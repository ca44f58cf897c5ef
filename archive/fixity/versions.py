"""The articles table against a segment: each row against its receipt, its capture and its record, both ways."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import UTC, timedelta
from typing import Any

from ..article import Article, text_sha256
from ..segment import Name
from ..tables import Snapshot
from .fault import Fault
from .held import Held, identity
from .receipt import Line, row_sha256

WHOLE = (*(field.name for field in fields(Article)), "day")
PLACE = ("id", "version", "url", "fetched_at", "record_id", "offset", "length", "change")
AT_ONCE = 200
"""Rows that are looked for by name in one question."""

SPAN = timedelta(days=3)
"""Of a segment whose captures lie further apart, rows are looked for by its key: by time they were all of a site's."""

Own = tuple[str, int]
"""Id and version: what names a row of a site."""


class Versions:
    """The rows that a segment's captures made, and those whose record is in its WARC."""

    def __init__(self, name: Name, captures: Snapshot | None, articles: Snapshot) -> None:
        self._name, self._captures, self._articles = name, captures, articles
        self.rows = 0
        self.altered: dict[Own, Fault] = {}
        """Rows that are not what their commit wrote: why not, a second reading of their record may say better."""
        self.none_there = False
        """Whether its commit wrote rows, and none of them is there."""

    def faults(self, held: Held, said: Iterable[Line] | None, taken: frozenset[str]) -> Iterator[Fault]:
        """What differs; without a receipt, which rows there should be is not known."""
        told = [each for each in said or () if each.record not in taken]
        due = {(each.id, each.version): each for each in told if each.id and each.version}
        seen: set[Own] = set()
        yield from self._made_here(held, due if said is not None else None, seen)
        rest = {own: each for own, each in due.items() if own not in seen}
        yield from self._elsewhere(held, rest, len(due))
        yield from self._pointers(held)

    def _made_here(self, held: Held, due: dict[Own, Line] | None, seen: set[Own]) -> Iterator[Fault]:
        """Rows of captures of this segment, found by their times."""
        if held.first is None or held.last is None:
            return
        if held.last - held.first <= SPAN:
            rows = self._articles.between(WHOLE, self._name.site, held.first, held.last)
        else:
            rows = self._articles.rows(WHOLE, warc=self._name.warc)
        for row in rows:
            record_id = held.of.get(identity(row["url"], row["fetched_at"], row["record_id"]))
            if record_id is None:
                continue
            own = row["id"], row["version"]
            offset = held.facts[record_id].offset
            if own in seen:
                yield self._fault(offset, f"two rows for version {own[1]} of {own[0]}")
            elif due is not None and own not in due:
                yield self._fault(offset, f"version {own[1]} of {own[0]}, which no commit wrote")
            else:
                self._judge(row, own, offset, due[own] if due is not None else None)
            seen.add(own)

    def _elsewhere(self, held: Held, due: dict[Own, Line], total: int) -> Iterator[Fault]:
        """Rows that their times did not show: asked for by name, they are altered, of damaged records, or missing."""
        missing: list[tuple[Own, Line]] = []
        names = sorted(due)
        for some in (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE)):
            ids = {own[0] for own in some}
            there: dict[Own, dict[str, Any]] = {}
            for row in self._articles.rows(WHOLE, id=ids):
                own = row["id"], row["version"]
                ours = row["site"] == self._name.site or row["warc"].startswith(f"warc/{self._name.site}/")
                if ours and own in due and (own not in there or row_sha256(row) == due[own].sha256):
                    there[own] = row
            for own in some:
                if own in there:
                    self._judge(there[own], own, self._offset(held, due[own]), due[own])
                else:
                    missing.append((own, due[own]))
        self.none_there = len(missing) == total > 0
        if self.none_there and total > 1:
            yield self._fault(None, f"none of the {total} rows that its commit wrote is there")
            return
        for own, line in missing:
            yield self._fault(
                self._offset(held, line), f"no row for version {own[1]} of {own[0]}, which its commit wrote"
            )

    def _judge(self, row: dict[str, Any], own: Own, offset: int | None, line: Line | None) -> None:
        of_which = f"version {own[1]} of {own[0]}"
        if text_sha256(row["text"]) != row["text_sha256"]:
            problem = f"text of {of_which} does not match text_sha256"
        elif row["day"] != row["fetched_at"].astimezone(UTC).date():
            problem = f"day of {of_which} is not that of its capture"
        elif line is not None and row["change"] != line.change:
            problem = f"change of {of_which} is not {line.change}, which its commit wrote"
        elif line is not None and row_sha256(row) != line.sha256:
            problem = f"{of_which} is not what its commit wrote"
        else:
            return
        self.altered[own] = self._fault(offset, problem)

    def _pointers(self, held: Held) -> Iterator[Fault]:
        """Rows that name records of this WARC: the record is there, and the capture that read it is somewhere."""
        repeated: list[dict[str, Any]] = []
        for row in self._articles.rows(PLACE, warc=self._name.warc):
            self.rows += 1
            own, fact = (row["id"], row["version"]), held.facts.get(row["record_id"])
            if own in self.altered or (fact is None and held.is_damaged(row["offset"])):
                continue
            if fact is None or (fact.offset, fact.length) != (row["offset"], row["length"]):
                yield self._fault(row["offset"], f"version {own[1]} of {own[0]} names no record of the WARC")
            elif row["change"] == "gone":
                yield from self._gone(row, held)
            elif identity(row["url"], row["fetched_at"], row["record_id"]) not in held.of:
                repeated.append(row)
                if len(repeated) == AT_ONCE:
                    yield from self._repeated(repeated)
                    repeated = []
        yield from self._repeated(repeated)

    def _gone(self, row: dict[str, Any], held: Held) -> Iterator[Fault]:
        fact = held.facts[row["record_id"]]
        if not fact.may_be_gone or fact.identity != identity(row["url"], row["fetched_at"]):
            yield self._fault(fact.offset, f"version {row['version']} of {row['id']} is not gone by its record")

    def _repeated(self, rows: list[dict[str, Any]]) -> Iterator[Fault]:
        """Rows of other captures, which repeat a payload that lies here."""
        if not rows or self._captures is None:
            return
        urls, times = {row["url"] for row in rows}, {row["fetched_at"] for row in rows}
        asked = self._captures.rows(("url", "fetched_at", "revisit_of"), url=urls, fetched_at=times)
        there = {(row["url"], row["fetched_at"], row["revisit_of"]) for row in asked}
        for row in rows:
            if (row["url"], row["fetched_at"], row["record_id"]) not in there:
                said = f"version {row['version']} of {row['id']}: no capture of {row['url']} at {row['fetched_at']}"
                yield self._fault(row["offset"], said)

    def _offset(self, held: Held, line: Line) -> int | None:
        fact = held.facts.get(line.record)
        return None if fact is None else fact.offset

    def _fault(self, offset: int | None, problem: str) -> Fault:
        return Fault("articles", offset, f"{self._name.warc}: {problem}")

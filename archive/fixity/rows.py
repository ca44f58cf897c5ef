"""The captures table against the records of a segment, row by row, both ways."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import UTC
from typing import Any

from ..capture import Capture
from ..tables import Snapshot
from .fault import Fault
from .held import Held
from .receipt import Line

COLUMNS = tuple(field.name for field in fields(Capture))
OF_THE_RECORD = tuple(name for name in COLUMNS if name != "outcome")


class CaptureRows:
    """Rows and records, both in the order of their offsets, so that neither are held."""

    def __init__(self, table: Snapshot, key: str, said: Iterable[Line] | None) -> None:
        self._key = key
        self._said = None if said is None else {line.record: line for line in said if line.reader is None}
        self._rows = table.ordered((*COLUMNS, "day"), "offset", warc=key)
        self._row = next(self._rows, None)
        self._lacking: dict[str, int] = {}
        self._strange: dict[str, int] = {}
        self._wrong: list[Fault] = []
        self.matched = 0

    def see(self, capture: Capture) -> None:
        """The next record."""
        self._pass(capture.offset)
        row = self._row
        if row is None or row["offset"] != capture.offset:
            self._lacking[capture.record_id] = capture.offset
            return
        self.matched += 1
        if wrong := self._differences(row, capture):
            self._add(capture.offset, f"row for {capture.record_id} differs from its record in {', '.join(wrong)}")
        self._row = next(self._rows, None)
        while self._row is not None and self._row["offset"] == capture.offset:
            self._add(capture.offset, f"two rows for {self._row['record_id']}")
            self._row = next(self._rows, None)

    def faults(self, held: Held) -> Iterator[Fault]:
        """What differs."""
        self._pass(None)
        moved = self._lacking.keys() & self._strange.keys()
        for record_id in sorted(moved, key=self._lacking.__getitem__):
            yield self._fault(self._lacking.pop(record_id), f"row for {record_id} differs from its record in offset")
        if self._lacking and not self.matched and not moved:
            yield self._fault(None, f"no row for any of its {len(self._lacking)} captures")
            self._lacking.clear()
        yield from self._wrong
        for record_id, offset in self._lacking.items():
            yield self._fault(offset, f"no row for {record_id}")
        for record_id, offset in self._strange.items():
            if record_id not in moved and not held.is_damaged(offset):
                yield self._fault(offset, f"row for {record_id}, which the WARC does not hold there")

    def _pass(self, offset: int | None) -> None:
        while self._row is not None and (offset is None or self._row["offset"] < offset):
            self._strange[self._row["record_id"]] = self._row["offset"]
            self._row = next(self._rows, None)

    def _differences(self, row: dict[str, Any], capture: Capture) -> list[str]:
        wrong = [name for name in OF_THE_RECORD if row.get(name) != getattr(capture, name)]
        if self._said is not None:
            said = self._said.get(capture.record_id)
            wrong += ["outcome"] if row.get("outcome") != (said and said.outcome) else []
        if row["day"] != capture.fetched_at.astimezone(UTC).date():
            wrong.append("day")
        return wrong

    def _add(self, offset: int, problem: str) -> None:
        self._wrong.append(self._fault(offset, problem))

    def _fault(self, offset: int | None, problem: str) -> Fault:
        return Fault("captures", offset, f"{self._key}: {problem}")

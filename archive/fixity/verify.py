"""The archive held against itself: every record, index line, manifest and row, from the objects as they lie there."""

import random
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from .. import work
from ..errors import PressmarkError
from ..pool import Pool
from ..segment import Name
from ..store import Store
from .fault import Fault
from .opened import Opened, opened
from .readings import Readings
from .segment import Checked
from .versions import Own
from .whole import segments, whole

SECONDS, MEGABYTES = 4 * 3600.0, 8000
"""What one segment may take of a worker; Delta Lake reserves more address space than it uses."""
AHEAD = 2
"""Segments per worker whose verification is asked for before the first is told."""

Told = Callable[[int], None]
"""Told the bytes of a segment when it is done."""


@dataclass(slots=True)
class Report:
    """What a verification looked at and found."""

    segments: int = 0
    bytes: int = 0
    captures: int = 0
    articles: int = 0
    skipped: int = 0
    """Article rows read by another version of the extractor, which only their receipts are held against."""
    faults: list[Fault] = field(default_factory=list)


def chosen(store: Store, site: str | None, since: date | None, until: date | None) -> list[tuple[str, int]]:
    """Key and bytes of the WARCs of a site, and of those days, both included, on which they were begun."""
    first, last = (since or date.min).isoformat(), (until or date.max).isoformat()
    return [(key, size) for key, size in segments(store, site) if first <= Name.of_key(key).day <= last]


def sample(keys: Sequence[tuple[str, int]], share: float, seed: int) -> list[tuple[str, int]]:
    """So great a share of the segments, at least one; the same for the same seed."""
    count = min(len(keys), ceil(len(keys) * share))
    return sorted(random.Random(seed).sample(sorted(keys), count))  # noqa: S311  # no secret


class Verification:
    """One run over an archive. `workers` read segments; `readers`, if any, read articles again."""

    def __init__(self, store: Store, workers: Pool, ahead: int, readers: Pool | None) -> None:
        self._store, self._workers, self._readers, self._ahead = store, workers, readers, ahead
        self.report = Report()
        self._rows: dict[str, int] = {}
        """Article rows that were found by the name of each WARC."""

    def run(self, keys: Iterable[str], site: str | None, told: Told) -> Report:
        """Verify these segments, and what no segment shows, of a site or of all."""
        at, faults = opened(self._store)
        due, unfinished = 0, []
        for checked in self._checked(at, keys):
            told(checked.bytes)
            if checked.unfinished:
                unfinished.append(checked.warc)
            else:
                due += self._take(at, checked)
        if unfinished:  # a second look, at what a commit under way has written since
            at, faults = opened(self._store)
            for checked in self._checked(at, unfinished):
                due += self._take(at, checked)
        faults += self._absent(at, due, faults)
        faults += whole(at, site, {} if unfinished else self._rows)  # two looks saw two states of the table
        self.report.faults = list(dict.fromkeys((*faults, *self.report.faults)))
        return self.report

    def segments(self, keys: Iterable[str], told: Told) -> Iterator[Checked]:
        """Only these segments, each by itself, for a repair."""
        at, faults = opened(self._store)
        self.report.faults += faults
        for checked in self._checked(at, keys):
            told(checked.bytes)
            yield checked

    def _checked(self, at: Opened, keys: Iterable[str]) -> Iterator[Checked]:
        waiting: deque[tuple[str, Future[Checked]]] = deque()
        text = self._readers is not None
        for key in keys:
            ask = (work.verify_segment, self._store.uri, at.versions, key, text)
            waiting.append((key, self._workers.submit(*ask)))
            if len(waiting) > AHEAD * self._ahead:
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())

    def _take(self, at: Opened, checked: Checked) -> int:
        """Add a segment to the report; how many rows its commit wrote."""
        report = self.report
        report.segments += 1
        report.bytes += checked.bytes
        report.captures += checked.captures
        report.articles += checked.articles
        self._rows[checked.warc] = checked.articles
        again = self._read_again(at, checked)
        named = {own for own, _ in again}
        report.faults += checked.faults
        report.faults += [fault for own, fault in checked.altered if own not in named]
        report.faults += [fault for _, fault in again]
        return checked.due

    def _read_again(self, at: Opened, checked: Checked) -> list[tuple[Own, Fault]]:
        if self._readers is None or at.articles is None:
            return []
        readings = Readings(self._store, at.articles, self._readers)
        try:
            return readings.faults(checked.warc, checked.owed)
        except PressmarkError as error:
            return [(("", 0), Fault("articles", None, f"cannot be read: {error}"))]
        finally:
            self.report.skipped += readings.skipped

    def _absent(self, at: Opened, due: int, faults: list[Fault]) -> Iterator[Fault]:
        """A table that is not there at all, told once."""
        rows = (("captures", at.captures, self.report.captures), ("articles", at.articles, due))
        for table, snapshot, count in rows:
            if snapshot is None and count and not any(fault.object == table for fault in faults):
                yield Fault(table, None, f"there is no such table, though commits put {count} rows in it")


def _result(key: str, future: Future[Checked]) -> Checked:
    """A segment that cannot be verified is a fault of its own."""
    try:
        return future.result()
    except PressmarkError as error:
        said = (Fault(key, None, f"could not be verified: {error}"),)
        return Checked(key, 0, 0, 0, 0, unfinished=False, faults=said, whole=False)

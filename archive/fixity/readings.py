"""Article rows against what extraction makes of their records today."""

from concurrent.futures import Future
from dataclasses import asdict
from typing import Any

from .. import hints, work
from ..article import REREAD, Reading
from ..corpus import article
from ..errors import PressmarkError
from ..pool import Pool
from ..scan import Found
from ..store import Store
from ..tables import Snapshot
from .fault import Fault
from .versions import Own

REVISITED = {"url", "site", "run", "fetched_at", "discovered_by", "title", "published"}
"""What a row of a revisit has from its own capture and context, not from the record that holds the payload."""
NAMED_BEFORE = {"id", "canonical_url"}
"""What a version that a later reading made has from the version before it."""
BATCH = 100
"""Rows whose records are read again at a time."""

_Row = tuple[dict[str, Any], Found]


class Readings:
    """Rows read again, segment after segment."""

    def __init__(self, store: Store, articles: Snapshot, readers: Pool) -> None:
        self._store, self._articles, self._readers = store, articles, readers
        self.skipped = 0
        """Rows read by another version of the extractor, or by other hints, which are not held against today's."""

    def faults(self, key: str, owed: tuple[Found, ...]) -> list[tuple[Own, Fault]]:
        """The rows of one WARC that are not what their records give."""
        by_record = {found.capture.record_id: found for found in owed}
        faults: list[tuple[Own, Fault]] = []
        batch: list[_Row] = []
        for row in self._articles.rows(warc=key) if owed else ():
            found = by_record.get(row["record_id"])
            if found is not None and row["change"] != "gone":
                batch.append((row, found))
            if len(batch) == BATCH:
                faults += self._read(key, batch)
                batch = []
        return faults + self._read(key, batch)

    def _read(self, key: str, batch: list[_Row]) -> list[tuple[Own, Fault]]:
        read = self._readers.submit
        futures: list[Future[Reading]] = [read(work.read_capture, None, self._store.uri, found) for _, found in batch]
        faults: list[tuple[Own, Fault]] = []
        for (row, found), future in zip(batch, futures, strict=True):
            if problem := self._problem(row, found, future):
                said = f"{key}: version {row['version']} of {row['id']}: {problem}"
                faults.append(((row["id"], row["version"]), Fault("articles", found.capture.offset, said)))
        return faults

    def _problem(self, row: dict[str, Any], found: Found, future: Future[Reading]) -> str | None:
        try:
            reading = future.result()
        except PressmarkError as error:
            return f"cannot be read again: {error}"
        if reading.extractor != row["extractor"]:
            self.skipped += 1
            return None
        if _has_own_hints(row, found, reading):
            self.skipped += 1
            return None
        wrong = _differences(row, found, reading)
        return f"{', '.join(wrong)} {'is' if len(wrong) == 1 else 'are'} not what its record gives" if wrong else None


def _has_own_hints(row: dict[str, Any], found: Found, reading: Reading) -> bool:
    """Whether a row of a revisit was read by other hints than those in the record of its payload: its own."""
    return row["fetched_at"] != found.capture.fetched_at and hints.mark(row["sources"]) != hints.mark(reading.sources)


def _differences(row: dict[str, Any], found: Found, reading: Reading) -> list[str]:
    due = asdict(article(found, reading))
    of_a_revisit = row["fetched_at"] != due["fetched_at"]  # then the row is of another capture with this payload
    free = {"version", "change"} | (REVISITED if of_a_revisit else set())
    free |= NAMED_BEFORE if row["change"] == REREAD else set()
    return sorted(name for name in due if name not in free and _plain(row.get(name)) != due[name])


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value

"""A segment's index against its records, line by line, both ways."""

import hashlib
import json
from collections.abc import Iterator

from ..capture import Capture
from ..index import cdxj
from ..segment import Name
from ..store import Store
from .fault import Fault
from .held import Held

LONGEST = 1 << 20
"""Bytes of one line."""
STRANGE = 10_000
"""Lines that no record bears out, of which more than their number is kept."""


class Index:
    """The lines that are due, as hashes, and then those that are there."""

    def __init__(self, name: Name) -> None:
        self._name = name
        self._due: dict[int, int] = {}
        self._total = 0
        self.sha256: str | None = None
        """Of the index as it lies in the store, once it was read."""

    def see(self, capture: Capture) -> None:
        """A capture, which has a line if a browser can ask for it."""
        if line := cdxj.index((capture,)):
            self._due[hash(line)] = capture.offset
            self._total += 1

    def faults(self, store: Store, held: Held) -> Iterator[Fault]:
        """What differs."""
        strange: list[tuple[int, bytes]] = []
        more, digest, previous, at, sorted_ = 0, hashlib.sha256(), b"", 0, True
        with store.open(self._name.cdxj) as stream:
            while line := stream.readline(LONGEST):
                digest.update(line)
                if line < previous and sorted_:
                    sorted_ = False
                    yield self._fault(at, "not sorted from here on")
                if self._due.pop(hash(line), None) is None:
                    more += len(strange) == STRANGE
                    strange += [(at, line)] if len(strange) < STRANGE else []
                previous, at = line, at + len(line)
        self.sha256 = digest.hexdigest()
        if strange and self._total and len(self._due) == self._total:
            yield self._fault(
                None, f"none of its {len(strange) + more} lines is of this segment's {self._total} records"
            )
            return
        yield from self._strange(strange, held)
        if more:
            yield self._fault(None, f"{more} more lines that no record bears out")
        for offset in sorted(self._due.values()):
            yield self._fault(None, f"lacks the line of the record at {offset} of its WARC")

    def _strange(self, lines: list[tuple[int, bytes]], held: Held) -> Iterator[Fault]:
        lacking = {offset: key for key, offset in self._due.items()}
        for at, line in lines:
            offset = _offset(line)
            said = line.decode(errors="replace").strip()[:200]
            if offset in lacking:
                del self._due[lacking.pop(offset)]
                yield self._fault(at, f"line of the record at {offset} differs from it: {said}")
            elif offset is None or not held.is_damaged(offset):
                yield self._fault(at, f"has a line that no record bears out: {said}")

    def _fault(self, at: int | None, problem: str) -> Fault:
        return Fault(self._name.cdxj, at, problem)


def _offset(line: bytes) -> int | None:
    try:
        return int(json.loads(line.split(b" ", 2)[2])["offset"])
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None

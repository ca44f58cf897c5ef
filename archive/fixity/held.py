"""What a WARC was found to hold: of each capture so little that millions of rows can be held against it."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime

from ..scan import Found, Group
from ..versions.gone import may_be_gone


@dataclass(frozen=True, slots=True)
class Fact:
    """One capture."""

    offset: int
    length: int
    type: str
    """response, revisit or request."""
    identity: int
    """Of its URL and date (see identity)."""
    payload_digest: str | None
    may_be_gone: bool
    """Whether it may show that an article is no longer there."""


def identity(url: str, moment: datetime, record_id: str = "") -> int:
    """A number by which captures of one segment are told apart by URL and time, and by a record if that is given."""
    return hash((url, moment, record_id))


@dataclass(slots=True)
class Held:
    """One segment, while it is read and after."""

    facts: dict[str, Fact] = field(default_factory=dict)
    """By record id."""
    of: dict[int, str] = field(default_factory=dict)
    """Record ids by identity, with the record that a row of it would name."""
    first: datetime | None = None
    last: datetime | None = None
    """When its first and last captures were made."""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """Where damage begins and ends, in order."""

    def see(self, found: Found) -> bool:
        """Take a capture in; False when its record id is already that of another."""
        at, when = found.capture, found.capture.fetched_at
        if at.record_id in self.facts:
            return False
        own = identity(at.url, when)
        gone = may_be_gone(found) or at.status == 200  # then its reading says so, which another extractor might not
        self.facts[at.record_id] = Fact(at.offset, at.length, at.record_type, own, at.payload_digest, gone)
        for key in at.rows:
            self.of.setdefault(identity(*key), at.record_id)
        self.first, self.last = min(self.first or when, when), max(self.last or when, when)
        return True

    def damaged(self, group: Group) -> None:
        """Take in that nothing can be said of this span."""
        self.starts.append(group.start)
        self.ends.append(group.end)

    def is_damaged(self, offset: int) -> bool:
        """Whether an offset lies where damage is, so that what points there cannot be judged."""
        at = bisect_right(self.starts, offset) - 1
        return at >= 0 and offset < self.ends[at]

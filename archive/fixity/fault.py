"""What is not as it should be, in one line each, and no more lines of a kind than a person reads."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

MOST = 20
"""Faults of one kind in one segment that are listed; of the rest it is said how many there are."""
CONSEQUENCES = 2
"""The same where the WARC is not what its manifest says, from which all the others may follow."""
LONGEST = 1_000
"""Characters of a problem, in which a stranger's header may be cited."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be, where, and what."""

    object: str
    """A key in the store, or a table's name."""
    offset: int | None
    """Bytes from the start of the object (of a table's row: of its record in the WARC), where that says something."""
    problem: str


class Faults:
    """The faults of one segment, as they are found."""

    def __init__(self) -> None:
        self._listed: list[Fault] = []
        self._count: Counter[tuple[str, str]] = Counter()
        self._kinds: list[tuple[str, str]] = []
        self.most = MOST

    def add(self, kind: str, fault: Fault) -> None:
        """List a fault, unless there are many of its kind already."""
        self._count[fault.object, kind] += 1
        if self._count[fault.object, kind] <= self.most:
            self._listed.append(replace(fault, problem=fault.problem[:LONGEST]))
            self._kinds.append((fault.object, kind))

    def extend(self, kind: str, faults: Iterable[Fault]) -> None:
        """As add, of each."""
        for fault in faults:
            self.add(kind, fault)

    def all(self) -> tuple[Fault, ...]:
        """Those listed, and a line for those of each kind that are not."""
        listed = Counter(self._kinds)
        more = [
            Fault(where, None, f"{count - listed[where, kind]} more {kind}")
            for (where, kind), count in self._count.items()
            if count > listed[where, kind]
        ]
        return (*self._listed, *more)

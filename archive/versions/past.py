"""What captures that are older than an article's latest version change in what is told of it.

Versions stand in the order of their time, whenever they came to the archive: rows that came first are numbered anew,
say anew why they exist, and go when an older capture has shown the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from ..article import Article
from ..scan import Found


@dataclass(frozen=True, slots=True)
class Rows:
    """What becomes of the articles table."""

    new: tuple[Article, ...] = ()
    renumbered: tuple[Article, ...] = ()
    """Rows that are there, with another number or reason."""
    dropped: tuple[Article, ...] = ()

    def __add__(self, other: "Rows") -> "Rows":
        return Rows(self.new + other.new, self.renumbered + other.renumbered, self.dropped + other.dropped)


class Judge(Protocol):
    """Tells what is a version after another one."""

    def why(self, last: Article | None, seen: Article) -> str | None:
        """Why an article as read, or a row, is a version after `last`; None when it is none."""

    def absence(self, last: Article, found: Found) -> Article | None:
        """The row that a capture makes by which the article is gone, if it shows that."""


def retell(known: Sequence[Article], events: Iterable[Article | Found], judge: Judge) -> Rows:
    """One article's rows, and what a segment's captures say of it, as one history."""
    told: list[tuple[Article, Article | None]] = []
    dropped: list[Article] = []
    last: Article | None = None
    fresh = False  # whether what stands last came with this segment, so that what follows is to be judged anew
    for each in sorted([*known, *events], key=_moment):
        stored = each if isinstance(each, Article) and each.version is not None else None
        if stored and stored.reader:  # a later reading stands and goes with the version whose capture it read again
            row = None if any(stored.key == gone.key for gone in dropped) else stored
        else:
            row = _again(last, stored, judge, fresh=fresh) if stored else _first(last, each, judge)
        if row is None:
            dropped += [stored] if stored else []
            continue
        last, fresh = row, stored is None
        told.append((row, stored))
    numbered = [(replace(row, version=number), stored) for number, (row, stored) in enumerate(told, start=1)]
    return Rows(
        tuple(row for row, stored in numbered if stored is None),
        tuple(row for row, stored in numbered if stored is not None and row != stored),
        tuple(dropped),
    )


def _again(last: Article | None, stored: Article, judge: Judge, *, fresh: bool) -> Article | None:
    """A row that is there, as it stands now."""
    if not fresh:
        return stored
    if stored.change == "gone":
        return stored if last and last.change != "gone" else None
    why = judge.why(last, stored)
    return replace(stored, change=why) if why else None


def _first(last: Article | None, event: Article | Found, judge: Judge) -> Article | None:
    """The row of what was not known."""
    if isinstance(event, Found):
        return judge.absence(last, event) if last and last.change != "gone" else None
    why = judge.why(last, event)
    return replace(event, change=why) if why else None


def _moment(event: Article | Found) -> datetime:
    return event.capture.fetched_at if isinstance(event, Found) else event.fetched_at

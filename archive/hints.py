"""What a site's file says of the layout of its pages, and until when. It travels with every capture of an article, so
that the capture reads the same offline, and long after the layout changed."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

MOST, XPATHS, LONGEST_XPATH = 20, 30, 500
"""Layouts of one site; XPaths, or formats of dates, of one kind; and characters of one."""
LONGEST = 16 << 10
"""Characters of all of a site's hints as they are written into a record."""
PARTS = {"body": "text:hint", "title": "title:hint", "authors": "authors:hint", "published": "published:hint"}
"""Parts of a layout that ought to find something on every page, and how a reading says that it was taken from one."""
_MARK = "hints:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """One layout of a site's article pages. What it leaves out, or what matches nothing, is read as on any page."""

    prune: tuple[str, ...] = ()
    """XPaths of elements that are not read."""
    body: tuple[str, ...] = ()
    """XPaths of the element, or elements, that hold the text; the first that matches is believed."""
    title: str = ""
    """XPath of the headline: an element, an attribute or a string."""
    authors: str = ""
    """XPath of the names of those who wrote it."""
    published: str = ""
    """XPath of the date of publication."""
    dates: tuple[str, ...] = ()
    """Forms in which that is written if not as ISO 8601, as strptime has them: `%d %B %Y à %Hh%M`. Names of months and
    days may be of any language in `extraction.dateform`."""
    zone: str = "UTC"
    """The time zone of dates that name none, such as `Africa/Bamako`."""
    until: str = ""
    """ISO day or moment, UTC unless it says otherwise, from which on captures are read by the next layout; empty for
    the one that is in use."""

    @property
    def ends(self) -> datetime:
        """`until` as a moment; ValueError when it is none."""
        if not self.until:
            return datetime.max.replace(tzinfo=UTC)
        moment = datetime.fromisoformat(self.until)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def at(hints: Iterable[Hints], moment: datetime) -> Hints | None:
    """The layout of pages captured at a moment; None when nothing is said of it."""
    return min((each for each in hints if moment < each.ends), key=lambda each: each.ends, default=None)


def between(hints: Sequence[Hints], first: datetime, last: datetime) -> tuple[Hints, ...]:
    """The layouts from one moment to another, the earlier first: a page that is looked at again may still be as it
    was, and then its first capture is what is read."""
    begun, ended = at(hints, min(first, last)), at(hints, last)
    least = begun.ends if begun else last
    most = ended.ends if ended else last
    return tuple(sorted((each for each in hints if least <= each.ends <= most), key=lambda each: each.ends))


def written(hints: Sequence[Hints]) -> str:
    """On one line of ASCII, without what is not said; empty when nothing is."""
    if not hints:
        return ""
    said = [{name: value for name in _FIELDS if (value := getattr(each, name)) != _DEFAULT[name]} for each in hints]
    line = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return line.replace("  ", " \\u0020")  # a record's field keeps single spaces only


@lru_cache(maxsize=64)
def read(line: str) -> tuple[Hints, ...]:
    """What a record says, whoever wrote it: what is not as it should be, or is too much, is left out."""
    try:
        said = json.loads(line) if 0 < len(line) <= LONGEST else []
    except (ValueError, RecursionError):
        return ()
    layouts = map(_layout, said[:MOST]) if isinstance(said, list) else ()
    return tuple(each for each in layouts if each is not None)


def marked(sources: str | None, hints: Hints | None) -> str | None:
    """What a reading's fields were taken from, and by which layout: by another one, the page may read otherwise."""
    if hints is None or sources is None:
        return sources
    rules = {name: getattr(hints, name) for name in _FIELDS if name != "until"}
    return f"{sources} {_MARK}{hashlib.sha256(json.dumps(rules, sort_keys=True).encode()).hexdigest()[:8]}"


def mark(sources: str | None) -> str | None:
    """Of a reading, the mark of the layout that it was told of; None when it was told of none."""
    return next((each for each in (sources or "").split() if each.startswith(_MARK)), None)


def unmarked(sources: str | None) -> str | None:
    """What the fields were taken from alone."""
    found = mark(sources)
    return sources.removesuffix(f" {found}") if sources and found else sources


def in_vain(hints: Hints, sources: str | None) -> tuple[str, ...]:
    """Which parts of a layout gave nothing to an article, told from what its fields were taken from."""
    given = (sources or "").split()
    return tuple(part for part, mark in PARTS.items() if getattr(hints, part) and mark not in given)


def _layout(said: Any) -> Hints | None:
    if not isinstance(said, dict):
        return None
    values = {name: said[name] for name in _FIELDS if name in said}
    lists = {name: value for name, value in values.items() if isinstance(_DEFAULT[name], tuple)}
    if not all(isinstance(value, list) and len(value) <= XPATHS for value in lists.values()):
        return None
    lines = [*(line for each in lists.values() for line in each), *(values[name] for name in values.keys() - lists)]
    if not all(isinstance(line, str) and len(line) <= LONGEST_XPATH for line in lines):
        return None
    layout = Hints(**{**values, **{name: tuple(value) for name, value in lists.items()}})
    try:
        return layout if layout.ends else None
    except (ValueError, OverflowError):
        return None


_FIELDS = tuple(field.name for field in fields(Hints))
_DEFAULT: dict[str, Any] = {field.name: field.default for field in fields(Hints)}

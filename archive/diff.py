"""What was changed from one text to the next, for a reader: whole lines, and the words within a line."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from .versions.change import Difference, differences

Kind = Literal["same", "old", "new"]
Piece = tuple[Kind, str]
Line = tuple[Piece, ...]
"""A line, or what of it was changed with some words around."""

AROUND = 8
"""Words shown on each side of a change."""
WORDS = 2_000
"""Words of a line that are compared one by one."""
ALIKE = 0.4
"""Share of the words of two lines from which one is taken for the other, changed."""
LONGEST = 1_000
"""Characters shown of a line that is all new or all gone."""
CUT = "…"


def lines(old: str, new: str) -> list[Line]:
    """What was changed, from the top to the bottom; lines in between that are the same are left out."""
    return [line for found in differences(old, new) for line in _lines(found)]


def words(old: str, new: str) -> Line:
    """One line and what became of it."""
    return tuple(_shortened(list(_pieces(old.split(), new.split()))))


def _lines(found: Difference) -> Iterator[Line]:
    for at in range(max(len(found.old), len(found.new))):
        old, new = (some[at] if at < len(some) else "" for some in (found.old, found.new))
        if old and new and _are_alike(old, new):
            yield words(old, new)
            continue
        if old:
            yield (("old", _brief(old)),)
        if new:
            yield (("new", _brief(new)),)


def _are_alike(old: str, new: str) -> bool:
    mine, yours = old.split(), new.split()
    return max(len(mine), len(yours)) <= WORDS and SequenceMatcher(None, mine, yours, autojunk=False).ratio() >= ALIKE


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", " ".join(old[i:j])
            continue
        if i < j:
            yield "old", " ".join(old[i:j])
        if m < n:
            yield "new", " ".join(new[m:n])


def _shortened(pieces: list[Piece]) -> Iterator[Piece]:
    for at, (kind, text) in enumerate(pieces):
        if kind != "same":
            yield kind, text
            continue
        first = [] if at == 0 else text.split()[:AROUND]
        last = [] if at == len(pieces) - 1 else text.split()[-AROUND:]
        whole = len(text.split()) <= len(first) + len(last)
        yield "same", text if whole else " ".join([*first, CUT, *last])


def _brief(line: str) -> str:
    if len(line) <= LONGEST:
        return line
    kept = re.sub(r"\S*$", "", line[:LONGEST]).rstrip()
    return f"{kept} {CUT} ({len(line) - len(kept):,} more characters)"

"""Whether an article seen again says something new: decided from the old text, the new one, and the site's other texts.

What a page shows around its article changes at every look: counters, clocks, proverbs, links to other articles. Only
what its writers changed makes a version.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from .furniture import counts_alike, is_furniture, shape

LONGEST = 400
"""Lines of a difference that are set against one another in order; of longer ones only which lines are new or gone."""
MOST = 4_000
"""Characters of a difference; a larger one is an edit."""
_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ´`", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff", None),
    }
)


class Known(Protocol):
    """What tells of an article's latest version, without its text."""

    @property
    def change(self) -> str | None: ...
    @property
    def text_sha256(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def authors(self) -> tuple[str, ...]: ...
    @property
    def section(self) -> str | None: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def paywalled(self) -> bool | None: ...


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines, as `plain` gives them, that stand in the old text where others, or none, stand in the new one."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    before: str | None = None
    """The line above, the same in both."""
    after: str | None = None
    from_start: int | None = None
    """How many lines stand above, if as many in both."""
    from_end: int | None = None


Elsewhere = Callable[[str], bool]
"""Whether a line, or its shape, stands in other articles of the site too."""
Rotates = Callable[[Difference], bool]
"""Whether a difference is one of a place where the site shows something else at every look."""


def change(known: Known | None, seen: Known, text: Callable[[], bool]) -> str | None:
    """Why what is seen is a new version: new, back, text, headline or metadata; None when it is none.

    `text` tells whether texts that are not the same have been edited (see `edited`).
    """
    if known is None:
        return "new"
    if known.change == "gone":
        return "back"
    if known.text_sha256 != seen.text_sha256 and text():
        return "text"
    if squeezed(known.title or "") != squeezed(seen.title or ""):
        return "headline"
    return "metadata" if _metadata(known) != _metadata(seen) else None


def edited(old: str, new: str, elsewhere: Elsewhere, rotates: Rotates) -> bool:
    """Whether the new text is an edit of the old one, and not the same text with other things around it."""
    if squeezed(old) == squeezed(new):
        return False
    found = differences(old, new)
    changed = sum(len(line) for each in found for line in (*each.old, *each.new))
    if changed > MOST:
        return True
    around = changed <= (len(old) + len(new)) / 2  # what makes up most of a text is no box beside it
    return any(not _is_none(each, elsewhere, rotates if around else _never) for each in found)


def differences(old: str, new: str) -> list[Difference]:
    """Where two texts differ, line by line."""
    return list(_differences(_lines(old), _lines(new)))


def plain(line: str) -> str:
    """A line without what typography adds: curly quotes, long dashes, odd and doubled spaces, invisible characters."""
    return " ".join(line.translate(_TYPOGRAPHY).split())


def squeezed(text: str) -> str:
    """As plain, without any white space: what two texts that differ in nothing else have in common."""
    return re.sub(r"\s+", "", text.translate(_TYPOGRAPHY))


def _metadata(article: Known) -> tuple[object, ...]:
    authors, tags = (frozenset(map(squeezed, names)) for names in (article.authors, article.tags))
    return authors, tags, squeezed(article.section or ""), bool(article.paywalled)


def _lines(text: str) -> list[str]:
    return [line for each in text.splitlines() if (line := plain(each))]


def _differences(old: list[str], new: list[str]) -> Iterator[Difference]:
    mine, yours = [squeezed(line) for line in old], [squeezed(line) for line in new]
    same = _common(mine, yours)
    rest = _common(mine[same:][::-1], yours[same:][::-1])
    a, b = mine[same : len(mine) - rest], yours[same : len(yours) - rest]
    if max(len(a), len(b)) > LONGEST:
        yield _unordered(old[same : len(old) - rest], new[same : len(new) - rest])
        return
    for kind, i, j, m, n in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind != "equal":
            yield _difference(old, new, (same + i, same + j), (same + m, same + n))


def _unordered(old: list[str], new: list[str]) -> Difference:
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    return Difference(tuple(gone.elements()), tuple(come.elements()))


def _difference(old: list[str], new: list[str], mine: tuple[int, int], yours: tuple[int, int]) -> Difference:
    (i, j), (m, n) = mine, yours
    below = len(old) - j
    return Difference(
        tuple(old[i:j]),
        tuple(new[m:n]),
        before=old[i - 1] if i and m else None,
        after=old[j] if j < len(old) and n < len(new) else None,
        from_start=i if i == m else None,
        from_end=below if below == len(new) - n else None,
    )


def _common(old: list[str], new: list[str]) -> int:
    """How many lines two lists have in common from their start."""
    return next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )


def _is_none(found: Difference, elsewhere: Elsewhere, rotates: Rotates) -> bool:
    """Whether a difference is no edit."""
    if not found.old and not found.new:
        return False  # a long text's lines in another order
    if squeezed("".join(found.old)) == squeezed("".join(found.new)):
        return True
    pairs = list(zip(found.old, found.new, strict=False)) if len(found.old) == len(found.new) else []
    counted = {line for pair in pairs if _counts(*pair, elsewhere) for line in pair}
    lines = [line for line in (*found.old, *found.new) if line not in counted]
    return all(is_furniture(line) or elsewhere(line) for line in lines) or rotates(found)


def _never(_: Difference) -> bool:
    return False


def _counts(old: str, new: str, elsewhere: Elsewhere) -> bool:
    masked = shape(old)
    return counts_alike(old, new) or (masked is not None and masked == shape(new) and elsewhere(masked))

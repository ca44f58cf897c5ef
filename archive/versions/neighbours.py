"""What stands in the other articles of a site: the evidence that a line belongs to the page and not to its article."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from .change import Difference, differences, plain, squeezed
from .furniture import is_headline, is_label, shape

SHORT = 400
"""Characters of a line that a page may show in turn with others: a proverb, a quotation, a headline."""
FEW = 3
"""Lines of such a thing."""
LABEL = 40
"""Characters of a label with a colon that begins a line."""
REACH = 10
"""Lines from the start or the end of a text within which a place is told by their number."""
WITNESSES = 3
"""Articles, and lines, that have to agree before a place is held for one where lines take turns."""
OFTEN = 0.25
"""Share of the articles whose line at such a place stands in others too."""
RARE = 3
"""Articles besides that may hold a line and yet be copies of one story, by another address or another paper's."""
SAME_STORY = 0.5
"""Share of the shorter of two texts, in lines that few articles have, from which they are copies."""

Place = tuple[str, int | str]
"""`from start` or `from end` and how many lines are between, or `after` or `before` and the line."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the site."""

    article: str
    """Its article's id."""
    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The texts of an article that was read again."""

    article: str
    old: str
    new: str


class Neighbours:
    """A site's texts, asked about lines: those just seen first; when these do not tell, those `stored` of late too."""

    def __init__(self, seen: Iterable[Text], again: Iterable[Pair], stored: Callable[[], Iterable[Text]]) -> None:
        self._seen, self._again, self._stored = list(seen), list(again), stored

    def elsewhere(self, article: str, line: str) -> bool:
        """Whether a line, the shape of one, or a headline stands in other articles of the site too."""
        key = squeezed(line)
        return self._near.elsewhere(article, key) or self._all.elsewhere(article, key)

    def rotates(self, article: str, found: Difference) -> bool:
        """Whether the site shows something else at this place at every look."""
        lines = (*found.old, *found.new)
        if found.before and is_label(found.before) and all(map(is_headline, lines)):
            return True
        if not _may_take_turns(found):
            return False
        if all(self.elsewhere(article, line) for line in found.old):
            return True
        places = _places(found)
        return not self._changing.isdisjoint(places) or any(self._all.is_varied(article, place) for place in places)

    @cached_property
    def _near(self) -> "_Index":
        return _Index(self._seen)

    @cached_property
    def _all(self) -> "_Index":
        return _Index([*self._seen, *self._stored()])

    @cached_property
    def _changing(self) -> set[Place]:
        """Places at which most of the articles that were read again have another line now."""
        changed: dict[Place, set[str]] = defaultdict(set)
        for pair in self._again:
            for found in differences(pair.old, pair.new):
                for place in _places(found) if _may_take_turns(found) else ():
                    changed[place].add(pair.article)
        enough = max(WITNESSES, len({pair.article for pair in self._again}) / 2)
        return {place for place, articles in changed.items() if len(articles) >= enough}


class _Index:
    """Which articles hold a line. Lines are keys: as `squeezed` gives them."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self._texts: list[tuple[str, list[str]]] = []
        self._holders: dict[str, set[str]] = defaultdict(set)
        self._lines: dict[str, set[str]] = defaultdict(set)
        self._copies: dict[tuple[str, str], bool] = {}
        for each in texts:
            lines = [line for raw in each.text.splitlines() if (line := plain(raw))]
            keys = [squeezed(line) for line in lines]
            self._texts.append((each.article, keys))
            self._lines[each.article].update(keys)
            shapes = [squeezed(masked) for line in lines if (masked := shape(line))]
            for key in (*keys, *shapes, squeezed(each.title or "")):
                self._holders[key].add(each.article)

    def elsewhere(self, article: str, key: str) -> bool:
        others = self._holders.get(key, set()) - {article}
        return len(others) > RARE or not all(self._are_copies(article, other) for other in others)

    def is_varied(self, article: str, place: Place) -> bool:
        """Whether several lines take turns at a place of other articles, each in more than one of them."""
        lines = {(other, key) for other, keys in self._texts if other != article and (key := _at(keys, place))}
        shared = [key for other, key in lines if self.elsewhere(other, key)]
        return len(set(shared)) >= WITNESSES and len(shared) >= OFTEN * len(lines)

    def _are_copies(self, one: str, other: str) -> bool:
        pair = (min(one, other), max(one, other))
        if pair not in self._copies:
            mine, yours = map(self._own, pair)
            least = min(sum(map(len, mine)), sum(map(len, yours)))
            self._copies[pair] = least > 0 and sum(map(len, mine & yours)) >= SAME_STORY * least
        return self._copies[pair]

    def _own(self, article: str) -> set[str]:
        return {key for key in self._lines.get(article, ()) if len(self._holders[key]) <= RARE + 1}


def _at(keys: list[str], place: Place) -> str | None:
    """The line at a place of a text, if it has that place."""
    side, where = place
    if side in ("after", "before"):
        if where not in keys:
            return None
        at = keys.index(str(where)) + (1 if side == "after" else -1)
    else:
        at = int(where) if side == "from start" else len(keys) - 1 - int(where)
    return keys[at] if 0 <= at < len(keys) else None


def _may_take_turns(found: Difference) -> bool:
    """Whether a few short lines stand where as many others stood that say something else."""
    lines = (*found.old, *found.new)
    if not 0 < len(found.old) == len(found.new) <= FEW or max(map(len, lines)) > SHORT:
        return False
    old, new = (_content(" ".join(some)) for some in (found.old, found.new))
    return len(old & new) < min(len(old), len(new)) / 2


def _content(line: str) -> set[str]:
    """The words that carry a line's sense: long ones, without a label such as `Proverbe du jour :` before it."""
    label, colon, rest = line.partition(":")
    said = rest if colon and len(label) <= LABEL else line
    return {word for word in re.findall(r"\w+", said.lower()) if len(word) > 3} or {said}


def _places(found: Difference) -> set[Place]:
    counted = (("from start", found.from_start), ("from end", found.from_end))
    between = (("after", found.before), ("before", found.after))
    places: set[Place] = {(side, number) for side, number in counted if number is not None and number < REACH}
    return places | {(side, squeezed(line)) for side, line in between if line is not None}

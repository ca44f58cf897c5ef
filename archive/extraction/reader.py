"""The article among the lines of a page: its region, without what stands in and around it and belongs to it not."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from lxml.html import HtmlElement

from . import names, teasers
from .bulk import SHORTEST
from .flow import Flow, Line
from .headline import letters

SHARE = 0.9
"""Share of the page's running text that the region holds, when no block calls itself the body."""
ARTICLE = 0.5
"""Share that an article element must hold for the region not to reach beyond it."""
NAMED = 0.3
"""Share that blocks which do must hold to be believed."""
BOX = 0.3
"""Share up to which a block is beside the text; one with more has been found to hold it."""
LEFT, HALF = 300, 0.5
"""Characters of running text, or the share of it, that must be left beside lists of headlines."""
ABOVE, AFTER = 0.3, 0.5
"""Shares of a region's running text that may stand above its h1, and in the lists of links after it."""
SENTENCE, WORDS = 12, 4
"""Characters of the shortest sentence, and words of the longest label."""
NOTE = 300
"""Characters of a note at the end on whom to write to."""
SUMMARY, BEFORE, SAME = 800, 40, 60
"""Characters of a standfirst, lines before the text in which it is, and letters by which two are the same."""

_ENDS = tuple(".!?…»”\"。؟།।:)“’'」*።")
_CUT = ("...", "…", "[…]", "[...]")
_NOTE = re.compile(r"[\w.]+@[\w-]+\.\w|(?<!\w)@\w{3,}|^\W*(?:copyright|©)|^_+$|^\*+$", re.IGNORECASE)


class Text(NamedTuple):
    """An article's lines, and how far to trust them."""

    lines: list[str]
    share: float
    """The share that they hold of the running text where the page, boxes included, has most; 0.0 if it has none."""


def read(found: Flow, summaries: Sequence[str]) -> Text:
    """The article's lines, its standfirst first, which is known by its name or from the page's own `summaries`."""
    lines = found.lines
    kept = _kept(found)
    prose = [_prose(line) if keep else 0 for line, keep in zip(lines, kept, strict=True)]
    region, named = _region(found, prose)
    chosen = _bounded([at for at in region if kept[at]], lines, prose)
    text = _trimmed([lines[at] for at in chosen if not _leads_away(at, lines, kept)], named=named)
    if not text:
        return Text([], 0.0)
    first = next(at for at in chosen if lines[at] is text[0])
    written = [*_summary(lines, first, summaries, text), *(_written(line) for line in text)]
    return Text(written, _share(found, text))


def within(found: Flow) -> list[str]:
    """The lines of what is known to hold the article: without boxes, lists of headlines and links that lead away."""
    lines, kept = found.lines, _kept(found)
    chosen = [at for at in range(len(lines)) if kept[at] and not _leads_away(at, lines, kept)]
    text = [lines[at] for at in chosen if lines[at].kind != "h1"]
    while text and text[-1].kind == "h":
        text.pop()
    return [_written(line) for line in text]


def _share(found: Flow, text: Sequence[Line]) -> float:
    block = _heaviest(found, [_prose(line) for line in found.lines])
    if block is None:
        return 0.0
    start, end = found.blocks[block]
    held = set(map(id, text))
    most = [(id(line) in held, _prose(line)) for line in found.lines[start:end]]
    return sum(weight for within, weight in most if within) / sum(weight for _, weight in most)


def _prose(line: Line) -> int:
    return len(line.text) - line.linked if line.is_prose else 0


def _written(line: Line) -> str:
    return f"- {line.text}" if line.kind == "li" else line.text


def _kept(found: Flow) -> list[bool]:
    """Which lines stand in no box beside the text and in no list of headlines."""
    weights = [_prose(line) for line in found.lines]
    sums = [0, *accumulate(weights)]
    kept = [True] * len(weights)
    for start, end in found.boxes:
        if sums[end] - sums[start] <= BOX * sums[-1]:
            kept[start:end] = [False] * (end - start)
    without = kept.copy()
    for start, end in teasers.items(found):
        without[start:end] = [False] * (end - start)
    left = sum(weight for weight, keep in zip(weights, without, strict=True) if keep)
    return without if left >= LEFT or left >= HALF * sums[-1] else kept


def _region(found: Flow, prose: Sequence[int]) -> tuple[range, bool]:
    """The lines of the blocks that call themselves the body, or around the most running text; and which of them."""
    sums = [0, *accumulate(prose)]
    if body := _body(found, sums):
        return body, True
    block = _heaviest(found, prose)
    region, enough = range(0), SHARE
    while block is not None and sums[region.stop] - sums[region.start] < enough * sums[-1]:
        region = range(*found.blocks.get(block, (region.start, region.stop)))
        enough, block = ARTICLE if block.tag == "article" else SHARE, block.getparent()
    return region, False


def _body(found: Flow, sums: Sequence[int]) -> range | None:
    """From the first to the last block with the name of the one that holds most; live blogs have one for each entry."""
    held = [(sums[end] - sums[start], name) for name, start, end in found.bodies]
    if not held:
        return None
    called = max(held, key=lambda body: body[0])[1]
    spans = [(start, end) for name, start, end in found.bodies if name == called]
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    return range(start, end) if sums[end] - sums[start] >= max(1, NAMED * sums[-1]) else None


def _heaviest(found: Flow, prose: Sequence[int]) -> HtmlElement | None:
    """The block that gathers most running text, each level up counting half."""
    weights: dict[HtmlElement, float] = defaultdict(float)
    for line, characters in zip(found.lines, prose, strict=True):
        block, weight = line.holder if line.kind == "div" else line.holder.getparent(), float(characters)
        for _ in range(3 if characters else 0):
            if block is not None and block in found.blocks:
                weights[block] += weight
                block, weight = block.getparent(), weight / 2
    return max(weights, key=lambda block: weights[block], default=None)


def _bounded(region: Sequence[int], lines: Sequence[Line], prose: Sequence[int]) -> Sequence[int]:
    """What follows the headline, up to the lists of links after the text."""
    sums = [0, *accumulate(prose[at] for at in region)]
    after = next((index + 1 for index in range(len(region) - 1, -1, -1) if lines[region[index]].kind == "h1"), 0)
    start = after if sums[after] < ABOVE * sums[-1] else 0
    end = start + teasers.begin([lines[at] for at in region[start:]])
    return region[start:end] if sums[-1] - sums[end] < AFTER * (sums[-1] - sums[start]) else region[start:]


def _leads_away(at: int, lines: Sequence[Line], kept: Sequence[bool]) -> bool:
    """A link to another page, or the label above one."""
    line = lines[at]
    if teasers.is_link(line):
        return True
    is_label = line.kind in ("h", "p", "div") and len(line.text) < SHORTEST and len(line.text.split()) <= WORDS
    if not is_label or _is_sentence(line) or at + 1 == len(lines):
        return False
    return teasers.is_link(lines[at + 1]) or not kept[at + 1]


def _trimmed(lines: Sequence[Line], *, named: bool) -> list[Line]:
    """Without what is no sentence before the first and after the last running text, and labels in between."""
    prose = [at for at, line in enumerate(lines) if line.is_prose]
    if not prose:
        return []
    first, last = prose[0], prose[-1]
    while first and (_is_sentence(lines[first - 1]) or lines[first - 1].kind == "h"):
        first -= 1
    if named:
        first = next((at for at in range(first) if lines[at].kind in ("p", "li") and _is_sentence(lines[at])), first)
    kinds = ("li", "p", "td", "quote") if named else ("li",)
    while last + 1 < len(lines) and (_is_sentence(lines[last + 1]) or lines[last + 1].kind in kinds):
        last += 1
    return _without_notes([line for line in lines[first : last + 1] if not _is_label(line)])


def _is_label(line: Line) -> bool:
    return line.kind == "h1" or (line.kind == "div" and len(line.text) < SHORTEST and not line.text.endswith(_ENDS))


def _without_notes(lines: list[Line]) -> list[Line]:
    """Without repetitions, and without headings and notes on the author or the copyright at the end."""
    text = [
        line
        for at, line in enumerate(lines)
        if not at or len(line.text) < 2 * SHORTEST or line.text != lines[at - 1].text
    ]
    while len(text) > 1 and (text[-1].kind == "h" or (len(text) > 2 and _is_note(text[-1]))):
        text.pop()
    return text


def _is_note(line: Line) -> bool:
    return line.kind != "li" and len(line.text) < NOTE and _NOTE.search(line.text) is not None


def _is_sentence(line: Line) -> bool:
    return line.kind not in ("h", "h1", "div") and line.text.endswith(_ENDS) and len(line.text) > SENTENCE


def _summary(lines: Sequence[Line], first: int, summaries: Sequence[str], text: Sequence[Line]) -> list[str]:
    """The standfirst between headline and text."""
    h1 = next((at for at in range(first - 1, -1, -1) if lines[at].kind == "h1"), -1)
    stated = [said for said in (letters(summary)[:SAME] for summary in summaries) if len(said) > SAME / 3]
    for line in lines[max(h1 + 1, first - BEFORE) : first]:
        core = letters(line.text)
        if not line.is_prose or len(line.text) > SUMMARY or line.text.endswith(_CUT) or teasers.is_link(line):
            continue
        if (h1 >= 0 and names.is_summary(_names(line))) or core.startswith(tuple(stated)):
            repeated = any(letters(other.text).startswith(core[:SAME]) for other in text)
            return [] if repeated else [line.text]
    return []


def _names(line: Line) -> str:
    holder, around = line.holder, line.holder.getparent()
    stated = (holder.get("class"), holder.get("itemprop"), None if around is None else around.get("class"))
    return " ".join(filter(None, stated))

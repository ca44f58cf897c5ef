"""Which lines of a page lead to other pages: single links, items of lists of headlines, and the lists after a text."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from lxml.html import HtmlElement

from .flow import Flow, Line

LINKED = 0.8
"""Share of a line that is links in one that is no more than that."""
WIDTH = 18
"""Characters from which a link is a headline."""
ITEM, ABOVE = 700, 30
"""Characters of an item with its summary, and of what stands in it above the headline."""
FEWEST = 3
"""Items that make a list."""
MOSTLY, LEAST = 0.7, 15
"""The same share when what is beside the link is no longer than this ("Lire aussi")."""
LABEL = 30
"""Characters of a label before a link ("Read also: ")."""
PARTLY = 0.35
"""Share of an item after the text that is links in one that leads elsewhere."""
SURE = 3
"""Points from which the end of a text is a list of links: two for a link, less one for a paragraph."""


def is_link(line: Line) -> bool:
    """Whether a line is a link, or a short label and a link."""
    length = len(line.text)
    if not line.linked or line.kind in ("td", "pre", "h1"):
        return False
    if line.linked >= LINKED * length:
        return length > 10
    if line.linked >= MOSTLY * length and length - line.linked <= LEAST:
        return True
    label = line.text.partition(":")[0]
    return len(label) <= LABEL and line.linked >= LINKED * (length - len(label) - 2) and length > len(label) + 10


def items(found: Flow) -> Iterator[tuple[int, int]]:
    """The ranges of lines that are items of a list of headlines."""
    lines = found.lines
    headlines = [0, *accumulate(map(_is_headline, lines))]
    lengths = [0, *accumulate(len(line.text) for line in lines)]
    lists: dict[HtmlElement, list[tuple[int, int]]] = defaultdict(list)
    for at, line in enumerate(lines):
        item, block = None, line.holder if _is_headline(line) else None
        while block is not None:
            start, end = found.blocks.get(block, (at, at + 1))
            alone = headlines[end] - headlines[start] == 1
            if not alone or lengths[end] - lengths[start] > ITEM or lengths[at] - lengths[start] > ABOVE:
                break
            item, block = (start, end), block.getparent()
        if item is not None and block is not None:
            lists[block].append(item)
    for found_items in lists.values():
        if len(found_items) >= FEWEST:
            yield from found_items


def begin(lines: Sequence[Line]) -> int:
    """Where the lists of links after a text begin; the number of lines when there are none."""
    points, best, at = 0.0, float(SURE), len(lines)
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if is_link(line) or (line.kind == "li" and line.linked >= PARTLY * len(line.text)):
            points += 2 if len(line.text) > WIDTH else 0.5
        elif line.is_prose:
            points -= 1 + (len(line.text) > 200)
        if points > best:
            best, at = points, index
    return at


def _is_headline(line: Line) -> bool:
    return line.linked >= LINKED * len(line.text) and len(line.text) >= WIDTH and line.kind != "h1"

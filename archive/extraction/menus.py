"""Menus on pages that have little else: cut before a second reading, and never taken for an article."""

import unicodedata
from collections.abc import Sequence

from lxml.html import HtmlElement

from .bulk import ENOUGH, SHORTEST

MANY = 250
"""Columns of text in short lines, as poems and results have it, that make an article without a line of prose."""
LINKED = 0.8
"""Share of a list's text that is links in a menu."""
FEWEST = 3
"""Links that make a list a menu."""
BESIDE = 200
"""Characters outside links up to which a header, a footer or a menu is one; longer ones have held the article."""
MOST = 200
"""Elements of each kind looked at: they may lie in each other, and each costs a look at all that is in it."""

_AROUND = "//nav | //header | //footer | //*[@role='navigation' or @role='banner' or @role='contentinfo']"


def prune(root: HtmlElement) -> None:
    """Remove menus, found as lists of links, and what the site prints at the head and foot of every page."""
    for element in root.xpath(_AROUND)[:MOST]:
        if root in element.iterancestors() and element.find(".//h1") is None and _lengths(element)[1] <= BESIDE:
            element.drop_tree()
    for element in root.xpath("//ul | //ol")[:MOST]:
        if root not in element.iterancestors():
            continue  # went with a menu around it
        linked, rest = _lengths(element)
        if linked >= LINKED * (linked + rest) and len(element.findall(".//a")) >= FEWEST:
            element.drop_tree()


def is_running(lines: Sequence[str], root: HtmlElement, *, dated: bool) -> bool:
    """Whether the lines, links on the page left out, hold some prose; a page that gives its date needs one sentence."""
    links = {" ".join(link.text_content().split()) for link in root.iter("a")}
    widths = [_columns(line) for line in lines if line.removeprefix("- ") not in links]
    prose = sum(width for width in widths if width >= SHORTEST)
    return prose >= (SHORTEST if dated else ENOUGH) or sum(widths) >= MANY


def _lengths(element: HtmlElement) -> tuple[int, int]:
    """Characters within links, and outside of them."""
    linked = sum(len("".join(link.text_content().split())) for link in element.iter("a"))
    return linked, len("".join(element.text_content().split())) - linked


def _columns(line: str) -> int:
    """Its width in print: a Chinese character says about as much as two letters."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)

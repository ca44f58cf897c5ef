"""Cuts out of a page's tree what stands around its article and reads like it: captions, asides, follow-up articles."""

import re
from functools import lru_cache

from lxml.html import HtmlElement

from .names import LONGEST

ASIDE = 600
"""Characters up to which an aside is a box beside the article; longer ones have been found to hold the article."""
LETTER = 300
"""Characters up to which a block named after a newsletter is the offer of one."""
SHARE = 120
"""Characters up to which a block named after sharing is a bar of buttons."""

_NAMED = ("div", "section", "form", "p", "ul")
_LETTERS = re.compile(
    r"newsletter|info-?lettre|lettre-?(?:d-?)?(?:info|hebdo)|nyhetsbrev|nieuwsbrief|mc4wp|mailpoet|mailchimp",
    re.IGNORECASE,
)
_SHARES = re.compile(
    r"(?<![A-Za-z])(?:share|sharing|partag(?:e|er|ez)|compartir|compartilhar|condividi|teilen)(?![a-z])"
    r"|(?:Share|Sharing|Partage|Partager)(?![a-z])"
)
_HINTS = (
    "aside", "complementary", "letter", "lettre", "brev", "brief", "mc4wp", "mail", "shar", "partag", "compart",
    "condivid", "teilen",
)  # fmt: skip
"""One of these is in every name that the patterns find: looked for first, being ten times as fast."""
_ASIDE = re.compile(r"(?:^|\s)(?:aside|complementary)(?:\s|$)")


def prune(root: HtmlElement) -> None:
    """Remove captions, short boxes beside the text, and articles with a headline of their own that follow the first."""
    boxes = [(element, ASIDE) for element in root.iter("figcaption", "aside")]
    for element in root.iter(*_NAMED):
        names = (element.get("class"), element.get("id"), element.get("role"))
        if longest := max(_longest(name[:LONGEST]) for name in names if name) if any(names) else 0:
            boxes.append((element, longest))
    for element, longest in boxes:
        if element.find(".//h1") is None and len(element.text_content()) < longest:
            element.drop_tree()
    first, *others = [article for article in root.iter("article") if article.find(".//h1") is not None] or [None]
    for other in others:
        if first not in other.iterancestors():
            other.drop_tree()


def open_headers(root: HtmlElement) -> None:
    """Make the header that holds the headline a plain block: many papers put the first paragraph in it."""
    for header in root.iter("header"):
        if header.find(".//h1") is not None:
            header.tag = "div"


@lru_cache(maxsize=4096)
def _longest(names: str) -> int:
    """Characters up to which an element with these names is a box beside the text; 0 if they say nothing of one."""
    if not any(hint in names.lower() for hint in _HINTS):
        return 0
    if _ASIDE.search(names):
        return ASIDE
    return LETTER if _LETTERS.search(names) else SHARE if _SHARES.search(names) else 0

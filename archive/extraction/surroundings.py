"""Cuts out of a page's tree what stands around its article and reads like it: captions, asides, follow-up articles."""

from lxml.html import HtmlElement

ASIDE = 600
"""Characters up to which an aside is a box beside the article; longer ones have been found to hold the article."""


def prune(root: HtmlElement) -> None:
    """Remove captions and short asides, and articles with a headline of their own that follow the first."""
    for element in list(root.iter("figcaption", "aside")):
        if element.find(".//h1") is None and len(element.text_content()) < ASIDE:
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

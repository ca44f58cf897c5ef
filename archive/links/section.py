"""A front or section page's bytes -> its links that look like articles, and its next page."""

from . import onward
from .link import Link, Listing, host
from .markup import Page
from .shape import ARTICLE, score

HEADLINE = 5
"""Words from which a link's text is a headline wherever it stands; menus have fewer."""


def read(body: bytes, url: str, limit: int) -> Listing:
    """Article-like links of the page fetched from `url` on its own host, at most `limit`, and the list's next page."""
    page = Page(body, url)
    links = likely(page)
    return Listing(tuple(links[:limit]), next=onward.following(page), cut=page.cut or len(links) > limit)


def likely(page: Page) -> list[Link]:
    """The page's links that look most like articles, in its order."""
    words: dict[str, int] = {}
    inside: set[str] = set()
    for anchor in page.anchors:
        words[anchor.url] = max(words.get(anchor.url, 0), anchor.text.count(" ") + bool(anchor.text))
        if anchor.place == "content":
            inside.add(anchor.url)
    own = host(page.url)
    points = {
        address: _points(address, most, address in inside)
        for address, most in words.items()
        if address != page.url and host(address) == own
    }
    least = min(ARTICLE, max(points.values(), default=ARTICLE)) or ARTICLE
    return [Link(address, source=page.url) for address, scored in points.items() if scored >= least]


def _points(address: str, words: int, inside: bool) -> int:
    """The address's score; links only in menus, headers, footers or sidebars count less, headlines excepted."""
    points = score(address, words)
    return points if inside or words >= HEADLINE else max(0, points - 1)

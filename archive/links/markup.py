"""A page's bytes -> its elements and links, each link with where on the page it stands."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml import etree
from w3lib.encoding import html_body_declared_encoding, read_bom

from .link import absolute
from .session import shared, without_session

BLOCKS = {"div", "ol", "section", "table", "td", "ul"}
MENUS = {"header", "main-menu", "menu", "nav", "navbar", "navbar-nav", "navigation", "topbar"}
MARGINS = {"bottom", "footer", "sidebar"}
LONGEST_TEXT = 300
MOST_ANCHORS = 20_000
"""Links of a page that are looked at: the longest front pages have 2,000."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link of a page."""

    url: str
    text: str
    place: str
    """`content`, `menu` (navigation and page header) or `margin` (footer, sidebar)."""
    names: str
    """Class and id of the link and of the element around it, lower case."""
    rel: tuple[str, ...]
    label: str
    """What the link is said to be, where it says so beside its text."""


class Page:
    """A page parsed once for all its readers; one that cannot be parsed has no elements."""

    def __init__(self, body: bytes, url: str, size: int = 8 * 2**20) -> None:
        self.url = url
        self._too_long = len(body) > size
        self.root = _parsed(body[:size])
        self._addresses: dict[str, str | None] = {}
        named = (absolute(tag.get("href", ""), url) for tag in self.elements("base"))
        self.base = next(filter(None, named), url)

    def elements(self, *tags: str) -> Iterator[etree._Element]:
        """Elements with these names, in order."""
        return iter(()) if self.root is None else self.root.iter(*tags)

    def address(self, tag: etree._Element, name: str = "href") -> str | None:
        """The absolute address in an attribute, without session id; None when it is none."""
        written = tag.get(name, "")
        if written not in self._addresses:
            found = absolute(written, self.base)
            self._addresses[written] = without_session(found, self._session) if found else None
        return self._addresses[written]

    @cached_property
    def _session(self) -> frozenset[str]:
        return shared(tag.get("href", "") for tag in islice(self.elements("a"), MOST_ANCHORS))

    @property
    def cut(self) -> bool:
        """Whether there was more of the page, or there were more links, than are read."""
        return self._too_long or sum(1 for _ in islice(self.elements("a"), MOST_ANCHORS + 1)) > MOST_ANCHORS

    @cached_property
    def anchors(self) -> list[Anchor]:
        """All links to http and https addresses."""
        places: dict[etree._Element | None, str] = {None: ""}
        return [
            Anchor(
                address,
                " ".join("".join(tag.itertext()).split())[:LONGEST_TEXT],
                _place(tag.getparent(), places) or "content",
                _names(tag, tag.getparent()),
                tuple(tag.get("rel", "").lower().split()),
                " ".join((tag.get("aria-label") or tag.get("title") or "").split())[:LONGEST_TEXT],
            )
            for tag in islice(self.elements("a"), MOST_ANCHORS)
            if (address := self.address(tag))
        ]


def _parsed(body: bytes) -> etree._Element | None:
    try:
        parser = etree.HTMLParser(encoding=_charset(body), remove_comments=True, remove_pis=True)
    except LookupError:  # Python knows charsets that the parser does not
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _charset(body: bytes) -> str:
    """What is valid UTF-8 is UTF-8, whatever the page declares."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)  # a cut last character is no error
    except UnicodeDecodeError:
        return read_bom(body)[0] or html_body_declared_encoding(body) or "windows-1252"
    return "utf-8"


def _names(*tags: etree._Element | None) -> str:
    said = (tag.get(name) for tag in tags if tag is not None for name in ("class", "id"))
    return " ".join(filter(None, said)).lower()[:LONGEST_TEXT]


def _place(tag: etree._Element | None, places: dict[etree._Element | None, str]) -> str:
    """The place of the nearest element around that decides it; each element is looked at once."""
    way = []
    while tag not in places:
        way.append(tag)
        tag = tag.getparent() if tag is not None else None
    place = places[tag]
    for each in reversed(way):
        assert each is not None
        place = places[each] = _own_place(each, place)
    return place


def _own_place(tag: etree._Element, around: str) -> str:
    name, role = tag.tag, tag.get("role")
    if name in ("article", "main"):
        return "content"
    if name == "nav" or role == "navigation":
        return "menu"
    if name in ("aside", "footer") or role in ("complementary", "contentinfo"):
        return "margin"
    if name == "header":  # that of an article or of the page
        return around or "menu"
    if name in BLOCKS:
        called = {tag.get("id", "").lower(), *tag.get("class", "").lower().split()}
        return "menu" if called & MENUS else "margin" if called & MARGINS else around
    return around

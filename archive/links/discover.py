"""A home page's bytes -> the site's feeds, sitemaps, API, sections and articles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from . import onward, section
from .link import Link, host, language, unique
from .markup import Anchor, Page
from .shape import ARTICLE, score, section_score
from .sitemap import is_sitemap
from .system import cms
from .title import plain
from .usual import usual_feeds, usual_sitemaps

__all__ = ["Found", "found", "usual_feeds", "usual_sitemaps"]

SECTIONS = 30
"""Section links taken from a home page."""
BRIEF = 3
"""Words at most in the text of a link that is a section's for no better reason."""
FEED_TYPE = re.compile(r"(?:application|text)/(?:x[.-])?(?:rss|atom|rdf|feed)(?:\+(?:xml|json))?$")
VAGUE_TYPES = {"", "application/json", "application/xml", "text/plain", "text/xml"}
FEED = re.compile(
    r"/(?:feeds?|rss2?|atom|rdf)(?:/[\w-]+)?/?$|/(?:feed|rss2?|atom|index|backend)\.(?:json|php3?|rdf|xml)$"
    r"|\.(?:atom|feed|rdf|rss)$|/feeds/posts/default/?$",
    re.IGNORECASE,
)
FEED_QUERY = re.compile(r"(?:^|&)(?:page=backend|feed=(?:atom|feed|rdf|rss2?)|format=feed|q=[^&]*rss\.xml)(?:&|$)")
NO_FEED = re.compile(r"/index\.php3?$", re.IGNORECASE)
OF_ONE_LIST = re.compile(r"(?:^|&)(?:id_\w+|cat|tag|author|lang|Itemid)=|/(?:author|category|component|tag)/")
COMMENTS = re.compile(r"\b(?:comments?|commentaires?|comentarios?|kommentare?|replies)\b|تعليقات", re.IGNORECASE)
BURNER = "feeds.feedburner.com"
API = "https://api.w.org/"
MAIN, OTHER, OF_AN_ARTICLE, OF_COMMENTS = range(4)


@dataclass(frozen=True, slots=True)
class Found:
    """What a home page says of its site."""

    url: str
    name: str | None = None
    language: str | None = None
    cms: str | None = None
    """`wordpress`, `spip`, `drupal`, `joomla` ..., or what the page says made it."""
    feeds: tuple[Link, ...] = ()
    """The main one first; those of comments and of single articles only where there is no other."""
    sitemaps: tuple[Link, ...] = ()
    wordpress: str | None = None
    """The root of the REST API."""
    sections: tuple[Link, ...] = ()
    pages: tuple[Link, ...] = ()
    """What may be articles."""
    next: str | None = None
    cut: bool = False


def found(body: bytes, url: str, limit: int) -> Found:
    """What the home page fetched from `url` names, at most `limit` of each; nothing when it is no page."""
    page = Page(body, url)
    pages = section.likely(page)
    return Found(
        url,
        name=_name(page),
        language=_language(page),
        cms=cms(page),
        feeds=tuple(_feeds(page)[:limit]),
        sitemaps=tuple(unique(_sitemaps(page), limit)),
        wordpress=next((address for tag in _related(page, API) if (address := page.address(tag))), None),
        sections=tuple(_sections(page, {link.url for link in pages})[:SECTIONS]),
        pages=tuple(pages[:limit]),
        next=onward.following(page),
        cut=page.cut or len(pages) > limit,
    )


def _related(page: Page, relation: str) -> Iterator[etree._Element]:
    return (tag for tag in page.elements("link") if relation in tag.get("rel", "").lower().split())


def _feeds(page: Page) -> list[Link]:
    ranked: dict[str, tuple[int, Link]] = {}
    for link, linked in _every_feed(page):
        ranked.setdefault(link.url, (2 * _rank(link, page.url) + linked, link))
    least = min((rank for rank, _ in ranked.values()), default=0)
    chosen = [each for each in ranked.values() if each[0] <= max(least, 2 * OTHER + 1)]
    return [link for _, link in sorted(chosen, key=lambda each: each[0])]


def _every_feed(page: Page) -> Iterator[tuple[Link, bool]]:
    """Feeds as the page has them, and whether they are merely linked."""
    for tag in _related(page, "alternate"):
        address, kind = page.address(tag), tag.get("type", "").partition(";")[0].strip().lower()
        sure = FEED_TYPE.match(kind) is not None
        if address and (sure or (kind in VAGUE_TYPES and not tag.get("hreflang") and _is_feed(address))):
            yield Link(address, plain(tag.get("title")), source=page.url), False
    for anchor in page.anchors:
        at = host(anchor.url)
        if at == BURNER or (at == host(page.url) and _is_feed(anchor.url)):
            yield Link(anchor.url, plain(anchor.label or anchor.text), source=page.url), True


def _is_feed(address: str) -> bool:
    parts = urlsplit(address)
    named = FEED.search(parts.path) and not NO_FEED.search(parts.path)
    return bool(named or FEED_QUERY.search(parts.query)) and "/wp-json/" not in parts.path


def _rank(feed: Link, home: str) -> int:
    """The site's own feed, one of a section, of an article's comments, of all comments."""
    parts = urlsplit(feed.url)
    if COMMENTS.search(f"{feed.title or ''} {parts.path.replace('_', '-')} {parts.query}"):
        return OF_COMMENTS
    folder = re.sub(FEED, "/", parts.path) or "/"
    if score(parts._replace(path=folder, query="").geturl()) >= ARTICLE or "id_article=" in parts.query:
        return OF_AN_ARTICLE
    beside_home = folder.strip("/") in ("", "index.php", "spip.php", urlsplit(home).path.strip("/"))
    return MAIN if beside_home and not OF_ONE_LIST.search(f"{parts.path}&{parts.query}") else OTHER


def _sitemaps(page: Page) -> Iterator[Link]:
    for tag in _related(page, "sitemap"):
        if address := page.address(tag):
            yield Link(address, source=page.url)
    for anchor in page.anchors:
        if is_sitemap(anchor.url) and host(anchor.url) == host(page.url):
            yield Link(anchor.url, source=page.url)


def _sections(page: Page, likely: set[str]) -> list[Link]:
    """Links to lists: by their kind, by standing short in a menu, by a short name and text; in this order.

    What is likely an article is no list for its short name alone.
    """
    best: dict[str, tuple[int, Link]] = {}
    for anchor in page.anchors:
        points = _section_points(anchor, page.url)
        if points and points > best.get(anchor.url, (0,))[0] and (points > 1 or anchor.url not in likely):
            best[anchor.url] = points, Link(anchor.url, plain(anchor.text), source=page.url)
    return [link for _, link in sorted(best.values(), key=lambda each: -each[0])]


def _section_points(anchor: Anchor, home: str) -> int:
    is_home = urlsplit(anchor.url)[2:4] == urlsplit(home)[2:4]
    if is_home or host(anchor.url) != host(home) or not 1 <= len(anchor.text.split()) <= 5 or _is_feed(anchor.url):
        return 0
    points, menu = section_score(anchor.url), anchor.place == "menu"
    if points == 2 or (points and menu):
        return 2 + 2 * (points == 2) + menu
    return int(points > 0 and anchor.place == "content" and len(anchor.text.split()) <= BRIEF and _is_top(anchor.url))


def _is_top(address: str) -> bool:
    """Whether an address is a folder's, or a page's, right below the root, whose name has no number and few words."""
    name = urlsplit(address).path.strip("/")
    return "/" not in name and not re.search(r"\d", name) and name.count("-") < BRIEF


def _name(page: Page) -> str | None:
    said = (plain(tag.get("content")) for tag in page.elements("meta") if tag.get("property") == "og:site_name")
    titles = (plain("".join(tag.itertext())) for tag in page.elements("title"))
    return next(filter(None, said), None) or next(filter(None, titles), None)


def _language(page: Page) -> str | None:
    said = [tag.get("lang") or tag.get("xml:lang") for tag in page.elements("html")]
    for tag in page.elements("meta"):
        if tag.get("http-equiv", "").lower() == "content-language" or tag.get("property") == "og:locale":
            said.append(tag.get("content"))
    return next(filter(None, map(language, said)), None)

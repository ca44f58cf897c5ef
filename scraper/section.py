"""A front or section page's bytes -> the feeds it names and the links that look like articles."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml import etree
from w3lib.encoding import html_body_declared_encoding

from .sources import Link, absolute, unique

FEEDS = {"application/rss+xml", "application/atom+xml", "application/rdf+xml"}
ARTICLE = 2
"""The score from which a link is followed: a page too many costs one fetch, an article missed is lost.

On a page where no link reaches it, the links of the next lower score are followed.
"""

NEVER = re.compile(
    r"/(?:wp-[^/]*|comment-page-\d+|abonnements?|about|account|amp|archives?|attachment|auteurs?|authors?|autor(?:es)?"
    r"|cart|connexion|contact|embed|feed|inscription|log(?:in|out)|newsletters?|page|panier|print|privacy|profile"
    r"|publicite|recherche|register|replies|rss|search|share|sign(?:in|up)|subscribe|trackback|users?)(?:/|$)"
)
LIST = re.compile(  # a list of articles: its kind, alone or with the list's name below it; a year, month or day
    r"/(?:categor(?:y|ies?)|tags?)(?:/[^/]*){0,2}$"
    r"|/(?:categorias?|dossiers?|etiqueta|keyword|label|mot|rubriques?|seccion|secao|sections?|serie|taxonomy|themes?"
    r"|topics?)(?:/[^/]*)?$|^(?:/\d\d(?:\d\d)?)+$"
)
STORIES = re.compile(r"/(?:actu(?:alites?)?|articles?|depeche|infos?|news|noticias?|stor(?:y|ies))/.")
DATE = re.compile(r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]?[0-3]?\d)?[/-].")
SERVICE = re.compile(
    r"\b(?:abonnements?|advertis(?:e|ing)|charte|conditions|confidentialite|connexion|contact(?:s|er)?|cookies?"
    r"|generales|inscription|legal(?:es)?|mentions|newsletters?|offres|privacy|publicidade|publicite|subscri\w+|terms"
    r"|utilisation)\b"
)
PAGES = {"", "asp", "aspx", "cfm", "htm", "html", "jsp", "php", "php3", "php5", "phtml", "shtml", "xhtml"}
LISTED = re.compile(
    r"(?:^|[&;])(?:(?:amp|author|cat|feed|m|page_id|print|replytocom|s|search|share|tag)=|paged?=\d|rubrique\d|mot\d)"
)
BY_NUMBER = re.compile(
    r"(?:^|[&;])(?:(?:q=)?(?:article|node/)\d"
    r"|(?:p|id|aid|nid|sid|article_?id|id_?article|id_?news|news_?id|story)=\d)"
)


def read(body: bytes, url: str, limit: int) -> tuple[list[Link], list[Link]]:
    """Feeds of the page fetched from `url` and article-like links on its own host, at most `limit` of each."""
    parser = etree.HTMLParser(encoding=html_body_declared_encoding(body) or "utf-8", remove_comments=True)
    try:
        page = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        page = None
    if page is None:
        return [], []
    base = next((absolute(tag.get("href", ""), url) for tag in page.iter("base")), None) or url
    return unique(_feeds(page, base, url), limit), unique(_articles(page, base, url), limit)


def score(url: str, words: int = 0) -> int:
    """How much an address, with so many words in its link's text, looks like an article's; 0 is not at all."""
    parts = urlsplit(url)
    path = unquote(parts.path).lower().rstrip("/")
    slug, extension = _split(path.rpartition("/")[2])
    if extension not in PAGES or NEVER.search(path) or LIST.search(path) or LISTED.search(parts.query):
        return 0
    if BY_NUMBER.search(parts.query):
        return ARTICLE
    if slug in ("", "index", "spip"):
        return 0
    return max(0, _slug_score(slug) + _path_score(path) + bool(extension) + (words >= 5))


def _split(segment: str) -> tuple[str, str]:
    slug, dot, extension = segment.rpartition(".")
    return (slug, extension) if dot and len(extension) <= 5 else (segment, "")


def _slug_score(slug: str) -> int:
    tokens = [token for token in re.split(r"[\W_]+", slug) if token]
    words = sum(not token.isdigit() for token in tokens)
    numbered = re.search(r"\d{3}", slug) is not None
    service = len(tokens) <= 5 and SERVICE.search(" ".join(tokens)) is not None
    return (words >= 2) + (words >= 4) + numbered - 2 * service


def _path_score(path: str) -> int:
    """Points for a date, a story's number as a folder, and folders named for stories."""
    numbered = re.search(r"/\d{5,}/.", path) is not None
    node = re.search(r"/node/\d+$", path) is not None
    return 2 * (DATE.search(path) is not None) + numbered + (STORIES.search(path) is not None) + 2 * node


def _feeds(page: etree._Element, base: str, url: str) -> Iterator[Link]:
    for tag in page.iter("link"):
        alternate = "alternate" in tag.get("rel", "").lower().split()
        if not alternate or tag.get("type", "").strip().lower() not in FEEDS:
            continue
        named, address = tag.get("title", ""), absolute(tag.get("href", ""), base)
        if address and "comment" not in (named + address).lower():
            yield Link(address, named or None, kind="feed", source=url)


def _articles(page: etree._Element, base: str, url: str) -> Iterator[Link]:
    words: dict[str, int] = {}
    for tag in page.iter("a"):
        href = tag.get("href", "")
        words[href] = max(words.get(href, 0), len("".join(tag.itertext()).split()))
    scored: list[tuple[int, str]] = []
    for href, most in words.items():
        address = absolute(href, base)
        if address and _host(address) == _host(url) and address != url:
            scored.append((score(address, most), address))
    least = min(ARTICLE, max((points for points, _ in scored), default=ARTICLE)) or ARTICLE
    yield from (Link(address, source=url) for points, address in scored if points >= least)


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")

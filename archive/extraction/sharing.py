"""Cuts out of a page's tree the links by which readers pass it on, with the words around them."""

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

LABEL = 60
"""Characters beside the links of a share bar ("Share this story on") that still belong to it."""
LINK = 40
"""Characters of such a link; longer ones are sentences of the article, offered to be quoted."""
BAR = 2_000
"""Characters, spaces of the markup among them, that no share bar exceeds."""
MAX_LINKS = 100
"""Share links looked at: each costs a look at its surroundings."""

_LINKS = "//a[contains(@href, '?') or contains(@href, '/share')]"
_ENDPOINT = re.compile(
    r"(?:mailto|sms):\?|(?:whatsapp|fb-messenger|viber|tg)://|"
    r"https?://(?:www\.|m\.|api\.|web\.)?(?:"
    r"facebook\.com/(?:sharer|share\.php|dialog/)|(?:twitter|x)\.com/(?:intent|share)|wa\.me/\?|whatsapp\.com/send|"
    r"(?:t|telegram)\.me/share|linkedin\.com/(?:sharearticle|sharing|cws/share)|pinterest\.[a-z.]+/pin/create|"
    r"reddit\.com/submit|tumblr\.com/(?:share|widgets/share)|vk\.com/share|bsky\.app/intent|threads\.net/intent|"
    r"addtoany\.com/|getpocket\.com/(?:save|edit)|share\.flipboard\.com|(?:social-plugins\.)?line\.me/)",
    re.IGNORECASE,
)
_NO_BAR = frozenset({"html", "body", "main", "article", "table", "tbody", "tr", "td"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_IN_SENTENCES = frozenset({"p", "li", "td", "blockquote", "span", "em", "strong", "b", "i"})
_SENTENCE_END = (".", "!", "?", "…", "»", "”", '"', "。", "؟", "।")


def prune(root: HtmlElement, addresses: Iterable[str]) -> None:
    """Remove share bars: short blocks of links that hand an address, such as one of this page's own, to a service."""
    own = {address.partition("://")[2].rstrip("/") for address in addresses if _is_inner(address)}
    links = [link for link in root.xpath(_LINKS) if _shares(link.get("href"), own) and len(_words(link)) <= LINK]
    for link in links[:MAX_LINKS]:
        if root not in link.iterancestors():
            continue  # went with a link before it
        block = _bar_around(link)
        if block is link and link.getparent().tag in _IN_SENTENCES:
            continue
        label = block.getprevious()
        if label is not None and label.tag in _HEADINGS and _is_label(_words(label)):
            label.drop_tree()
        block.drop_tree()


def _is_inner(address: str) -> bool:
    """Whether it is a page's own: an outbound link may well name the front page it came from."""
    parts = urlsplit(address)
    return bool(parts.path.strip("/") or parts.query)


def _shares(href: str, own: set[str]) -> bool:
    if _ENDPOINT.match(href):
        return True
    address, _, query = href.partition("?")
    if not query or "://" not in address:
        return False
    said, there = unquote(query), address.partition("://")[2]
    return any(page in said and not there.startswith(page) for page in own)


def _bar_around(link: HtmlElement) -> HtmlElement:
    """The largest block around a share link that holds little besides links like it."""
    block, parent = link, link.getparent()
    while parent is not None and parent.tag not in _NO_BAR and len(parent.text_content()) <= BAR:
        links = [_words(link) for link in parent.iter("a")]
        if (
            max(map(len, links)) > LINK
            or parent.find(".//h1") is not None
            or not _is_label(_words_beside_links(parent))
        ):
            break
        block, parent = parent, parent.getparent()
    return block


def _is_label(words: str) -> bool:
    return len(words) <= LABEL and not words.endswith(_SENTENCE_END)


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _words_beside_links(element: HtmlElement) -> str:
    return " ".join("".join(element.xpath(".//text()[not(ancestor::a)]")).split())

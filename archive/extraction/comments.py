"""Cuts comment sections, the forms readers write in, and consent boxes out of a page's tree."""

import re
from functools import lru_cache

from lxml.html import HtmlElement

from .names import LONGEST

LONG = 200
"""Characters of a paragraph that only an article, or a long comment, has."""
SHORT = 120
"""Characters that a line of a comment form seldom exceeds."""
BRIEF = 80
"""Characters that a line such as "No comments yet" above a form seldom exceeds."""
MAX_FIELDS = 200
"""Form fields looked at: each costs a look at its whole surroundings."""
AROUND_FORM = 400
"""Characters of text around a form's fields that still belong to the form: notes, labels, a privacy line."""

STATE, LIKELY, SURE = 1, 2, 3

# What comment systems call their containers: WordPress themes and plug-ins, SPIP (forum), Joomla, and the hosted ones.
_NAMES = frozenset({
    "comments", "comment-list", "commentlist", "comments-area", "comment-respond", "respond", "reply-title",
    "commentform", "nocomments", "leave-reply", "leave-a-reply", "wp-block-comments", "wpdcom",
    "forum-repondre", "disqus_thread", "fb-comments", "coral_thread", "talk-thread", "hyvor-talk-view",
    "commento", "cusdis_thread", "isso-thread", "remark42", "utterances", "giscus", "graphcomment", "idc-container",
    "viafoura", "customer-reviews", "product-reviews", "user-reviews", "shopify-product-reviews",
})  # fmt: skip
_PREFIXES = (
    "disqus", "dsq-", "spotim", "openweb-", "vf-comments", "vf-conversations", "livefyre", "kmt-", "wpdiscuz", "wpd-",
    "itemcomments", "jcomments", "formulaire_forum", "coral-embed", "facebook-comments", "jetpack_remote_comment",
    "spr-", "jdgm-", "yotpo", "loox-",
)  # fmt: skip
_CONSENT = (
    "onetrust", "ot-sdk", "cybot", "didomi", "sp_message", "qc-cmp", "tarteaucitron", "axeptio", "cmplz", "cky-",
    "cmpbox", "moove_gdpr", "osano", "truste", "usercentrics", "iubenda", "borlabs", "cookie-law", "cookie-notice",
    "cookie-banner", "cookie-consent", "cookie-bar", "cookie-policy", "cookieconsent", "cookiebanner", "gdpr-", "rgpd-",
    "consent-",
)  # fmt: skip
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
# "Kommentar" and "commentary" name opinion pieces, so only what names readers' comments is here.
_COMMENT_WORDS = frozenset({
    "comment", "comments", "commenting", "commentaire", "commentaires", "comentario", "comentarios", "commenti",
    "kommentare", "kommentarer", "komentarze", "reacties", "yorumlar", "forum",
})  # fmt: skip
# With these a name tells a state of the whole page ("has-comments", "comment-status-open").
_STATES = frozenset({
    "has", "with", "no", "without", "open", "opened", "closed", "status", "enabled", "disabled", "count", "on", "off",
})  # fmt: skip
_NAMED = (
    "div", "section", "aside", "article", "ol", "ul", "li", "dl", "form", "footer", "details", "p", "h2", "h3", "h4",
)  # fmt: skip
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_UNCLIMBED = frozenset({"html", "body", "main"})
_UNREAD = frozenset({"select", "datalist", "script", "style"})
_BODY = (
    "descendant-or-self::*[@itemprop='articleBody' or contains(@class, 'entry-content') or "
    "contains(@class, 'article-body')]"
)


def prune(root: HtmlElement) -> None:
    """Remove comment sections and consent boxes, found by name, and forms to write in, found by their fields."""
    lead = next((p for p in root.iter("p") if len(_text(p)) >= LONG), None)
    article = set() if lead is None else set(lead.iterancestors())
    _prune_named(root, article)
    for field in root.xpath("//textarea | //input[@type='email']")[:MAX_FIELDS]:
        if root not in field.iterancestors():
            continue  # went with a form before it
        block = _form_around(field, article, SHORT if article else 0)
        for sibling in _headings_before(block):
            sibling.drop_tree()
        block.drop_tree()


def _prune_named(root: HtmlElement, article: set[HtmlElement]) -> None:
    for element in list(root.iter(*_NAMED)):
        classes, name = element.get("class"), element.get("id")
        if classes is None and name is None:
            continue
        sureness = max(_sureness((classes or "")[:LONGEST]), _sureness((name or "")[:LONGEST]))
        if not sureness or element.getparent() is None:
            continue
        if sureness == STATE or _holds_article(element) or (sureness == LIKELY and element in article):
            element.attrib.pop("class", None)  # else trafilatura cuts it for its name
            element.attrib.pop("id", None)
            continue
        before = element.getprevious()
        if before is not None and before.tag in _HEADINGS and not (before.tail or "").strip():
            before.drop_tree()
        element.drop_tree()


@lru_cache(maxsize=4096)
def _sureness(names: str) -> int:
    """How surely an id or class value is that of a comment section or consent box."""
    sureness = 0
    for name in names.split():
        low = name.lower()
        if low in _NAMES or low.startswith(_PREFIXES) or low.startswith(_CONSENT):
            return SURE
        words = {word.lower() for word in _WORDS.findall(name)}
        if words & _COMMENT_WORDS:
            sureness = max(sureness, STATE if words & _STATES else LIKELY)
    return sureness


def _holds_article(element: HtmlElement) -> bool:
    return element.find(".//h1") is not None or bool(element.xpath(_BODY))


def _form_around(field: HtmlElement, article: set[HtmlElement], longest: int) -> HtmlElement:
    """The largest block around a field that holds the form and its notes, and nothing of the article."""
    block, parent = field, field.getparent()
    while parent is not None and parent.tag not in _UNCLIMBED and parent not in article and not _holds_article(parent):
        if parent.tag != "form":
            texts = _texts_beside(parent, block)
            if sum(map(len, texts)) > AROUND_FORM or max(map(len, texts), default=0) > longest:
                break
        block, parent = parent, parent.getparent()
    return block


def _texts_beside(parent: HtmlElement, block: HtmlElement) -> list[str]:
    """The texts of the parent's other children, headings and lists of options left out."""
    texts = [parent.text or ""]
    for child in parent:
        if child is not block and child.tag not in _UNREAD and child.tag not in _HEADINGS:
            texts.append(child.text_content())
        texts.append(child.tail or "")
    return [text for text in (" ".join(text.split()) for text in texts) if text]


def _headings_before(block: HtmlElement) -> list[HtmlElement]:
    """The siblings before a form back to its heading, and to one more ("Comments", "No comments yet") above that."""
    found: list[HtmlElement] = []
    passed: list[HtmlElement] = []
    longest = SHORT
    sibling = block.getprevious()
    while sibling is not None and len(passed) < 4:
        if len(_text(sibling)) > longest or sibling.tag == "h1" or sibling.find(".//h1") is not None:
            break
        passed.append(sibling)
        if sibling.tag in _HEADINGS:
            found += passed
            passed, longest = [], BRIEF
        sibling = sibling.getprevious()
    return found


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())

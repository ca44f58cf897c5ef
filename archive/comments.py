"""Cuts what readers write, the forms they write it in, and consent boxes out of a page's tree, and form wording out of a text."""

import re
from functools import lru_cache

from lxml.html import HtmlElement

LONG = 200
"""Characters of a paragraph that only an article or a long comment has."""
SHORT = 120
"""Characters that a line of a comment form seldom exceeds."""
AROUND_FORM = 400
"""Characters of text around a form's fields that still belong to the form: notes, labels, a privacy line."""

# What comment systems call their containers: WordPress themes and plug-ins, SPIP (forum), Joomla, and the hosted ones.
_NAMES = frozenset(
    "comments comment comment-list commentlist comments-area comment-respond respond reply-title commentform nocomments "
    "forum formulaire_forum forum-repondre jcomments jc disqus_thread fb-comments coral_thread coral-comments talk-thread "
    "hyvor-talk-view commento cusdis_thread isso-thread remark42 utterances giscus graphcomment idc-container wpdcom "
    "viafoura leave-reply leave-a-reply wp-block-comments wp-block-post-comments".split()
)
_PREFIXES = (
    "disqus", "dsq-", "spotim", "openweb-", "vf-comments", "vf-conversations", "livefyre", "kmt-", "wpdiscuz", "wpd-",
    "itemcomments", "formulaire_forum", "coral-embed", "facebook-comments", "jetpack_remote_comment",
)  # fmt: skip
_CONSENT = (
    "onetrust", "ot-sdk", "cybot", "didomi", "sp_message", "qc-cmp", "tarteaucitron", "axeptio", "cmplz", "cky-", "cmpbox",
    "moove_gdpr", "osano", "truste", "usercentrics", "iubenda", "borlabs", "cookie-law", "cookie-notice", "cookie-banner",
    "cookie-consent", "cookie-bar", "cookie-policy", "cookieconsent", "cookiebanner", "gdpr-", "rgpd-", "consent-",
)  # fmt: skip
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
# "Kommentar" and "commentary" name opinion pieces, so only what names readers' comments is here.
_COMMENT_WORDS = frozenset(
    "comment comments commenting commentaire commentaires comentario comentarios commenti kommentare kommentarer "
    "komentarze reacties yorumlar".split()
)
# Words that make the name tell a state of the whole page ("has-comments", "comment-status-open"), not a comment section.
_STATES = frozenset("has with no without open opened closed status enabled disabled count on off".split())
_NAMED = (
    "div",
    "section",
    "aside",
    "article",
    "ol",
    "ul",
    "li",
    "dl",
    "form",
    "footer",
    "details",
    "p",
    "h2",
    "h3",
    "h4",
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_UNCLIMBED = frozenset({"html", "body", "main"})
_UNREAD = frozenset({"select", "datalist", "script", "style"})
_BODY = "descendant-or-self::*[@itemprop='articleBody' or contains(@class,'entry-content') or contains(@class,'article-body')]"


def prune(root: HtmlElement) -> None:
    """Remove comment sections, by name and by the text area of their form, and consent boxes, each with its heading."""
    lead = next((p for p in root.iter("p") if len(_text(p)) >= LONG), None)
    article = set() if lead is None else set(lead.iterancestors())
    _prune_named(root, article)
    while (area := next(root.iter("textarea"), None)) is not None:
        block = _form_around(area, article, SHORT if article else 0)
        for sibling in _heading_before(block):
            sibling.drop_tree()
        block.drop_tree()


def _prune_named(root: HtmlElement, article: set[HtmlElement]) -> None:
    for element in list(root.iter(*_NAMED)):
        sureness = max(_sureness(element.get("class", "")), _sureness(element.get("id", "")))
        if not sureness or element.getparent() is None:
            continue
        if _holds_headline(element) or (sureness == 1 and element in article):
            continue
        before = element.getprevious()
        if before is not None and before.tag in _HEADINGS and not (before.tail or "").strip():
            before.drop_tree()
        element.drop_tree()


@lru_cache(maxsize=4096)
def _sureness(names: str) -> int:
    """2 when an id or class value is a comment section's or consent box's own name, 1 when it speaks of comments, else 0."""
    sureness = 0
    for name in names.split():
        low = name.lower()
        if low in _NAMES or low.startswith(_PREFIXES) or low.startswith(_CONSENT):
            return 2
        words = {word.lower() for word in _WORDS.findall(name)}
        if words & _COMMENT_WORDS and not words & _STATES:
            sureness = 1
    return sureness


def _holds_headline(element: HtmlElement) -> bool:
    return element.find(".//h1") is not None or bool(element.xpath(_BODY))


def _form_around(area: HtmlElement, article: set[HtmlElement], longest: int) -> HtmlElement:
    """The largest block around a text area that holds the form and its notes, and nothing of the article."""
    block, parent = area, area.getparent()
    while parent is not None and parent.tag not in _UNCLIMBED and parent not in article and not _holds_headline(parent):
        if parent.tag != "form":
            texts = _texts_beside(parent, block)
            if sum(map(len, texts)) > AROUND_FORM or max(map(len, texts), default=0) > longest:
                break
        block, parent = parent, parent.getparent()
    return block


def _texts_beside(parent: HtmlElement, block: HtmlElement) -> list[str]:
    """The text of each child but `block`; a heading and what stands in a form's controls do not count."""
    texts = [parent.text or ""]
    for child in parent:
        if child is not block and child.tag not in _UNREAD and child.tag not in _HEADINGS:
            texts.append(_text(child))
        texts.append(child.tail or "")
    return [text for text in (" ".join(text.split()) for text in texts) if text]


def _heading_before(block: HtmlElement) -> list[HtmlElement]:
    """The siblings before a form back to its heading, and a second heading ("Comments", "No comments yet") above that."""
    found: list[HtmlElement] = []
    passed: list[HtmlElement] = []
    longest = SHORT
    sibling = block.getprevious()
    while sibling is not None and len(passed) < 4:
        text = _text(sibling)
        if len(text) > longest or sibling.find(".//h1") is not None or sibling.tag == "h1":
            break
        passed.append(sibling)
        if sibling.tag in _HEADINGS:
            found += passed
            passed, longest = [], 80
        sibling = sibling.getprevious()
    return found


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


_FORM_LINE = re.compile(
    r"""\W*(?:
    leave\ (?:a|your)\ (?:reply|comment)|post\ (?:a|your)\ comment|add\ (?:a|your)\ comment|write\ a\ comment|join\ the\ (?:discussion|conversation)\W*$
    |your\ email\ address\ will\ not\ be\ published|required\ fields\ are\ marked|save\ my\ name,\ e-?mail
    |you\ must\ be\ logged\ in\ to\ (?:post|leave)\ a\ comment|log\ in\ to\ leave\ a\ comment|comments\ are\ closed
    |this\ site\ uses\ akismet|please\ enable\ javascript\ to\ view\ the\ comments|comments\ powered\ by
    |(?:laisse[rz]|ajoute[rz]|poste[rz]|publie[rz]|écri(?:re|vez)|dépose[rz])\ (?:un|votre)\ (?:commentaire|message)|répondre\ à\ cet\ article
    |votre\ (?:adresse\ (?:e-?mail|de\ messagerie|électronique)|e-?mail|mail)\ ne\ sera\ pas\ publiée?|les\ champs\ obligatoires\ sont
    |enregistrer\ mon\ nom|vous\ devez\ (?:être\ connecté|vous\ connecter)[^.]{0,20}\ pour\ (?:publier|poster|écrire|laisser|commenter)
    |(?:les\ )?commentaires\ sont\ (?:fermés|clos)|ce\ site\ utilise\ akismet
    |deja\ (?:una\ respuesta|un\ comentario)|deixe\ um(?:a\ resposta|\ comentário)
    ).{0,150}$""",
    re.IGNORECASE | re.VERBOSE,
)
_COUNT_LINE = re.compile(
    r"""\W*(?:\d+\ )?(?:comments?|commentaires?|réactions?|responses?|réponses?)(?:\ ?[:(]\ ?\d*\ ?\)?)?\W*$
    |\W*(?:no\ comments?(?:\ yet)?|aucun\ commentaire|pas\ (?:encore\ )?de\ commentaires?|be\ the\ first\ to\ comment|soyez\ le\ premier)\b.{0,80}$""",
    re.IGNORECASE | re.VERBOSE,
)


def cut_form_wording(lines: list[str]) -> list[str]:
    """The lines of a text up to where a comment form begins in so many words (English, French, some Spanish, Portuguese)."""
    end = next((at for at, line in enumerate(lines) if _FORM_LINE.match(line)), len(lines))
    while end and _COUNT_LINE.match(lines[end - 1]):
        end -= 1
    return lines[:end]

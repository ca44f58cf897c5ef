"""What ids and classes give away of a block: the body of an article, its summary, or something beside it."""

import re
from functools import lru_cache

SURE, UNLESS_PARAGRAPHS, IF_SHORT = 4, 2, 1
"""How surely a name is that of something beside a text: always, unless paragraphs are in it, or only if it is short."""
LONGEST = 500
"""Characters of an id or class that are looked at, and remembered."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[^\W\d_]+")
_BESIDE = {
    SURE: """
        related relateds relatedposts recommended recommendation recommendations recommend recirc trending suggestions
        moreon readmore linklist teaser teasers promo promos promotion upsell donate donation newsletter newsletters
        subscribe subscription signup share sharing shares social sociable follow preferred breadcrumb breadcrumbs nav
        navigation navbar pagination byline author authors bio tags taglist keywords caption captions credit credits
        copyright disclaimer ad ads advert advertisement advertising adslot sponsor sponsored outbrain taboola cookie
        cookies consent privacy gdpr rgpd onetrust noprint partager partage compartir compartilhar publicite publicidad
        publicidade werbung anzeige fildariane auteur autor leia veja lire
        mots etiquettes etiquetas schlagworte""",
    UNLESS_PARAGRAPHS: """
        popular footer menu sidebar widget banner modal popup overlay meta metadata timestamp toolbar rating hidden
        legend dateline player slideshow carousel infos""",
    IF_SHORT: """
        photo photos image images img picture gallery video videos audio podcast media tool tools button buttons btn
        date time login signin alert notice tag topics topic kicker cta label source sources aside more next print
        hide""",
}
_RANKS = {word: rank for rank, words in reversed(_BESIDE.items()) for word in words.split()}
_BODY = re.compile(
    r"(?:^|[\s_-])((?:(?:article|entry|post|story|news|single|blog|art|page)[-_]*(?:body|content|text|copy|fulltext)"
    r"|fulltext|body-?text|richtext|article__content|paywall-?content|content-?body)"
    r"(?:[-_]*(?:inner|wrapper|container|main|area|block|component|text))*)(?=\s|$)",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"standfirst|chapo|chapeau|lead|lede|intro|excerpt|summary|subtitle|sub-?head|subline|dek\b|deck|strapline"
    r"|preamble|ingress|abstract|vorspann|entradilla|bajada|sommario|description|linha-?fina|resume",
    re.IGNORECASE,
)


def beside(names: str | None) -> int:
    """How surely a block with this id or class stands beside a text; 0 if it says nothing of the kind."""
    return _rank(names[:LONGEST]) if names else 0


def body(names: str | None) -> str:
    """The part of an id or class that calls its block the body of an article; else ""."""
    return _called(names[:LONGEST]) if names else ""


@lru_cache(maxsize=8192)
def _rank(names: str) -> int:
    return max((_RANKS.get(word.lower(), 0) for word in _WORD.findall(names)), default=0)


@lru_cache(maxsize=8192)
def _called(names: str) -> str:
    match = _BODY.search(names)
    return match[1] if match else ""


def is_summary(names: str) -> bool:
    """Whether a name is that of a standfirst."""
    return _SUMMARY.search(names[:LONGEST]) is not None

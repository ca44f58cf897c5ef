"""Names of people out of what pages give as author."""

import re
from collections.abc import Iterable

from lxml.etree import XPath
from lxml.html import HtmlElement

from .headline import letters

MAX_NAMES, MAX_LENGTH = 20, 60
MAX_SIGNATURES, MAX_SIGNATURE = 10, 150
"""Elements named after an author that are looked at, and characters of one."""
_MARKED = XPath(
    "//*[@rel = 'author' or contains(@itemprop, 'author') or contains(@class, 'author-name') "
    "or contains(@class, 'author__name') or contains(@class, 'authorName') or contains(@class, 'author_name')]"
)
_CALLED = XPath(
    "//*[not(self::img or self::ul or self::body)][contains(@class, 'author') or contains(@class, 'Author') "
    "or contains(@class, 'byline') or contains(@class, 'Byline') or contains(@class, 'auteur') "
    "or contains(@class, 'autor') or contains(@class, 'signature') or contains(@class, 'posted-by')]"
)
_BEFORE = re.compile(
    r"^(?:(?:(?:view all posts|written|posted|story|words|report(?:ed|ing)?|article|texte?|zeige alle beiträge)\s+)?"
    r"(?:by|par|por|von|door|av)\s*:?|author:?|auteur:?|autor:?|and|et)\s+",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\s*(?:[;/•·\n]|,(?!\s*(?:jr|sr)\b)|\s(?:and|et|und|y|e|og|och|en|with|avec|&)\s)\s*", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?:|www\.|@|\w\.(?:com|org|net|fr|de)\b", re.IGNORECASE)
_NO_PERSON = re.compile(
    r"\d|^\W*$|^(?:afp|ap|reuters|dpa|apa|efe|ansa|pti|tnn)$|\b(?:officer|head of|chief|correspondent|reporter|writer|"
    r"journalist|editor|director|professor|sponsored|staff|team|associated press|cnn|m\.?d|ph\.?d|ms|rdn|ld|updated|"
    r"published|designed)\b",
    re.IGNORECASE,
)
_NOBODY = frozenset({
    "admin", "administrator", "administrateur", "author", "auteur", "autor", "editor", "editors", "editorial",
    "newsdesk", "newsroom", "news", "webmaster", "web", "guest", "guestauthor", "contributor", "unknown", "anonymous",
    "user", "larédaction", "rédaction", "laredaction", "redaction", "equipederédaction", "redacción", "redaccion",
    "laredacción", "redação", "redacao", "redazione", "laredazione", "redaktion", "dieredaktion", "redaktionen",
    "redactie", "redakcja",
})  # fmt: skip


_BYLINE_WORDS = frozenset({
    "by", "par", "por", "von", "door", "av", "le", "on", "at", "à", "am", "el", "em", "às", "published", "publié",
    "publicado", "posted", "updated", "mis", "mise", "jour", "modifié", "actualizado", "atualizado", "veröffentlicht",
    "aktualisiert", "h", "min", "and", "et", "y", "e", "und", "en", "og", "och",
})  # fmt: skip
# A day in words of any language: 6 mai 2026, 1er mai 2026, 3 de agosto de 2026, 6. Mai 2026; May 30th, 2026
_DAY = re.compile(
    r"\b\d{1,2}(?:\w{2}|[.º])? (?:de )?[^\W\d_]{3,}[.,]? (?:de )?(?:19|20)\d\d\b"
    r"|\b[^\W\d_]{3,}\.? \d{1,2}(?:st|nd|rd|th)?, ?(?:19|20)\d\d\b"
)
BESIDE_DAY = 1
"""Words that may stand beside a day and be neither an author's nor usual there: the day of the week."""
_BY = re.compile(r"\b(?:by|par|por|von|door|av)\s+(.+)$", re.IGNORECASE)


def is_byline(line: str, authors: Iterable[str]) -> bool:
    """Whether a line says nothing but who wrote the article and when."""
    if len(line) > 2 * MAX_LENGTH:
        return False
    known = _BYLINE_WORDS.union(*(_words(author) for author in authors))
    rest, days = _DAY.subn(" ", line)
    strange = sum(word not in known and not word.isdigit() for word in _words(rest))
    return strange <= (BESIDE_DAY if days else 0)


def signed(root: HtmlElement, site: Iterable[str]) -> tuple[str, ...]:
    """The people in the first element that marks or names itself as the author's."""
    own = list(site)
    for marked in (_MARKED(root), _CALLED(root)):
        for element in marked[:MAX_SIGNATURES]:
            text = " ".join(element.itertext())
            if 2 < len(text) < MAX_SIGNATURE and (names := people([text], own, fewest_words=2)):
                return names
    return ()


def signers(lines: Iterable[str], site: Iterable[str]) -> tuple[str, ...]:
    """The people named by the first line that says "by" them and, if anything else, when."""
    own = list(site)
    for line in lines:
        signed = _BY.search(_DAY.sub("", line[: 2 * MAX_LENGTH]))
        names = people([signed[1]], own, fewest_words=2) if signed else ()
        if names and all(map(_is_capital, names)) and is_byline(line, names):
            return names
    return ()


def _is_capital(name: str) -> bool:
    """Every word begins with a capital, or is a particle such as "de"."""
    return all(word[0].isupper() or len(word) <= 3 for word in name.split()) and name[0].isupper()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def people(claims: Iterable[str], site: Iterable[str], *, fewest_words: int = 1) -> tuple[str, ...]:
    """The people named in the claims, each once; addresses, functions, agencies and the site's own names left out."""
    own = {letters(name) for name in site} - {""}
    found: dict[str, str] = {}
    for claim in claims:
        if _ADDRESS.search(claim):
            continue
        for part in _APART.split(_BEFORE.sub("", re.sub(r"\(.*?\)|\s\|.*", "", " ".join(claim.split())))):
            name = _BEFORE.sub("", part).strip(" ,-–—:\"'")
            core = letters(name)
            if _NO_PERSON.search(name) or core in _NOBODY or core in own:
                continue
            if len(name) <= MAX_LENGTH and len(name.split()) >= fewest_words:
                found.setdefault(core, name)
    return tuple(found.values())[:MAX_NAMES]

"""Whether to believe the address that a page claims as its canonical one: in doubt not, or articles become one."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ..canonical import canonical, page_key, site_of

ENOUGH = 0.5
"""Share of the words of one address's name that the other must have."""
NAMING = 3
"""Words from which a name is an article's and no section's."""
MOST_WORDS = 100

_GENERIC = frozenset({
    "actualite", "actualites", "actu", "aspx", "article", "articles", "content", "html", "index", "news", "node", "php",
    "post", "shtml", "spip", "story", "the", "view", "www",
})  # fmt: skip
_DATE = re.compile(r"(?:19|20)\d\d(?:[01]\d[0-3]\d)?")
_WORD = re.compile(r"[^\W_]{3,}")


@dataclass(frozen=True, slots=True)
class _Name:
    """What in an address tells its page from others."""

    folders: tuple[str, ...]
    """Segments of the path, decoded."""
    query: frozenset[str]
    words: frozenset[str]
    """Of the last segment."""
    ids: frozenset[str]
    """Words with digits, of any segment, dates left out."""


def believable(claim: str, url: str, titles: Iterable[str]) -> bool:
    """Whether `claim` can be the address of the page fetched from `url`, whose headline is one of `titles`.

    It must lie on the same site, be no front page and no folder around the page, and have the page's name, its
    number or the words of its headline in it.
    """
    if page_key(claim) == page_key(url):
        return True
    if site_of(claim) != site_of(url):
        return False
    said, own = _name(canonical(claim)), _name(canonical(url))
    if (not said.folders and not said.query) or _is_around(said, own) or _lacks_identity(said, own):
        return False
    return _is_same(said, own) or _is_headline(said.words, titles)


def _name(url: str) -> _Name:
    parts = urlsplit(url)
    folders = tuple(filter(None, unquote(parts.path).casefold().split("/")))
    words = [_words(folder) for folder in folders]
    ids = {word for each in words for word in each if len(word) >= 4 and re.search(r"\d", word)}
    query = frozenset(unquote(parts.query).casefold().split("&")) - {""}
    return _Name(folders, query, words[-1] if words else frozenset(), frozenset(ids))


def _words(text: str) -> frozenset[str]:
    """Its words without accents and endings of files; dates and words that every address has only if all are such."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    words = frozenset(_WORD.findall(plain.casefold())[:MOST_WORDS])
    return frozenset(word for word in words - _GENERIC if not _DATE.fullmatch(word)) or words


def _is_around(said: _Name, own: _Name) -> bool:
    """A folder above the page, as sections are; not what is above its second part or its pictures."""
    inner = own.folders[len(said.folders) :]
    if said.query or not inner or own.folders[: len(said.folders)] != said.folders:
        return False
    return len(said.words) < NAMING and not all(folder.isdigit() for folder in inner)


def _lacks_identity(said: _Name, own: _Name) -> bool:
    """The same path without a query that tells pages apart: `list.html` for `list.html?id=7`."""
    return bool(own.query) and not said.query and said.folders == own.folders and not _names_itself(own)


def _names_itself(name: _Name) -> bool:
    return len(name.words) >= NAMING or any(len(word) >= 5 for word in name.words & name.ids)


def _is_same(said: _Name, own: _Name) -> bool:
    if said.query and own.query:
        return bool(said.query & own.query)
    if (said.ids & own.ids) & (said.words | own.words):
        return True
    fewest = min(len(said.words), len(own.words))
    return fewest > 0 and len(said.words & own.words) >= ENOUGH * fewest


def _is_headline(words: frozenset[str], titles: Iterable[str]) -> bool:
    """The words of the claimed name are those of the headline."""
    return any(len(shared := words & _words(title)) > 1 and len(shared) >= ENOUGH * len(words) for title in titles)

"""What sorts of papers there are: a declaration of how one addresses, lists and shows its articles."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .answer import Answer, Page
from .article import Article

if TYPE_CHECKING:
    from .paper import Paper

Pages = dict[str, Page]
"""By address: path, and query where it is part of the address, both unquoted."""


def _nothing(_: "Paper") -> Pages:
    return {}


@dataclass(frozen=True, slots=True)
class Group:
    """What a list lists: everything (`front`), a `section`, a `tag` or an `author`."""

    sort: str
    name: str = ""
    number: int = 0
    """Its place among its sort, from 1."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One content management system, as one webmaster has set it up."""

    name: str
    language: str
    show: "Callable[[Paper, Article], str]"
    """The page of an article."""
    address: Callable[[Article], str]
    """Where an article lies, unquoted."""
    variants: "Callable[[Paper, Article], Pages]" = field(default=lambda _paper, _article: {})
    """Other addresses of an article and what they answer."""
    listing: Callable[[Group, int], str]
    """Where page N, from 1, of a list lies; nothing when there is no such list."""
    menu: str = '<nav id="menu"><ul>%s</ul></nav>'
    """How its sections are linked on every page."""
    per_page: int = 10
    """Articles on one page of a list."""
    services: tuple[tuple[str, str], ...]
    """Addresses of the service pages and the labels of what they are: about, legal."""
    head: "Callable[[Paper], str]" = field(default=lambda _paper: "")
    """What every page's head names."""
    boxes: "Callable[[Paper], str]" = field(default=lambda _paper: "")
    """What every page shows beside its text, after the usual boxes."""
    endless: bool = False
    """Whether the last page of a list has a next page too."""
    files: "Callable[[Paper], Pages]" = _nothing
    """What machines read: robots.txt, feeds, sitemaps, an API."""
    otherwise: "Callable[[Paper, str], Answer | None]" = field(default=lambda _paper, _target: None)
    """What an address that nobody wrote down answers, if not 404."""
    validators: frozenset[str] = frozenset()
    """`etag`, `modified`: which its responses carry."""
    dated: bool = True
    """Whether its articles carry validators, or only its feeds and files."""
    lies: bool = False
    """It answers 304 to everything conditional."""
    deletes: str = "404"
    """What its deleted articles usually answer: 404, 410, home or soft."""
    fails_every: int = 0
    """Every so manieth request is answered 500; 0 for none."""
    session: str = ""
    """Name of the session id that its links carry."""
    sources: int
    """Requests that a look at all its sources takes when nothing is new: robots.txt, front, feeds, sitemaps, lists."""

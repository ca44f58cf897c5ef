"""A newspaper of some kind on a real socket, whose editors publish, edit and delete while it is crawled."""

import random
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Self
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from . import lists, markup
from .answer import Answer, Query, redirect
from .article import DRAFT, LIVE, Article
from .kind import Kind, Pages
from .kinds import KINDS
from .newsroom import Newsroom
from .server import Hit, Server

TRACKING = ("utm_", "fbclid", "mc_", "xtor", "PHPSESSID", "amp;")
APART = timedelta(hours=31)
"""Between two articles that were there before anybody looked."""
CHANGES = {"text": "text", "figure": "text", "headline": "headline", "author": "metadata"}
SAFE = "/?=&;,:+~-._"


class Paper:
    """Serves from `with` to its end; `articles` were there before, the newest a few hours old."""

    def __init__(self, kind: str, *, seed: int = 0, articles: int = 30, port: int = 0) -> None:
        self.kind: Kind = KINDS[kind]
        self.newsroom: Newsroom = Newsroom(self.kind.language, f"{kind} {seed}")
        self.log: list[Hit] = []
        """Every request, in the order of the answers."""
        self.validators, self.lies = self.kind.validators, self.kind.lies
        self.broken = False
        """Whether its feed has become a page of HTML, where its kind can do that."""
        self.articles: list[Article] = []
        """The truth, newest first, deleted ones too."""
        self.initial = articles
        """How many of them were there before anybody looked."""
        self.born = datetime.now(UTC)
        self._requests, self._draws = count(1), count(1)
        self._found: Pages | None = None
        self._server = Server(self, port=port)
        self.url = self._server.url
        self._stack = ExitStack()
        now = self.born.replace(second=0, microsecond=0)
        for number in range(articles, 0, -1):
            self._add(now - number * APART + timedelta(hours=28))

    def __enter__(self) -> Self:
        self._stack.enter_context(self._server)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    # --- what editors do ---------------------------------------------------------------------------------------------

    def publish(self, number: int = 1) -> list[Article]:
        """New articles, now."""
        now = datetime.now(UTC).replace(second=0, microsecond=0)
        return [self._add(now) for _ in range(number)]

    def edit(self, article: Article, what: str) -> None:
        """Change an article's `text`, `headline`, one `figure` or `author`."""
        self.newsroom.edit(article, what)
        article.note(CHANGES[what], what)

    def delete(self, article: Article, how: str | None = None) -> None:
        """Take an article away; its address then answers as said: 404, 410, home (redirect) or soft (200)."""
        article.state = how or self.kind.deletes
        article.note("gone", article.state)
        self._found = None

    def unpublish(self, article: Article) -> None:
        """Take an article back to the drafts: 404 until republished."""
        article.state = DRAFT
        article.note("gone", DRAFT)
        self._found = None

    def republish(self, article: Article) -> None:
        """Bring a deleted or unpublished article back."""
        article.state = LIVE
        article.note("back")
        self._found = None

    # --- the truth ---------------------------------------------------------------------------------------------------

    @property
    def live(self) -> list[Article]:
        """What readers can read, newest first."""
        return [article for article in self.articles if article.live]

    @property
    def others(self) -> set[str]:
        """Addresses of HTML pages that are no articles; there may be infinitely many more."""
        return {self.full(address) for address in lists.pages(self)}

    def address(self, article: Article) -> str:
        """The article's canonical URL."""
        return self.full(self.kind.address(article))

    def full(self, address: str) -> str:
        """The URL of an address of this paper."""
        return self.url + quote(address, safe=SAFE)

    def article_at(self, url: str) -> Article | None:
        """The article that a URL, canonical or not, leads to; None for any other page."""
        if not url.startswith(self.url):
            return None
        addresses, _ = _parted(url.removeprefix(self.url))
        known = self._addresses
        return next((known[address] for address in addresses if address in known), None)

    # --- what readers see --------------------------------------------------------------------------------------------

    def find(self, target: str) -> Answer:
        """What is at a path with query: an unknown query is ignored, as most sites do."""
        request = next(self._requests)
        addresses, query = _parted(target)
        if self.kind.fails_every and request % self.kind.fails_every == 0 and addresses[0] != "/robots.txt":
            return Answer(status=500, body=b"<html><body><h1>Internal Server Error</h1></body></html>")
        pages = self._pages
        if addresses[0] not in pages and (odd := self.kind.otherwise(self, addresses[0])):
            return odd
        known = next((address for address in addresses if address in pages), None)
        return pages[known](query) if known else self.missing()

    def missing(self, status: int = 404) -> Answer:
        """The page for addresses where nothing is."""
        labels = self.newsroom.labels
        body = markup.document(self, labels["missing"], f"<h1>{labels['missing']}</h1><p>{labels['sorry']}</p>")
        return Answer(status=status, body=body.encode())

    @property
    def chance(self) -> random.Random:
        """For what differs from one load of a page to the next."""
        return random.Random(next(self._draws))

    @property
    def _addresses(self) -> dict[str, Article]:
        return {address: article for article in self.articles for address in self._places(article)}

    @property
    def _pages(self) -> Pages:
        if self._found is None:
            articles = {address: page for article in self.articles for address, page in self._places(article).items()}
            self._found = {**lists.pages(self), **self.kind.files(self), **articles}
        return self._found

    def _places(self, article: Article) -> Pages:
        pages = {self.kind.address(article): partial(self._show, article)}
        variants = self.kind.variants(self, article)
        return pages | (variants if article.live else dict.fromkeys(variants, pages[self.kind.address(article)]))

    def _show(self, article: Article, _: Query) -> Answer:
        match article.state:
            case "live":
                body = self.kind.show(self, article).encode()
                return Answer(body=body, modified=article.modified if self.kind.dated else None, tagged=self.kind.dated)
            case "home":
                return redirect(f"{self.url}/", 302)
            case "soft":
                return self.missing(200)
            case "410":
                return self.missing(410)
        return self.missing()

    def _add(self, published: datetime) -> Article:
        article = self.newsroom.article(len(self.articles) + 1, published)
        article.note("new")
        article.modified = published
        self.articles.insert(0, article)
        self._found = None
        return article


def _parted(target: str) -> tuple[tuple[str, ...], Query]:
    """The address without tracking, then with its query's first part only, then its path; and its query, unquoted."""
    parts = urlsplit(target)
    path = unquote(parts.path)
    pairs = [
        (key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not key.startswith(TRACKING)
    ]
    query = [f"{key}={value}" if value else key for key, value in _in_order(pairs)]
    addresses = dict.fromkeys((f"{path}?{'&'.join(query)}", f"{path}?{query[0]}", path) if query else (path,))
    return tuple(addresses), dict(pairs)


def _in_order(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Valueless names first, as `spip.php?article12` has them, else by name."""
    return sorted(pairs, key=lambda pair: (bool(pair[1]), pair))

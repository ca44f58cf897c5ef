"""Articles as data: what a reader sees and what a corpus should hold."""

import functools
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "articles"
MARKS = {"## ": "subhead", "- ": "item", "> ": "quote"}
INLINE = re.compile(r"\[([^]]+)\]\(([^)]+)\)|\*([^*]+)\*")
FIGURE = re.compile(r"!\[(.+)\]\((.+)\)")


@dataclass(frozen=True)
class Block:
    """A piece of an article's body: paragraph, subhead, item, quote or caption."""

    kind: str
    markup: str
    image: str = ""

    @property
    def text(self) -> str:
        """As read, without links and emphasis."""
        return INLINE.sub(lambda found: found[1] or found[3], self.markup)


@dataclass(frozen=True, kw_only=True)
class Comment:
    """What a reader wrote below an article; it never belongs to the article's text."""

    author: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Article:
    """The truth about one article, whatever its page looks like."""

    path: str
    title: str
    summary: str
    language: str
    section: str
    authors: tuple[str, ...]
    published: datetime
    """UTC; midnight where the page shows only a day."""
    body: tuple[Block, ...]
    theme: str = "wordpress"
    modified: datetime | None = None
    tags: tuple[str, ...] = ()
    metadata: tuple[str, ...] = ()
    """Which machine-readable forms the page carries: jsonld, opengraph; none where dates are only visible."""
    image: str | None = None
    comments: tuple[Comment, ...] = ()
    repeat_title: bool = False
    """The headline stands twice on the page, as h1 and as h2."""
    old_path: str | None = None
    """An address that redirects to this article."""
    coding: str | None = None
    """gzip or br: how the page is sent to those who accept it."""
    chunked: bool = False

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Paragraphs proper, in order, as a reader sees them."""
        return tuple(block.text for block in self.body if block.kind == "paragraph")

    @property
    def captions(self) -> tuple[str, ...]:
        """Texts below pictures."""
        return tuple(block.text for block in self.body if block.kind == "caption")

    @property
    def text(self) -> str:
        """Everything but title and captions, one newline between blocks."""
        return "\n".join(block.text for block in self.body if block.kind != "caption")

    @property
    def exact_time(self) -> bool:
        """The page says the time of publication, not the day alone."""
        return bool(self.metadata)


def blocks(markup: str) -> tuple[Block, ...]:
    """The body written in the small markup of the article files."""
    return tuple(_block(line) for line in markup.strip().splitlines() if line.strip())


def _block(line: str) -> Block:
    if figure := FIGURE.fullmatch(line):
        return Block("caption", figure[1], figure[2])
    for mark, kind in MARKS.items():
        if line.startswith(mark):
            return Block(kind, line.removeprefix(mark))
    return Block("paragraph", line)


def _article(file: Path) -> Article:
    said: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    for name in ("published", "modified"):
        if name in said:
            said[name] = said[name].astimezone(UTC)
    for name in ("authors", "tags", "metadata"):
        said[name] = tuple(said.get(name, ()))
    said["comments"] = tuple(Comment(**comment) for comment in said.get("comments", ()))
    return Article(**said | {"body": blocks(said["body"])})


@functools.cache
def articles() -> tuple[Article, ...]:
    """The articles written by hand, newest first."""
    return tuple(sorted(map(_article, FOLDER.glob("*.toml")), key=lambda article: article.published, reverse=True))

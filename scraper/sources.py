"""Where a site lists its articles: what a site file names."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS, Atom or JSON feed."""

    url: str


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap, or an index of sitemaps."""

    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """A front or section page whose links are read, and the pages that follow it."""

    url: str
    pages: str | None = None
    """Address of its page `{n}`, from 2, where the page itself does not link to the next."""


@dataclass(frozen=True, slots=True)
class WordPress:
    """The REST API of a WordPress site."""

    url: str
    """Its root, such as `https://example.org/wp-json/`."""


Source = Feed | Sitemap | Section | WordPress

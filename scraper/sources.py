"""Where links to articles come from, and what a link says before its page is fetched."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from archive.errors import PressmarkError

LONGEST_URL = 2000
"""Characters; longer addresses than servers and sitemaps.org agree on are traps or mistakes."""


class NotAFeed(PressmarkError):
    """A feed was expected at this address and something else came."""


class NotASitemap(PressmarkError):
    """A sitemap was expected at this address and something else came."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a source named, absolute and without fragment, and what the source said of it."""

    url: str
    title: str | None = None
    published: datetime | None = None
    """UTC."""
    kind: str = "article"
    """What is expected there: article, feed or sitemap."""
    source: str | None = None
    """Address of the feed, sitemap or page that named it."""
    modified: datetime | None = None
    """When the source says it last changed, UTC."""


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS or Atom feed."""

    url: str


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap, or an index of sitemaps."""

    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """A front or section page whose links are read."""

    url: str


Source = Feed | Sitemap | Section


def absolute(address: str, base: str) -> str | None:
    """The http or https address meant by `address` on the page `base`, without fragment; None if there is none."""
    address = address.strip().partition("#")[0]
    if not address or len(address) > LONGEST_URL:
        return None
    try:
        parts = urlsplit(address if address.startswith(("http://", "https://")) else urljoin(base, address))
        parts.port  # noqa: B018 - raises when it is not a number
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    return parts.geturl()


def unique(links: Iterable[Link], limit: int) -> list[Link]:
    """The first link to each address, in order; reads no further than `limit` addresses."""
    found: dict[str, Link] = {}
    for link in links:
        found.setdefault(link.url, link)
        if len(found) >= limit:
            break
    return list(found.values())

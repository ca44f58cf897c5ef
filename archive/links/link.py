"""What a source lists: links, each with what was said of it before its page is fetched."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urljoin, urlsplit

from ..errors import PressmarkError

LONGEST_URL = 2000
"""Characters; longer addresses than servers and sitemaps.org agree on are traps or mistakes."""

PLAIN = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::[0-9]{1,4})?"
    r"(?:[/?][^\x00-\x20\x7f-\x9f#\\\ud800-\udfff]*[^\x00-\x20\x7f-\x9f#\\?\ud800-\udfff])?/?"
)
"""Addresses that are absolute already, as most are: taking each apart would be half the time of a sitemap."""
HOST = re.compile(r"[A-Za-z]+://(?:[Ww]{3}\.)?([^/?#]*)")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""What browsers escape in an address; tabs and line ends they leave out, as urlsplit does."""
HALVES = re.compile("[\ud800-\udfff]")
"""JSON can hold half a character; no request can."""
LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]{1,20})?$")


class NotASource(PressmarkError):
    """A list of links was expected at this address and something else came."""


class NotAFeed(NotASource):
    """A feed was expected at this address and something else came."""


class NotASitemap(NotASource):
    """A sitemap was expected at this address and something else came."""


class NotAList(NotASource):
    """A list of posts was expected from a site's API and something else came."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a source named, absolute and without fragment, and what the source said of it."""

    url: str
    title: str | None = None
    published: datetime | None = None
    """UTC."""
    modified: datetime | None = None
    """When the source says it last changed, UTC."""
    language: str | None = None
    """As its source has it: the language alone, in lower case (`fr` for `fr-FR`)."""
    source: str | None = None
    """Address of the feed, sitemap or page that named it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What one source document lists."""

    pages: tuple[Link, ...] = ()
    """What may be articles."""
    sitemaps: tuple[Link, ...] = ()
    next: str | None = None
    """Address of the list's next page."""
    cut: bool = False
    """Whether a limit was hit, so that there is or may be more."""


def absolute(address: str, base: str) -> str | None:
    """The http or https address meant by `address` on the page `base`, without fragment; None if there is none."""
    address = address.strip().partition("#")[0]
    if not address or len(address) > LONGEST_URL or (not address.isascii() and HALVES.search(address)):
        return None
    if PLAIN.fullmatch(address):
        return address
    address = CONTROL.sub(lambda found: quote(found[0]), address)
    try:
        address.encode()  # JSON may hold half a character
        parts = urlsplit(address if address.startswith(("http://", "https://")) else urljoin(base, address))
        parts.port  # noqa: B018 - raises when it is not a number
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    return parts.geturl()


def language(code: object) -> str | None:
    """`fr` of `fr-FR` or `fr_FR`; None for what is no language code."""
    match = LANGUAGE.match(code.strip()) if isinstance(code, str) else None
    return match[1].lower() if match else None


def host(url: str) -> str:
    """Host and port, lower case, without `www.`: equal for two addresses of one site."""
    match = HOST.match(url)
    return match[1].lower() if match else ""


def unique(links: Iterable[Link], limit: int) -> list[Link]:
    """The first link to each address, in order; reads no further than `limit` addresses."""
    found: dict[str, Link] = {}
    for link in links:
        found.setdefault(link.url, link)
        if len(found) >= limit:
            break
    return list(found.values())

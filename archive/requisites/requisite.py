"""Something that a page or stylesheet names and a browser fetches to show it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import urljoin

from w3lib.url import safe_url_string

from ..links.link import absolute

What = Literal["image", "style", "script", "font", "media", "icon", "other"]
STYLES: tuple[What, ...] = ("style", "script", "font", "icon")
_PLAIN_PATH = re.compile(r"/(?!/)[\w.~=&;:@,+!%/?-]{0,1000}", re.ASCII)
_PLAIN = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?/[\w.~=&;:@,+!%/?-]*", re.ASCII)
"""What need be neither joined nor escaped, as most are: taking each apart would be half the time of a page."""


@dataclass(frozen=True, slots=True)
class Requisite:
    """An address as a browser would ask for it: absolute, escaped, without fragment."""

    url: str
    what: What
    found: str
    """Where it was named, such as `img srcset` or `@font-face`."""
    choice: bool = False
    """One of several forms of a picture, of which a browser takes one."""


def named(address: str, base: str, what: What, found: str, choice: bool = False) -> Requisite | None:
    """What an attribute or a url() names; None for data:, javascript:, a mere fragment and what is no address."""
    if _PLAIN_PATH.fullmatch(address) and "/." not in address:
        return Requisite(_origin(base) + address, what, found, choice)
    url = absolute(re.sub(r"[\t\r\n]", "", address), base)
    if url is None:
        return None
    try:
        return Requisite(url if _PLAIN.fullmatch(url) else safe_url_string(url), what, found, choice)
    except (ValueError, UnicodeError):
        return None


@lru_cache(maxsize=64)
def _origin(base: str) -> str:
    return safe_url_string(urljoin(base, "/")).removesuffix("/")


def first(found: Iterable[Requisite | None], limit: int) -> list[Requisite]:
    """Each address once, what the page's form depends on before its pictures, other forms of pictures last.

    So a budget that ends early costs the least.
    """
    by_url: dict[str, Requisite] = {}
    for each in found:
        if each is not None:
            known = by_url.get(each.url)
            if known is None or _rank(each) < _rank(known):
                by_url[each.url] = each
    return sorted(by_url.values(), key=_rank)[:limit]


def _rank(requisite: Requisite) -> int:
    if requisite.what in STYLES:
        return STYLES.index(requisite.what)
    return 10 + (requisite.what == "media") + 2 * requisite.choice

"""Something that a page or stylesheet names and a browser fetches to show it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from w3lib.url import safe_url_string

from ..links.link import absolute

What = Literal["image", "style", "script", "font", "media", "icon", "other"]
STYLES: tuple[What, ...] = ("style", "script", "font", "icon")


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
    url = absolute(re.sub(r"[\t\r\n]", "", address), base)
    if url is None:
        return None
    try:
        return Requisite(safe_url_string(url), what, found, choice)
    except (ValueError, UnicodeError):
        return None


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

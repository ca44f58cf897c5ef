"""The bytes of a stylesheet -> what it imports, and the fonts and pictures it names (CSS Syntax Module Level 3)."""

from collections import deque
from collections.abc import Iterator
from typing import Any

import tinycss2
from tinycss2.bytes import decode_stylesheet_bytes
from webencodings import UTF8, lookup

from .requisite import Requisite, What, first, named

LONGEST = 1 << 20
"""Bytes of a stylesheet that are read: the parser takes 4 seconds for so many."""
SETS = frozenset({"image-set", "-webkit-image-set", "image"})
"""Functions whose strings are addresses."""
SIGNS = ("url(", "@import", "image-set(", "image(", "src(")
"""What naming anything takes, unless it is written with escapes all over."""


def read(body: bytes, url: str, limit: int, charset: str | None = None) -> list[Requisite]:
    """The requisites of a stylesheet, at most `limit`; `charset` is what its Content-Type says."""
    known = charset if charset and lookup(charset) else None
    sheet, _ = decode_stylesheet_bytes(body[:LONGEST], known, UTF8)
    return first(within(sheet, url, ""), limit)


def within(css: str, base: str, place: str) -> Iterator[Requisite | None]:
    """What a sheet, or the declarations of a `style` attribute, name; `place` is where on a page they stand."""
    lower = css.lower()
    if not any(sign in lower for sign in SIGNS):
        return
    lists: deque[tuple[list[Any], What, bool]] = deque([(tinycss2.parse_component_value_list(css), "image", False)])
    while lists:  # no recursion: a stranger may nest as deep as bytes allow
        tokens, what, is_set = lists.popleft()
        rule = ""
        for token in tokens:
            if token.type == "at-keyword":
                rule = token.lower_value
            elif token.type == "literal" and token.value == ";":
                rule = ""
            elif token.type == "{} block":
                lists.append((token.content, "font" if rule == "font-face" else what, False))
                rule = ""
            elif token.type.endswith(" block"):
                lists.append((token.content, what, False))
            elif token.type == "function" and token.lower_name not in ("url", "src"):
                lists.append((token.arguments, what, token.lower_name in SETS))
            elif rule != "namespace":
                for address in _addresses(token, is_set or rule == "import"):
                    yield _named(address, base, "style" if rule == "import" else what, place)


def _addresses(token: Any, strings_too: bool) -> Iterator[str]:
    if token.type == "url" or (token.type == "string" and strings_too):
        yield token.value
    elif token.type == "function":
        yield from (each.value for each in token.arguments if each.type == "string")


def _named(address: str, base: str, what: What, place: str) -> Requisite | None:
    said = {"style": "@import", "font": "@font-face"}.get(what, "url()")
    return named(address, base, what, f"{place} {said}".strip())

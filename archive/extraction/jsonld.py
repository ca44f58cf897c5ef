"""What a page's JSON-LD says of its article: tolerant of bad JSON, bounded in size, depth and number of nodes."""

import html as entities
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

MAX_SCRIPTS, MAX_CHARACTERS, MAX_NODES, MAX_DEPTH, MAX_LINE = 40, 2_000_000, 5_000, 12, 2_000
Node = dict[str, Any]

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|NewsAnalysis)$")
_WRAPPING = re.compile(r"^\s*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


def nodes(root: HtmlElement) -> list[Node]:
    """Every object in the page's JSON-LD scripts, outer before inner, as far as the bounds go."""
    found: list[Node] = []
    scripts = root.xpath("//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]")
    for script in scripts[:MAX_SCRIPTS]:
        for node in _walk(_parse(script.text_content()), 0):
            found.append(node)
            if len(found) >= MAX_NODES:
                return found
    return found


def article(found: list[Node], url: str, headings: set[str]) -> Node:
    """The node of the page's own article: its headline is a heading, or it names the URL; else the first; else {}."""
    candidates = [node for node in found if any(_ARTICLE.search(kind) for kind in strings(node.get("@type")))]
    for node in candidates:
        if text(node.get("headline") or node.get("name")) in headings:
            return node
    path = url.partition("://")[2].rstrip("/")
    for node in candidates:
        if path and any(path in address for address in _addresses(node)):
            return node
    return max(candidates, key=lambda node: "headline" in node, default={})


def text(value: object) -> str:
    """A JSON value as one line of plain text; "" when it holds none."""
    first = next(strings(value), "")
    return " ".join(re.sub(r"<[^<>]{1,200}>", " ", entities.unescape(first[:MAX_LINE])).split())


def strings(value: object) -> Iterator[str]:
    """The strings of a value: itself, a list's, or those that objects carry under name, @value, @id or url."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value[:100]:
            yield from strings(item) if not isinstance(item, list) else ()
    elif isinstance(value, dict):
        for key in ("name", "@value", "@id", "url"):
            if isinstance(value.get(key), str):
                yield value[key]
                return


def _addresses(node: Node) -> Iterator[str]:
    for key in ("mainEntityOfPage", "url", "@id"):
        yield from strings(node.get(key))


def _parse(source: str) -> object:
    if len(source) > MAX_CHARACTERS:
        return None
    source = _WRAPPING.sub("", _WRAPPING.sub("", source))
    for attempt in (source, _TRAILING_COMMA.sub(r"\1", source), entities.unescape(source)):
        try:
            return json.loads(attempt, strict=False)  # raw line breaks inside strings are common
        except (ValueError, RecursionError):
            continue
    return None


def _walk(value: object, depth: int) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict | list):
                yield from _walk(item, depth + 1)

"""XPaths that anybody may have written: XPath 1.0 and its own functions, no variables, nothing from elsewhere."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from ..hints import LONGEST_XPATH

MOST = 5_000
"""Elements and texts that are taken of what matches."""

Result = list[HtmlElement | str]

_LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")
_CALL = re.compile(r"([\w.:-]+)\s*\(")
_FUNCTIONS = frozenset({
    "last", "position", "count", "id", "local-name", "namespace-uri", "name", "string", "concat", "starts-with",
    "contains", "substring-before", "substring-after", "substring", "string-length", "normalize-space", "translate",
    "boolean", "not", "true", "false", "lang", "number", "sum", "floor", "ceiling", "round",
    "node", "text", "comment", "processing-instruction", "and", "or", "div", "mod",
})  # fmt: skip


def fault(expression: str) -> str | None:
    """What is wrong with an XPath, in a few words; None when nothing is."""
    if len(expression) > LONGEST_XPATH:
        return f"has more than {LONGEST_XPATH} characters"
    bare = _LITERAL.sub("''", expression)
    if "$" in bare:
        return "has a variable"
    strange = (name for name in _CALL.findall(bare) if name.rpartition("::")[2] not in _FUNCTIONS)
    if (name := next(strange, None)) is not None:
        return f"has a function {name}() that XPath 1.0 has not"
    try:
        found = etree.XPath(expression, regexp=False, smart_strings=False)(etree.Element("html"))
    except (etree.LxmlError, ValueError) as error:
        return f"is none: {error}"
    return None if isinstance(found, list | str) else "gives neither elements nor text"


def gives_elements(expression: str) -> bool:
    """Whether a valid XPath can match elements, as far as that shows without a page."""
    found = etree.XPath(expression, regexp=False, smart_strings=False)(etree.Element("html"))
    return isinstance(found, list) and re.search(r"(?:@[\w*-]+|text\(\))\s*$", _LITERAL.sub("''", expression)) is None


def elements(root: HtmlElement, expression: str) -> list[HtmlElement]:
    """The elements that match, in the page's order; none when it is no XPath."""
    return [found for found in _matches(root, expression) if isinstance(found, HtmlElement)]


def texts(root: HtmlElement, expression: str) -> Iterator[str]:
    """The text of what matches, white space folded, empty ones left out."""
    for each in _matches(root, expression):
        text = each.text_content() if isinstance(each, HtmlElement) else each
        if line := " ".join(text.split()):
            yield line


def _matches(root: HtmlElement, expression: str) -> Result:
    compiled = _compiled(expression)
    try:
        found = compiled(root) if compiled else []
    except (etree.LxmlError, ValueError):
        return []
    return found[:MOST] if isinstance(found, list) else [found] if isinstance(found, str) else []


@lru_cache(maxsize=256)
def _compiled(expression: str) -> etree.XPath | None:
    return None if fault(expression) else etree.XPath(expression, regexp=False, smart_strings=False)

"""A page's tree as lines in the order of reading, each with its links, its kind and the block it stands in."""

from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import XPath
from lxml.html import HtmlElement

from . import names
from .bulk import INLINE, SHORTEST

MOST = 30_000
"""Lines that are looked at."""
BESIDE_WORDS = 200
"""Characters up to which a named or hidden part of a paragraph is a note to it."""
BRIEF = 250
"""Characters up to which a block with a name such as "photo" or "date" is beside the text."""

_KINDS = {
    "p": "p", "li": "li", "dt": "li", "dd": "li", "td": "td", "th": "td", "blockquote": "quote", "pre": "pre",
    "h1": "h1", "h2": "h", "h3": "h", "h4": "h", "h5": "h", "h6": "h", "caption": "div", "figcaption": "div",
}  # fmt: skip
_UNREAD = frozenset({
    "script", "style", "noscript", "template", "svg", "canvas", "object", "embed", "iframe", "img", "picture", "video",
    "audio", "button", "select", "input", "textarea", "option", "datalist", "head", "map", "nav", "dialog", "menu",
    "progress",
})  # fmt: skip
_BESIDE = frozenset({"footer", "aside", "figure", "figcaption", "form", "address", "time"})
_TEXTS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_ENTERING = -1
_HIDDEN = XPath(
    "//*[@hidden or @aria-hidden = 'true' or contains(@style, 'display:none') or contains(@style, 'display: none')]"
)


class Line(NamedTuple):
    """What a reader sees as one line or paragraph."""

    text: str
    linked: int
    """Characters of it that are links."""
    kind: str
    """p, h1, h (a lower heading), li, td, quote, pre, or div for text in no such element."""
    holder: HtmlElement

    @property
    def is_prose(self) -> bool:
        """Whether it is long enough for running text, and mostly not links."""
        return len(self.text) >= SHORTEST and self.linked <= len(self.text) / 2


@dataclass(frozen=True, slots=True)
class Flow:
    """The lines of a page, and which of them each block holds, as ranges."""

    lines: list[Line] = field(default_factory=list)
    blocks: dict[HtmlElement, tuple[int, int]] = field(default_factory=dict)
    bodies: list[tuple[str, int, int]] = field(default_factory=list)
    """Blocks that call themselves the body of an article, and what they say for it."""
    boxes: list[tuple[int, int]] = field(default_factory=list)
    """Blocks that are, by kind or name, something beside a text."""


def flow(root: HtmlElement) -> Flow:
    """The lines of a page, from a tree of any depth."""
    body = root.find("body")
    return _Walk(set(_HIDDEN(root))).walk(root if body is None else body)


@dataclass(slots=True)
class _Walk:
    hidden: set[HtmlElement]
    found: Flow = field(default_factory=Flow)
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    depth: int = 0
    """How many links the walk is in."""

    def walk(self, top: HtmlElement) -> Flow:
        waiting = [(top, "div", top, _ENTERING)]
        while waiting:
            element, kind, holder, start = waiting.pop()
            tag = element.tag
            if start != _ENTERING:
                self._leave(element, kind, start)
            elif tag in _UNREAD or len(self.found.lines) >= MOST:
                pass
            elif tag == "br":
                self._end(kind, holder)
            elif tag not in INLINE or not self._is_note(element):
                if tag not in INLINE:
                    self._end(kind, holder)
                    kind, holder = _KINDS.get(tag, kind), element
                elif tag == "a":
                    self.depth += 1
                self._add(element.text)
                if len(element):
                    waiting.append((element, kind, holder, len(self.found.lines)))
                    waiting.extend([(child, kind, holder, _ENTERING) for child in reversed(element)])
                    continue
                self._leave(element, kind, len(self.found.lines))
            self._add(element.tail)
        return self.found

    def _leave(self, element: HtmlElement, kind: str, start: int) -> None:
        self.depth -= element.tag == "a"
        if element.tag in INLINE:
            return
        self._end(kind, element)
        end = len(self.found.lines)
        if end == start:
            return
        self.found.blocks[element] = start, end
        if body := _body(element):
            self.found.bodies.append((body, start, end))
        elif self._is_beside(element, self.found.lines[start:]):
            self.found.boxes.append((start, end))

    def _is_beside(self, element: HtmlElement, lines: list[Line]) -> bool:
        named = max(names.beside(element.get("class")), names.beside(element.get("id")))
        if element.tag in _BESIDE or named == names.SURE or _is_within_article(element):
            return True
        if element.tag in _TEXTS or not (named or element in self.hidden):
            return False
        paragraphs = sum(line.kind == "p" and line.is_prose for line in lines)
        if element in self.hidden:  # paywalls hide what they have sent
            return not paragraphs or not any(map(_body, element.iterancestors()))
        if named == names.UNLESS_PARAGRAPHS:
            return paragraphs < 2
        return sum(len(line.text) for line in lines) < BRIEF

    def _is_note(self, element: HtmlElement) -> bool:
        """A part of a paragraph that is hidden, or named after something beside the text."""
        named = names.beside(element.get("class")) == names.SURE or element in self.hidden
        return named and len(element.text_content()) < BESIDE_WORDS

    def _add(self, text: str | None) -> None:
        if text:
            self.parts.append(text)
            if self.depth:
                self.linked += len(text.strip())

    def _end(self, kind: str, holder: HtmlElement) -> None:
        if self.parts:
            text = " ".join("".join(self.parts).split())
            if text:
                self.found.lines.append(Line(text, self.linked, kind, holder))
            self.parts.clear()
            self.linked = 0


def _body(element: HtmlElement) -> str:
    said = "articleBody" if element.get("itemprop") == "articleBody" else ""
    return names.body(element.get("class")) or names.body(element.get("id")) or said


def _is_within_article(element: HtmlElement) -> bool:
    return element.tag == "article" and next(element.iterancestors("article"), None) is not None

"""What a site's hints find in a page. They may be a stranger's: what is not valid, or fails, finds nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import html
from lxml.html import HtmlElement

from ..hints import Hints
from . import days, flow, reader, xpath
from .claims import MAX_LINE, Claims

MOST = 20
"""Texts that are taken as names or dates."""


@dataclass(frozen=True, slots=True)
class Hinted:
    """Found in the page before anything is cut from it."""

    prune: Sequence[HtmlElement] = ()
    body: Sequence[HtmlElement] = ()
    title: str | None = None
    authors: Sequence[str] = ()
    published: Sequence[str] = ()
    """ISO 8601."""


def look(root: HtmlElement, hints: Hints | None) -> Hinted:
    """Find what the hints name."""
    if hints is None:
        return Hinted()
    return Hinted(
        prune=[each for expression in hints.prune for each in _parts(root, expression)],
        body=next(filter(None, (_parts(root, expression) for expression in hints.body)), ()),
        title=next(iter(_lines(root, hints.title)), None),
        authors=_lines(root, hints.authors),
        published=[_iso(line, hints) for line in _lines(root, hints.published)],
    )


def dated(said: Claims, found: Hinted) -> Claims:
    """What a page says of itself, with the date that the hints found before the others."""
    published, by = [*found.published, *said.published], ("hint", found.published)
    return replace(said, published=published, dated=(by, *said.dated)) if found.published else said


def prune(found: Hinted) -> None:
    """Cut what the hints name out of its page."""
    for element in found.prune:
        _cut(element)


def text(root: HtmlElement, found: Hinted) -> str:
    """What stands in the elements that hold the text, which are taken out of the page for it."""
    body = html.Element("div", itemprop="articleBody")
    for element in _left(root, found):
        _cut(element)
        element.tail = None
        body.append(element)
    return "\n".join(reader.within(flow.flow(body)))


def _left(root: HtmlElement, found: Hinted) -> list[HtmlElement]:
    """Of the elements that hold the text those that stand in no other, and were not cut since; all if all were."""
    chosen, pruned = set(found.body), set(found.prune)
    outer = [each for each in found.body if chosen.isdisjoint(each.iterancestors())]
    due = [each for each in outer if pruned.isdisjoint((each, *each.iterancestors()))]
    return [each for each in due if root in each.iterancestors()] or due


def _cut(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _parts(root: HtmlElement, expression: str) -> list[HtmlElement]:
    """The elements that match, the page as a whole left out."""
    return [each for each in xpath.elements(root, expression) if each.tag not in ("html", "body")]


def _lines(root: HtmlElement, expression: str) -> list[str]:
    return [line[:MAX_LINE] for line in xpath.texts(root, expression)[:MOST]] if expression else []


def _iso(line: str, hints: Hints) -> str:
    if (found := days.iso(line, hints.dates, hints.zone)) is not None:
        return found
    try:
        moment = datetime.fromisoformat(line)
    except ValueError:
        return line
    is_day = len(line) <= len("2026-11-22")
    return line if moment.tzinfo or is_day else moment.replace(tzinfo=days.zone(hints.zone)).isoformat()

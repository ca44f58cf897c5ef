"""What a site's hints find in a page. They may be a stranger's: what is not valid, or fails, finds nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import islice

from lxml import html
from lxml.html import HtmlElement

from ..hints import Hints
from . import dateform, dates, flow, reader, xpath
from .claims import MAX_LINE

DAY = len("2026-11-22")
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
    """ISO 8601, where it could be read as a date."""
    zone: tzinfo = UTC


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
        zone=dateform.zone(hints.zone) or UTC,
    )


def published(found: Hinted, claims: Sequence[str], fed: datetime | None, fetched_at: datetime) -> datetime | None:
    """The moment that the hints found; of a day alone the hour that others claim for that day."""
    moment = dates.settle(found.published, None, fetched_at)
    if moment is None:
        return None
    if all(len(line) <= DAY for line in found.published):
        others = [dates.settle([claim], None, fetched_at) for claim in claims]
        of_day = (each for each in [*others, fed] if each and each.astimezone(found.zone).date() == moment.date())
        moment = next(of_day, moment)
    return moment


def prune(found: Hinted) -> None:
    """Cut what the hints name out of its page."""
    for element in found.prune:
        _cut(element)


def text(root: HtmlElement, found: Hinted) -> str:
    """What stands in the elements that hold the text, which are taken out of the page for it."""
    if not found.body:
        return ""
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
    return [line[:MAX_LINE] for line in islice(xpath.texts(root, expression), MOST)] if expression else []


def _iso(line: str, hints: Hints) -> str:
    if (found := dateform.iso(line, hints.dates, hints.zone)) is not None:
        return found
    try:
        moment = datetime.fromisoformat(line)
    except ValueError:
        return line
    return line if moment.tzinfo or len(line) <= DAY else moment.replace(tzinfo=dateform.zone(hints.zone)).isoformat()

"""When an article was published, as its page shows it beside the headline or under the text, or its address has it."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from . import day, teasers
from .flow import Flow, Line
from .headline import letters

BEFORE, AFTER, PARAGRAPHS = 6, 15, 3
"""Lines before and after the headline that are looked at, up to so many paragraphs of the text."""
LONGEST, WORDS, LABELLED = 160, 6, 16
"""Characters of a line with a date, and words beside it, or beside one that says what it is the date of: a line with
more is a sentence or a caption."""
LINKED = 3
"""Words beside a date in a line that is a link: one with more is a teaser."""
NEAR = 4
"""How many levels up a line before the headline must have a block in common with it, the page's head having others."""
LABEL = 40
"""Characters before a date that say what it is the date of."""

ADDRESS = 1_000
"""Characters of an address's path that are looked at."""

_PUBLISHED = re.compile(
    r"publi|post(?:ed|é|ado)|created|créé|issued|online seit|veröffentlicht|erschienen|erstellt|datum|diterbitkan|yayın"
    r"|نشر|تاريخ|опубл|дата|mis en ligne|mise en ligne|pubblicat|gepubliceerd|opublikowan|first|original|date\b"
    r"|imechapishwa"
    r"|发布|発行|掲載|公開|등록|입력|منتشر",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"updated?|mise? à jour|màj|maj\b|modifi|actualiz|atualiz|aktualisi|stand\b|aggiornat|bijgewerkt|gewijzigd|edit|"
    r"güncel|تحديث|تعديل|обновл|更新|수정|last|dernière|revis|zaktualiz|uppdater|oppdater|opdater",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"today|aujourd|heute\b|hoy\b|hoje\b|اليوم|copyright|©|expire|valid|born|né le|deadline|event|access|consult|"
    r"retrieved|abgerufen|since\b|depuis|jusqu|until|bis\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"/(?P<year>(?:19|20)\d\d)/(?P<month>\d\d?|[a-z]{3})/(?P<day>\d\d?)(?:/|$)"
    r"|(?<!\d)(?P<year_>(?:19|20)\d\d)(?P<sep>[_.-]?)(?P<month_>0[1-9]|1[0-2])(?P=sep)(?P<day_>[0-3]\d)(?!\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20|١٩|٢٠|۱۹|۲۰)[\d]{2}")


ZONES = timedelta(days=1)
"""How far the day of an address may lie from the one that the page shows."""


class Shown(NamedTuple):
    """What a page shows, best first, in ISO 8601."""

    published: tuple[str, ...]
    modified: tuple[str, ...]
    by: str
    """address or text, whichever the first is from."""


def shown(found: Flow, title: str, language: str, url: str) -> Shown:
    """The days that stand beside the headline or, with a word that says so, under the text; that of the address first.

    A day beside the headline that is the address's, or the one before or after it, is as good and may have a time.
    """
    lines = found.lines
    at = headline_at(lines, letters(title))
    dates = [*_around(lines, at, language)] if at is not None else []
    dates += _under(lines, 0 if at is None else at, language)
    published = [moment for label, moment in dates if label != "updated"]
    addressed, near = of_address(url), []
    if addressed:
        near = [moment for moment in published if abs(moment.date() - addressed.date()) <= ZONES]
        published = [*near, addressed, *published]
    updated = [moment for label, moment in dates if label == "updated"]
    by = "address" if addressed and not near else "text"
    return Shown(_written(published), _written(updated), by)


def _written(moments: Sequence[datetime]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(datetime.isoformat, moments)))


def of_address(url: str) -> datetime | None:
    """The day that an address has in its path."""
    for match in _ADDRESS.finditer(unquote(urlsplit(url).path)[:ADDRESS]):
        parts = (match["year"] or match["year_"], match["month"] or match["month_"], match["day"] or match["day_"])
        written = " ".join(reversed(parts)) if parts[1].isalpha() else "-".join(parts)
        for found in day.days(written, "en"):
            return found.moment
    return None


def headline_at(lines: Sequence[Line], core: str) -> int | None:
    """Which line is the headline whose letters are `core`, or else the first h1; None if there is neither."""
    named = [at for at, line in enumerate(lines) if core and letters(line.text) == core]
    if len(named) > 1:  # in a list of the latest, too
        named = [at for at in named if lines[at].kind == "h1"] or named
    heads = [at for at, line in enumerate(lines) if line.kind == "h1"]
    return next(iter([*named, *heads]), None)


def _around(lines: Sequence[Line], at: int, language: str) -> Iterator[tuple[str, datetime]]:
    paragraphs = 0
    for index in range(at + 1, min(len(lines), at + 1 + AFTER)):
        yield from _dates(lines, index, language)
        paragraphs += lines[index].is_prose
        if paragraphs == PARAGRAPHS:
            break
    near = _above(lines[at].holder)
    for index in range(at - 1, max(-1, at - 1 - BEFORE), -1):
        if near & _above(lines[index].holder):
            yield from _dates(lines, index, language)


def _under(lines: Sequence[Line], at: int, language: str) -> Iterator[tuple[str, datetime]]:
    for index in range(at + 1, len(lines)):
        yield from ((label, moment) for label, moment in _dates(lines, index, language) if label)


def _dates(lines: Sequence[Line], at: int, language: str) -> Iterator[tuple[str, datetime]]:
    """The dates of a short line, each with "published", "updated" or "" for what it or the one before says of it."""
    line = lines[at]
    if len(line.text) > LONGEST or line.kind == "quote" or not _YEAR.search(line.text) or "@" in line.text:
        return
    text = day.unmarked(line.text)
    found = sorted(day.days(text, language), key=lambda each: each.start)
    rest, start = [], 0
    for each in found:
        rest.append(text[start : each.start])
        start = each.end
    words = len(" ".join([*rest, text[start:]]).split())
    for before, each in zip(rest, found, strict=False):
        said = before[-LABEL:] if before.strip() or not at else lines[at - 1].text
        label = _label(said) if len(said) <= LABEL else ""
        most = LABELLED if label else LINKED if teasers.is_link(line) else WORDS
        if words <= most and not _OTHER.search(said):
            yield label, each.moment


def _label(said: str) -> str:
    published = [match.end() for match in _PUBLISHED.finditer(said)]
    updated = [match.end() for match in _UPDATED.finditer(said)]
    if not (published or updated):
        return ""
    return "updated" if max(updated, default=-1) > max(published, default=-1) else "published"


def _above(element: HtmlElement) -> set[HtmlElement]:
    above = {element}
    for _, block in zip(range(NEAR), element.iterancestors(), strict=False):
        if block.tag not in ("body", "html"):
            above.add(block)
    return above

"""A stored page to its text and metadata: comment sections cut, trafilatura run, what it misses put right."""

import logging
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.metadata import Document

from .. import hints
from ..article import Reading
from ..characters import text_only
from ..exchange import Context
from ..hints import Hints
from ..warc import Record
from . import (
    challenge,
    comments,
    dateline,
    entity,
    flow,
    hinted,
    language,
    markup,
    menus,
    notices,
    partial,
    reader,
    sharing,
    signature,
    surroundings,
)
from .agency import agencies, agency
from .bulk import ENOUGH, bulk, share_within
from .byline import is_byline, people, signers
from .claims import Claims, claims
from .decision import Lead, is_article
from .headline import headline, letters
from .provenance import provenance
from .publication import Page, publication
from .titles import is_gate
from .wording import before_form

EXTRACTOR = f"trafilatura {version('trafilatura')} pressmark 5"
"""What reads pages; the last number goes up with every change here that may change a reading."""

CONTAINED = 0.6
"""Share of the page's bulk that a fast extraction must hold to be believed."""
LONGER = 1.3
"""How many times as long the second opinion must be to be believed."""
SHORT_TEXT = 250
"""Characters below which the text is looked for in JSON-LD too."""
TWICE = 2
"""How many times as long as the text JSON-LD's articleBody must be to stand for it."""
HEAD = 5
"""Lines of the text among which a byline may be."""

MOST_TAGS = 300_000
"""Tags of a page worth reading, seconds of work: the largest of a thousand article pages had a thirtieth of them."""

_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of what follows: with them a line can show other words than it has."""
_NOT_READ = ("script", "style", "svg", "template", "canvas", "object", "embed", "iframe")
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_SNIFFED_TYPES = frozenset({None, "text/plain", "application/octet-stream", "text/xml", "application/xml"})

for _name in ("trafilatura", "htmldate"):  # they warn of every empty page; a reading's outcome says so
    logging.getLogger(_name).addHandler(logging.NullHandler())


def read_record(record: Record, context: Context) -> Reading:
    """Read the page in a response record; what is in no way readable is an outcome, never an exception."""
    kind = entity.media_type(record.head)
    if kind not in _HTML_TYPES and kind not in _SNIFFED_TYPES:
        return Reading(outcome="not_html", extractor=EXTRACTOR)
    try:
        body = entity.decoded(record.head, record.payload)
    except entity.TooLarge:
        return Reading(outcome="failed:too_large", extractor=EXTRACTOR)
    except entity.Undecodable:
        return Reading(outcome="failed:undecodable", extractor=EXTRACTOR)
    fetched_at = datetime.fromisoformat(record.headers["WARC-Date"])
    layout = hints.at(context.hints, fetched_at)
    reading = read_page(
        body,
        charset=entity.charset(record.head),
        url=record.headers["WARC-Target-URI"],
        fetched_at=fetched_at,
        title=context.title,
        published=context.published,
        found_in=context.found_in,
        expected=context.expected,
        layout=layout,
    )
    return replace(reading, sources=hints.marked(reading.sources, layout))


def read_page(
    body: bytes,
    *,
    charset: str | None,
    url: str,
    fetched_at: datetime,
    title: str | None = None,
    published: datetime | None = None,
    found_in: str | None = None,
    expected: bool = False,
    layout: Hints | None = None,
) -> Reading:
    """Read a page's bytes, content codings undone; the last ones say how it was found, as Context does."""
    if not body.strip():
        return Reading(outcome="empty", extractor=EXTRACTOR)
    page = markup.text(body, charset)
    if not markup.is_markup(body, page):
        return Reading(outcome="not_html", extractor=EXTRACTOR)
    if page.count("<") > MOST_TAGS:
        return Reading(outcome="failed:too_large", extractor=EXTRACTOR)
    root = markup.tree(page)
    if root is None:
        return Reading(outcome="empty", extractor=EXTRACTOR)
    found = _read(root, url, fetched_at, Lead(title, found_in, expected), fed=published, layout=layout)
    blocked = found.outcome == "failed:blocked" or (found.outcome == "empty" and challenge.is_challenge(page))
    return _storable(Reading(outcome="failed:blocked", extractor=EXTRACTOR, title=found.title) if blocked else found)


def warm() -> None:
    """Load the models and tables that the first page would wait for."""
    url = "http://localhost/2020/01/01/le-pont-rouvre-a-la-circulation"
    read_page(_WARMING, charset=None, url=url, fetched_at=datetime(2020, 1, 1, tzinfo=UTC))
    root = markup.tree(_WARMING.decode())
    if root is not None:
        _run(root, url, precise=False)


_WARMING = (
    "<html><body><h1>Le pont rouvre</h1><p>Par la rédaction, le 2 janvier 2020</p>"
    + "<p>Le pont sur la rivière rouvre à la circulation après des travaux.</p>" * 20
).encode()


def _read(
    root: HtmlElement, url: str, fetched_at: datetime, lead: Lead, *, fed: datetime | None, layout: Hints | None
) -> Reading:
    said, hint, declared = claims(root, url), hinted.look(root, layout), language.declared(root)
    more = partial.has_next(root, url)
    etree.strip_elements(root, *_NOT_READ, with_tail=False)
    comments.prune(root)
    called = headline(said.headings, said.headline, [*said.titles, lead.title or ""], said.site)
    if not is_article(root, said, url, lead):
        outcome = "failed:blocked" if is_gate([called or "", *said.titles]) else "not_article"
        return Reading(outcome=outcome, extractor=EXTRACTOR, title=_nfc(called), canonical_url=said.canonical_url)
    called = hint.title or called
    hinted.prune(hint)
    surroundings.prune(root)
    surroundings.open_headers(root)
    authors, signed_by = _authors(root, said, hint.authors)
    sharing.prune(root, {url, said.canonical_url})
    seen = flow.flow(root)
    told = hinted.text(root, hint)
    found, sure = (told, True) if told else _found(root, seen, url, said)
    if not authors:
        authors, signed_by = _signers(seen, found, called or "", said)
    whole = _whole(found, said, [called or "", lead.title or ""], authors, trusted=bool(told))
    lines, walled = partial.before_wall(whole)
    lines = notices.without(lines, authors)
    lines = lines if told else challenge.without_foot(lines, seen.lines)
    own = not told and challenge.is_own(lines)
    running = not own and (sure or menus.is_running(lines, root, dated=bool(said.published)))
    text = "\n".join(lines) if running else ""
    gated = own and challenge.asks_consent(lines) and not _is_headed(said)
    paywalled = True if walled else said.paywalled
    spoken = language.detect(text)
    page = Page(root, seen, url, said, called or "", language.tag(declared, spoken))
    dated = publication(page, fed, fetched_at, hinted.published(hint, said.published, fed, fetched_at))
    reading = Reading(
        outcome="article" if text else "failed:blocked" if gated else "empty",
        extractor=EXTRACTOR,
        title=_nfc(called),
        text=text,
        authors=authors,
        published=dated.published,
        modified=dated.modified,
        language=spoken,
        section=said.section,
        tags=said.tags,
        image=said.image,
        canonical_url=said.canonical_url,
        paywalled=paywalled,
        agency=agency(said.sources, lines),
        partial=partial.reason(lines, walled=walled, paywalled=paywalled, words=said.words, more=more)
        if text
        else None,
    )
    by = {"titled_by": "hint" if hint.title else "", "read_by": "hint" if told else ""}
    return replace(reading, sources=provenance(reading, said, dated_by=dated.by, signed_by=signed_by, **by))


def _authors(root: HtmlElement, said: Claims, hint: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The people that the site's hints find, or the page's metadata name, or its markup; and which of these."""
    if named := people(hint, said.site):
        return named, "hint"
    stated = people(said.authors, said.site)
    return (stated, said.origins.get("authors", "meta")) if stated else (signature.signed(root, said.site), "markup")


def _signers(seen: flow.Flow, found: str, called: str, said: Claims) -> tuple[tuple[str, ...], str]:
    """The people who signed beside the headline, in the text's first lines or around it; else an agency, if stated."""
    lines, text = seen.lines, found.splitlines()
    named = signature.beside(lines, dateline.headline_at(lines, letters(called)), said.site)
    named = named or signers(text[:HEAD], said.site) or signature.undersigned(lines, text, said.site)
    return (named, "text") if named else (agencies(said.authors or said.sources), said.origins.get("authors", "meta"))


def _is_headed(said: Claims) -> bool:
    """Whether the page has a headline besides the name of its site."""
    names = {letters(name) for name in said.site}
    return any(letters(heading) not in names for heading in said.headings)


def _whole(found: str, said: Claims, titles: Sequence[str], authors: Sequence[str], *, trusted: bool) -> list[str]:
    """The lines of the text, or of the articleBody that JSON-LD has where the page shows little of it."""
    known = [*titles, *said.headings, said.headline, *said.titles]
    lines = _lines(found, known, authors)
    shown = sum(map(len, lines))
    if trusted or (len(said.body) <= TWICE * shown and shown >= SHORT_TEXT):
        return lines
    stated = _lines(said.body, known, authors)
    agrees = shown < SHORT_TEXT or share_within(said.body, "\n".join(lines)) >= CONTAINED
    return stated if agrees and sum(map(len, stated)) > shown else lines


def _found(root: HtmlElement, seen: flow.Flow, url: str, said: Claims) -> tuple[str, bool]:
    """The text, and whether it is surely the article's: fast and precise where that keeps the page's bulk, else
    balanced with all fallbacks, which take the menus of a page that has little else."""
    lines, share = reader.read(seen, said.summaries)
    text = "\n".join(lines)
    if share >= CONTAINED:
        return text, len(text) >= SHORT_TEXT
    other, reference = _run(root, url, precise=True), bulk(root)
    other_share = share_within(other, reference)
    if other_share >= CONTAINED or len(other) > LONGER * len(text):
        return other, other_share >= CONTAINED
    if len(text) >= SHORT_TEXT:
        return text, True
    if len(reference) < ENOUGH:
        menus.prune(root)
    return _run(root, url, precise=False), False


def _run(root: HtmlElement, url: str, *, precise: bool) -> str:
    document = bare_extraction(root, url=url, include_comments=False, fast=precise, favor_precision=precise)
    return (document.text if isinstance(document, Document) else None) or ""


def _lines(text: str, titles: Sequence[str], authors: Sequence[str]) -> list[str]:
    """Its lines in NFC, without headline and byline at the start and the wording of a comment form at the end."""
    lines = [line.strip() for line in (_nfc(text) or "").splitlines()]
    lines = before_form([line for line in lines if line])
    known = {letters(title) for title in titles} - {""}
    head = [line for line in lines[:HEAD] if letters(line) not in known and not is_byline(line, authors)]
    return [*head, *lines[HEAD:]]


def _storable(reading: Reading) -> Reading:
    """With nothing in it that no table can hold, whatever JSON-LD said."""
    return replace(reading, **{field.name: _clean(getattr(reading, field.name)) for field in fields(reading)})


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return text_only(value)
    return tuple(filter(None, map(text_only, value))) if isinstance(value, tuple) else value


def _nfc(text: str | None) -> str | None:
    return _OVERRIDES.sub("", unicodedata.normalize("NFC", text)) if text else None

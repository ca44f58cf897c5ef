"""A feed's bytes -> the links it lists: RSS 0.9x to 2.0, RDF, Atom, and JSON Feed by way of jsonfeed.py."""

import codecs
import html
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from time import struct_time
from typing import Any

import feedparser
from w3lib.encoding import html_body_declared_encoding, read_bom

from . import jsonfeed, paging
from .link import Link, Listing, NotAFeed, absolute, language, unique
from .moment import believed
from .title import plain

ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
ITEM = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
LONG_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{6,})|([0-9]{7,}));?", re.IGNORECASE)
SINGLE_BYTE = ("ascii", "cp125", "iso8859", "koi8", "mac", "tis")
CHARSETS = (*SINGLE_BYTE, "big5", "cp", "euc", "gb", "iso2022", "johab", "shift", "utf")
"""Python has other codecs, such as punycode and unicode_escape, that no feed may choose."""


def read(body: bytes, url: str, limit: int, *, size: int = 4 * 2**20, now: datetime | None = None) -> Listing:
    """The first `limit` links of the feed fetched from `url`, in its order; NotAFeed when it is none.

    No more than `size` bytes of it are looked at; dates more than two days after `now` are not believed.
    """
    now = now or datetime.now(UTC)
    text = _decoded(body[:size])
    if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return jsonfeed.read(text, url, limit, now)
    text = _from_root(text, url)
    some = _first_items(text, limit)
    parsed = _parsed(some, url)
    if not parsed.get("version") and not parsed.entries:  # a feed without any root has no version at all
        raise NotAFeed(f"{url}: this XML is neither RSS nor Atom; name the address of a feed")
    links = unique(_links(parsed, url, now), limit)
    return Listing(tuple(links), next=_next(parsed.feed, url), cut=len(some) < len(text) or len(body) > size)


def page(url: str, number: int) -> str:
    """The address of page `number` of a WordPress feed; page 1 is the feed itself."""
    return paging.with_parameter(url, "paged", str(number) if number > 1 else None)


def _decoded(body: bytes) -> str:
    """The text; bytes that are valid UTF-8 are UTF-8 whatever single-byte charset the feed declares."""
    bom, _ = read_bom(body)
    declared = html_body_declared_encoding(body) or "utf-8"
    if not declared.startswith(CHARSETS):
        declared = "utf-8"
    first = "utf-8" if declared.startswith(SINGLE_BYTE) else declared
    for encoding in (bom or first, first, declared):
        try:
            return codecs.getincrementaldecoder(encoding)().decode(body)  # a cut last character is no error
        except UnicodeError:
            continue
    return _mended(body)


def _mended(body: bytes) -> str:
    """UTF-8 with some broken bytes, or a Windows page that says otherwise: whichever leaves fewer bytes unread."""
    beyond_ascii = len(body) - len(body.decode("ascii", "ignore"))
    broken = len(body) - len(body.decode("utf-8", "ignore").encode())
    return body.decode("utf-8" if 2 * broken < beyond_ascii else "cp1252", "replace")


def _from_root(text: str, url: str) -> str:
    """The feed without its prologue: entities cannot expand where their declarations are gone.

    feedparser alone made 600 MB of a 109 KB feed whose one entity was used 3,000 times.
    """
    root, page = ROOT.search(text), PAGE.search(text)
    if page and (not root or page.start() < root.start()):
        raise NotAFeed(f"{url}: an HTML page came where a feed was expected; name the address of a feed")
    if not root:
        raise NotAFeed(f"{url}: not a feed (no rss, feed or RDF element); name the address of a feed")
    return text[root.start() : text.rfind(">") + 1]  # half an address at a cut is none


def _first_items(text: str, limit: int) -> str:
    """The feed up to its item number `limit`: parsing time goes with the number of items."""
    beyond = next(islice(ITEM.finditer(text), limit, None), None)
    return text[: beyond.start()] if beyond else text


def _parsed(text: str, url: str) -> Any:
    text = LONG_REFERENCE.sub(_character, text)
    try:
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),  # a bare bytes argument would be tried as a file name
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,  # inside descriptions, which nobody reads here
        )
    except Exception as error:  # whatever strangers can make it raise
        raise NotAFeed(
            f"{url}: too damaged for the feed parser ({type(error).__name__}: {str(error)[:100]})"
        ) from error


def _character(reference: re.Match[str]) -> str:
    """What a numeric reference of many digits means; feedparser raises when that is beyond Unicode."""
    digits = (reference[1] or reference[2]).lstrip("0")
    number = int(digits or "0", 16 if reference[1] else 10) if len(digits) <= 7 else 0
    return html.escape(chr(number)) if 0 < number <= sys.maxunicode else "\ufffd"


def _links(parsed: Any, url: str, now: datetime) -> Iterator[Link]:
    spoken = language(parsed.feed.get("language"))
    for entry in parsed.entries:
        named = _address(entry).strip()
        address = absolute(named, url)
        if address and not named.startswith("&"):  # an entity, whose declaration is not read
            published, modified = _moment(entry, "published_parsed", now), _moment(entry, "updated_parsed", now)
            said = language(entry.get("language")) or language(entry.get("title_detail", {}).get("language"))
            yield Link(address, plain(entry.get("title")), published or modified, modified, said or spoken, url)


def _address(entry: Any) -> str:
    """What the entry calls its page; an id that feedparser gives for one must look like an address."""
    address = str(entry.get("feedburner_origlink") or entry.get("link") or "")
    linked = entry.get("feedburner_origlink") or any(link.get("rel") == "alternate" for link in entry.get("links", ()))
    return address if linked or address.startswith(("http://", "https://", "/")) else ""


def _next(feed: Any, url: str) -> str | None:
    named = (link.get("href", "") for link in feed.get("links", ()) if link.get("rel") == "next")
    address = absolute(next(named, ""), url)
    return address if address != url else None


def _moment(entry: Any, name: str, now: datetime) -> datetime | None:
    value: struct_time | None = dict.get(entry, name)  # its own get() answers one date for the other, and warns
    try:
        return believed(datetime(*value[:6], tzinfo=UTC), now) if value else None
    except ValueError:
        return None

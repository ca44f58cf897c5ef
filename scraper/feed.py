"""A feed's bytes -> the links it lists: RSS 0.9x to 2.0, RDF and Atom."""

import codecs
import html
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from time import struct_time
from typing import Any

import feedparser
from w3lib.encoding import html_body_declared_encoding, read_bom
from w3lib.html import remove_tags

from .sources import Link, NotAFeed, absolute, unique

ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
ITEM_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
SINGLE_BYTE = ("ascii", "cp125", "iso8859", "koi8", "mac", "tis")
CHARSETS = (*SINGLE_BYTE, "big5", "cp", "euc", "gb", "iso2022", "johab", "shift", "utf")
"""Python has other codecs, such as punycode and unicode_escape, that no feed may choose."""
LONGEST_TITLE = 500


def read(body: bytes, url: str, limit: int, *, size: int = 4 * 2**20) -> list[Link]:
    """The first `limit` links of the feed fetched from `url`, in its order; NotAFeed when it is none.

    No more than `size` bytes of it are looked at.
    """
    text = _from_root(_decoded(body[:size]), url)
    parsed = feedparser.parse(
        io.BytesIO(_first_items(text, limit).encode()),  # a bare bytes argument would be tried as a file name
        response_headers={"content-location": url, "content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,  # inside descriptions, which nobody reads here
    )
    if not parsed.version and not parsed.entries:
        raise NotAFeed(f"{url}: this XML is neither RSS nor Atom; name the address of a feed")
    return unique(_links(parsed.entries, url), limit)


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
        except UnicodeDecodeError:
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
    """The feed up to the end of its item number `limit`: parsing time goes with the number of items."""
    for number, end in enumerate(ITEM_END.finditer(text), start=1):
        if number >= limit:
            return text[: end.end()]
    return text


def _links(entries: list[Any], url: str) -> Iterator[Link]:
    for entry in entries:
        address = absolute(entry.get("feedburner_origlink") or entry.get("link") or "", url)
        if address:
            published, modified = _moment(entry, "published_parsed"), _moment(entry, "updated_parsed")
            yield Link(address, _title(entry), published or modified, "article", url, modified)


def _moment(entry: Any, name: str) -> datetime | None:
    value: struct_time | None = dict.get(entry, name)  # its own get() answers one date for the other, and warns
    try:
        return datetime(*value[:6], tzinfo=UTC) if value else None
    except ValueError:
        return None


def _title(entry: Any) -> str | None:
    plain = html.unescape(remove_tags(entry.get("title") or ""))
    return " ".join(plain.split())[:LONGEST_TITLE] or None

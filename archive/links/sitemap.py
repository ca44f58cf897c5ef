"""A sitemap's bytes -> the links it lists, and the further sitemaps: XML, plain text, gzipped or not."""

import heapq
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import islice

from lxml import etree

from . import feed
from .link import Link, Listing, NotASitemap, absolute, host, language
from .moment import iso
from .period import period
from .title import plain

GZIP = b"\x1f\x8b"
LONGEST_AGO = datetime.min.replace(tzinfo=UTC)


def read(
    body: bytes,
    url: str,
    limit: int,
    *,
    size: int = 50 * 2**20,
    entries: int = 100_000,
    now: datetime | None = None,
) -> Listing:
    """Pages and further sitemaps, at most `limit` of each, the newest first where dates are given.

    An address listed twice counts once, with its newest date; the sitemap itself does not count. Of a longer document
    the first `size` bytes and `entries` entries are read (sitemaps.org allows 50 MiB and 50,000). NotASitemap when it
    is none; dates more than two days after `now` are not believed.
    """
    now = now or datetime.now(UTC)
    text, cut = _inflated(body, url, size)
    text = text.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return _cut(_listing(_lines(text, url), url, limit, entries), cut)
    text = text[: text.rfind(b">") + 1]  # half an address at a cut is none
    match _root(text, url):
        case "urlset":
            return _cut(_listing(_pages(text, url, now), url, limit, entries), cut)
        case "sitemapindex":
            listed = _listing(_children(text, url, now), url, limit, entries)
            children = heapq.nlargest(limit, listed.pages + listed.sitemaps, _date)
            return Listing(sitemaps=tuple(children), cut=listed.cut or cut)
        case "rss" | "feed" | "RDF":  # sitemaps.org takes feeds for sitemaps
            return feed.read(text, url, limit, now=now)
        case name:
            raise NotASitemap(f"{url}: a {name} element came where a sitemap was expected")


def month(url: str) -> tuple[date, date] | None:
    """First and last day that the address of a yearly, monthly or daily archive sitemap names, else None."""
    return period(url)


def is_sitemap(url: str) -> bool:
    """Whether an address is a sitemap's by the name of the file."""
    name = url.partition("?")[0].rpartition("/")[2].lower()
    return "sitemap" in name and name.endswith((".xml", ".xml.gz"))


def _inflated(body: bytes, url: str, size: int) -> tuple[bytes, bool]:
    """The body without gzip, and whether there is more than `size` of it; what a cut-off file still gives is taken."""
    if not body.startswith(GZIP):
        return body[:size], len(body) > size
    text = b""
    while body.startswith(GZIP) and len(text) <= size:  # gzip files may be put one behind the other
        inflate = zlib.decompressobj(wbits=31)
        try:
            part = inflate.decompress(body, size + 1 - len(text))
        except zlib.error as error:
            raise NotASitemap(f"{url}: damaged gzip ({error})") from error
        text, body = text + part, inflate.unused_data if part else b""
    return text[:size], len(text) > size


def _elements(text: bytes, *events: str, tag: tuple[str, ...] | None = None) -> Iterator[etree._Element]:
    """Elements of a document from strangers: nothing fetched, no entity expanded, damage passed over."""
    parsed = etree.iterparse(
        BytesIO(text),
        events=events,
        tag=tag,
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in parsed:
            yield element
    except etree.XMLSyntaxError:
        return


def _root(text: bytes, url: str) -> str:
    for element in _elements(text, "start"):
        return _name(element)
    raise NotASitemap(f"{url}: not XML, though it begins as if it were")


def _entries(text: bytes, name: str) -> Iterator[etree._Element]:
    for element in _elements(text, "end", tag=(f"{{*}}{name}",)):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _fields(entry: etree._Element) -> dict[str, str]:
    """What the entry's own children and those of its `news` element say, by local name."""
    fields: dict[str, str] = {}
    for child in entry:
        name = _name(child)
        if name == "news":
            for said in child.iterdescendants("{*}title", "{*}publication_date", "{*}language"):
                _note(fields, _name(said), said)
        elif name in ("loc", "lastmod"):
            _note(fields, name, child)
    return fields


def _name(element: etree._Element) -> str:
    try:
        tag = element.tag
    except UnicodeDecodeError:  # the parser lets a few broken characters through
        return ""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""  # an entity left alone has none


def _note(fields: dict[str, str], name: str, element: etree._Element) -> None:
    with suppress(UnicodeDecodeError):
        if element.text and not len(element):  # an entity left alone is a child
            fields.setdefault(name, element.text.strip())


def _pages(text: bytes, url: str, now: datetime) -> Iterator[Link]:
    for entry in _entries(text, "url"):
        said = _fields(entry)
        if address := absolute(said.get("loc", ""), url):
            published, modified = iso(said.get("publication_date"), now), iso(said.get("lastmod"), now)
            yield Link(address, plain(said.get("title")), published, modified, language(said.get("language")), url)


def _children(text: bytes, url: str, now: datetime) -> Iterator[Link]:
    for entry in _entries(text, "sitemap"):
        said = _fields(entry)
        if address := absolute(said.get("loc", ""), url):
            yield Link(address, source=url, modified=iso(said.get("lastmod"), now))


def _lines(text: bytes, url: str) -> Iterator[Link]:
    """A sitemap of plain text: one full address a line."""
    found = False
    for line in BytesIO(text):
        if line.startswith((b"http://", b"https://")) and (address := absolute(line.decode("utf-8", "replace"), url)):
            found = True
            yield Link(address, source=url)
    if not found:
        raise NotASitemap(f"{url}: neither XML nor a list of addresses")


def _listing(links: Iterator[Link], url: str, limit: int, entries: int) -> Listing:
    """The links; further sitemaps, which some sites list among the pages, apart."""
    found, left_out = _newest(islice(links, entries), url, limit)
    left_out = left_out or next(links, None) is not None
    further = {link.url for link in found if is_sitemap(link.url)}
    pages = tuple(link for link in found if link.url not in further)
    return Listing(pages, tuple(link for link in found if link.url in further), cut=left_out)


def _cut(listing: Listing, cut: bool) -> Listing:
    return replace(listing, cut=True) if cut else listing


def _newest(links: Iterable[Link], url: str, limit: int) -> tuple[list[Link], bool]:
    """The newest `limit` addresses, and whether others were left out; memory goes with `limit`."""
    best: dict[str, Link] = {}
    tail, left_out = _place(url).removeprefix(host(url)), False
    for link in links:
        known = best.get(link.url)
        if known is None or _date(link) > _date(known):
            best[link.url] = link
        if len(best) > 2 * limit + 1:
            best, left_out = {kept.url: kept for kept in heapq.nlargest(limit, best.values(), _date)}, True
    others = (link for link in best.values() if not (link.url.endswith(tail) and _place(link.url) == _place(url)))
    newest = heapq.nlargest(limit + 1, others, _date)
    return newest[:limit], left_out or len(newest) > limit


def _date(link: Link) -> datetime:
    return link.modified or link.published or LONGEST_AGO


def _place(url: str) -> str:
    """An address without scheme and `www.`, as far as it can name the same sitemap."""
    return host(url) + url.partition("://")[2].partition("/")[2]

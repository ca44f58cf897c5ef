"""A sitemap's bytes -> the links it lists, and the further sitemaps: XML, plain text, gzipped or not."""

import heapq
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO

from lxml import etree

from . import feed
from .sources import Link, NotASitemap, absolute, unique

GZIP = b"\x1f\x8b"
LONGEST_AGO = datetime.min.replace(tzinfo=UTC)


def read(body: bytes, url: str, limit: int, *, size: int = 50 * 2**20) -> tuple[list[Link], list[Link]]:
    """Pages and further sitemaps, at most `limit` of each, the newest first where dates are given.

    NotASitemap when it is none, or inflates to more than `size` bytes (sitemaps.org allows 50 MiB).
    """
    text = _inflated(body, url, size).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return _newest(_lines(text, url), limit), []
    text = text[: text.rfind(b">") + 1]  # half an address at a cut is none
    match _root(text, url):
        case "urlset":
            return _newest(_pages(text, url), limit), []
        case "sitemapindex":
            return [], _newest(_children(text, url), limit)
        case "rss" | "feed" | "RDF":  # sitemaps.org takes feeds for sitemaps
            return feed.read(text, url, limit), []
        case name:
            raise NotASitemap(f"{url}: a {name} element came where a sitemap was expected")


def _inflated(body: bytes, url: str, size: int) -> bytes:
    """The body without gzip; what a cut-off file still gives is taken."""
    if not body.startswith(GZIP):
        return body
    inflate = zlib.decompressobj(wbits=31)
    try:
        text = inflate.decompress(body, size + 1)
    except zlib.error as error:
        raise NotASitemap(f"{url}: damaged gzip ({error})") from error
    if len(text) > size:
        raise NotASitemap(f"{url}: inflates to more than {size:,} bytes")
    return text


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
        return str(etree.QName(element).localname)
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
    for child in entry.iterchildren("{*}loc", "{*}lastmod", "{*}news"):
        name = etree.QName(child).localname
        said = child.iterchildren("{*}title", "{*}publication_date") if name == "news" else (child,)
        for element in said:
            if element.text and not len(element):  # an entity left alone is a child
                fields.setdefault(etree.QName(element).localname, " ".join(element.text.split()))
    return fields


def _pages(text: bytes, url: str) -> Iterator[Link]:
    for entry in _entries(text, "url"):
        said = _fields(entry)
        if address := absolute(said.get("loc", ""), url):
            published, modified = _moment(said.get("publication_date")), _moment(said.get("lastmod"))
            yield Link(address, said.get("title"), published, "article", url, modified)


def _children(text: bytes, url: str) -> Iterator[Link]:
    for entry in _entries(text, "sitemap"):
        said = _fields(entry)
        if address := absolute(said.get("loc", ""), url):
            yield Link(address, kind="sitemap", source=url, modified=_moment(said.get("lastmod")))


def _lines(text: bytes, url: str) -> list[Link]:
    """A sitemap of plain text: one full address a line."""
    found = []
    for line in text.decode("utf-8", "replace").splitlines():
        if line.startswith(("http://", "https://")) and (address := absolute(line, url)):
            found.append(Link(address, source=url))
    if not found:
        raise NotASitemap(f"{url}: neither XML nor a list of addresses")
    return found


def _newest(links: Iterable[Link], limit: int) -> list[Link]:
    newest = heapq.nlargest(limit, links, key=lambda link: link.modified or link.published or LONGEST_AGO)
    return unique(newest, limit)


def _moment(text: str | None) -> datetime | None:
    """A W3C date and time, UTC; one without zone is taken as UTC, and a bare year or month is no date."""
    try:
        value = datetime.fromisoformat(text or "")
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None

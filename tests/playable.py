"""Captures of every kind that has to replay: codings, addresses, revisits; written as a crawl writes them."""

import gzip
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli

from archive import warc
from archive.article import Reading
from archive.commit import commit
from archive.exchange import Context, Exchange, Location
from archive.segment import Name
from archive.spool import Spool
from archive.store import Store

SITE = "paper.example"
BEGAN = datetime(2026, 11, 20, 8, tzinfo=UTC)
READING = Reading(outcome="article", extractor="test 1", title="Title", text="Text of it.", language="en")


@dataclass(frozen=True)
class Played:
    """A page as it was captured, and the address that a reader asks for."""

    name: str
    captured: str
    asked: str
    coding: str = ""

    @property
    def text(self) -> bytes:
        return f"<html><body><p>This is {self.name}, whole and as it was.</p></body></html>".encode()

    @property
    def exchange(self) -> Exchange:
        return exchange(self.captured, ENCODE[self.coding](self.text), coding=self.coding)


def deflate(data: bytes) -> bytes:
    """Without zlib's frame, as some servers send it."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


ENCODE = {"": bytes, "gzip": gzip.compress, "br": brotli.compress, "deflate": zlib.compress, "x-deflate": deflate}
BASE = f"http://{SITE}"
PAGES = (
    Played("plain", f"{BASE}/", f"{BASE}/"),
    Played("gzip", f"{BASE}/gzip", f"{BASE}/gzip", "gzip"),
    Played("brotli", f"{BASE}/br", f"{BASE}/br", "br"),
    Played("deflate", f"{BASE}/deflate", f"{BASE}/deflate", "deflate"),
    Played("deflate without zlib", f"{BASE}/raw-deflate", f"{BASE}/raw-deflate", "x-deflate"),
    Played("arabic path", f"{BASE}/%D9%85%D9%82%D8%A7%D9%84", f"{BASE}/%d9%85%d9%82%d8%a7%d9%84"),
    Played("accents", f"{BASE}/caf%C3%A9/%20b%C3%A9b%C3%A9", f"{BASE}/caf%C3%A9/%20b%C3%A9b%C3%A9"),
    Played("latin-1 path", f"{BASE}/caf%E9", f"{BASE}/caf%E9"),
    Played("idn host", "http://xn--bcher-kva.example/a", "http://xn--bcher-kva.example/a"),
    Played("idn host by name", "http://xn--mnchen-3ya.example/a", "http://m%C3%BCnchen.example/a"),
    Played("order of a query", f"{BASE}/q?b=2&a=1", f"{BASE}/q?a=1&b=2"),
    Played("repeated names", f"{BASE}/q?a=2&a=1", f"{BASE}/q?a=2&a=1"),
    Played("escapes in a query", f"{BASE}/q?s=a%26b%3Dc%2Fd", f"{BASE}/q?s=a%26b%3Dc%2Fd"),
    Played("non-latin query", f"{BASE}/q?s=%D9%85&t=%C3%A9", f"{BASE}/q?s=%D9%85&t=%C3%A9"),
    Played("spaces in a query", f"{BASE}/q?s=a+b%20c", f"{BASE}/q?s=a+b%20c"),
    Played("empty values", f"{BASE}/q?z&y=", f"{BASE}/q?z&y="),
)


def exchange(url: str, body: bytes, *, coding: str = "", status: str = "200 OK", more: str = "") -> Exchange:
    """An answer with this body."""
    lines = f"Content-Encoding: {coding.removeprefix('x-')}\r\n" if coding else ""
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{lines}{more}\r\n"
    request = f"GET / HTTP/1.1\r\nHost: {SITE}\r\n\r\n".encode()
    return Exchange(url=url, method="GET", started=BEGAN, request=request, head=head.encode(), body=body)


def put(store: Store, folder: Path, exchanges: Iterable[Exchange], site: str = SITE, serial: int = 1) -> Name:
    """Commit a segment of these, a second apart; each 304 and equal payload is a revisit of the first of its URL."""
    spool = Spool(folder / "spool")
    segment = spool.open(Name.new(site, BEGAN, serial, "abc123"))
    segment.append(warc.warcinfo("<urn:uuid:0>", "a", BEGAN, []))
    first: dict[str, warc.Original] = {}
    digests: dict[str, warc.Original] = {}
    place = Location(segment.name.warc, 0, 1)
    for number, each in enumerate(exchanges):
        known = first.get(each.url)
        encoded = warc.encode(
            replace(each, started=BEGAN + timedelta(hours=serial, seconds=number)),
            Context(kind="article"),
            "<urn:uuid:0>",
            validated=known,
            find_original=digests.get,
        )
        segment.append(encoded.data)
        original = warc.Original(encoded.record_id, encoded.url, encoded.date, place)
        first.setdefault(each.url, original)
        if encoded.reusable and encoded.payload_digest:
            digests.setdefault(encoded.payload_digest, original)
        if b" 200 " in each.head:
            said = replace(READING, title=f"About {each.url}", canonical_url=each.url)
            spool.note(segment.name, encoded.record_id, said)
    segment.close()
    commit(spool, store, segment.name)
    return segment.name

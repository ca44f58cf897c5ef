"""What reads strangers' bytes, one function each: bytes in; anything but the named errors, or too much out, is a find.

The same functions are fed by hypothesis in every test run, by atheris in `make fuzz`, and with what these once found.
"""

import gzip
import io
import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from archive import canonical, member, message, optout, scan, urlkey, warc
from archive.errors import DamagedRecord, Misuse
from archive.exchange import Context, Exchange
from archive.extraction import entity, extract
from archive.fixity import manifest, receipt
from archive.folder import FolderStore
from archive.index import cdxj, zipnum
from archive.ingestion import reading, screen
from archive.links import discover, feed, section, sitemap, wordpress
from archive.links.link import Listing, NotASource
from archive.replay import waczreader
from archive.requisites import page, style
from archive.segment import Name
from archive.takedown import takedowns
from archive.wacz import check
from scraper.politeness import robots
from tests.fuzz import seeds
from tests.fuzz.seeds import CUT

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
URL = "http://paper.example/news/index.xml"
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
NAME = Name("paper.example", "paper.example-20261122080000000-00001-abc123")
LIMIT = 50
"""Links, or requisites, that may be taken."""


@dataclass(frozen=True, slots=True)
class Target:
    """A reader, and inputs of ours that lead into it."""

    run: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    cost: int = 1
    """How much slower than the others it is: it gets so many fewer tries."""


def record(data: bytes) -> None:
    """A record's bytes, unpacked."""
    try:
        found = warc.parse(data)
    except DamagedRecord:
        return
    assert len(found.block) + len(found.headers) <= len(data)
    assert len(found.payload) <= len(found.block)


def members(data: bytes) -> None:
    """A file that should be gzip members, each with a record."""
    end = 0
    with suppress(DamagedRecord):
        for each in member.members(io.BytesIO(data)):
            assert each.offset == end
            end += each.length
    assert end <= len(data)
    with suppress(DamagedRecord):
        assert member.unpack(data) is not None
    found = member.find(io.BytesIO(data), 1, b"WARC/1.")
    assert found is None or 1 <= found < len(data)
    assert len(member.start(data, 100) or b"") <= 100


def segment(data: bytes) -> None:
    """A segment of ours, its members whole: what they hold is the stranger's."""
    packed = b"".join(member.pack(part) for part in data.split(CUT))
    faults: list[tuple[int, str]] = []
    at = 0
    for group in scan.walk(io.BytesIO(packed), NAME, lambda offset, problem: faults.append((offset, problem))):
        assert group.start == at < group.end
        at = group.end
        if group.found:
            line = cdxj.line(group.found.capture)
            (entry,) = cdxj.read(line.encode())
            assert entry.location.offset == group.start
    assert at == len(packed)


def exchange(data: bytes) -> None:
    """An answer off the wire: whatever it was, its records are whole and hold it."""
    head, body = message.split(data)
    if message.status(head) is None:
        head, body = b"", data
    asked = b"GET / HTTP/1.1\r\nHost: paper.example\r\nAuthorization: Basic c2VjcmV0\r\n\r\n"
    kept = Exchange(url=URL, method="GET", started=NOW, request=asked, head=head, body=body, interim=data[:99])
    info = warc.warcinfo("<urn:uuid:0>", NAME.warc, NOW, [])
    for chunked in (False, True):
        encoded = warc.encode(kept, Context(kind="page"), "<urn:uuid:0>", keep_chunked=chunked)
        ((found, first),) = scan.groups(io.BytesIO(info + encoded.data), NAME)
        assert found.capture.offset == len(info)
        assert b"c2VjcmV0" not in b"".join(each.data for each in member.members(io.BytesIO(encoded.data))) or (
            b"c2VjcmV0" in data
        )
        if head and (chunked or not message.is_chunked(head)):
            assert first.block == head + body
        elif head and message.dechunk(body).rest:
            assert first.payload == body


def head(data: bytes) -> None:
    """A message's head and body, its codings undone."""
    top, body = message.split(data)
    assert top + body == data
    assert len(message.entity(top, body)) <= len(body)
    stripped = message.without_secrets(data)
    assert len(stripped) <= len(data)
    assert message.header(message.split(stripped)[0], b"authorization") is None
    if message.is_chunked(top) and top.endswith(b"\n"):
        assert not message.is_chunked(message.unframed_head(top, 7)) or top.lower().count(b"transfer-encoding") > 1
    entity.media_type(top), entity.charset(top), message.text(top, b"etag")
    with suppress(entity.TooLarge, entity.Undecodable):
        assert len(entity.decoded(top, body)) <= entity.LIMIT
    for coding, packed in ((b"gzip", gzip.compress(body, mtime=0)), (b"deflate", zlib.compress(body))):
        assert entity.decoded(b"HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + b"\r\n\r\n", packed) == body


def _listed(listing: Listing) -> None:
    for links in (listing.pages, listing.sitemaps):
        assert len(links) <= LIMIT
        for link in links:
            assert urlsplit(link.url).scheme in ("http", "https")
            assert "\x1b" not in f"{link.title}{link.url}"
            assert link.title is None or not CONTROL.search(link.title)
            assert f"{link.title} {link.url} {link.language}".encode()  # nothing that no file can hold
            assert all(moment is None or moment.tzinfo for moment in (link.published, link.modified))
    assert listing.next is None or urlsplit(listing.next).scheme in ("http", "https")


def feeds(data: bytes) -> None:
    """RSS, Atom, RDF or JSON."""
    with suppress(NotASource):
        _listed(feed.read(data, URL, LIMIT, now=NOW))


def sitemaps(data: bytes) -> None:
    """XML, text, a feed; plain, and inside gzip."""
    for body in (data, gzip.compress(data, mtime=0)):
        with suppress(NotASource):
            _listed(sitemap.read(body, URL, LIMIT, now=NOW))


def posts(data: bytes) -> None:
    """A WordPress API's answer."""
    with suppress(NotASource):
        _listed(wordpress.read(data, URL, LIMIT, now=NOW))


def fronts(data: bytes) -> None:
    """A front page, searched for sources and for links."""
    found = discover.found(data, URL, LIMIT)
    _listed(Listing(found.pages, found.sitemaps, found.next))
    assert max(len(found.feeds), len(found.sections)) <= LIMIT
    with suppress(NotASource):
        _listed(section.read(data, URL, LIMIT))


def index(data: bytes) -> None:
    """Lines of CDXJ."""
    with suppress(DamagedRecord):
        for entry in cdxj.read(data):
            assert isinstance(entry.location.offset, int)


def objects(data: bytes) -> None:
    """What else lies in an archive: merged indexes, receipts, manifests, the ledger of takedowns."""
    with TemporaryDirectory() as folder:
        store = FolderStore(Path(folder))
        places = {
            "index/paper.example/x.json": data.partition(CUT)[0],
            "index/paper.example/x.cdx.gz": b"".join(member.pack(part) for part in data.split(CUT)),
            NAME.receipt: data,
            NAME.manifest: data,
            "takedowns/x.json": data,
        }
        for key, content in places.items():
            (Path(folder) / key).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / key).write_bytes(content)
        for read in (
            lambda: list(zipnum.generations(store)),
            lambda: list(zipnum.lines(store, zipnum.Generation("paper.example", "x", 0, {}, {}))),
            lambda: list(receipt.read(store, NAME)),
            lambda: manifest.read(store, NAME),
            lambda: takedowns.read(store),
        ):
            with suppress(DamagedRecord):
                read()


def charsets(data: bytes) -> None:
    """A page's bytes in whatever charset, up to its text."""
    found = warc.Record("response", {"WARC-Target-URI": URL, "WARC-Date": "2026-11-22T08:00:00Z"}, b"", *_page(data))
    reading = extract.read_record(found, Context(kind="article", title="A title"))
    assert reading.outcome
    for value in asdict(reading).values():  # no halves of characters: it goes into files and tables
        for said in value if isinstance(value, tuple) else (str(value),):
            assert said.encode().decode() == said


def _page(data: bytes) -> tuple[bytes, bytes]:
    """Its first line is the charset that its head names."""
    charset, _, body = data.partition(b"\n")
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=" + charset + b"\r\n\r\n", body


def needs(data: bytes) -> None:
    """What a page and a stylesheet name."""
    for found in (page.read(data, URL, LIMIT), style.read(data, URL, LIMIT, None)):
        assert len(found) <= LIMIT
        assert all(urlsplit(each.url).scheme in ("http", "https") for each in found)


def refusals(data: bytes) -> None:
    """Opt-outs: headers, meta elements, tdmrep.json."""
    top, body = message.split(data)
    assert len(optout.opt_outs(top, body, "pressmark", NOW).said) <= 2 * optout.MAX_HEADERS + 2
    found = optout.TdmRep.parse(data)
    assert len(found.rules) <= optout.MAX_RULES
    found.reserved(URL)


def manners(data: bytes) -> None:
    """robots.txt."""
    rules = robots.read(data)
    assert rules.allow(URL, "pressmark") in (True, False)
    assert rules.delay("pressmark") >= 0
    assert all(urlsplit(address).scheme in ("http", "https") for address in rules.sitemaps(URL))


def addresses(data: bytes) -> None:
    """A URL's keys."""
    url = data.decode("utf-8", "replace")
    key = urlkey.urlkey(url)
    assert key.isascii()
    assert " " not in key
    plain = canonical.canonical(url)
    assert canonical.canonical(plain) == plain
    canonical.site_of(url), canonical.page_key(url)


def strangers(data: bytes) -> None:
    """A WARC that others wrote: plain, whole gzip members, one stream of gzip, and cut."""
    parts = data.split(CUT)
    whole = b"".join(member.pack(part) for part in parts)
    for file in (data, whole, gzip.compress(b"".join(parts), mtime=0), whole[:-9]):
        faults: list[reading.Fault] = []
        for framed in reading.read(io.BytesIO(file), len(file), 1 << 20, faults.append):
            assert framed.block is None or len(framed.block) <= 1 << 20
            with suppress(screen.Refused):
                said = screen.screen(framed, NOW)
                assert not CONTROL.search(said.url)
                assert said.url.encode().decode() == said.url
                screen.host(said.url) if said.url else None
        assert all(0 <= each.offset <= len(file) for each in faults)


def packages(data: bytes) -> None:
    """A WACZ: what its parts hold, and the ZIP itself."""
    names = ("datapackage.json", "datapackage-digest.json", "pages/pages.jsonl", "indexes/index.cdx", "archive/a.warc")
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as package:
        for number, part in enumerate(data.split(CUT)[:9]):
            info = ZipInfo(names[number] if number < len(names) else f"archive/{number}.warc.gz")
            info.compress_type = ZIP_DEFLATED if number % 2 else ZIP_STORED
            package.writestr(info, member.pack(part) if info.filename.endswith(".gz") else part)
    for file in (made.getvalue(), data):
        faults: list[check.Fault] = []
        check.check(io.BytesIO(file), faults.append)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "x.wacz"
            path.write_bytes(file)
            (Path(folder) / "at").mkdir()
            with suppress(DamagedRecord, Misuse):
                opened = waczreader.prepare(path, Path(folder) / "at", 3)
                assert len(opened.pages) <= 3


TARGETS = {
    "record": Target(record, seeds.RECORD),
    "members": Target(members, seeds.MEMBERS),
    "segment": Target(segment, seeds.SEGMENT, 2),
    "exchange": Target(exchange, seeds.EXCHANGE, 2),
    "head": Target(head, seeds.HEAD),
    "feeds": Target(feeds, seeds.FEEDS, 4),
    "sitemaps": Target(sitemaps, seeds.SITEMAPS, 2),
    "posts": Target(posts, seeds.POSTS),
    "fronts": Target(fronts, seeds.FRONTS, 4),
    "index": Target(index, seeds.INDEX),
    "objects": Target(objects, seeds.OBJECTS, 4),
    "charsets": Target(charsets, seeds.CHARSETS, 10),
    "needs": Target(needs, seeds.NEEDS, 4),
    "refusals": Target(refusals, seeds.REFUSALS),
    "manners": Target(manners, seeds.MANNERS),
    "addresses": Target(addresses, seeds.ADDRESSES),
    "strangers": Target(strangers, seeds.STRANGERS, 4),
    "packages": Target(packages, seeds.PACKAGES, 20),
}

"""An archive of three days to take parcels from: revisits across segments, 304s, an Arabic address, a second site."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from archive import warc
from archive.article import Reading
from archive.commit import commit
from archive.exchange import Context, Exchange, Location
from archive.segment import Name
from archive.spool import Spool
from archive.store import Store, open_store
from tests.segments import EXCHANGE, READING

SITE, OTHER = "paper.example", "other.example"
FRONT, ANNA, BRIDGE = "http://paper.example/", "http://paper.example/anna", "http://paper.example/bridge"
ARABIC = "http://paper.example/%D8%AC%D8%B1%D9%8A%D8%AF%D8%A9?page=1"
DAYS = [datetime(2026, 11, day, 8, tzinfo=UTC) for day in (20, 21, 22)]
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
SAME = b"HTTP/1.1 304 Not Modified\r\n\r\n"


@dataclass(frozen=True)
class Page:
    """One answer; `again` is the URL whose stored payload it repeats."""

    url: str
    at: datetime
    body: bytes = b""
    kind: str = "article"
    head: bytes = HTML
    again: str | None = None
    method: str = "GET"

    @property
    def reading(self) -> Reading | None:
        """What extraction says of it: its body is its text."""
        if self.kind != "article" or self.head != HTML or self.again:
            return None
        text = self.body.decode()
        return replace(READING, text=text, title=f"On {self.url[-6:]}", canonical_url=self.url)


class Kiosk:
    """Writes segments as a crawl does."""

    def __init__(self, folder: Path, store: Store | None = None) -> None:
        self.store = store or open_store(str(folder / "data"))
        self._spool = Spool(folder / "spool")
        self._stored: dict[str, warc.Original] = {}
        self._serial = 0

    def segment(self, *pages: Page, site: str = SITE) -> Name:
        """Commit one; its name."""
        self._serial += 1
        open_segment = self._spool.open(Name.new(site, pages[0].at, self._serial, "abc123"))
        open_segment.append(warc.warcinfo("<urn:uuid:0>", "a", pages[0].at, [("software", "kiosk")]))
        for page in pages:
            encoded = self._encode(page)
            offset = open_segment.append(encoded.data)
            if page.reading:
                self._spool.note(open_segment.name, encoded.record_id, page.reading)
            if encoded.reusable:
                at = Location(open_segment.name.warc, offset, encoded.length)
                self._stored[page.url] = warc.Original(encoded.record_id, encoded.url, encoded.date, at)
        open_segment.close()
        assert commit(self._spool, self.store, open_segment.name)
        return open_segment.name

    def _encode(self, page: Page) -> warc.Encoded:
        request = f"{page.method} / HTTP/1.1\r\n\r\n".encode()
        exchange: Exchange = replace(
            EXCHANGE, url=page.url, method=page.method, started=page.at, request=request, head=page.head, body=page.body
        )
        original = self._stored[page.again] if page.again else None
        validated = original if page.head == SAME else None
        return warc.encode(
            exchange,
            Context(kind=page.kind),
            "<urn:uuid:0>",
            find_original=lambda _: None if validated else original,
            validated=validated,
        )


def kiosk(folder: Path, store: Store | None = None) -> Kiosk:
    """The archive: three segments of one site, one of another."""
    made = Kiosk(folder, store)
    first, second, third = DAYS
    made.segment(
        Page(FRONT, first, b"<a href=anna>front</a>", "section"),
        Page("http://paper.example/feed", first, b"<rss/>", "feed", HTML.replace(b"text/html", b"application/rss+xml")),
        Page(ANNA, first, b"Anna built a bridge."),
        Page(ARABIC, first, "مكتبة متنقلة".encode()),
    )
    made.segment(
        Page(ANNA, second, b"Anna built a bridge.", again=ANNA),
        Page(ARABIC, second, head=SAME, again=ARABIC),
        Page(BRIDGE, second, b"The bridge stands.\nIt is long."),
        Page("http://paper.example/form", second, b"<p>sent</p>", "page", method="POST"),
        Page("http://paper.example/silent", second, kind="page", head=b""),
    )
    made.segment(
        Page(BRIDGE, third.replace(hour=0), b"The bridge stands.\nIt is longer."),
        Page("http://paper.example/last", third.replace(hour=23, minute=59, second=59, microsecond=999999), b"Late."),
    )
    made.segment(Page("http://other.example/anna", first, b"Another Anna."), site=OTHER)
    return made

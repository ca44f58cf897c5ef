"""An archive fed with segments as a crawl writes them, without a crawl."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive import tables, warc
from archive.article import Reading, article_id
from archive.commit import commit
from archive.exchange import Context, Exchange
from archive.extraction.fingerprint import fingerprint
from archive.segment import Name
from archive.spool import Spool
from archive.store import Store, open_store

EXCHANGE = Exchange(
    url="http://paper.example/a",
    method="GET",
    started=datetime(2026, 11, 22, 8, tzinfo=UTC),
    request=b"GET /a HTTP/1.1\r\n\r\n",
    head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
    body=b"<p>text</p>",
)
READING = Reading(outcome="article", extractor="test 1", title="Title", text="Text of it.", language="en")
ARTICLE = Context(kind="article", source="http://paper.example/feed")


Page = tuple[Exchange, Context, Reading | None]


class Desk:
    """A spool with one site, an archive, and segments written as a crawl writes them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spool = Spool(folder / "spool")
        self.store: Store = open_store(str(folder / "data"))
        self.serial = 0

    def segment(
        self,
        *pages: tuple[Exchange, Context, Reading | None],
        find_original: Callable[[str], warc.Original | None] = lambda _: None,
    ) -> Name:
        self.serial += 1
        segment = self.spool.open(Name.new("paper.example", EXCHANGE.started, self.serial, "abc123"))
        filename = f"{segment.name.stem}.warc.gz"
        segment.append(warc.warcinfo("<urn:uuid:0>", filename, EXCHANGE.started, []))
        for exchange, context, reading in pages:
            encoded = warc.encode(exchange, context, "<urn:uuid:0>", find_original=find_original)
            segment.append(encoded.data)
            if reading is not None:
                self.spool.note(segment.name, encoded.record_id, reading)
        segment.close()
        return segment.name

    def rows(self, table: str) -> list[dict[str, object]]:
        return list(tables.rows(self.store, table))


class Paper(Desk):
    """One site, fetched again and again."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.now = datetime(2026, 11, 20, 8, tzinfo=UTC)

    def page(self, url: str, text: str, kind: str = "article", **said: object) -> Page:
        """An article of this text."""
        usual = {"title": "Headline", "canonical_url": url}
        reading = replace(READING, text=text, simhash=fingerprint(text), **usual | said)  # type: ignore[arg-type]
        return self._exchange(url, b"HTTP/1.1 200 OK\r\n\r\n", repr(reading).encode()), Context(kind=kind), reading

    def answer(self, url: str, status: int, reading: Reading | None = None, **given: object) -> Page:
        """An answer that is no article; `to` is where it leads."""
        location = f"Location: {given.pop('to')}\r\n" if "to" in given else ""
        exchange = self._exchange(url, f"HTTP/1.1 {status} Said\r\n{location}\r\n".encode(), b"said")
        kind = str(given.pop("kind", "article"))
        return replace(exchange, **given), Context(kind=kind), reading  # type: ignore[arg-type]

    def _exchange(self, url: str, head: bytes, body: bytes) -> Exchange:
        self.now += timedelta(minutes=1)
        return replace(EXCHANGE, url=url, head=head, body=body, started=self.now)

    def read(self, *pages: Page) -> list[str]:
        """The changes that one crawl brings."""
        self.now += timedelta(hours=6)
        before = {(row["id"], row["version"]) for row in self.rows("articles")}
        commit(self.spool, self.store, self.segment(*pages))
        rows = sorted(self.rows("articles"), key=lambda row: (str(row["id"]), str(row["version"])))
        return [str(row["change"]) for row in rows if (row["id"], row["version"]) not in before]

    def history(self, url: str) -> list[tuple[object, ...]]:
        rows = sorted(self.rows("articles"), key=lambda row: int(str(row["version"])))
        return [(row["version"], row["change"]) for row in rows if row["id"] == article_id(url)]

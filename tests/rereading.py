"""An archive of real pages, some of which an older extractor has read otherwise than today's does."""

from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

from archive import work
from archive.article import Reading, article_id
from archive.commit import commit
from archive.errors import PressmarkError
from archive.exchange import Context, Location
from archive.extraction import extract
from archive.extraction.fingerprint import fingerprint
from archive.reextraction.due import How
from archive.reextraction.segment import reextract
from archive.reextraction.tally import Tally
from archive.scan import Found
from archive.segment import Name
from archive.store import Store
from tests import foreign
from tests.segments import EXCHANGE, Page, Paper

OLD = "trafilatura 1.0.0 pressmark 1"
TODAY = extract.EXTRACTOR
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
URL = "http://paper.example/2026/11/20/story-{}"


class Shelf(Paper):
    """Pages are committed with what an older extractor, or none, read in them."""

    def __init__(self, folder: Path, store: Store | None = None) -> None:
        super().__init__(folder)
        self.store = store or self.store

    def story(self, number: int = 0, old: str | None = "Half of it.", words: str = "", **said: object) -> Page:
        """An article, of which the older extractor has found only this much; None: it found all of it."""
        html = foreign.page(number).replace(b"anew", b"anew" + words.encode())
        exchange = self._exchange(URL.format(number), HEAD, html)
        context = Context(kind="article", source="http://paper.example/feed")
        reading = today(html, exchange.url)
        given = {"text": reading.text if old is None else old, "extractor": OLD, **said}
        reading = replace(reading, **given)  # type: ignore[arg-type]
        return exchange, context, replace(reading, simhash=fingerprint(reading.text))

    def unread(self, number: int, outcome: str) -> Page:
        """An article that the older extractor could make nothing of."""
        exchange, context, _ = self.story(number)
        return exchange, context, Reading(outcome=outcome, extractor=OLD)

    def keep(self, *pages: Page) -> Name:
        """Into the archive, as one segment."""
        name = self.segment(*pages)
        commit(self.spool, self.store, name)
        return name

    def read_again(self, name: Name, **given: object) -> Tally:
        """The segment, in this process."""
        return reextract(self.store, name.warc, How(TODAY, **given), self.reader)  # type: ignore[arg-type]

    def read_by(self, name: Name, extractor: str, text: str) -> Tally:
        """The segment, by an extractor that finds this in every page."""

        def reader(at: Location) -> "Future[tuple[Found, Reading]]":
            found, reading = work.read_stored(self.store.uri, at)
            future: Future[tuple[Found, Reading]] = Future()
            future.set_result((found, replace(reading, text=text, extractor=extractor)))
            return future

        return reextract(self.store, name.warc, How(extractor), reader)

    def reader(self, at: Location) -> "Future[tuple[Found, Reading]]":
        future: Future[tuple[Found, Reading]] = Future()
        try:
            future.set_result(work.read_stored(self.store.uri, at))
        except PressmarkError as error:
            future.set_exception(error)
        return future

    def told(self, number: int = 0) -> list[tuple[object, ...]]:
        """Version, change and extractor of each row of a story."""
        rows = [row for row in self.rows("articles") if row["id"] == article_id(URL.format(number))]
        return sorted((row["version"], row["change"], row["extractor"]) for row in rows)  # type: ignore[type-var]


def today(html: bytes, url: str) -> Reading:
    """What today's extractor finds in a page."""
    return extract.read_page(html, charset="utf-8", url=url, fetched_at=EXCHANGE.started)

"""The versions of a site's articles, brought forward capture by capture: what each adds to what the corpus knows."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType

from .. import tables
from ..article import Article, Reading, article_id, text_sha256
from ..exchange import Location
from ..scan import Found
from ..store import Store
from ..urlkey import urlkey
from .change import change, edited
from .gone import LISTS, Trail, may_be_gone
from .neighbours import Neighbours, Pair, Text
from .past import Rows, retell

RECENT = timedelta(days=30)
"""How far back texts of a site are looked at to tell what belongs to its pages."""
TEXTS = 2_000
"""The most of them."""

Latest = Article | tables.Version


class Ledger:
    """What one segment says of a site's articles.

    `articles` are those read from it, by record id. `readings`, by record id, may tell how today's extractor reads
    what is stored, where another one read it.
    """

    def __init__(
        self,
        store: Store,
        site: str,
        found: list[Found],
        articles: Mapping[str, Article],
        readings: Mapping[str, Reading] = MappingProxyType({}),
    ) -> None:
        self._found, self._articles = found, articles
        suspects = [item for item in found if item.capture.record_id not in articles and may_be_gone(item)]
        is_told = bool(articles or suspects)
        self._ledger = _Ledger(store, site, list(articles.values()), suspects, readings) if is_told else None

    def stale(self) -> list[Location]:
        """What is to be read again before a difference can be laid to those who wrote the page."""
        return self._ledger.stale() if self._ledger else []

    def rows(self, heads: Mapping[str, bytes]) -> Rows:
        """The versions that the captures add, numbered, in their order; and what changes in those before.

        `heads` are the heads of redirects, by record id.
        """
        return _rows(self._ledger, self._found, heads, self._articles) if self._ledger else Rows()


def _rows(ledger: "_Ledger", found: list[Found], heads: Mapping[str, bytes], articles: Mapping[str, Article]) -> Rows:
    trail = Trail(found, heads, articles.values(), ledger.is_list)
    late: dict[str, list[Article | Found]] = {each: [] for each in ledger.late()}
    new: list[Article] = []
    for item in found:
        seen = articles.get(item.capture.record_id)
        event = seen or (item if may_be_gone(item) else None)
        if event is None:
            continue
        about = ledger.about(event)
        if about in late:
            late[about].append(event)
        elif row := ledger.seen(event) if isinstance(event, Article) else ledger.missed(event, trail):
            new.append(row)
    known = ledger.stored(late)
    retold = (retell(known[each], events, _Past(ledger, trail)) for each, events in late.items())
    return sum(retold, Rows(tuple(new)))


class _Ledger:
    """The latest version of each article that a segment tells of."""

    def __init__(
        self,
        store: Store,
        site: str,
        articles: list[Article],
        suspects: list[Found],
        readings: Mapping[str, Reading],
    ) -> None:
        self._store, self._site, self._readings = store, site, readings
        self._articles, self._suspects = articles, suspects
        urls = {item.capture.url for item in suspects}
        ids = {each.id for each in articles} | set(map(article_id, urls))
        known = tables.versions(store, site, ids, urls)
        self._latest: dict[str, Latest] = {**known}
        again = [each for each in articles if each.id in known and not _is_same(known[each.id], each)]
        missed = {article_id(url) for url in urls} | {each.id for each in known.values() if each.url in urls}
        wanted = [known[each] for each in known.keys() & ({each.id for each in again} | missed)]
        self._whole = tables.articles(store, site, wanted)
        reread = [Pair(each.id, self._old_text(each), each.text) for each in articles if each.id in known]
        self._neighbours = Neighbours(map(_text, articles), reread, partial(self._stored, articles))

    def about(self, event: Article | Found) -> str | None:
        """The id of the article that a capture tells of."""
        known = event if isinstance(event, Article) else self._at(event.capture.url)
        return known.id if known else None

    def late(self) -> set[str]:
        """The ids of articles that the segment tells of an older state of than the latest known."""
        events: list[tuple[str | None, datetime]] = [(each.id, each.fetched_at) for each in self._articles]
        events += [(self.about(each), each.capture.fetched_at) for each in self._suspects]
        latest = {each: known.fetched_at for each, known in self._latest.items()}
        return {about for about, at in events if about in latest and at < latest[about]}

    def stored(self, ids: Collection[str]) -> dict[str, list[Article]]:
        """Every version of these articles, with its text."""
        found: dict[str, list[Article]] = {each: [] for each in ids}
        for row in tables.rows(self._store, "articles", site=self._site, id=ids) if ids else ():
            found[row["id"]].append(tables.article_of(row))
        return {each: sorted(versions, key=lambda row: row.version or 0) for each, versions in found.items()}

    def seen(self, article: Article) -> Article | None:
        """The row that an article read from a capture makes, if it makes one."""
        known = self._latest.get(article.id)
        if known is not None and (_is_same(known, article) or _is_aside(known, article)):
            return None
        return self._add(known, article, change(self._today(known), article, partial(self._edited, article)))

    def stale(self) -> list[Location]:
        """Where the latest versions lie that another extractor read, and that differ from what was read now."""
        found = {}
        for each in self._articles:
            known = self._latest.get(each.id)
            if isinstance(known, tables.Version) and self._is_stale(known, each):
                found[known.record_id] = Location(known.warc, known.offset, known.length)
        return list(found.values())

    def _is_stale(self, known: tables.Version, seen: Article) -> bool:
        if known.change == "gone" or known.extractor == seen.extractor or known.record_id in self._readings:
            return False
        if seen.fetched_at < known.fetched_at or _is_same(known, seen) or _is_aside(known, seen):
            return False
        return change(known, seen, lambda: True) is not None

    def _today(self, known: Latest | None) -> Latest | None:
        """A version as today's extractor reads it, if it was read again."""
        again = self._again(known)
        if known is None or again is None:
            return known
        names = ("title", "authors", "section", "tags", "paywalled")
        said = {name: getattr(again, name) for name in names}
        return replace(known, text_sha256=text_sha256(again.text), **said)

    def _again(self, known: Latest | None) -> Reading | None:
        reading = self._readings.get(known.record_id) if isinstance(known, tables.Version) else None
        return reading if reading is not None and reading.outcome == "article" else None

    def missed(self, found: Found, trail: Trail) -> Article | None:
        """The row that a capture makes by which an article is gone, if it is."""
        known = self._at(found.capture.url)
        if known is None or not self.is_gone(known, found, trail):
            return None
        return self._add(known, gone(self._row(known), found), "gone")

    def is_gone(self, known: Latest, found: Found, trail: Trail) -> bool:
        """Whether a capture shows that an article is no longer what was last known of it."""
        if known.change == "gone" or not trail.shows_gone(found, known.title, known.simhash):
            return False
        if found.capture.status == 200 and found.capture.payload_digest == known.payload_digest:
            return False  # the same page, which another extractor took for an article
        return article_id(found.capture.url) == known.id or not self._stands(known)

    def is_list(self, url: str) -> bool:
        """Whether an address was polled as a list of articles."""
        listed = tables.rows(self._store, "captures", ("url",), site=self._site, url=url, kind=LISTS)
        return next(listed, None) is not None

    def _add(self, known: Latest | None, article: Article, why: str | None) -> Article | None:
        if why is None:
            return None
        row = replace(article, version=(known.version or 0) + 1 if known else 1, change=why)
        self._latest[row.id] = self._whole[row.id] = row
        return row

    def _at(self, url: str) -> Latest | None:
        """The article of an address, or the one that was last read from there though it calls another its own."""
        of_its_own = self._latest.get(article_id(url))
        return of_its_own or next((each for each in self._latest.values() if each.url == url), None)

    def _stands(self, known: Latest) -> bool:
        """Whether an article that was last stored from another address has since been read from its own."""
        own = {"urlkey": urlkey(known.canonical_url), "kind": "article", "outcome": "article"}
        since = tables.rows(self._store, "captures", ("fetched_at",), site=self._site, **own)
        return any(row["fetched_at"] > known.fetched_at for row in since)

    def why(self, last: Article | None, seen: Article) -> str | None:
        """Why an article is a version after `last`; None when it is none."""
        if last is not None and (_is_same(last, seen) or _is_aside(last, seen)):
            return None
        return change(last, seen, lambda: self._is_edit(last.text if last else "", seen))

    def _edited(self, article: Article) -> bool:
        return self._is_edit(self._old_text(article), article)

    def _is_edit(self, old: str, article: Article) -> bool:
        ask = self._neighbours
        return edited(old, article.text, partial(ask.elsewhere, article.id), partial(ask.rotates, article.id))

    def _old_text(self, article: Article) -> str:
        """Of an article that was seen again, by the same extractor; its text now when that is the same."""
        if again := self._again(self._latest.get(article.id)):
            return again.text
        known = self._whole.get(article.id)
        return known.text if known else article.text

    def _row(self, known: Latest) -> Article:
        return known if isinstance(known, Article) else self._whole[known.id]

    def _stored(self, articles: list[Article]) -> Iterable[Text]:
        latest = max(each.fetched_at for each in articles)
        stored = tables.Snapshot(self._store, "articles").since(
            ("id", "title", "text"), self._site, (latest - RECENT).date(), TEXTS
        )
        return [Text(row["id"], row["title"], row["text"]) for row in stored]


class _Past:
    """The judge of versions that are not the latest."""

    def __init__(self, ledger: _Ledger, trail: Trail) -> None:
        self.why, self._ledger, self._trail = ledger.why, ledger, trail

    def absence(self, last: Article, found: Found) -> Article | None:
        """See Judge."""
        is_gone = self._ledger.is_gone(last, found, self._trail)
        return replace(gone(last, found), change="gone", version=None) if is_gone else None


def _text(article: Article) -> Text:
    return Text(article.id, article.title, article.text)


def _is_same(known: Latest, seen: Article) -> bool:
    """Whether the same bytes came again: no edit, whatever another extractor or another feed makes of them."""
    return known.change != "gone" and bool(seen.payload_digest) and known.payload_digest == seen.payload_digest


def _is_aside(known: Latest, seen: Article) -> bool:
    """Whether this is a copy at another address, which says nothing of how the article stands at its own."""
    return article_id(seen.url) != seen.id and article_id(known.url) == seen.id


def gone(last: Article, found: Found) -> Article:
    """What is known of an article that is no longer there: all but its text, and the capture that shows it."""
    capture = found.capture
    return replace(
        last,
        url=capture.url,
        text="",
        text_sha256=text_sha256(""),
        simhash=0,
        word_count=0,
        discovered_by=found.context.source,
        fetched_at=capture.fetched_at,
        warc=capture.warc,
        offset=capture.offset,
        length=capture.length,
        record_id=capture.record_id,
        payload_digest=capture.payload_digest or "",
        extractor="none",
        run=capture.run,
    )

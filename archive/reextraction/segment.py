"""One segment read again: its key in, one committed batch of versions out. Done twice, it changes nothing."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import nullcontext
from dataclasses import replace

from .. import lock
from ..article import Article, Reading
from ..corpus import article
from ..errors import ArchiveBusy, DamagedRecord, TaskFailed
from ..exchange import Location
from ..fixity import receipt
from ..fixity.receipt import Line
from ..scan import Found
from ..segment import Name
from ..store import Store
from ..tables import Snapshot, article_of
from .due import METADATA, Due, How, Own, due
from .outcome import Outcome, put
from .rescue import rescue
from .tally import Tally

__all__ = ["MEGABYTES", "SECONDS", "How", "Read", "reextract"]

SECONDS, MEGABYTES = 30.0, 1500
"""What one page may take of a worker."""
BATCH = 100
"""Pages asked for at a time, so that their readings do not pile up in memory."""
MEANT = (
    "title", "authors", "published", "modified", "language", "section", "tags", "image", "paywalled", "agency",
    "partial",
)  # fmt: skip
"""Fields whose difference is one of metadata."""

Read = Callable[[Location], "Future[tuple[Found, Reading]]"]
"""Has the capture that lies there read; see work.read_stored."""
Told = Callable[[int], None]
"""Told of each number of captures that were read."""


def reextract(store: Store, key: str, how: How, read: Read, told: Told = lambda _: None) -> Tally:
    """Read again what of a WARC is due, and write the versions that differ.

    Whatever process does the same at the same time, and whatever a crash left, each version is written once. What
    stands in the way of the segment is told in the tally; StoreError is raised.
    """
    name = Name.of_key(key)
    run = _Run(name, how)
    try:
        with lock.hold(store, f"reextract/{name.stem}", "archive reextract") if how.act else nullcontext():
            if run.look(store, read, told) and how.act:
                run.tally.written = put(store, name, run.outcome)
                run.tally.rescued = rescue(store, name, run.outcome.rescued)
    except ArchiveBusy as error:
        run.tally.problem(f"{key}: {error}")
    return run.tally


class _Run:
    """One segment, while its pages are read."""

    def __init__(self, name: Name, how: How) -> None:
        self.name, self.how, self.tally, self.outcome = name, how, Tally(name.site), Outcome()

    def look(self, store: Store, read: Read, told: Told) -> bool:
        """Read what is due, and find what differs; False when the segment has to be repaired first."""
        articles = Snapshot(store, "articles")
        try:
            said = [line.at(articles.holds) for line in receipt.read(store, self.name)]
        except KeyError:
            self.tally.problem(f"{self.name.receipt}: missing, so nothing is read again: `archive repair` makes it")
            return False
        except DamagedRecord as error:
            self.tally.problem(f"{self.name.receipt}: {error}: `archive repair` makes it anew")
            return False
        for some in _batches(due(store, articles, self.name, said, self.how)):
            old = self._old(articles, some)
            futures = [read(each.at) for each in some]
            for each, future in zip(some, futures, strict=True):
                self._see(each, old.get(each.own) if each.own else None, future)
            told(len(some))
        return True

    def _old(self, articles: Snapshot, some: list[Due]) -> dict[Own, Article]:
        wanted = {each.own for each in some if each.own}
        rows = articles.rows(site=self.name.site, id={own[0] for own in wanted}) if wanted else ()
        return {own: article_of(row) for row in rows if (own := (row["id"], row["version"])) in wanted}

    def _see(self, each: Due, old: Article | None, future: "Future[tuple[Found, Reading]]") -> None:
        self.tally.read += old is not None
        try:
            found, reading = future.result()
        except DamagedRecord as error:
            self._fail(old, str(error))
        except TaskFailed as error:
            if error.reason == "unavailable":
                raise
            self._fail(old, f"{each.at.warc} at {each.at.offset}: cannot be read now: {error}")
        else:
            found = replace(found, capture=replace(found.capture, outcome=each.line.outcome))
            if old is None:
                self._see_anew(each, found, reading)
            elif reading.outcome == "article":
                self._compare(each, old, found, reading)
            elif reading.outcome.startswith("failed:"):
                self._fail(old, f"{each.at.warc} at {each.at.offset}: cannot be read now: {reading.outcome}")
            else:
                self.tally.gone += 1
                self._agree(each.line, self.how.extractor)

    def _fail(self, old: Article | None, why: str) -> None:
        if old is not None:  # else it could not be read before either
            self.tally.failed += 1
            self.tally.problem(why)

    def _see_anew(self, each: Due, found: Found, reading: Reading) -> None:
        if reading.outcome == "article":
            self.tally.found += 1
            if self.how.rescue:
                found = replace(found, capture=replace(found.capture, outcome=reading.outcome))
                self.outcome.rescued.append((found, article(found, reading), each.line))
        elif reading.extractor == self.how.extractor:
            self._agree(each.line, self.how.extractor)

    def _compare(self, each: Due, old: Article, found: Found, reading: Reading) -> None:
        new = replace(article(found, reading), id=old.id, canonical_url=old.canonical_url)
        is_other = any(getattr(old, name) != getattr(new, name) for name in MEANT)
        if old.text_sha256 != new.text_sha256:
            self.tally.differ(old, new, self.how.examples)
            self.outcome.add(found, new, old)
        elif is_other:
            self.tally.metadata += 1
            if self.how.metadata:
                self.outcome.add(found, new, old)
            else:
                self._agree(each.line, self.how.extractor + METADATA)
        else:
            self.tally.same += 1
            self._agree(each.line, self.how.extractor)

    def _agree(self, line: Line, said: str) -> None:
        self.outcome.notes.append(replace(line, agrees=said))


def _batches(found: list[Due]) -> Iterator[list[Due]]:
    for start in range(0, len(found), BATCH):
        yield found[start : start + BATCH]

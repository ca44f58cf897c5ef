"""A short life of an archive, by the product's own steps: captured, committed, compacted, taken down, captured again.

`python -m tests.sweep.life FOLDER` keeps its archive in FOLDER/data, its spool in FOLDER/spool, and notes in
FOLDER/promised what it was promised, a line each, when it was:

acknowledged RECORD-ID URL      the capture is in the spool
synced                          what was acknowledged so far is on the disk
kept                            what was acknowledged so far is in the archive
taken URL                       this page is in the ledger of takedowns
gone URL                        ... and nothing is left of it
step WHAT                       what comes next
"""

import os
import random
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive import compaction, lock, warc, work
from archive.commit import commit
from archive.exchange import Context, Exchange, Location
from archive.index import zipnum
from archive.segment import Name
from archive.spool import Segment, Spool
from archive.store import open_store
from archive.tables import TABLES
from archive.takedown import doomed, redaction, takedowns

SITE = "paper.example"
BASE = f"http://{SITE}/2026/11"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
BEGIN = datetime(2026, 11, 20, 8, tzinfo=UTC)
WORDS = [
    "the",
    "river",
    "council",
    "said",
    "that",
    "ferry",
    "bridge",
    "market",
    "would",
    "not",
    "open",
    "before",
    "rain",
    "and",
    "boats",
    "wait",
    "for",
    "school",
]


class Life:
    """One archive in a folder, at one spool."""

    def __init__(self, folder: Path) -> None:
        self.uri, self.spool = str(folder / "data"), Spool(folder / "spool")
        self.store = open_store(self.uri)
        self.serial = 0
        self.now = BEGIN
        work.warm_reader()
        (folder / "tmp").mkdir()
        tempfile.tempdir = str(folder / "tmp")
        self._promised = os.open(folder / "promised", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def promise(self, *words: str) -> None:
        os.write(self._promised, (" ".join(words) + "\n").encode())

    def begin(self) -> Segment:
        """As a crawl does it."""
        self.serial += 1
        segment = self.spool.open(Name.new(SITE, self.now, self.serial, "abc123"))
        self.warcinfo = warc.new_id()
        segment.append(warc.warcinfo(self.warcinfo, f"{segment.name.stem}.warc.gz", self.now, []))
        return segment

    def capture(self, segment: Segment, page: str, edition: int = 1, read: bool = True) -> None:
        """One page into the spool, and its reading noted if it is to be read before the commit."""
        self.now += timedelta(minutes=7)
        url = f"{BASE}/{page}"
        exchange = Exchange(
            url=url,
            method="GET",
            started=self.now,
            request=f"GET /2026/11/{page} HTTP/1.1\r\nHost: {SITE}\r\n\r\n".encode(),
            head=HEAD,
            body=story(page, edition),
        )
        encoded = warc.encode(
            exchange, Context(kind="article", source=f"http://{SITE}/feed"), self.warcinfo, find_original=lambda _: None
        )
        offset = segment.append(encoded.data)
        self.promise("acknowledged", encoded.record_id, url)
        if read:
            at = Location(segment.name.warc, offset, len(encoded.data))
            self.spool.note(segment.name, encoded.record_id, work.read_group(self.spool.folder, self.uri, at)[1])

    def segment(self, *pages: tuple[str, int]) -> Segment:
        """A segment of these pages, of which the last is not read yet; synced in the middle of it, as by the clock."""
        segment = self.begin()
        for number, (page, edition) in enumerate(pages, start=1):
            self.capture(segment, page, edition, read=number < len(pages))
            if number == len(pages) // 2:
                segment.sync()
                self.promise("synced")
        return segment

    def commit(self, segment: Segment) -> None:
        """As a crawl does it, in one process."""
        segment.close()
        self.promise("synced")
        finish(self.spool, self.uri, segment.name)
        self.promise("kept")

    def compact(self) -> None:
        """As `archive compact` does it the day after."""
        zipnum.build(self.store, SITE)
        with lock.hold(self.store, compaction.LOCK, "life"):
            for table in TABLES:
                for day in compaction.due(self.store, table, self.now.date() + timedelta(days=1)):
                    compaction.merge_day(self.store, table, day.day)
                compaction.clean(self.store, table)

    def take_down(self, page: str) -> None:
        """As `archive redact --url … --yes` does it."""
        url = f"{BASE}/{page}"
        takedown = redaction.prepared(self.store, doomed.of_pages(self.store, (url,), lambda _: None), "life", "sweep")
        takedowns.begin(self.store, takedown)
        self.promise("taken", url)
        redaction.carry_out(self.store, self.spool, takedown, lambda _: None)
        self.promise("gone", url)


def finish(spool: Spool, uri: str, name: Name) -> None:
    """As archive.recover.finish, in this process."""
    store = open_store(uri)
    unread = commit(spool, store, name, patient=True)
    if isinstance(unread, list):
        for found in unread:
            spool.note(name, found.capture.record_id, work.read_capture(spool.folder, uri, found))
        commit(spool, store, name)


def story(page: str, edition: int) -> bytes:
    """A page of HTML with an article on it; editions differ by a paragraph."""
    chance = random.Random(page)
    paragraphs = [f"{page} {number}: {' '.join(chance.choices(WORDS, k=40))}." for number in range(5 + edition)]
    text = "".join(f"<p>{each}</p>" for each in paragraphs)
    head = f"<html><head><title>The {page}</title></head>"
    return f"{head}<body><article><h1>The {page}</h1>{text}</article></body></html>".encode()


def live(life: Life) -> None:
    """All of it, in order."""

    def crawl(*pages: tuple[str, int]) -> None:
        life.promise("step", "capture")
        segment = life.segment(*pages)
        life.promise("step", "commit")
        life.commit(segment)

    crawl(("ferry", 1), ("bridge", 1), ("market", 1), ("school", 1))
    crawl(("ferry", 2), ("rain", 1), ("bridge", 1))
    life.promise("step", "compaction")
    life.compact()
    crawl(("boats", 1), ("market", 2))
    life.promise("step", "takedown")
    life.take_down("ferry")
    life.promise("step", "capture")
    life.segment(("council", 1), ("rain", 2), ("river", 1))


if __name__ == "__main__":
    live(Life(Path(sys.argv[1])))

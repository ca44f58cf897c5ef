"""kill -9 at many moments: what was acknowledged is in the archive afterwards, once."""

import random
import time
import zlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive import tables
from tests.crawl import Desk
from tests.newspaper import Newspaper

ARTICLES = 30
ALWAYS = f"REVISIT_AFTER={','.join(map(str, range(1, 300)))}"
"""What an earlier crawl archived is due again, so that every crawl has something to lose."""
SMALL = ("-s", "SEGMENT_BYTES=60000", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=4", "-s", "LOG_LEVEL=INFO", "-s", ALWAYS)
"""Segments so small that some roll and commit while the crawl goes on."""


@dataclass(frozen=True)
class Moment:
    """So many requests after the beginning of a crawl, and so many seconds more."""

    requests: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.requests} requests and {self.seconds} s"


LAST = 46
"""Requests that a crawl makes at least, so that this moment is one of its commits at the end."""


def moments(*requests: int) -> list[Moment]:
    chance = random.Random(20261122)
    return [Moment(each, round(chance.uniform(0.0, 0.6), 2)) for each in requests]


def kill(desk: Desk, paper: Newspaper, moment: Moment) -> set[str]:
    """Start a crawl, kill it, and tell which record ids it had acknowledged: groups whose last record is whole."""
    process = desk.start("demo", "-a", f"url={paper.url}", *SMALL)
    assert process.stdout is not None
    while "Spider opened" not in process.stdout.readline():
        assert process.poll() is None
    before = len(paper.requests)
    while len(paper.requests) < before + moment.requests and process.poll() is None:
        time.sleep(0.005)
    time.sleep(moment.seconds)
    process.kill()
    process.communicate(timeout=30)
    found: set[str] = set()
    for path in desk.spool.folder.glob("*/*.warc.gz*"):
        with path.open("rb") as file, suppress(ArchiveLoadFailed, zlib.error, EOFError):
            for record in ArchiveIterator(file):
                if record.rec_type == "metadata" and record.content_stream().read():
                    found.add(record.rec_headers.get_header("WARC-Concurrent-To"))
    return found


def check(desk: Desk, acknowledged: set[str]) -> None:
    captures = list(tables.rows(desk.store, "captures"))
    assert {row["record_id"] for row in captures} >= acknowledged
    articles = list(tables.rows(desk.store, "articles"))
    assert max(Counter(row["record_id"] for row in captures).values(), default=1) == 1
    assert max(Counter((row["id"], row["version"]) for row in articles).values(), default=1) == 1
    assert {row["version"] for row in articles} <= {1}
    owed = {row["record_id"] for row in captures if row["kind"] == "article" and row["status"] == 200}
    assert owed == {row["record_id"] for row in captures if row["outcome"]}
    verified = desk.archive("verify")
    assert verified.returncode == 0, verified.stdout
    assert desk.spool.sites() == []


def test_a_crawl_killed_again_and_again_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    """Each killed crawl is followed by another, which first brings in what the one before left."""
    desk = Desk(tmp_path)
    acknowledged: set[str] = set()
    with Newspaper(extra_articles=ARTICLES, delay=0.02) as paper:
        for moment in moments(30, 0, 12, LAST):
            acknowledged |= kill(desk, paper, moment)
        done = desk.crawl("demo", "-a", f"url={paper.url}", *SMALL)
        assert done.returncode == 0, done.stdout
        assert acknowledged
        check(desk, acknowledged)
        assert {row["canonical_url"] for row in tables.rows(desk.store, "articles")} >= set(paper.articles)


@pytest.mark.parametrize("moment", moments(25, LAST), ids=str)
def test_archive_recover_completes_a_killed_crawl(tmp_path: Path, moment: Moment) -> None:
    desk = Desk(tmp_path)
    with Newspaper(extra_articles=ARTICLES, delay=0.02) as paper:
        acknowledged = kill(desk, paper, moment)
    recovered = desk.archive("recover")
    assert recovered.returncode == 0, recovered.stderr
    if acknowledged or (desk.folder / "data").exists():
        check(desk, acknowledged)
    else:  # killed before the first capture
        assert recovered.stdout.startswith("nothing waits in ")


def test_recover_leaves_a_site_alone_that_is_being_crawled(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with Newspaper() as paper:
        kill(desk, paper, Moment(20, 0))
        left = desk.spool.names("demo")
        with desk.spool.lock("demo"):
            done = desk.archive("recover")
    assert done.returncode == 0
    assert desk.spool.names("demo") == left
    assert done.stdout.count("left alone") == bool(left)

"""The archive away, the disk full, the operator's Ctrl-C: nothing acknowledged is lost, and the operator is told."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive import tables
from tests.crawl import BIN, ROOT, Desk
from tests.newspaper import Newspaper
from tests.s3 import MiniStack

SMALL = ("-s", "SEGMENT_BYTES=150000", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=2")


class Bucket:
    """A bucket on a server of this test's own, which goes away and comes back."""

    def __init__(self, folder: Path) -> None:
        self.server = MiniStack(folder)
        self.server.__enter__()
        self.desk = Desk(folder / "desk", f"s3://{self.server.bucket()}/press")
        self.desk.folder.mkdir()

    def away(self) -> None:
        self.server.__exit__()
        self.server.running.clear()

    def back(self) -> None:
        self.server.__enter__()


@pytest.fixture
def bucket(tmp_path: Path, no_aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    made = Bucket(tmp_path)
    for name, value in made.server.env.items():
        monkeypatch.setenv(name, value)
    yield made
    made.away()


def committed(desk: Desk) -> int:
    return len(list(desk.store.list("warc/")))


def wait_until_committed(desk: Desk, process: "subprocess.Popen[str]") -> None:
    for _ in range(300):
        if committed(desk):
            return
        assert process.poll() is None
        time.sleep(0.1)
    raise AssertionError("nothing was committed")


def wait_until(happens: Callable[[], bool]) -> None:
    for _ in range(600):
        if happens():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen in a minute")


def paused(paper: Newspaper) -> bool:
    """Whether no request came in three seconds, ten times what an answer takes."""
    before = len(paper.requests)
    time.sleep(3)
    return len(paper.requests) == before


def check(desk: Desk, paper: Newspaper) -> None:
    assert {row["canonical_url"] for row in tables.rows(desk.store, "articles")} >= set(paper.articles)
    urls = [str(row["url"]).removeprefix(paper.url) for row in tables.rows(desk.store, "captures")]
    assert sorted(urls) == sorted(paper.requests)
    assert desk.spool.sites() == []
    verified = desk.archive("verify", "--no-text")
    assert verified.returncode == 0, verified.stdout


def test_a_crawl_goes_on_while_the_store_is_away(bucket: Bucket) -> None:
    with Newspaper(extra_articles=90, delay=0.2) as paper:
        process = bucket.desk.start("demo", "-a", f"url={paper.url}", *SMALL)
        wait_until_committed(bucket.desk, process)
        bucket.away()
        before = len(paper.requests)
        wait_until(lambda: len(paper.requests) > before + 10)
        bucket.back()
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0, output
        assert output.count("captures wait in") <= 1  # none where retries bridged the outage
        check(bucket.desk, paper)


def test_what_waits_at_the_end_is_said_and_can_be_recovered(bucket: Bucket) -> None:
    with Newspaper(extra_articles=60, delay=0.15) as paper:
        process = bucket.desk.start("demo", "-a", f"url={paper.url}", *SMALL, "-s", "COMMIT_PATIENCE=2")
        wait_until_committed(bucket.desk, process)
        bucket.away()
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 1
        assert "run `archive recover`, or crawl the site again" in output.splitlines()[-1]
        assert bucket.desk.archive("recover").returncode == 1
        bucket.back()
        recovered = bucket.desk.archive("recover")
        assert recovered.returncode == 0, recovered.stderr
        check(bucket.desk, paper)
        assert bucket.desk.archive("recover").stdout.startswith("nothing waits in ")


def test_a_crawl_pauses_when_the_spool_is_full_and_goes_on_when_it_drains(bucket: Bucket) -> None:
    limit = ("-s", "SPOOL_LIMIT=200000")
    with Newspaper(extra_articles=90, delay=0.2) as paper:
        process = bucket.desk.start("demo", "-a", f"url={paper.url}", *SMALL, *limit)
        wait_until(lambda: bool(paper.requests))  # the store is probed before the first page
        bucket.away()
        wait_until(lambda: paused(paper))
        assert len(paper.requests) < 90
        bucket.back()
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0, output
        assert "the crawl pauses" in output
        check(bucket.desk, paper)


def test_ctrl_c_ends_a_crawl_with_all_it_has_in_the_archive(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with Newspaper(extra_articles=900, delay=0.1) as paper:
        process = desk.start("demo", "-a", f"url={paper.url}", *SMALL)
        wait_until_committed(desk, process)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0, output
        assert len(paper.requests) < 900
        urls = [str(row["url"]).removeprefix(paper.url) for row in tables.rows(desk.store, "captures")]
        assert sorted(urls) == sorted(paper.requests)
        assert desk.spool.sites() == []


def test_a_full_disk_stops_the_crawl_with_one_line_and_loses_nothing(tmp_path: Path) -> None:
    """A file size limit stands for the full disk: the append that passes it fails as on one."""
    desk = Desk(tmp_path)
    with Newspaper(extra_articles=100) as paper:
        command = f"ulimit -f 150; exec {BIN}/scrapy crawl demo -a url={paper.url} -s SPOOL_DIR={tmp_path}/spool"
        done = subprocess.run(
            ["bash", "-c", f"{command} -s ARCHIVE_URI={tmp_path}/data"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert done.returncode == 1
    assert done.stderr.count("no space left") == 2  # logged once, retold at the end
    assert "free space" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert desk.archive("recover").returncode == 0
    captured = {str(row["url"]).removeprefix(paper.url) for row in tables.rows(desk.store, "captures")}
    assert 20 < len(captured) <= len(paper.requests)
    assert desk.archive("verify").returncode == 0

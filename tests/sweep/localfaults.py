"""Faults of the machine, each under a real crawl: `make sweep` runs them, as root, for they mount file systems."""

import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive import tables
from tests.crawl import BIN, Desk
from tests.newspaper import Newspaper
from tests.sweep.crawls import SMALL
from tests.sweep.tmpfs import mounted

FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper(extra_articles=60, delay=0.02) as paper:
        yield paper


@contextmanager
def under_way(
    desk: Desk, paper: Newspaper, requests: int = 20, *words: str, **environment: str
) -> Iterator["subprocess.Popen[str]"]:
    process = desk.start("demo", "-a", f"url={paper.url}", *SMALL, *words, **environment)
    for _ in range(1200):
        if len(paper.requests) >= requests or process.poll() is not None:
            break
        time.sleep(0.05)
    yield process
    process.communicate(timeout=120)


def whole(desk: Desk, paper: Newspaper, but: int = 0) -> None:
    """Everything the server was asked for is archived once, but for so many requests that were under way."""
    recovered = desk.archive("recover")
    assert recovered.returncode == 0, recovered.stderr
    captured = [str(row["url"]).removeprefix(paper.url) for row in tables.rows(desk.store, "captures", ("url",))]
    assert len(paper.requests) - but <= len(captured) <= len(paper.requests)
    verified = desk.archive("verify")
    assert verified.returncode == 0, verified.stdout
    assert desk.spool.sites() == []


@pytest.mark.parametrize("limit", ["size=200k", "nr_inodes=9"])
def test_a_full_spool_stops_the_crawl_and_is_emptied(desk: Desk, paper: Newspaper, limit: str) -> None:
    with mounted(desk.folder / "spool", limit):
        done = desk.crawl(
            "demo", "-a", f"url={paper.url}", "-s", "SEGMENT_BYTES=1000000" if "size" in limit else SMALL[1]
        )
        assert done.returncode == 1
        assert 1 <= done.stdout.count("CRITICAL: cannot ") <= 1
        assert done.stdout.count("No space left") + done.stdout.count("no space left") <= 4
        assert "see to the disk" in done.stdout.splitlines()[-1] or "free space" in done.stdout.splitlines()[-1]
        assert "Traceback" not in done.stdout
        whole(desk, paper, but=8)


@pytest.mark.parametrize("limit", ["size=400k", "nr_inodes=60"])
def test_a_full_archive_is_said_once_and_waited_for(desk: Desk, paper: Newspaper, limit: str) -> None:
    with mounted(desk.folder / "data", limit):
        done = desk.crawl("demo", "-a", f"url={paper.url}", *SMALL, "-s", "COMMIT_PATIENCE=2")
        assert done.returncode == 1
        assert done.stdout.count("captures wait in") == 1
        assert "run `archive recover`" in done.stdout.splitlines()[-1]
        still = desk.archive("recover")
        assert (still.returncode, still.stderr.count("\n")) == (1, 1)
        grown = "size=50m" if "size" in limit else "nr_inodes=5000"
        subprocess.run(["mount", "-o", f"remount,{grown}", str(desk.folder / "data")], check=True)
        whole(desk, paper)


def test_a_read_only_spool_is_said_in_a_line(desk: Desk, paper: Newspaper) -> None:
    with under_way(desk, paper) as process:
        process.kill()
    with mounted(desk.folder / "spool", bind=True):
        for done in (desk.crawl("demo", "-a", f"url={paper.url}"), desk.archive("recover")):
            said = (done.stderr or done.stdout).splitlines()
            assert done.returncode == 1
            assert "Read-only file system" in said[-1]
            assert "Traceback" not in "".join(said)
    whole(desk, paper, but=8)


def test_too_many_open_files_end_the_crawl_with_all_it_has(desk: Desk, paper: Newspaper) -> None:
    with under_way(desk, paper) as process:
        open_files = len(list(Path(f"/proc/{process.pid}/fd").iterdir()))
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (open_files, open_files))
        output, _ = process.communicate(timeout=120)
    assert "Traceback" not in output, output
    whole(desk, paper, but=8)


def test_readers_that_are_killed_cost_nothing(desk: Desk, paper: Newspaper) -> None:
    """The reader dies again and again; its pages are read by the commit."""
    with under_way(desk, paper) as process:
        for _ in range(10):
            for child in _workers(process.pid):
                os.kill(child, signal.SIGKILL)
            time.sleep(0.2)
        output, _ = process.communicate(timeout=120)
    assert "Traceback" not in output
    whole(desk, paper)
    rows = tables.rows(desk.store, "articles", ("canonical_url",))
    assert {row["canonical_url"] for row in rows} >= set(paper.articles)


def test_a_clock_that_steps_back_changes_nothing(desk: Desk, paper: Newspaper) -> None:
    assert FAKETIME.exists(), "install libfaketime (Debian: apt install libfaketime)"
    said = desk.folder / "clock"
    said.write_text("+0")
    clock = {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(said),
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }
    with under_way(desk, paper, 40, **clock) as process:
        said.write_text("-3h")
        output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    whole(desk, paper)
    assert desk.crawl("demo", "-a", f"url={paper.url}", *SMALL).returncode == 0
    whole(desk, paper)
    rows = list(tables.rows(desk.store, "articles", ("id", "version")))
    assert {row["version"] for row in rows} == {1}


def test_two_crawls_of_one_site_and_two_recovers_at_once(desk: Desk, paper: Newspaper) -> None:
    paper.delay = 0.5  # so that it goes on all the while
    with under_way(desk, paper) as process:
        second = desk.crawl("demo", "-a", f"url={paper.url}", *SMALL)
        assert second.returncode == 1
        assert "another process is working on demo" in second.stdout.splitlines()[-1]
        assert desk.archive("recover").returncode == 0  # and leaves the site alone
        process.kill()
    command = ["archive", "recover", "--archive", desk.archive_uri, "--spool", str(desk.spool.folder), "--workers", "1"]
    both = [subprocess.Popen([*command], env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}) for _ in range(2)]
    assert [each.wait(120) for each in both] == [0, 0]
    whole(desk, paper, but=8)


def _workers(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").iterdir()
    children = [int(each) for task in tasks for each in (task / "children").read_text().split()]
    return [each for each in children if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]

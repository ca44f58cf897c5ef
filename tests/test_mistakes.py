"""Bad input: one clear line that says what to do, an exit code that is not 0, and nothing half-written."""

import socket
from pathlib import Path

import pytest

from tests.crawl import Desk
from tests.newspaper import Newspaper
from tests.s3 import Server


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere"], "no site is called nowhere; "),
        ([], "say which site"),
        (["site"], "site needs a URL such as"),
        (["site", "-a", "url=example.org"], "site needs a URL such as"),
        (["site", "-a", "url=http://[::1"], "site needs a URL such as"),
        (["site", "-a", "url=ftp://example.org/"], "site needs a URL such as"),
        (["site", "-a", "ulr=http://example.org/"], "site takes no argument called ulr"),
        (["demo", "-s", "SEGMENT_BYTS=5"], "no setting is called SEGMENT_BYTS; did you mean SEGMENT_BYTES?"),
        (["demo", "-s", "POLL_FLOOR=100000"], "POLL_FLOOR=100000 is above POLL_CEILING=86400"),
        (["demo", "-a", "since=2026-01-01", "-s", "WATCH=1"], "give one of them"),
        (["demo", "-s", "ROBOTSTXT_OBAY=1"], "did you mean ROBOTSTXT_OBEY?"),
        (["demo", "-s", "LOG_LEVEL=LOUD"], "LOG_LEVEL='LOUD' should be DEBUG"),
        (["demo", "-s", "SEGMENT_BYTES=1GB"], "SEGMENT_BYTES='1GB' should be a whole number"),
        (["demo", "-s", "EXTRACT_SECONDS=-1"], "EXTRACT_SECONDS='-1' should be above zero"),
        (["demo", "-s", "WARC_KEEP_CHUNKED=maybe"], "WARC_KEEP_CHUNKED='maybe' should be true or false"),
        (["demo", "-s", "CONCURRENT_REQUESTS=many"], "CONCURRENT_REQUESTS='many' should be a number"),
    ],
)
def test_misuse_is_refused_before_anything_starts(desk: Desk, words: list[str], says: str) -> None:
    done = desk.crawl(*words)
    assert done.returncode == 2
    assert says in done.stdout
    assert len(done.stdout.strip().splitlines()) == 1
    assert list(desk.folder.iterdir()) == []


def refused(desk: Desk, paper: Newspaper, *words: str, **environment: str) -> str:
    """The one line with which a crawl ends before its first request."""
    done = desk.crawl("demo", "-a", f"url={paper.url}", "--nolog", *words, **environment)
    assert done.returncode == 1, done.stdout
    assert paper.requests == []
    assert "Traceback" not in done.stdout
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("pressmark: ")]
    return line


def test_a_spool_that_cannot_be_written(desk: Desk) -> None:
    (desk.folder / "file").write_text("")
    with Newspaper() as paper:
        assert "set SPOOL_DIR" in refused(desk, paper, SPOOL_DIR=str(desk.folder / "file"))


def test_an_archive_that_is_no_place(desk: Desk) -> None:
    with Newspaper() as paper:
        assert "name a folder such as ./data, or s3://bucket/prefix" in refused(desk, paper, ARCHIVE_URI="ftp://x/y")


def test_an_archive_folder_that_is_a_file(desk: Desk) -> None:
    (desk.folder / "file").write_text("")
    with Newspaper() as paper:
        refused(desk, paper, ARCHIVE_URI=str(desk.folder / "file"))


def test_a_missing_bucket(desk: Desk, aws: Server) -> None:
    with Newspaper() as paper:
        assert "bucket" in refused(desk, paper, ARCHIVE_URI="s3://no-such-bucket/press", **aws.env)


def test_an_endpoint_where_nobody_listens(desk: Desk, aws: Server) -> None:
    with socket.socket() as taken, Newspaper() as paper:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        environment = {**aws.env, "ARCHIVE_URI": "s3://bucket/press", "AWS_ENDPOINT_URL": address}
        assert "nothing answers" in refused(desk, paper, **environment)


def test_no_credentials(desk: Desk, aws: Server) -> None:
    environment = {name: value for name, value in aws.env.items() if "KEY" not in name}
    empty = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
    with Newspaper() as paper:
        assert "credentials" in refused(desk, paper, ARCHIVE_URI="s3://bucket/press", **environment, **empty)


def test_a_site_that_does_not_answer(desk: Desk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        done = desk.crawl("site", "-a", f"url=http://127.0.0.1:{taken.getsockname()[1]}/", "-s", "RETRY_TIMES=0")
    assert done.returncode == 1
    assert "nothing could be fetched from site" in done.stdout
    assert "Traceback" not in done.stdout


def test_two_crawls_of_one_site_at_once(desk: Desk) -> None:
    with Newspaper() as paper, desk.spool.lock("demo"):
        assert "another process is working on demo" in refused(desk, paper)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["ls"], 2, "there is no archive at"),
        (["verify"], 2, "there is no archive at"),
        (["replay"], 2, "there is no archive at"),
        (["ls", "--archive", "gs://x"], 2, "name a folder such as"),
        (["recover", "--workers", "0"], 2, "workers"),
        (["verify", "--since", "2026-12-01", "--until", "2026-11-01"], 2, "is after"),
        (["unknown"], 2, "No such command"),
    ],
)
def test_archive_says_what_is_wrong(desk: Desk, words: list[str], code: int, says: str) -> None:
    done = desk.archive(*words)
    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert list(desk.folder.iterdir()) == []

"""`archive show`, as it is run."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.__main__ import main
from archive.commands.visible import visible
from archive.exchange import Context, Exchange
from tests.segments import Paper

URL = "http://paper.example/2026/11/20/the-bridge/"
EVIL = "Bridge \x1b[2J\u202eopen"


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    """A story that was edited, came unchanged, and is gone."""
    paper = Paper(tmp_path)
    robots = paper.answer("http://paper.example/robots.txt", 200, kind="robots")
    exchange, about, reading = paper.page(URL, "The bridge is open.", title=EVIL)
    about = replace(about, source="http://paper.example/feed", found_in="feed", title=EVIL, due="new")
    exchange = replace(exchange, head=exchange.head[:-2] + b"X-Evil: \x1b]0;a\x07\xff\r\n\r\n", tls=("TLSv1.3", "AES"))
    paper.read(robots, (exchange, replace(about, redirected_from="http://paper.example/?p=7"), reading))
    paper.read(paper.page(URL, "The bridge is shut again."))
    paper.read(paper.answer(URL, 404))
    return paper


def run(paper: Paper, *words: str) -> Result:
    return CliRunner().invoke(main, ["show", *words, "--archive", str(paper.folder / "data")])


def test_a_capture_is_told_whole_and_harms_no_terminal(paper: Paper) -> None:
    done = run(paper, URL, "--at", "2026-11-20T08:00:00Z")
    assert (done.exit_code, [each for each in done.stdout if not (each.isprintable() or each == "\n")]) == (0, [])
    for line in (
        "answer      200",
        "named by feed http://paper.example/feed as “Bridge \\x1b[2J\\u202eopen”; new; redirected from "
        "http://paper.example/?p=7",
        "allowed by robots.txt of 2026-11-20 08:01:00 (200)",
        "protocol    http/1.1, tls/1.3",
        "X-Evil: \\x1b]0;a\\x07",
        "3 version(s)",
        "*   1 new",
        "    The bridge is open.",
        "3 capture(s)",
    ):
        assert line in done.stdout
    assert "shut again" not in done.stdout


@pytest.mark.parametrize(
    ("at", "status", "text"),
    [
        ("20261120080000", 200, "The bridge is open."),
        ("2026-11-20T15:30:00+01:00", 200, "The bridge is shut again."),
        ("2030-01-01", 404, ""),
    ],
    ids=["before-all", "between", "after-all"],
)
def test_the_nearest_capture_and_the_version_of_its_time(paper: Paper, at: str, status: int, text: str) -> None:
    told = json.loads(run(paper, URL, "--at", at, "--json").stdout)
    assert (told["capture"]["status"], told["article"]["text"]) == (status, text)
    assert told["captures"]["count"] == 3
    assert told["records"]["request"][0] == "WARC-Type: request"


def test_the_latest_if_no_time_is_given(paper: Paper) -> None:
    assert json.loads(run(paper, URL, "--json").stdout)["capture"]["status"] == 404


def test_raw_gives_the_bytes(paper: Paper) -> None:
    at = ("--at", "2026-11-20")
    assert b"The bridge is open." in run(paper, URL, *at, "--raw", "payload").stdout_bytes
    record = run(paper, URL, *at, "--raw", "record").stdout_bytes
    assert record.startswith(b"WARC/1.1\r\nWARC-Type: response")
    assert b"X-Evil: \x1b]0;a\x07\xff\r\n" in record


def test_what_is_not_there_is_said_with_what_is_near(paper: Paper) -> None:
    other = run(paper, f"{URL}amp/?utm_source=x")
    assert (other.exit_code, other.stdout) == (1, "")
    assert f"no capture of {URL}amp/?utm_source=x; there is {URL}" in other.stderr
    assert run(paper, "nonsense").exit_code == run(paper, URL, "--at", "noon").exit_code == 2


def test_missing_records_are_a_fault(paper: Paper) -> None:
    for path in (paper.folder / "data/warc").rglob("*.gz"):
        path.unlink()
    done = run(paper, URL)
    assert done.exit_code == 1
    assert "is not there" in done.stdout
    assert "answer      404" in done.stdout


def test_a_request_that_was_never_answered(tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    exchange = Exchange(
        url=URL, method="GET", started=paper.now, request=b"GET / HTTP/1.1\r\n\r\n", error="TimeoutError"
    )
    paper.read((exchange, Context(kind="article", robots="unreachable"), None))
    done = run(paper, URL)
    assert "answer      none: TimeoutError" in done.stdout
    assert "robots.txt could not be had, and ROBOTS_UNREACHABLE=allow" in done.stdout
    assert run(paper, URL, "--raw", "payload").exit_code == 1


def test_what_does_not_print_is_escaped() -> None:
    assert (
        visible("a\x1b\x07\n\u202eb\u2066\ud800é\u00a0م\u200cن")
        == "a\\x1b\\x07\\n\\u202eb\\u2066\\ud800é\u00a0م\u200cن"
    )

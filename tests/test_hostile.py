"""A crawl of a newspaper that does everything wrong at once: it ends, nothing good is lost, and each wrong is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawl import ROOT
from tests.hostile import verdict
from tests.hostile.route import Route
from tests.hostile.routes import ROUTES
from tests.hostile.run import BRIEF, Run, crawl
from tests.hostile.town import Town

DAILY = tuple(route for route in ROUTES if not route.heavy)
MOST = 600 << 20
"""Bytes of memory that any process of the crawl may take."""
LONGEST = 400.0
"""Seconds after which a crawl that should end within half a minute is one that hangs, on a machine with much to do."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The crawl, its servers still there."""
    folder = tmp_path_factory.mktemp("hostile") / "desk"
    folder.mkdir()
    with Town(DAILY, folder / "town") as town:
        yield crawl(town, folder, BRIEF, LONGEST)


def test_the_crawl_comes_to_its_end(run: Run) -> None:
    assert "up: finished" in run.log
    assert "Traceback" not in run.log
    assert run.exit_code == 1  # for the host that asked to be left alone for ages


@pytest.mark.parametrize("route", DAILY, ids=lambda route: route.name)
def test_each_wrong_ends_as_it_should_and_is_told(run: Run, route: Route) -> None:
    assert not verdict.faults(run, route)


def test_what_came_of_a_truncated_answer_is_kept(run: Run) -> None:
    assert not verdict.unkept(run)


def test_the_good_articles_are_in_the_corpus_and_nothing_else_is(run: Run) -> None:
    assert not verdict.lost(run)
    assert not verdict.junk(run)


def test_memory_stays_bounded(run: Run) -> None:
    assert 0 < run.main_peak < MOST
    assert 0 < run.worker_peak < MOST


def test_no_request_comes_where_nobody_may_go(run: Run) -> None:
    assert [canary.connections for canary in run.town.canaries] == [0, 0, 0]
    assert run.town.injected == []


def test_the_archive_is_sound_in_the_eyes_of_others(run: Run) -> None:
    assert verdict.warcs(run)
    assert verdict.unreadable(run) == []
    verified = run.desk.archive("verify", "--no-text")
    assert verified.returncode == 0, verified.stdout
    assert run.desk.spool.sites() == []


def test_no_file_is_outside_its_folder(run: Run) -> None:
    folder = run.desk.folder
    assert {path.name for path in folder.iterdir()} == {"data", "spool", "town", "log"}
    assert [path.name for path in folder.parent.iterdir()] == ["desk"]
    sites = {path.name for kind in ("warc", "cdxj", "receipts") for path in (folder / "data" / kind).iterdir()}
    assert sites == {path.name for path in (folder / "spool").iterdir()} == {"_.._.._up"}
    assert not list(Path("/tmp").glob("pwned*")) + list(ROOT.glob("up*")) + list(ROOT.parent.glob("up*"))


def test_no_terminal_obeys_what_pages_say(run: Run) -> None:
    assert verdict.obeyed(run.log) == []
    at = {route.name: run.town.address(route) for route in DAILY}
    asked = [("show", "title-rtl"), ("history", "title-rtl"), ("history", "title-escape"), ("show", "url-escape")]
    for words in (("ls",), *((command, at[name]) for command, name in asked)):
        said = run.desk.archive(*words)
        assert said.returncode == 0, said.stderr
        assert verdict.obeyed(said.stdout + said.stderr) == [], words

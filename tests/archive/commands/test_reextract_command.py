"""`archive reextract` as an operator runs it."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.__main__ import main
from tests.checking import faults
from tests.rereading import OLD, TODAY, URL, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def words(shelf: Shelf) -> list[str]:
    return ["reextract", "--archive", shelf.store.uri, "--spool", str(shelf.spool.folder), "--workers", "1"]


def run(shelf: Shelf, *given: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, [*words(shelf), *given])
    return done.exit_code, done.stdout, done.stderr


def test_it_shows_what_would_change_then_writes_it_then_has_nothing_left_to_do(shelf: Shelf) -> None:
    shelf.keep(shelf.story(0), shelf.story(1, old=None), shelf.unread(2, "empty"))
    code, out, err = run(shelf, "--dry-run")
    assert (code, err) == (0, "")
    assert f"{URL.format(0)}\n   {OLD} -> {TODAY}\n" in out
    assert "[-Half of it.-]" in out
    assert "{+The council met on Monday" in out
    assert out.endswith("nothing was written\n")
    assert shelf.told() == [(1, "new", OLD)]
    code, out, err = run(shelf, "--json", "--site", "paper.example")
    assert (code, err) == (0, "")
    said = json.loads(out)
    numbers = ("read", "same", "changed", "longer", "gone", "failed", "found", "written")
    assert [said[name] for name in numbers] == [2, 1, 1, 1, 0, 0, 1, 1]
    assert (said["site"], said["extractor"], said["dry_run"], said["diffs"]) == ("paper.example", TODAY, False, [])
    assert faults(shelf.store) == []
    code, out, _ = run(shelf)
    assert (code, out.splitlines()[-1].split()[:4]) == (0, ["paper.example", "0", "0", "0"])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("--site", "no.example"), "no article page is archived of no.example"),
        (("--since", "2026-12-01", "--until", "2026-11-01"), "--since 2026-12-01 is after --until 2026-11-01"),
    ],
    ids=["site", "days"],
)
def test_a_selection_of_nothing_is_misuse(shelf: Shelf, given: tuple[str, ...], says: str) -> None:
    shelf.keep(shelf.story(0))
    code, out, err = run(shelf, *given)
    assert (code, out) == (2, "")
    assert says in err


def test_a_site_at_which_another_works_is_left_alone(shelf: Shelf) -> None:
    shelf.keep(shelf.story(0))
    with shelf.spool.lock("paper.example"):
        code, _, err = run(shelf)
    assert (code, shelf.told()) == (1, [(1, "new", OLD)])
    assert err.startswith("paper.example: left alone: another process is working on paper.example")


def test_killed_it_goes_on_where_it_stopped(shelf: Shelf) -> None:
    """As soon as one segment has a receipt that tells of it."""
    names = [shelf.keep(*(shelf.story(6 * part + each) for each in range(3))) for part in range(2)]
    with subprocess.Popen([sys.executable, "-m", "archive", *words(shelf)]) as process:
        renewed(shelf, names[0].receipt, process)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert faults(shelf.store) == []
    code, out, err = run(shelf)
    assert (code, err) == (0, "")
    assert 3 <= int(out.splitlines()[-1].split()[1]) <= 6
    rows = sorted((row["id"], row["version"], row["change"]) for row in shelf.rows("articles"))
    assert [row[1:] for row in rows] == [(1, "new"), (2, "extractor")] * 6
    assert faults(shelf.store) == []


def renewed(shelf: Shelf, key: str, process: "subprocess.Popen[bytes]") -> None:
    before = shelf.store.get(key)
    for _ in range(3000):
        if shelf.store.get(key) != before or process.poll() is not None:
            return
        time.sleep(0.01)

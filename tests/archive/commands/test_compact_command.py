import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive import compaction, lock, tables
from archive.__main__ import main
from archive.store import open_store
from tests import playable
from tests.playable import PAGES, SITE


def compact(*words: str, code: int = 0) -> list[dict[str, Any]]:
    done = CliRunner().invoke(main, ["compact", "--json", *words])
    assert done.exit_code == code, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> str:
    store = open_store(str(tmp_path / "data"))
    for serial in range(3):
        playable.put(store, tmp_path, [PAGES[serial].exchange], serial=serial)
    return str(tmp_path / "data")


def test_what_is_small_becomes_one_and_a_second_time_there_is_nothing_to_do(folder: str) -> None:
    store = open_store(folder)
    before = {table: sorted(map(repr, tables.rows(store, table))) for table in tables.TABLES}
    planned = compact("--archive", folder, "--dry-run")
    assert planned[0] == {"index": SITE, "objects": 3}
    assert [(row["small"], row["files_after"]) for row in planned[1:]] == [(3, 3), (3, 3)]
    assert not list(store.list("index/"))
    done = compact("--archive", folder)
    assert (done[0]["objects"], done[0]["lines"], done[0]["site"]) == (3, 3, SITE)
    assert [(row["files_before"], row["files_after"]) for row in done[1:]] == [(3, 1), (3, 1)]
    assert all(0 < row["bytes_after"] < row["bytes_before"] for row in done[1:])
    assert {table: sorted(map(repr, tables.rows(store, table))) for table in tables.TABLES} == before
    again = compact("--archive", folder)
    assert (again[0], [row["days"] for row in again[1:]]) == ({"index": SITE, "objects": 0}, [0, 0])


def test_one_site_and_no_table(folder: str) -> None:
    assert [row["index"] for row in compact("--archive", folder, "--site", SITE)] == [SITE]
    assert compact("--archive", folder, "--site", SITE, "--afresh")[0]["objects"] == 3


def test_in_words(folder: str) -> None:
    done = CliRunner().invoke(main, ["compact", "--archive", folder])
    assert f"index of {SITE}: 3 objects merged, 3 lines in " in done.stdout
    assert "table captures: 3 small files of 1 days: 3 files, " in done.stdout


def test_a_damaged_index_object_is_named_and_the_rest_is_done(folder: str) -> None:
    store = open_store(folder)
    store.put("cdxj/zzz.example/2026/01/01/zzz.example-1.cdxj", b"b {}\na {}\n")
    done = compact("--archive", folder, code=1)
    assert "zzz.example-1.cdxj is damaged from line 2" in done[1]["problem"]
    assert [row["files_after"] for row in done[2:]] == [1, 1]


def test_a_site_that_is_not_there(folder: str) -> None:
    done = CliRunner().invoke(main, ["compact", "--archive", folder, "--site", "nowhere"])
    assert (done.exit_code, "nothing is archived of nowhere" in done.stderr) == (2, True)


def test_two_at_once_merge_no_table_twice(folder: str) -> None:
    store = open_store(folder)
    with lock.hold(store, compaction.LOCK, "another"):
        done = compact("--archive", folder, code=1)
        assert all("another is at work" in row["problem"] for row in done[1:])
        compact("--archive", folder, "--dry-run")
    done = compact("--archive", folder)
    assert [row["files_after"] for row in done[1:]] == [1, 1]

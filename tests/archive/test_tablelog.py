"""What a power cut may leave of a table's log, and what is made of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from archive import tablelog, tables
from archive.store import open_store
from tests.rows import capture

COMMITS = 22
"""So many that the log has a checkpoint, and entries after it."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a table, the last commit of which was never settled."""
    folder = tmp_path_factory.mktemp("log")
    store = open_store(str(folder))
    for number in range(COMMITS):
        if number == COMMITS - 1:
            settled = store.get("captures/_settled")
        tables.append(store, "captures", [capture(number)], f"segment-{number}")
    store.replace("captures/_settled", settled)
    return {entry.key: store.get(entry.key) for entry in store.list("")}


def log(name: str) -> str:
    return f"captures/_delta_log/{name}"


LAST = log(f"{COMMITS:020}.json")
CHECKPOINT = log(f"{19:020}.checkpoint.parquet")
Damage = Callable[[dict[str, bytes]], object]


def last_file(files: dict[str, bytes]) -> str:
    return next(f"captures/{json.loads(line)['add']['path']}" for line in files[LAST].splitlines() if b'"add"' in line)


def cut(key: str, size: int) -> Damage:
    return lambda files: files.update({key: files[key][:size]})


def without_its_name(files: dict[str, bytes]) -> None:
    files[LAST] = b"\n".join(line for line in files[LAST].splitlines() if b'"txn"' not in line)


def unsettled_checkpoint(files: dict[str, bytes]) -> None:
    files["captures/_settled"] = b"18"
    files[CHECKPOINT] = files[CHECKPOINT][:4000]


@pytest.mark.parametrize(
    ("damage", "rows"),
    [
        (lambda files: None, COMMITS),
        (cut(LAST, 0), COMMITS - 1),
        (cut(LAST, 300), COMMITS - 1),
        (lambda files: files.update({LAST: bytes(len(files[LAST]))}), COMMITS - 1),
        (without_its_name, COMMITS - 1),
        (lambda files: files.pop(last_file(files)), COMMITS - 1),
        (lambda files: files.update({last_file(files): b""}), COMMITS - 1),
        (lambda files: files.update({last_file(files): bytes(len(files[last_file(files)]))}), COMMITS - 1),
        (unsettled_checkpoint, COMMITS),
        (lambda files: (unsettled_checkpoint(files), files.pop(CHECKPOINT)), COMMITS),
    ],
    ids=["none", "empty", "half", "zeros", "no-name", "no-file", "empty-file", "zero-file", "checkpoint", "hint"],
)
def test_halves_are_taken_out_and_come_again(
    tmp_path: Path, written: dict[str, bytes], damage: Damage, rows: int
) -> None:
    files = dict(written)
    damage(files)
    for key, data in files.items():
        (tmp_path / key).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / key).write_bytes(data)
    store = open_store(str(tmp_path))
    tablelog.mend(store, "captures")
    assert len(list(tables.rows(store, "captures"))) == rows
    for number in range(COMMITS):  # as spools bring their segments in again
        tables.append(store, "captures", [capture(number)], f"segment-{number}")
    assert len(list(tables.rows(store, "captures"))) == COMMITS
    assert tablelog.mend(store, "captures") == []


def test_what_was_settled_is_left_to_verification(tmp_path: Path) -> None:
    """A file that goes missing later is no power cut's: nothing waits in a spool that would bring its rows again."""
    store = open_store(str(tmp_path))
    tables.append(store, "captures", [capture()], "segment")
    ((key, _size),) = tables.Snapshot(store, "captures").files()
    store.delete(key)
    assert tablelog.mend(store, "captures") == []
    assert tables.unreadable(store, "captures") == [key]


def test_a_table_that_a_power_cut_took_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "captures/_delta_log").mkdir(parents=True)
    (tmp_path / log(f"{0:020}.json")).write_bytes(b'{"commitInfo":')
    store = open_store(str(tmp_path))
    assert len(tablelog.mend(store, "captures")) == 1
    assert tables.append(store, "captures", [capture()], "segment")

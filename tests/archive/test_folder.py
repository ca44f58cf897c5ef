import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.errors import StoreRefused
from archive.store import open_store
from tests.complaint import complaint

KEY = "warc/site/2026/11/22/site-1.warc.gz"
PAST = 24 * 3600 * 2


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_folders_are_named_by_path_or_uri(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for number, uri in enumerate(["./a b", "a b", f"{tmp_path}/a b", f"file://{tmp_path}/a%20b"]):
        store = open_store(uri)
        monkeypatch.chdir("/")  # a crawl may go elsewhere
        store.put(f"key{number}", b"")
        monkeypatch.chdir(tmp_path)
    assert {path.name for path in files(tmp_path / "a b")} == {"key0", "key1", "key2", "key3"}


def test_a_segment_beside_the_archive_is_linked(tmp_path: Path) -> None:
    segment = tmp_path / "segment"
    segment.write_bytes(b"x")
    open_store(str(tmp_path / "archive")).put(KEY, segment)
    assert (tmp_path / "archive" / KEY).samefile(segment)


def test_a_segment_on_another_file_system_is_copied(tmp_path: Path) -> None:
    store, elsewhere = open_store(str(tmp_path / "archive")), Path("/proc/version")
    store.put(KEY, elsewhere)
    assert store.get(KEY) == elsewhere.read_bytes()
    assert files(tmp_path / "archive") == [tmp_path / "archive" / KEY]


def test_only_the_owner_reads(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "archive"))
    store.check()
    store.put(KEY, b"x")
    modes = {
        path: stat.S_IMODE(path.stat().st_mode) for path in [tmp_path / "archive", *(tmp_path / "archive").rglob("*")]
    }
    assert set(modes.values()) == {0o700, 0o600}
    assert modes[tmp_path / "archive" / KEY] == 0o600


@pytest.mark.parametrize(
    ("top", "folders", "files"), [(0o750, 0o750, 0o640), (0o777, 0o755, 0o644), (0o700, 0o700, 0o600)]
)
def test_who_may_read_the_folder_may_read_all_whatever_the_umask(
    tmp_path: Path, top: int, folders: int, files: int
) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive").chmod(top)
    store = open_store(str(tmp_path / "archive"))
    before = os.umask(0o077)
    try:
        sealed = tmp_path / "sealed"
        sealed.write_bytes(b"linked")
        store.put(KEY, sealed)
        store.put("warc/copied", b"x")
        store.replace("warc/replaced", b"x")
        draft = store.create("warc/drafted")
        draft.finish()
    finally:
        os.umask(before)
    found = {path: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "archive").rglob("*")}
    assert {mode for path, mode in found.items() if path.is_dir()} == {folders}
    assert {mode for path, mode in found.items() if path.is_file()} == {files}


def test_half_written_files_are_never_seen_and_go_with_their_writer(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    store.check()
    left, held, old = (tmp_path / ".pending" / name for name in ("left", "held", "old"))
    for path in (left, held, old):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - PAST, time.time() - PAST))
    assert not list(store.list(""))
    with held.open() as writer, old.open() as forgotten:
        for file in (writer, forgotten):
            fcntl.flock(file, fcntl.LOCK_EX)
        store.check()
        assert files(tmp_path) == [held]
    store.check()
    assert files(tmp_path) == []


def test_writers_are_not_alone(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "archive"))
    with store.writing(), store.writing(), store.alone() as alone:
        assert not alone
    with store.alone() as alone:
        assert alone


@contextmanager
def unprivileged() -> Iterator[None]:
    """Rights do not bind root."""
    me = os.geteuid()
    os.seteuid(me or 65534)
    try:
        yield
    finally:
        os.seteuid(me)


def test_folder_complaints(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "locked").mkdir(mode=0o500)
    missing, blocked = "create the folder above", "a file is where a folder is expected"
    for folder, words in [("missing/archive", missing), ("file", blocked), ("file/archive", blocked)]:
        said = complaint(StoreRefused, open_store(str(tmp_path / folder)))
        assert said.startswith(str(tmp_path / folder))
        assert words in said
    for folder in ("locked", "locked/archive"):
        with unprivileged():
            said = complaint(StoreRefused, open_store(str(tmp_path / folder)))
        assert said.startswith(str(tmp_path / folder))
        assert "give this user the right" in said
    assert {path.name for path in tmp_path.iterdir()} == {"file", "locked"}

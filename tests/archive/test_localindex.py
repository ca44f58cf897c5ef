"""What pywb finds in the folder after each look; that pywb itself sees it, test_replay shows."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from archive import localindex, zipnum
from archive.errors import DamagedRecord
from archive.localindex import LocalIndex, address
from archive.store import Store, open_store
from archive.urlkey import urlkey

SITE = "paper.example"


def put(store: Store, serial: int, lines: Iterable[int], site: str = SITE) -> str:
    key = f"cdxj/{site}/2026/01/01/{site}-{serial}.cdxj"
    store.delete(key)
    store.put(key, b"".join(b'example,paper)/%06d 20260101000000 {"n": %d}\n' % (n, serial) for n in lines))
    return key


def shown(index: LocalIndex) -> list[int]:
    """The numbers of all lines that pywb would merge, of files that it lists."""
    found = [line for file in index.folder.glob("*.cdxj") for line in file.read_bytes().splitlines()]
    return sorted(int(line[15:21]) for line in found if line.startswith(b"example,paper)/"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "data"))


@pytest.fixture
def index(store: Store, tmp_path: Path) -> LocalIndex:
    return LocalIndex(store, tmp_path / "local", "root/")


def test_it_follows_the_archive(store: Store, index: LocalIndex) -> None:
    index.refresh()
    assert index.empty
    put(store, 1, [1, 2])
    put(store, 2, [3])
    assert index.refresh()
    assert shown(index) == [1, 2, 3]
    time = index.folder.stat().st_mtime
    assert not index.refresh()
    assert index.folder.stat().st_mtime == time
    put(store, 3, [4])
    assert index.refresh()
    assert shown(index) == [1, 2, 3, 4]
    assert int(index.folder.stat().st_mtime) != int(time)


def test_many_commits_make_few_files(store: Store, index: LocalIndex) -> None:
    for serial in range(30):
        put(store, serial, [serial])
        index.refresh()
    index.refresh()
    assert shown(index) == list(range(30))
    assert len(list(index.folder.glob("*.cdxj"))) <= localindex.FILES + 1


def test_what_is_replaced_stays_until_the_next_look(store: Store, index: LocalIndex) -> None:
    put(store, 1, [1])
    index.refresh()
    zipnum.build(store, SITE)
    index.refresh()
    assert shown(index) == [1]
    assert (index.folder / f"{SITE}.idx").read_bytes().startswith(b"example,paper)/000001 20260101000000\t")
    index.refresh()
    assert shown(index) == []
    put(store, 2, [2])
    index.refresh()
    assert shown(index) == [2]


def test_a_line_that_was_taken_out_goes(store: Store, index: LocalIndex) -> None:
    put(store, 1, [1, 2])
    put(store, 2, [3])
    zipnum.build(store, SITE)
    index.refresh()
    put(store, 1, [2])
    index.refresh()
    assert (shown(index), (index.folder / f"{SITE}.idx").exists()) == ([2, 3], False)
    put(store, 2, [])
    index.refresh()
    index.refresh()
    assert shown(index) == [2]


def test_only_one_site(store: Store, tmp_path: Path) -> None:
    put(store, 1, [1])
    put(store, 1, [2], site="paper.example.org")
    index = LocalIndex(store, tmp_path / "local", "root/", SITE)
    index.refresh()
    assert shown(index) == [1]


def test_damage_costs_its_own_lines(store: Store, tmp_path: Path) -> None:
    put(store, 1, [2, 1])
    put(store, 2, [3])
    said: list[DamagedRecord] = []
    index = LocalIndex(store, tmp_path / "local", "root/", damaged=said.append)
    index.refresh()
    assert (shown(index), len(said)) == ([2, 3], 1)


def test_an_unreadable_takedown_keeps_replay_from_starting(store: Store, index: LocalIndex) -> None:
    store.put("takedowns/20261122T080000000Z-00000000.json", json.dumps({"urlkeys": 5}).encode())
    with pytest.raises(DamagedRecord, match="cannot be read"):
        index.refresh()


@pytest.mark.parametrize(
    "url",
    [
        "http://paper.example/",
        "https://www.paper.example:8443/a/b?x=1&y=%C3%A9",
        "http://b%C3%BCcher.example/%D9%85/a%20b?q=%26%3D",
        "http://192.0.2.7:81/a",
        "http://paper.example/a%25b",
    ],
)
def test_the_address_of_a_key_has_that_key(url: str) -> None:
    assert urlkey(address(urlkey(url))) == urlkey(url)

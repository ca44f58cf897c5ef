import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import DamagedRecord
from archive.index import merge
from archive.objects import Entry
from archive.store import Store, open_store


def line(number: int) -> bytes:
    return b"com,example)/%06d 20260101000000 {}\n" % number


def put(store: Store, objects: int, lines: int) -> list[Entry]:
    """So many objects, the lines dealt out to them in turn."""
    for number in range(objects):
        store.put(f"cdxj/s/{number:05}.cdxj", b"".join(line(n) for n in range(lines) if n % objects == number))
    return list(store.list("cdxj/"))


@pytest.mark.parametrize("objects", [1, 5, merge.STREAMS, merge.STREAMS * 3 + 1])
def test_lines_of_any_number_of_objects_come_in_order(tmp_path: Path, objects: int) -> None:
    store = open_store(str(tmp_path / "data"))
    entries = put(store, objects, 2000)
    assert list(merge.merged(store, entries, tmp_path / "runs")) == [line(n) for n in range(2000)]
    assert not [*(tmp_path / "runs").glob("*")]


def test_more_levels_than_two(tmp_path: Path) -> None:
    streams: Iterator[Iterator[bytes]] = (iter([line(n)]) for n in reversed(range(merge.STREAMS**2 + 1)))
    assert list(merge.leveled(streams, tmp_path / "runs")) == [line(n) for n in range(merge.STREAMS**2 + 1)]


@pytest.mark.parametrize(
    "data",
    [line(2) + line(1), line(1) + b"no line\n", line(1) + line(2)[:-1], line(1) + b"x" * (merge.LINE_BYTES + 9)],
    ids=["order", "form", "torn", "endless"],
)
def test_damage_is_named_or_left_out(tmp_path: Path, data: bytes) -> None:
    store = open_store(str(tmp_path / "data"))
    store.put("cdxj/s/good.cdxj", line(1) + line(3))
    store.put("cdxj/s/worse.cdxj", data)
    entries = list(store.list("cdxj/"))
    with pytest.raises(DamagedRecord, match=r"cdxj/s/worse\.cdxj is damaged from line 2 on"):
        list(merge.merged(store, entries, tmp_path / "runs"))
    said: list[DamagedRecord] = []
    kept = list(merge.merged(store, entries, tmp_path / "runs", said.append))
    assert kept == sorted([line(1), line(3), data.splitlines(keepends=True)[0]])
    assert len(said) == 1


def test_an_object_that_went_away_is_named(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "data"))
    with pytest.raises(DamagedRecord, match="went away"):
        list(merge.merged(store, [Entry("cdxj/s/1.cdxj", 9)], tmp_path))


def test_an_empty_index_has_no_lines() -> None:
    assert not list(merge.lines(io.BytesIO(), "empty"))

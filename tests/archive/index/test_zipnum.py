"""The merged index: what it holds, what is left of it at any moment of a crash, what is found wrong with it."""

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from archive.errors import DamagedRecord
from archive.index import zipnum
from archive.store import Store, open_store
from tests.crawl import ROOT

SITE = "paper.example"


def line(number: int, serial: int = 1) -> bytes:
    return b'example,paper)/%06d 202601010000%02d {"n": %d}\n' % (number, serial, serial)


def put(store: Store, serial: int, lines: int = 10, site: str = SITE) -> str:
    key = f"cdxj/{site}/2026/01/01/{site}-{serial}.cdxj"
    store.put(key, b"".join(line(number, serial) for number in range(lines)))
    return key


def replace(store: Store, key: str, data: bytes) -> None:
    store.delete(key)
    store.put(key, data)


def newest(store: Store) -> zipnum.Generation:
    return next(zipnum.generations(store, SITE))


def expected(store: Store, site: str = SITE) -> list[bytes]:
    objects = [store.get(entry.key) for entry in store.list(f"cdxj/{site}/")]
    return sorted(b"".join(objects).splitlines(keepends=True))


def test_it_holds_every_line_once_and_grows(store: Store) -> None:
    put(store, 1)
    put(store, 2)
    assert zipnum.pending(store, SITE) == 2
    built = zipnum.build(store, SITE)
    assert built is not None
    assert (built.objects, built.lines) == (2, 20)
    assert zipnum.build(store, SITE) is None
    key = put(store, 3)
    built = zipnum.build(store, SITE)
    assert built is not None
    assert (built.objects, built.lines) == (1, 30)
    assert list(zipnum.lines(store, newest(store))) == expected(store)
    assert key in newest(store).contains
    assert not list(zipnum.faults(store))
    again = zipnum.build(store, SITE, afresh=True)
    assert again is not None
    assert again.objects == 3


def test_the_summary_leads_to_each_block() -> None:
    blocks, summary = io.BytesIO(), io.BytesIO()
    lines = [line(number) for number in range(25)]
    assert zipnum.write(lines, blocks, summary, "part", size=10) == 25
    found = []
    for number, row in enumerate(summary.getvalue().decode().splitlines(), start=1):
        key, part, offset, length, lineno = row.split("\t")
        block = gzip.decompress(blocks.getvalue()[int(offset) : int(offset) + int(length)])
        assert (part, int(lineno), block.startswith(key.encode())) == ("part", number, True)
        found += block.splitlines(keepends=True)
    assert found == lines
    assert gzip.decompress(blocks.getvalue()) == b"".join(lines)


def test_blocks_of_one_address_double_and_stop_doubling() -> None:
    blocks, summary = io.BytesIO(), io.BytesIO()
    zipnum.write([line(7)] * 5000, blocks, summary, "part", size=2)
    rows = summary.getvalue().splitlines()
    assert len(rows) == pytest.approx(5000 / (2 << zipnum.DOUBLINGS), abs=8)


def test_only_the_newest_two_stay(store: Store) -> None:
    names = []
    for serial in range(4):
        put(store, serial)
        zipnum.build(store, SITE)
        names.append(newest(store).name)
    kept = {entry.key.split("/")[2].partition(".")[0] for entry in store.list("index/")}
    assert (names == sorted(names), kept) == (True, set(names[-2:]))


def test_every_moment_of_a_crash_leaves_the_one_before(tmp_path: Path) -> None:
    """Objects appear whole and in this order: blocks, summary, pointer; they go in the other."""
    store = open_store(str(tmp_path))
    put(store, 1)
    zipnum.build(store, SITE)
    before = newest(store)
    put(store, 2)
    zipnum.build(store, SITE)
    after = newest(store)
    for key in (after.pointer, after.summary, after.blocks):
        store.delete(key)
        assert newest(store) == before
    put(store, 3)
    zipnum.build(store, SITE)
    store.delete(newest(store).blocks)
    assert newest(store) == before
    assert [problem for _, problem in zipnum.faults(store) if "what it names is not there" in problem]
    built = zipnum.build(store, SITE)
    assert built is not None
    assert built.lines == 30


def test_killed_again_and_again_it_stays_readable(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "data"))
    for serial in range(3):
        put(store, serial, 20_000)
    code = "from archive import store\nfrom archive.index import zipnum\n"
    code += f"s = store.open_store({str(tmp_path / 'data')!r})\nprint(flush=True)\n"
    code += f"while True: zipnum.build(s, {SITE!r}, afresh=True)"
    for pause in (0.0, 0.17, 0.43):
        with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(pause)
            os.kill(process.pid, signal.SIGKILL)
        for generation in zipnum.generations(store):
            assert list(zipnum.lines(store, generation)) == expected(store)
    assert not list(zipnum.faults(store))


def test_two_at_once(store: Store) -> None:
    for serial in range(4):
        put(store, serial)
    failures: list[Exception] = []

    def build() -> None:
        try:
            for _ in range(3):
                zipnum.build(store, SITE, afresh=True)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=build) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert list(zipnum.lines(store, newest(store))) == expected(store)


def test_what_was_taken_down_since_makes_it_void(store: Store) -> None:
    key = put(store, 1)
    put(store, 2)
    zipnum.build(store, SITE)
    replace(store, key, line(1))
    generation = newest(store)
    assert not generation.holds_true({entry.key: entry.size for entry in store.list("cdxj/")})
    assert [problem for _, problem in zipnum.faults(store)] == [
        "a cdxj object that it holds is gone or changed: `archive compact` merges anew"
    ]
    zipnum.build(store, SITE)
    assert list(zipnum.lines(store, newest(store))) == expected(store)
    assert len(list(store.list("index/"))) == 3  # nothing is left of the lines that went
    zipnum.drop(store, SITE)
    assert not list(store.list("index/"))
    assert not list(zipnum.generations(store))


@pytest.mark.parametrize("what", ["rewritten", "dropped"])
def test_a_takedown_during_the_merge_is_noticed(tmp_path: Path, what: str) -> None:
    store = open_store(str(tmp_path))
    key = put(store, 1)
    plan = zipnum._plan(store, SITE, afresh=False)
    generation = zipnum._merge(store, SITE, plan)
    if what == "rewritten":
        replace(store, key, line(1))
    else:
        zipnum.drop(store, SITE)
    with pytest.raises(DamagedRecord, match="changed while it was merged"):
        zipnum._settle(store, generation, None)
    assert not list(store.list("index/"))


def test_a_damaged_object_stops_the_merge_and_is_named(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    put(store, 1)
    zipnum.build(store, SITE)
    before = newest(store)
    key = put(store, 2)
    replace(store, key, line(2) + line(1))
    with pytest.raises(DamagedRecord, match=key):
        zipnum.build(store, SITE)
    assert newest(store) == before


def test_a_damaged_merged_index_is_made_anew(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    put(store, 1)
    zipnum.build(store, SITE)
    damage(store, newest(store).blocks)
    put(store, 2)
    zipnum.build(store, SITE)
    assert list(zipnum.lines(store, newest(store))) == expected(store)


def damage(store: Store, key: str) -> None:
    data = bytearray(store.get(key))
    data[len(data) // 2] ^= 1
    replace(store, key, bytes(data))


@pytest.mark.parametrize("part", ["blocks", "summary", "pointer", "foreign", "unlisted"])
def test_what_is_wrong_is_found(tmp_path: Path, part: str) -> None:
    store = open_store(str(tmp_path))
    for serial in (1, 2):
        put(store, serial)
    zipnum.build(store, SITE)
    assert not list(zipnum.faults(store))
    generation = newest(store)
    if part == "foreign":  # the blocks of other objects
        other = open_store(str(tmp_path / "other"))
        put(other, 1)
        replace(other, put(other, 2), b"".join(line(number, 3) for number in range(10)))
        zipnum.build(other, SITE)
        blocks = other.get(newest(other).blocks)
        replace(store, generation.blocks, blocks)
        replace(store, generation.summary, store.get(generation.summary))
    elif part == "unlisted":
        said = json.loads(store.get(generation.pointer))
        said["contains"].popitem()
        replace(store, generation.pointer, json.dumps(said).encode())
    elif part == "pointer":
        replace(store, generation.pointer, store.get(generation.pointer)[:-1])
    else:
        damage(store, getattr(generation, part))
    assert next(key for key, _ in zipnum.faults(store)) in (
        generation.pointer,
        getattr(generation, part, ""),
        generation.blocks,
    )


@pytest.mark.parametrize("said", [b"", b"[]", b"null", b"{}", b'{"site": 1}', b"\xff"])
def test_a_pointer_that_is_none_is_passed_over(tmp_path: Path, said: bytes) -> None:
    store = open_store(str(tmp_path))
    put(store, 1)
    zipnum.build(store, SITE)
    before = newest(store)
    store.put(f"index/{SITE}/99991231T235959000000Z-00000000.json", said)
    assert newest(store) == before
    assert len(list(zipnum.faults(store))) == 1

"""What writers that died left goes; what others write or may still read stays."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import compaction, leftovers, lock, owner, tables
from archive.store import Store, open_store
from tests.rows import capture

OLD = datetime(2026, 11, 20, 12, tzinfo=UTC)
FILE = "captures/day=2026-11-20/part-00000-11111111-2222-4333-8444-555555555555-c000.zstd.parquet"
INDEX = "index/paper.example/20261122T080000000000Z-00000000"


def dead() -> bytes:
    """What a process said of itself that is no more."""
    code = "import sys; from archive import owner; sys.stdout.buffer.write(owner.me('test'))"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout


def test_probes_and_claims_go_with_their_process(store: Store) -> None:
    said = dead()
    store.put("probe-dead", said)
    store.put("probe-mine", owner.me("test"))
    store.put(f"locks/tables/{datetime.now(UTC):%Y%m%dT%H%M%SZ}-00000000.json", said)
    with lock.hold(store, "tables", "the next"):  # the dead one's claim is void
        assert leftovers.collect(store).removed == ("probe-dead",)
    assert [entry.key for entry in store.list("")] == ["probe-mine"]


@pytest.mark.parametrize(
    ("changed", "gone"),
    [
        ({}, False),
        ({"process": 2**22 + 1}, True),
        ({"started": 1}, True),
        ({"machine": "another", "process": 2**22 + 1}, False),
        ({"since": str(datetime.now(UTC) - owner.DEAD - timedelta(minutes=1)), "machine": "another"}, True),
        ({"machine": None}, False),
    ],
    ids=["alive", "no-such-process", "another-of-its-number", "another-machine", "long-ago", "unknown"],
)
def test_who_is_gone(changed: dict[str, object], gone: bool) -> None:
    assert owner.is_gone(json.dumps(json.loads(owner.me("test")) | changed).encode()) is gone
    assert not owner.is_gone(b"[]")


def test_files_that_no_table_names_go_when_nobody_writes(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    for number in range(3):
        tables.append(store, "captures", [capture(number, fetched_at=OLD)], f"segment-{number}")
    compaction.merge_day(store, "captures", OLD.date())  # readers may be at what it replaced
    before = {entry.key for entry in store.list("")}
    left = [FILE, f"{FILE}#1", "captures/_delta_log/00000000000000000009.json#1", f"{INDEX}.cdx.gz", f"{INDEX}.idx"]
    for key in left:
        store.put(key, b"half")
    with store.writing():
        assert leftovers.collect(store) == leftovers.Leftovers((), tuple(sorted(left)))
        past = time.time() - 2 * leftovers.ABANDONED_SECONDS
        os.utime(tmp_path / FILE, (past, past))
        assert leftovers.collect(store).removed == (FILE,)
    assert set(leftovers.collect(store).removed) == {*left} - {FILE}
    assert {entry.key for entry in store.list("")} == before


def test_on_s3_they_wait_a_day(store: Store) -> None:
    tables.append(store, "captures", [capture(fetched_at=OLD)], "segment")
    store.put(FILE, b"half")
    found = leftovers.collect(store)
    assert (found.removed, found.spared) == (((FILE,), ()) if "://" not in store.uri else ((), (FILE,)))

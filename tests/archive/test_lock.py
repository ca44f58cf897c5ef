import json
import subprocess
import sys
import threading
import time
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import lock
from archive.errors import ArchiveBusy
from archive.store import Store, open_store


def test_only_one_at_a_time(store: Store) -> None:
    with lock.hold(store, "tables", "the first") as check:
        check()
        with pytest.raises(ArchiveBusy, match="the first"), lock.hold(store, "tables", "the second"):
            raise AssertionError
        for what in ("other", "tables/one", "tables/one.more"):
            with lock.hold(store, what, "the second"):
                pass
    with lock.hold(store, "tables", "the second"):
        pass
    assert not list(store.list("locks/"))


def test_of_many_at_once_never_two(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    at_work, most, done = 0, 0, 0

    def work() -> None:
        nonlocal at_work, most, done
        for _ in range(20):
            try:
                with lock.hold(store, "tables", "one"):
                    at_work += 1
                    most = max(most, at_work)
                    time.sleep(0.001)
                    at_work -= 1
                    done += 1
            except ArchiveBusy:
                time.sleep(0.002)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, done > 0) == (1, True)
    assert not list(store.list("locks/"))


@pytest.mark.parametrize(("age", "dead"), [(lock.HELD, False), (lock.DEAD + timedelta(minutes=1), True)])
def test_a_dead_claim_is_passed_over(tmp_path: Path, age: timedelta, dead: bool) -> None:
    store = open_store(str(tmp_path))
    stamp = (datetime.now(UTC) - age).strftime("%Y%m%dT%H%M%SZ")
    store.put(f"locks/tables/{stamp}-00000000.json", b"{}")
    store.put("locks/tables/notes.txt", b"no claim")
    if dead:
        with lock.hold(store, "tables", "one"):
            pass
        assert [entry.key for entry in store.list("locks/")] == ["locks/tables/notes.txt"]
    else:
        with pytest.raises(ArchiveBusy), lock.hold(store, "tables", "one"):
            raise AssertionError


@pytest.mark.parametrize(("machine", "free"), [(None, True), ("another", False)], ids=["this-machine", "another"])
def test_a_claim_of_a_process_that_died_here_is_void(tmp_path: Path, machine: str | None, free: bool) -> None:
    """One of another machine stands until it is too old: nothing here can tell whether its process lives."""
    store = open_store(str(tmp_path))
    claim = "from archive import owner; print(owner.me('it').decode())"
    said = json.loads(subprocess.check_output([sys.executable, "-c", claim], text=True))
    key = f"locks/tables/{datetime.now(UTC):%Y%m%dT%H%M%SZ}-0.json"
    store.put(key, json.dumps(said | ({"machine": machine} if machine else {})).encode())
    with nullcontext() if free else pytest.raises(ArchiveBusy), lock.hold(store, "tables", "the next"):
        pass
    assert [entry.key for entry in store.list("locks/")] == ([] if free else [key])

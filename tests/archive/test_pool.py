import asyncio
import ctypes
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from pathlib import Path

import pytest

from archive.errors import StoreRefused, TaskFailed
from archive.pool import Pool

SECONDS, MEGABYTES = 1.5, 200
ROOT = Path(__file__).parents[2]


def double(number: int) -> int:
    return 2 * number


def pid() -> int:
    return os.getpid()


def loop_for_ever() -> None:
    while True:
        pass


def backtrack_for_ever() -> None:
    """Holds the interpreter lock all the while, so that no thread of the worker runs."""
    re.match(r"(a|a)+$", "a" * 60 + "b")


def leave() -> None:
    os._exit(7)


def stop_the_interpreter() -> None:
    sys.exit(3)


def segfault() -> None:
    ctypes.string_at(0)


def swallow_memory() -> int:
    return len(bytearray(1 << 34))


def grow() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(16 << 20))


def raise_value_error() -> None:
    raise ValueError("no such page")


def refuse() -> None:
    raise StoreRefused("no such bucket")


def give_a_lock() -> threading.Lock:
    return threading.Lock()


def interrupt_self() -> int:
    os.kill(os.getpid(), signal.SIGINT)
    return os.getpid()


def fail_to_warm() -> None:
    raise RuntimeError("no model")


def remember() -> None:
    os.environ["WARMED"] = "yes"


def recall() -> str | None:
    return os.environ.get("WARMED")


def alive(number: int) -> bool:
    stat = Path(f"/proc/{number}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def wait_until_gone(number: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while alive(number) and time.monotonic() < end:
        time.sleep(0.05)
    return not alive(number)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1, SECONDS, MEGABYTES) as pool:
        yield pool


def test_results_come_back_from_another_process(pool: Pool) -> None:
    assert pool.submit(double, 21).result(30) == 42
    assert pool.submit(pid).result(30) != os.getpid()


@pytest.mark.parametrize(
    ("task", "reason", "words"),
    [
        (loop_for_ever, "deadline", "1.5 s"),
        (backtrack_for_ever, "deadline", "1.5 s"),
        (leave, "crash", "exit code 7"),
        (stop_the_interpreter, "crash", "exit code 3"),
        (segfault, "crash", "exit code -11"),
        (swallow_memory, "crash", "memory"),
        (grow, "crash", "memory"),
        (raise_value_error, "error", "ValueError: no such page"),
        (give_a_lock, "error", "TypeError"),
    ],
)
def test_a_hostile_task_costs_itself_alone(pool: Pool, task: object, reason: str, words: str) -> None:
    before, bad, after = pool.submit(double, 1), pool.submit(task, *()), pool.submit(double, 2)  # type: ignore[arg-type]
    assert before.result(30) == 2
    with pytest.raises(TaskFailed, match=re.escape(words)) as failure:
        bad.result(30)
    assert failure.value.reason == reason
    assert after.result(30) == 4


def test_a_hung_worker_is_gone_after_its_deadline(pool: Pool) -> None:
    number = pool.submit(pid).result(30)
    with pytest.raises(TaskFailed):
        pool.submit(loop_for_ever).result(30)
    assert not alive(number)


def test_an_exception_keeps_the_worker(pool: Pool) -> None:
    number = pool.submit(pid).result(30)
    with pytest.raises(TaskFailed):
        pool.submit(raise_value_error).result(30)
    assert pool.submit(pid).result(30) == number


def test_our_own_errors_come_back_as_they_are(pool: Pool) -> None:
    with pytest.raises(StoreRefused, match="no such bucket"):
        pool.submit(refuse).result(30)


def test_a_task_that_cannot_be_sent_is_an_error(pool: Pool) -> None:
    with pytest.raises(TaskFailed) as failure:
        pool.submit(lambda: None).result(30)
    assert failure.value.reason == "error"


def test_ctrl_c_is_left_to_the_parent(pool: Pool) -> None:
    assert pool.submit(interrupt_self).result(30) == pool.submit(pid).result(30)


def test_good_tasks_amid_bad_ones_all_succeed() -> None:
    bad = {7: leave, 17: segfault, 27: grow, 37: raise_value_error, 47: loop_for_ever}
    with Pool(2, SECONDS, MEGABYTES) as pool:
        futures: list[tuple[int | None, Future[int]]] = []
        for number in range(50):
            if number in bad:
                futures.append((None, pool.submit(bad[number])))
            futures.append((number, pool.submit(double, number)))
        for expected, future in futures:
            if expected is None:
                assert isinstance(future.exception(60), TaskFailed)
            else:
                assert future.result(60) == 2 * expected


def test_workers_start_at_the_first_task_and_are_warm() -> None:
    before = children()
    with Pool(1, SECONDS, MEGABYTES, warm=remember) as pool:
        assert children() == before
        assert pool.submit(recall).result(30) == "yes"
        assert len(children()) == len(before) + 1
    assert children() == before


def test_a_worker_that_cannot_start_says_why_and_blames_no_task() -> None:
    pool = Pool(1, SECONDS, MEGABYTES, warm=fail_to_warm)
    with pool, pytest.raises(TaskFailed, match="no model") as failure:
        pool.submit(double, 1).result(30)
    assert failure.value.reason == "unavailable"


def test_close_ends_all() -> None:
    pool = Pool(1, 60, MEGABYTES)
    number = pool.submit(pid).result(30)
    running, waiting = pool.submit(loop_for_ever), pool.submit(double, 1)
    time.sleep(0.3)
    pool.close()  # would hang if it waited for the task
    assert not alive(number)
    with pytest.raises(TaskFailed):
        running.result(5)
    with pytest.raises(CancelledError):
        waiting.result(5)
    with pytest.raises(RuntimeError):
        pool.submit(double, 1)


def test_a_future_can_be_awaited(pool: Pool) -> None:
    async def ask() -> int:
        return await asyncio.wrap_future(pool.submit(double, 4))

    assert asyncio.run(ask()) == 8


ORPHANING = """
import sys
from archive.pool import Pool
from tests_pool import {task}, pid
if __name__ == "__main__":
    pool = Pool(1, {seconds}, 200)
    print(pool.submit(pid).result(30), flush=True)
    pool.submit({task}).exception()
"""


@pytest.mark.parametrize(("task", "seconds"), [("loop_for_ever", 600), ("backtrack_for_ever", 1)])
def test_a_killed_parent_leaves_no_worker(tmp_path: Path, task: str, seconds: int) -> None:
    (tmp_path / "tests_pool.py").symlink_to(__file__)
    script = tmp_path / "parent.py"
    script.write_text(ORPHANING.format(task=task, seconds=seconds))
    search = os.pathsep.join((str(ROOT), str(tmp_path)))
    command = [sys.executable, str(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": search}) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        time.sleep(0.3)
        assert alive(worker)
        parent.kill()
    assert wait_until_gone(worker, 5)


def children() -> set[int]:
    """The worker processes of this one."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            command = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and b"spawn_main" in command:
            found.add(int(stat.parent.name))
    return found

"""Worker processes with a deadline and a memory bound, where a hostile task costs that task alone.

Each slot is a thread of the parent that owns one worker process and a pipe to it. A ProcessPoolExecutor would be
broken for good by one killed worker, and offers no way to end a task that hangs.
"""

import multiprocessing
import os
import pickle
import queue
import resource
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Self

from .errors import PressmarkError, TaskFailed

TASKS_PER_WORKER = 10_000
"""After so many a worker is replaced, which bounds what leaks in C libraries can hold."""
START_SECONDS = 120.0
"""For a new worker to import and warm up; a slow disk needs some, a broken one must not hang the pool."""
MAX_ANSWER = 256 << 20
"""Bytes of one pickled result."""

READY = b"ready"
_SPAWN = multiprocessing.get_context("spawn")  # fork would copy the parent's threads' locks and sockets
Warm = Callable[[], None]
_Task = tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]


class Pool:
    """Processes, started at the first task. A task may take `seconds`, and `megabytes` beyond a warm worker's."""

    def __init__(self, workers: int, seconds: float, megabytes: int, warm: Warm | None = None) -> None:
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._slots = [_Slot(self._tasks, seconds, megabytes, warm) for _ in range(workers)]
        self._lock = threading.Lock()
        self._started = self._closed = False

    def submit(self, fn: Callable[..., Any], *args: Any) -> Future[Any]:
        """Run an importable function in a worker. A PressmarkError comes back as raised; all else is TaskFailed."""
        future: Future[Any] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool is closed")
            self._tasks.put((future, fn, args))
            if not self._started:
                self._started = True
                for slot in self._slots:
                    slot.start()
        return future

    def close(self) -> None:
        """End the workers now. Waiting tasks are cancelled; a running one fails with reason `crash`."""
        with self._lock:
            self._closed = True
        while True:
            try:
                task = self._tasks.get_nowait()
            except queue.Empty:
                break
            if task:
                task[0].cancel()
        for slot in self._slots:
            self._tasks.put(None)
            slot.end()
        for slot in self._slots:
            if self._started:
                slot.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Slot(threading.Thread):
    """Feeds one worker: replaces it when it dies, overstays, or has served its number of tasks."""

    def __init__(
        self, tasks: "queue.SimpleQueue[_Task | None]", seconds: float, megabytes: int, warm: Warm | None
    ) -> None:
        super().__init__(name="pool-slot", daemon=True)
        self._tasks, self._seconds, self._megabytes, self._warm = tasks, seconds, megabytes, warm
        self._lock = threading.Lock()
        self._ended = False
        self._worker: tuple[BaseProcess, Connection] | None = None
        self._served = 0

    def run(self) -> None:
        while (task := self._tasks.get()) is not None:
            future, fn, args = task
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(self._answer(pickle.dumps((fn, args))))
            except PressmarkError as error:
                future.set_exception(error)
            except Exception as error:  # arguments that do not pickle, a worker that cannot be spawned
                future.set_exception(TaskFailed("error", f"{type(error).__name__}: {error}"))
        self._discard()

    def end(self) -> None:
        """Kill the worker and start no other; the thread then ends by itself."""
        with self._lock:
            self._ended = True
            if self._worker:
                self._worker[0].kill()

    def _answer(self, task: bytes) -> Any:
        process, connection = self._ready()
        try:
            connection.send_bytes(task)
            if not wait([connection], self._seconds):
                self._discard()
                raise TaskFailed("deadline", f"no result within {self._seconds:g} s")
            outcome, value = pickle.loads(connection.recv_bytes(MAX_ANSWER))  # noqa: S301  # our own worker's
        except (OSError, EOFError) as error:
            process.join(1)
            self._discard()
            raise TaskFailed("crash", f"worker died with exit code {process.exitcode}") from error
        self._served += 1
        if outcome == "crash" or self._served >= TASKS_PER_WORKER:
            self._discard()
        if outcome == "done":
            return value
        raise value if outcome == "raised" else TaskFailed(outcome, value)

    def _ready(self) -> tuple[BaseProcess, Connection]:
        if self._worker and self._worker[0].is_alive():
            return self._worker
        self._discard()
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(
            target=_work, args=(theirs, self._seconds, self._megabytes, self._warm), name="pool-worker", daemon=True
        )
        with self._lock:
            if self._ended:
                raise TaskFailed("unavailable", "the pool is closed")
            process.start()
            theirs.close()
            self._worker, self._served = (process, ours), 0
        if not wait([ours], START_SECONDS):
            self._discard()
            raise TaskFailed("unavailable", f"worker not ready within {START_SECONDS:g} s")
        try:
            said = ours.recv_bytes()
        except (OSError, EOFError) as error:
            process.join(1)
            self._discard()
            raise TaskFailed("unavailable", f"worker did not start, exit code {process.exitcode}") from error
        if said != READY:
            self._discard()
            raise TaskFailed("unavailable", said.decode(errors="replace"))
        return process, ours

    def _discard(self) -> None:
        with self._lock:
            worker, self._worker = self._worker, None
        if worker:
            worker[0].kill()
            worker[0].join()
            worker[1].close()


def _work(connection: Connection, seconds: float, megabytes: int, warm: Warm | None) -> None:
    """The worker's life: warm up, then one task after the other until the parent hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        if warm:
            warm()
    except Exception as error:
        connection.send_bytes(f"worker cannot start: {type(error).__name__}: {error}".encode())
        return
    _bound_memory(megabytes)
    connection.send_bytes(READY)
    while True:
        try:
            task = connection.recv_bytes()
        except (OSError, EOFError):
            return
        # The kernel ends a worker whose parent is gone while C code holds the interpreter lock
        signal.setitimer(signal.ITIMER_REAL, 2 * seconds + 1)
        connection.send_bytes(_perform(task))
        signal.setitimer(signal.ITIMER_REAL, 0)


def _perform(task: bytes) -> bytes:
    try:
        fn, args = pickle.loads(task)  # noqa: S301  # our own parent's
        return pickle.dumps(("done", fn(*args)))
    except MemoryError:
        return pickle.dumps(("crash", "out of memory"))  # and what it left half-done goes with the worker
    except PressmarkError as error:
        return pickle.dumps(("raised", error))
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return pickle.dumps(("error", f"{type(error).__name__}: {error} ({where.name}, line {where.lineno})"))


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _bound_memory(megabytes: int) -> None:
    """Allow so much address space beyond what a warm worker has: libraries reserve more than they use. Linux only."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        limit = int(statm.read_text().split()[0]) * resource.getpagesize() + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

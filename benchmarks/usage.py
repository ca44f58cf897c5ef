"""What a program and its worker processes used, from /proc (Linux)."""

import os
import re
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
SAMPLING = 0.1
"""Seconds. Only memory is sampled, and of that the kernel keeps the peak."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds and bytes."""

    seconds: float
    main_cpu: float
    worker_cpu: float
    main_peak: int
    worker_peak: int
    output: str


def measure(command: list[str], folder: Path) -> Usage:
    """Run a command in `folder` to its end; it must succeed and wait for its own workers."""
    began, peaks = time.perf_counter(), dict[int, int]()
    with (folder / "output").open("w+") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
            for pid in family(process.pid):
                peaks[pid] = max(peaks.get(pid, 0), peak(pid))
            time.sleep(SAMPLING)
        seconds = time.perf_counter() - began
        times = [
            int(ticks) / TICK for ticks in _stat(process.pid)[11:15]
        ]  # the dead process keeps them until waited for
        output.seek(0)
        said = output.read()
    if process.wait():
        raise SystemExit(f"{' '.join(command)} ended with exit code {process.returncode}:\n{said[-3000:]}")
    main_peak = peaks.pop(process.pid)
    return Usage(seconds, sum(times[:2]), sum(times[2:]), main_peak, max(peaks.values(), default=0), said)


def family(root: int) -> set[int]:
    """A process and all that it and they began."""
    parents = {int(path.name): _parent(int(path.name)) for path in Path("/proc").glob("[0-9]*")}
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _stat(pid: int) -> list[str]:
    """Fields of /proc/PID/stat after the name, which may hold spaces."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _parent(pid: int) -> int:
    try:
        return int(_stat(pid)[1])
    except OSError:
        return 0


def peak(pid: int) -> int:
    """Bytes that a process had in memory at most; 0 when it is gone."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def forget_peak(pid: int) -> None:
    """Begin anew with the peak of a process."""
    with suppress(OSError):
        Path(f"/proc/{pid}/clear_refs").write_text("5")

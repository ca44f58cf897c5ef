"""Who wrote a claim or a probe, so that one of a process that died is told from one that is in use."""

import json
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

DEAD = timedelta(hours=6)
"""What is older is that of a process that died, whatever the difference between two clocks."""


def me(by: str) -> bytes:
    """This process, as JSON; `by` names what it does."""
    return json.dumps(
        {
            "by": by,
            "host": socket.gethostname(),
            "process": os.getpid(),
            "since": str(datetime.now(UTC)),
            "machine": _machine(),
            "started": _started(os.getpid()),
        }
    ).encode()


def is_gone(data: bytes) -> bool:
    """Whether it is certain that the process that said `me` is no more: it ran here, since the last start of the
    machine, and there is none of its number and age; or it is too long ago."""
    try:
        said: dict[str, str] = json.loads(data)
        since = datetime.fromisoformat(said["since"])
        if datetime.now(UTC) - since > DEAD:
            return True
        here = said["machine"] is not None and said["machine"] == _machine()
        return here and _started(int(said["process"])) != int(said["started"])
    except (ValueError, KeyError, TypeError):
        return False  # not ours, or of an older release


def _machine() -> str | None:
    """This run of the kernel, and the set of processes seen from here; None where that cannot be told."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return None


def _started(process: int) -> int | None:
    """When a process was started, in ticks since the machine was; None when there is no such process."""
    try:
        said = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
    except OSError:
        return None
    state, *rest = said.rpartition(")")[2].split()
    return None if state in "ZX" else int(rest[18])

"""What processes listen on, as Linux tells it."""

import os
from contextlib import suppress
from pathlib import Path

LISTEN, ACCEPTS = "0A", 0x10000
"""The state of a TCP socket, and the flag of a unix one."""


def family(pid: int) -> set[int]:
    """A process and all below it."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            words = stat.read_text().rpartition(")")[2].split()
            parents[int(stat.parent.name)] = int(words[1])
    found, last = {pid}, set[int]()
    while found != last:
        last = set(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found


def listening(pids: set[int]) -> list[str]:
    """TCP, UDP and unix sockets on which any of these would take a connection or a datagram from others."""
    sockets = {}
    for pid in pids:
        with suppress(OSError):
            for file in Path(f"/proc/{pid}/fd").iterdir():
                with suppress(OSError):
                    target = str(file.readlink())
                    if target.startswith("socket:["):
                        sockets[target[8:-1]] = pid
    return [*_inet(sockets), *_unix(sockets)]


def _inet(sockets: dict[str, int]) -> list[str]:
    found = []
    for protocol in ("tcp", "tcp6", "udp", "udp6"):
        for line in _lines(protocol):
            local, remote, state, inode = line[1], line[2], line[3], line[9]
            open_to_all = state == LISTEN or (protocol.startswith("udp") and set(remote.replace(":", "")) == {"0"})
            if inode in sockets and open_to_all:
                found.append(f"{sockets[inode]} {protocol} {local}")
    return found


def _unix(sockets: dict[str, int]) -> list[str]:
    return [
        f"{sockets[line[6]]} unix {line[7] if len(line) > 7 else ''}"
        for line in _lines("unix")
        if line[6] in sockets and int(line[3], 16) & ACCEPTS
    ]


def _lines(table: str) -> list[list[str]]:
    path = Path(f"/proc/{os.getpid()}/net/{table}")
    return [line.split() for line in path.read_text().splitlines()[1:]] if path.exists() else []

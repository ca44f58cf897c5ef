"""The log of a table that lies in a folder, and power cuts: delta-rs syncs nothing of what it writes there.

`settle` brings a table's latest commits to the disk, and notes up to which in TABLE/_settled. It comes before anything
is given up for their sake: a segment in the spool, an old file, a takedown that waits to be done. So what a power cut
can take of a table is still owed by a spool or by the ledger, and `mend` need only take out what it left in halves.
Entries of the log are replaced by ones that say nothing, not removed: a later one may be somebody else's.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from .objects import Store

SETTLED = "_settled"
_ENTRY = re.compile(r"(\d{20})\.json")
_CHECKPOINT = re.compile(r"(\d{20})\.checkpoint.*\.parquet")
_HINT = "_last_checkpoint"
_MAGIC = b"PAR1"
_CARRYING = ("WRITE", "MERGE")
"""Operations of ours that bring a segment's rows: with them, in one entry, its name."""


@dataclass(frozen=True, slots=True)
class _Log:
    """What of a log is not known to be on the disk: keys of entries, of checkpoints with their bytes, of the hint."""

    settled: int
    entries: list[str]
    checkpoints: dict[str, int]
    hint: str | None
    summed: frozenset[int]
    """Versions of which there is a checkpoint, settled or not."""


@dataclass(slots=True)
class _Entry:
    """One commit: the files that it adds, key and bytes, and the keys of those that it removes."""

    key: str
    whole: bool = False
    added: dict[str, int] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)

    @property
    def version(self) -> int:
        """Its number in the log."""
        return _number(_ENTRY, self.key)


def settle(store: Store, table: str) -> None:
    """Put all commits of a table on the disk for good, whoever made them; what they name goes first."""
    if not store.settle(()):
        return
    log = _log(store, table)
    if not log.entries and not log.checkpoints:
        return
    files = [key for entry in _entries(store, table, log) for key in entry.added]
    store.settle([*files, *log.entries, *log.checkpoints, *([log.hint] if log.hint else [])])
    last = max(log.settled, *map(_version, (*log.entries, *log.checkpoints)))
    store.replace(f"{table}/{SETTLED}", str(last).encode())


def mend(store: Store, table: str) -> list[str]:
    """Take out what a power cut left in halves at the end of a table's log; a line for each thing done.

    Rows of commits that are taken out are owed by the spools they came from, which bring them in again.
    """
    if not store.settle(()):
        return []
    bad = _halves(store, table)
    while bad != (bad := _halves(store, table)):
        pass  # somebody commits: what is missing now was written off before
    done = _mend_checkpoints(store, _log(store, table), min((each.version for each in bad), default=None))
    return done + [_mended(store, table, each) for each in bad]


def _mend_checkpoints(store: Store, log: _Log, first_bad: int | None) -> list[str]:
    bad = [
        key
        for key, size in log.checkpoints.items()
        if not _is_parquet(store, key, size) or (first_bad is not None and _version(key) >= first_bad)
    ]
    if log.hint and (bad or not _is_true(store, log)):
        store.delete(log.hint)
    for key in bad:
        store.delete(key)
    return [
        f"{key}: a power cut left half of it, or of what it sums up: removed, it can be done without" for key in bad
    ]


def _is_true(store: Store, log: _Log) -> bool:
    """Whether the hint names a checkpoint that is there."""
    try:
        version = int(json.loads(store.get(str(log.hint)))["version"])
    except (KeyError, ValueError, TypeError):
        return False
    return version in log.summed


def _halves(store: Store, table: str) -> list[_Entry]:
    """Entries that are not whole, or that name files which are not."""
    entries = list(_entries(store, table, _log(store, table)))
    gone = {key for each in entries for key in each.removed}
    return [
        each
        for each in entries
        if not each.whole
        or any(not _is_parquet(store, key, size) for key, size in each.added.items() if key not in gone)
    ]


def _mended(store: Store, table: str, entry: _Entry) -> str:
    if entry.version == 0:
        store.delete(entry.key)  # nothing is ever built on a table that is not settled
        return f"{entry.key}: a power cut left half of it: removed, {table} is made anew"
    nothing = {"commitInfo": {"operation": "NONE", "operationParameters": {"lost": "in a power cut"}}}
    store.replace(entry.key, json.dumps(nothing).encode())
    return f"{entry.key}: a power cut left half of this commit: taken out, what it brought waits in a spool"


def _log(store: Store, table: str) -> _Log:
    folder = f"{table}/_delta_log/"
    sizes = {entry.key: entry.size for entry in store.list(folder)}
    checkpoints = {key: size for key, size in sizes.items() if _number(_CHECKPOINT, key) >= 0}
    settled = _settled(store, table)
    if settled is None:  # from before there was such a note
        settled = max(map(_version, checkpoints), default=-1)
    entries = sorted(key for key in sizes if _number(_ENTRY, key) > settled)
    unsettled = {key: size for key, size in checkpoints.items() if _version(key) >= settled}  # it may come later
    hint = f"{folder}{_HINT}"
    return _Log(settled, entries, unsettled, hint if hint in sizes else None, frozenset(map(_version, checkpoints)))


def _settled(store: Store, table: str) -> int | None:
    try:
        return int(store.get(f"{table}/{SETTLED}", 0, 30))
    except (KeyError, ValueError):
        return None


def _entries(store: Store, table: str, log: _Log) -> Iterator[_Entry]:
    for key in log.entries:
        with suppress(KeyError):  # cleaned away meanwhile, and so settled long ago
            yield _entry(table, key, store.get(key))


def _entry(table: str, key: str, data: bytes) -> _Entry:
    said = _Entry(key)
    try:
        actions: list[dict[str, Any]] = [json.loads(line) for line in data.splitlines()]
        for action in actions:
            if "add" in action:
                said.added[f"{table}/{unquote(action['add']['path'])}"] = int(action["add"]["size"])
            if "remove" in action:
                said.removed.add(f"{table}/{unquote(action['remove']['path'])}")
        said.whole = _is_whole(actions, len(said.added))
    except (ValueError, KeyError, TypeError):
        pass
    return said


def _is_whole(actions: list[dict[str, Any]], added: int) -> bool:
    """Whether what the entry says of itself is there too: lines may be missing at its end."""
    about = next((action["commitInfo"] for action in actions if "commitInfo" in action), None)
    if about is None:
        return False
    if about.get("operation") in _CARRYING and not any("txn" in action for action in actions):
        return False
    return added >= int(about.get("operationMetrics", {}).get("num_added_files", 0))


def _is_parquet(store: Store, key: str, size: int) -> bool:
    try:
        ends = store.get(key, 0, len(_MAGIC)), store.get(key, max(0, size - len(_MAGIC)))
    except KeyError:
        return False
    return ends == (_MAGIC, _MAGIC)


def _version(key: str) -> int:
    return max(_number(_ENTRY, key), _number(_CHECKPOINT, key))


def _number(pattern: re.Pattern[str], key: str) -> int:
    """The version in the name of an entry or of a checkpoint, else -1."""
    match = pattern.fullmatch(key.rpartition("/")[2])
    return int(match[1]) if match else -1

"""What recorded calls leave on a disk: after a kill all, after a power cut what was synced and some of the rest."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.sweep.record import Call


@dataclass(eq=False)
class File:
    """Its content, what a power cut leaves of it, and the writes that it may take: place and data, None to cut."""

    data: bytearray = field(default_factory=bytearray)
    synced: bytes = b""
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)

    def write(self, at: int, data: bytes | None) -> None:
        _apply(self.data, at, data)
        self.waiting.append((at, data))

    def sync(self) -> None:
        self.synced = bytes(self.data)
        self.waiting.clear()

    def after_power_cut(self, chance: random.Random) -> bytes:
        """The first few of the writes since the last sync, and half of the next one."""
        kept = bytearray(self.synced)
        some = chance.randint(0, len(self.waiting))
        for at, data in self.waiting[:some]:
            _apply(kept, at, data)
        if some < len(self.waiting):
            at, data = self.waiting[some]
            if data:
                torn = data[: chance.randrange(len(data))]
                _apply(kept, at, torn + bytes(len(data) - len(torn)) if chance.random() < 0.3 else torn)
        return bytes(kept)


@dataclass(eq=False)
class Folder:
    """Its entries, those that a power cut leaves, and the changes that it may take."""

    entries: "dict[str, File | Folder]" = field(default_factory=dict)
    synced: "dict[str, File | Folder]" = field(default_factory=dict)
    waiting: "list[dict[str, File | Folder | None]]" = field(default_factory=list)

    def change(self, entries: "dict[str, File | Folder | None]") -> None:
        _change(self.entries, entries)
        self.waiting.append(entries)

    def sync(self) -> None:
        self.synced = dict(self.entries)
        self.waiting.clear()

    def after_power_cut(self, chance: random.Random) -> "dict[str, File | Folder]":
        """With the first few of the changes since the last sync."""
        kept = dict(self.synced)
        for entries in self.waiting[: chance.randint(0, len(self.waiting))]:
            _change(kept, entries)
        return kept


class Disk:
    """The tree under a folder, made by calls; each file is written at one place at a time."""

    def __init__(self, root: Path) -> None:
        self._root, self.top = root, Folder()
        self._at: dict[int, int] = {}
        self._appended: set[int] = set()

    def apply(self, call: Call) -> bool:
        """Whether it changed anything that a crash could show."""
        match call.name:
            case "open":
                return self._open(call)
            case "mkdir":
                self._enter(call.words[0], Folder())
            case "write" | "pwrite64":
                file = self._file(call.words[0])
                at = int(call.words[3]) if call.name == "pwrite64" else self._at[id(file)]
                at = len(file.data) if id(file) in self._appended else at
                file.write(at, call.words[1][: call.result])
                self._at[id(file)] = at + call.result
            case "lseek":
                if isinstance(file := self._find(call.words[0]), File):
                    self._at[id(file)] = call.result
                return False
            case "ftruncate":
                self._file(call.words[0]).write(int(call.words[1]), None)
            case "rename" | "link":
                self._move(call)
            case "unlink" | "rmdir":
                folder, name = self._place(call.words[0])
                folder.change({name: None})
            case "fsync" | "fdatasync":
                found = self._find(call.words[0])
                if found is None:
                    return False
                found.sync()
            case _:
                raise AssertionError(f"what does {call.name} do?")
        return True

    def write(self, to: Path, power_cut: random.Random | None = None) -> None:
        """Lay the tree out in a new folder, as a kill leaves it or as a power cut may."""
        _write(self.top, to, power_cut)

    def _open(self, call: Call) -> bool:
        path, flags, *_ = call.words
        if b"O_CREAT" in flags and self._find(path) is None and self._is_inside(path):
            self._enter(path, file := File())
            self._at[id(file)] = 0
            if b"O_APPEND" in flags:
                self._appended.add(id(file))
            return True
        file = self._find(path)
        if not isinstance(file, File) or b"O_RDONLY" in flags:
            return False
        self._at[id(file)] = 0
        if b"O_TRUNC" in flags and file.data:
            file.write(0, None)
            return True
        return False

    def _move(self, call: Call) -> None:
        old, new = call.words
        moved = self._find(old)
        assert moved is not None, f"{old.decode()} comes from elsewhere"
        there, name = self._place(new)
        if call.name == "link":
            there.change({name: moved})
            return
        here, was = self._place(old)
        if here is there:
            here.change({was: None, name: moved})
        else:
            there.change({name: moved})
            here.change({was: None})

    def _is_inside(self, path: bytes) -> bool:
        return Path(path.decode()).is_relative_to(self._root)

    def _enter(self, path: bytes, made: File | Folder) -> None:
        folder, name = self._place(path)
        folder.change({name: made})

    def _place(self, path: bytes) -> tuple[Folder, str]:
        at = Path(path.decode())
        folder = self._find(bytes(at.parent))
        assert isinstance(folder, Folder), f"{at.parent} is not known"
        return folder, at.name

    def _file(self, path: bytes) -> File:
        found = self._find(path)
        assert isinstance(found, File), f"{path.decode()} is not known"
        return found

    def _find(self, path: bytes) -> File | Folder | None:
        if not self._is_inside(path):
            return None
        found: File | Folder | None = self.top
        for part in Path(path.decode()).relative_to(self._root).parts:
            found = found.entries.get(part) if isinstance(found, Folder) else None
        return found


def moments(calls: Iterable[Call], root: Path) -> Iterator[tuple[Disk, Call]]:
    """The disk after each call that changed it, and the call."""
    disk = Disk(root)
    for call in calls:
        if disk.apply(call):
            yield disk, call


def _apply(data: bytearray, at: int, new: bytes | None) -> None:
    if new is None:
        del data[at:]
        new = b""
    data.extend(bytes(max(0, at - len(data))))
    data[at : at + len(new)] = new


def _change(entries: "dict[str, File | Folder]", changes: "dict[str, File | Folder | None]") -> None:
    for name, what in changes.items():
        if what is None:
            entries.pop(name, None)
        else:
            entries[name] = what


def _write(folder: Folder, to: Path, power_cut: random.Random | None) -> None:
    to.mkdir()
    for name, what in (folder.after_power_cut(power_cut) if power_cut else folder.entries).items():
        if isinstance(what, Folder):
            _write(what, to / name, power_cut)
        else:
            (to / name).write_bytes(what.after_power_cut(power_cut) if power_cut else what.data)

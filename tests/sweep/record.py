"""What a program does to the disk, call by call, as strace sees it."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "open,openat,creat,lseek,write,pwrite64,writev,pwritev,pwritev2,sendfile,copy_file_range,fallocate,ftruncate,"
    "rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir,fsync,fdatasync,sync,syncfs"
)
AT = ("open", "rename", "link", "unlink", "mkdir")
_LINE = re.compile(rb"(\d+) +(.*)")
_UNFINISHED = b" <unfinished ...>"
_RESUMED = re.compile(rb"<\.\.\. \w+ resumed>(.*)", re.DOTALL)
_CALL = re.compile(rb"(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?", re.DOTALL)
_WORD = re.compile(rb'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?|(?:AT_FDCWD|-?\d+)<([^>]*)>(?:\(deleted\))?|([^,\s\[\]{}]+)')
_BYTE = re.compile(rb"\\x([0-9a-f]{2})")


@dataclass(frozen=True, slots=True)
class Call:
    """One system call that did what it was asked."""

    name: str
    words: tuple[bytes, ...]
    """Its arguments: paths and data as bytes, of a file descriptor the path, all else as strace writes it."""
    result: int


def record(command: list[str], folder: Path, log: Path) -> list[Call]:
    """Run a program to its end; what it, its threads and its children did in a folder, in order."""
    assert shutil.which("strace"), "install strace (Debian: apt install strace)"
    traced = ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-xx", "-s", str(1 << 16), "-e", f"trace={CALLS}"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}  # of which strace would keep every byte
    subprocess.run([*traced, "-o", str(log), *command], check=True, env=environment)
    return list(calls(log, folder))


def calls(log: Path, folder: Path) -> Iterator[Call]:
    """The calls in a log of strace that name something in the folder, each where it ended."""
    begun: dict[bytes, bytes] = {}
    inside = "".join(f"\\x{byte:02x}" for byte in bytes(folder)).encode()
    with log.open("rb") as lines:
        for line in lines:
            if not (match := _LINE.fullmatch(line.rstrip(b"\n"))):
                continue
            thread, said = match.groups()
            if said.endswith(_UNFINISHED):
                begun[thread] = said.removesuffix(_UNFINISHED)
                continue
            if again := _RESUMED.fullmatch(said):
                said = begun.pop(thread, b"") + again[1]
            if inside in said and (call := _CALL.match(said)) and not call[3].startswith(b"-"):
                words = tuple(_word(each) for each in _WORD.finditer(call[2]))
                yield _plain(call[1].decode(), words, int(call[3]))


def _plain(name: str, words: tuple[bytes, ...], result: int) -> Call:
    """Without the folders in which an `at` call begins to look."""
    short = name.rstrip("2").removesuffix("at")
    if short == name or short not in AT:
        return Call(name, words, result)
    here, path, *rest = words
    if short in ("link", "rename"):
        rest = [bytes(Path(rest[0].decode(), rest[1].decode()))]
    return Call(short, (bytes(Path(here.decode(), path.decode())), *rest), result)


def _word(match: re.Match[bytes]) -> bytes:
    text, cut, path, other = match.groups()
    assert not cut, "strace cut a write short"
    return other if other is not None else _bytes(path if path is not None else text)


def _bytes(text: bytes) -> bytes:
    return bytes.fromhex(_BYTE.sub(rb"\1", text).decode()) if text.startswith(b"\\x") else text

"""A store in a local folder: a file is written aside, then linked to its name.

Whoever writes holds a lock of the kernel on what he writes, which goes with his process: what nobody holds is nobody's.
"""

import errno
import fcntl
import os
import shutil
import stat
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from archive.errors import StoreRefused, StoreUnavailable
from archive.objects import BINARY, Entry, checked, digest, opened, probe, sha256, span

COPY_BYTES = 1 << 20  # held in memory while a file is copied
PENDING = ".pending"  # where files grow until they are whole, locked by whoever writes a table; no key can name it
ABANDONED_SECONDS = 24 * 3600  # a pending file untouched for so long is nobody's, where locks are not to be had
STALE_SECONDS = 600  # ... and when something is taken down: whoever writes one touches it all the time

ABSENT = (FileNotFoundError, IsADirectoryError, NotADirectoryError)
RIGHTS = "give this user the right to read and write there, or name another folder"
BLOCKED = "a file is where a folder is expected, or the reverse: move it away, or name another folder"
HOPELESS = {
    errno.EACCES: RIGHTS,
    errno.EPERM: RIGHTS,
    errno.EROFS: "mount it writable, or name another folder",
    errno.ENOENT: "create the folder above it, or correct the path",
    errno.ENOTDIR: BLOCKED,
    errno.EISDIR: BLOCKED,
    errno.EEXIST: BLOCKED,
    errno.ENAMETOOLONG: "name a shorter path",
}
"""What will not get better by waiting, and what to do about it; anything else (a full disk) may."""


class FolderStore:
    """See Store. A source file on the same file system is linked, not copied. Who may read the folder may read all."""

    def __init__(self, folder: Path) -> None:
        self.uri = str(folder)
        self._root = folder.absolute()

    def check(self) -> None:
        with _explained(self._root):
            _make(self._root, self._root)
            _make(self._root / PENDING, self._root)
            self._sweep(ABANDONED_SECONDS)
        probe(self)

    def put(self, key: str, source: Path | bytes, content_type: str = BINARY) -> None:  # noqa: ARG002 files have none
        target = self._file(key)
        with _explained(target):
            _make(target.parent, self._root)
            try:
                if not _linked(source, target):
                    with self._pending(source) as pending:
                        os.link(pending, target)
            except FileExistsError:
                if sha256(target) != sha256(source):
                    raise StoreRefused(f"{target} is there with other content and was not replaced") from None
            else:
                _share(target, self._root)
            _sync(target.parent)

    @contextmanager
    def _pending(self, source: Path | bytes) -> Iterator[Path]:
        _make(self._root / PENDING, self._root)
        pending, descriptor = _held(self._root / PENDING)
        try:
            _write(descriptor, pending, source)
            yield pending
        finally:
            pending.unlink(missing_ok=True)
            os.close(descriptor)

    def create(self, key: str) -> "FolderDraft":
        return FolderDraft(self._file(key), self._root)

    def size(self, key: str) -> int | None:
        try:
            with self.open(key) as data:
                return data.seek(0, os.SEEK_END)
        except KeyError:
            return None

    def sha256(self, key: str) -> str | None:
        try:
            with self.open(key) as data, _explained(self._file(key)):
                return digest(data, "sha256").hex()
        except KeyError:
            return None

    def get(self, key: str, start: int = 0, length: int | None = None) -> bytes:
        span(start, length)
        with self.open(key) as data, _explained(self._file(key)):
            data.seek(start)
            return data.read() if length is None else data.read(length)

    def open(self, key: str) -> BinaryIO:
        file = self._file(key)
        with _explained(file):
            try:
                return file.open("rb")
            except ABSENT:
                raise KeyError(key) from None

    def list(self, prefix: str) -> Iterator[Entry]:
        with _explained(self._root):
            yield from _walk(self._root, "", prefix)

    def delete(self, key: str) -> None:
        file = self._file(key)
        with _explained(file), suppress(*ABSENT):
            file.unlink()
            _sync(file.parent)

    def replace(self, key: str, source: Path | bytes, content_type: str = BINARY) -> None:  # noqa: ARG002 files have none
        target = self._file(key)
        with _explained(target):
            _make(target.parent, self._root)
            with self._pending(source) as pending:
                _share(pending, self._root)
                pending.replace(target)
            _sync(target.parent)

    def purge(self, prefix: str) -> int:  # noqa: ARG002 a folder keeps no versions, but what a killed process left
        return self._sweep(STALE_SECONDS)

    def _sweep(self, seconds: float) -> int:
        with _explained(self._root), suppress(FileNotFoundError):
            return sum(_removed(each, seconds) for each in (self._root / PENDING).iterdir())
        return 0

    @contextmanager
    def writing(self) -> Iterator[None]:
        with self._locked(fcntl.LOCK_SH) as _:
            yield

    @contextmanager
    def alone(self) -> Iterator[bool]:
        with self._locked(fcntl.LOCK_EX | fcntl.LOCK_NB) as held:
            yield held

    @contextmanager
    def _locked(self, how: int) -> Iterator[bool]:
        folder = self._root / PENDING
        with _explained(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            yield _flocked(descriptor, how)
        finally:
            os.close(descriptor)

    def settle(self, keys: Iterable[str]) -> bool:
        folders: set[Path] = set()
        for file in map(self._file, keys):
            with _explained(file), suppress(*ABSENT):
                _sync(file)
            folders.update(each for each in file.parents if each.is_relative_to(self._root))
        for folder in sorted(folders, reverse=True):  # what lies in it before its own name
            with _explained(folder), suppress(*ABSENT):
                _sync(folder)
        return True

    def table(self, name: str) -> tuple[str, dict[str, str]]:
        return str(self._file(name)), {}

    def _file(self, key: str) -> Path:
        return self._root / checked(key)


class FolderDraft:
    """See Draft. It grows beside its name as a hidden file, of which a process that is killed leaves the remains."""

    def __init__(self, target: Path, top: Path) -> None:
        self._target = target
        with _explained(target):
            _make(target.parent, top)
            self._refuse_to_replace()
            self._pending = target.parent / f".{target.name[:200]}.{uuid.uuid4().hex[:8]}.part"
            self._file = self._pending.open("xb")
            _share(self._pending, top)

    def write(self, data: bytes) -> int:
        """Take some more bytes of it."""
        with _explained(self._target):
            return self._file.write(data)

    def close(self) -> None:
        """Bring all of it to the disk."""
        with _explained(self._target):
            if not self._file.closed:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()

    def finish(self) -> None:
        """Make it appear, whole and durable."""
        self.close()
        with _explained(self._target):
            self._refuse_to_replace()
            try:
                os.link(self._pending, self._target)
            except FileExistsError:
                self._refuse_to_replace()
            except OSError:  # a file system without links
                self._pending.rename(self._target)
            self._pending.unlink(missing_ok=True)
            _sync(self._target.parent)

    def discard(self) -> None:
        """Leave nothing of it."""
        with suppress(OSError):  # the disk may be full: what is buffered cannot be written
            self._file.close()
        with suppress(OSError):
            self._pending.unlink(missing_ok=True)

    def _refuse_to_replace(self) -> None:
        if self._target.exists() or self._target.is_symlink():
            raise StoreRefused(f"{self._target} is there already and was not replaced: remove it, or name another")


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where, why = error.filename or path, error.strerror or error
        if error.errno in HOPELESS:
            raise StoreRefused(f"{where}: {why}: {HOPELESS[error.errno]}") from error
        raise StoreUnavailable(f"{where}: {why}: see to the disk, then try again") from error


def _make(folder: Path, top: Path) -> None:
    """Level by level: `parents=True` would give only the last its mode, and make none durable in the one above.

    The top is its owner's alone; below it, who may read the top may read.
    """
    if folder.is_dir():
        return
    if folder != top:
        _make(folder.parent, top)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder != top and (shared := _shared(top)):
        _chmod(folder, stat.S_IMODE(folder.stat().st_mode) | shared)
    _sync(folder.parent)


def _shared(top: Path) -> int:
    """What group and others may do with the archive's own folder, short of writing to it."""
    return top.stat().st_mode & 0o055


def _share(file: Path, top: Path) -> None:
    """Whatever the mode of the file that it was made of: a segment is linked from the spool."""
    _chmod(file, 0o600 | _shared(top) & 0o044)


def _chmod(path: Path, mode: int) -> None:
    with suppress(PermissionError):  # a file system that has no modes
        if stat.S_IMODE(path.stat().st_mode) != mode:
            path.chmod(mode)


def _linked(source: Path | bytes, target: Path) -> bool:
    if isinstance(source, bytes):
        return False
    try:
        _sync(source)
        os.link(source.resolve(), target)
    except FileExistsError:
        raise
    except OSError:  # another file system, or one that forbids this link
        return False
    return True


def _held(folder: Path) -> tuple[Path, int]:
    """A new file, locked until its descriptor is closed."""
    while True:
        pending = folder / uuid.uuid4().hex
        descriptor = os.open(pending, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        _flocked(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return pending, descriptor
        os.close(descriptor)  # swept before it was locked


def _flocked(descriptor: int, how: int) -> bool:
    """Whether a lock was got; where the file system knows no locks, nobody is kept waiting and nobody is alone."""
    try:
        fcntl.flock(descriptor, how)
    except OSError:
        return False
    return True


def _removed(pending: Path, seconds: float) -> bool:
    """Remove a file that nobody is writing, or nobody has touched for so long; whether it was."""
    try:
        descriptor = os.open(pending, os.O_WRONLY)
    except FileNotFoundError:
        return False
    try:
        gone = _flocked(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if gone := gone or time.time() - os.fstat(descriptor).st_mtime > seconds:
            pending.unlink(missing_ok=True)
        return gone
    finally:
        os.close(descriptor)


def _write(descriptor: int, pending: Path, source: Path | bytes) -> None:
    with os.fdopen(descriptor, "wb", closefd=False) as copy, opened(source) as data:
        shutil.copyfileobj(data, copy, COPY_BYTES)
        copy.flush()
        os.fsync(descriptor)
    if sha256(pending) != sha256(source):
        raise OSError(errno.EIO, "what was written reads back differently", str(pending))


def _sync(path: Path) -> None:
    """Put a file's content, or a folder's entries, on the disk for good."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _walk(folder: Path, base: str, prefix: str) -> Iterator[Entry]:
    """Folders sort as `name/`, so that the order is that of whole keys, as in S3."""
    try:
        found = [(e.name + "/" * e.is_dir(), e) for e in os.scandir(folder) if not e.name.startswith(".")]
    except ABSENT:
        return
    for name, entry in sorted(found, key=lambda pair: pair[0]):
        key = base + name
        if name.endswith("/"):
            if key.startswith(prefix) or prefix.startswith(key):
                yield from _walk(folder / entry.name, key, prefix)
        elif key.startswith(prefix):
            with suppress(FileNotFoundError):  # deleted meanwhile
                about = entry.stat()
                yield Entry(key, about.st_size, about.st_mtime)

"""What an export is written into: single files, a ZIP or a TAR file, each as a stream from its beginning to its end."""

import hashlib
import struct
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any, Protocol

from ..errors import StoreError
from ..objects import Draft
from ..store import Store

COPY_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Written:
    """A file of an export: its path in there, bytes, hex SHA-256."""

    path: str
    bytes: int
    sha256: str


class Part:
    """A file while it is written; what passes is counted and digested."""

    def __init__(self, path: str, write: Callable[[bytes], object], end: Callable[[], object]) -> None:
        self.path, self.size = path, 0
        self._write, self._end, self._sha256 = write, end, hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Take some more bytes of it."""
        self._write(data)
        self._sha256.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing: it is whole when it is closed."""

    @property
    def written(self) -> Written:
        """What has passed."""
        return Written(self.path, self.size, self._sha256.hexdigest())

    def close(self) -> Written:
        """End it."""
        self._end()
        return self.written


class Container(Protocol):
    """Takes files, one after the other; nothing of it is seen before `finish`."""

    def file(self, path: str, *, pack: bool = False) -> Part:
        """Begin a file; `pack` allows it to be compressed. The one before it must be closed."""

    def finish(self) -> None:
        """Let all of it appear."""

    def discard(self) -> None:
        """Leave nothing of it."""


class Files:
    """Objects of a store, under a prefix; they appear in the order in which they were begun, at the end."""

    def __init__(self, store: Store, prefix: str = "") -> None:
        self._store, self._prefix = store, prefix
        self._drafts: dict[str, Draft] = {}
        self._finished: list[str] = []

    def file(self, path: str, *, pack: bool = False) -> Part:  # noqa: ARG002  # each is stored as it is
        """See Container."""
        key = self._prefix + path
        draft = self._drafts[key] = self._store.create(key)
        return Part(path, draft.write, draft.close)

    def finish(self) -> None:
        """See Container."""
        for key, draft in self._drafts.items():
            draft.finish()
            self._finished.append(key)

    def discard(self) -> None:
        """See Container."""
        for draft in self._drafts.values():
            draft.discard()
        for key in self._finished:  # a part of a set says that it is whole
            with suppress(StoreError):
                self._store.delete(key)


class Zip:
    """A ZIP file, ZIP64 where it is large. It is written without going back, so that it can go to S3 piece by piece.

    Measured: ReplayWeb.page takes it that a file without extra fields in the central directory has none before its
    bytes either, where ZIP64 sizes of files yet to be written need some. So each has one in both places.
    """

    def __init__(self, draft: Draft, root: str = "") -> None:
        self._draft, self._root = draft, root
        self.whole = Part("", draft.write, draft.close)
        self._zip = zipfile.ZipFile(_stream(self.whole), "w")

    def file(self, path: str, *, pack: bool = False) -> Part:
        """See Container."""
        info = zipfile.ZipInfo(self._root + path, time.gmtime()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED if pack else zipfile.ZIP_STORED
        info.external_attr = 0o644 << 16
        info.extra = struct.pack("<HHBI", 0x5455, 5, 1, int(time.time()))  # its time in UTC, see below
        entry = self._zip.open(info, "w", force_zip64=True)
        return Part(path, entry.write, entry.close)

    def finish(self) -> None:
        """See Container."""
        self._zip.close()
        self._draft.finish()

    def discard(self) -> None:
        """See Container."""
        self._zip.fp = None  # or its destructor would go on writing
        self._draft.discard()


class Tar:
    """A TAR file. It says a file's size before its bytes, so that each waits in a temporary file."""

    def __init__(self, draft: Draft, root: str = "") -> None:
        self._draft, self._root = draft, root
        self.whole = Part("", draft.write, draft.close)
        self._tar = tarfile.open(fileobj=_stream(self.whole), mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115

    def file(self, path: str, *, pack: bool = False) -> Part:  # noqa: ARG002  # it compresses nothing
        """See Container."""
        waiting = TemporaryFile()  # noqa: SIM115  # closed when it was taken in
        return Part(path, waiting.write, lambda: self._take(path, waiting))

    def _take(self, path: str, waiting: IO[bytes]) -> None:
        with waiting:
            info = tarfile.TarInfo(self._root + path)
            info.size, info.mtime, info.mode = waiting.tell(), int(time.time()), 0o644
            waiting.seek(0)
            self._tar.addfile(info, waiting)

    def finish(self) -> None:
        """See Container."""
        self._tar.close()
        self._draft.finish()

    def discard(self) -> None:
        """See Container."""
        self._draft.discard()


def put(container: Container, path: str, pieces: Iterable[bytes]) -> Written:
    """A whole file, which may be compressed."""
    part = container.file(path, pack=True)
    for piece in pieces:
        part.write(piece)
    return part.close()


def _stream(part: Part) -> Any:
    """A Part is as much of a file as ZipFile and TarFile use of one that cannot seek."""
    return part

"""Objects under keys: what every store does with them, whatever keeps them."""

import hashlib
import io
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from archive import owner
from archive.errors import Misuse, StoreRefused

BINARY = "application/octet-stream"
PROBE = "probe-"
"""How the keys of objects begin that `probe` makes; a process that is killed meanwhile leaves one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a listing; size in bytes."""

    key: str
    size: int
    modified: float = field(default=0.0, compare=False)
    """When it was written, in seconds since 1970, by the clock of the store."""


class Draft(Protocol):
    """An object while it is written: nothing under its key until it is finished."""

    def write(self, data: bytes) -> int:
        """Take some more bytes of it."""

    def close(self) -> None:
        """Take no more: what is held in memory or open is given up; still nothing is under its key."""

    def finish(self) -> None:
        """Make it appear, whole and durable; StoreRefused when something is there already."""

    def discard(self) -> None:
        """Leave nothing of it; after finish it changes nothing."""


class Store(Protocol):
    """Objects that appear whole or not at all; only a takedown replaces one. A bad key is Misuse, else StoreError."""

    @property
    def uri(self) -> str:
        """Where it is, as the operator named it."""

    def check(self) -> None:
        """Try to list, write and delete; StoreRefused or StoreUnavailable say in one line what is wrong."""

    def put(self, key: str, source: Path | bytes, content_type: str = BINARY) -> None:
        """Create and verify the object; there already with the same bytes is success, else StoreRefused."""

    def create(self, key: str) -> Draft:
        """Begin an object of any size that is written piece by piece; StoreRefused when it is there already."""

    def size(self, key: str) -> int | None:
        """Bytes of the object, None when absent."""

    def sha256(self, key: str) -> str | None:
        """Hex SHA-256 of the object, None when absent."""

    def get(self, key: str, start: int = 0, length: int | None = None) -> bytes:
        """The object's bytes, or those of a span as far as it reaches; KeyError when absent."""

    def open(self, key: str) -> BinaryIO:
        """The object as a seekable stream in bounded memory; KeyError when absent."""

    def list(self, prefix: str) -> Iterator[Entry]:
        """Objects whose keys begin so, sorted by key."""

    def delete(self, key: str) -> None:
        """Remove the object; absent is fine."""

    def replace(self, key: str, source: Path | bytes, content_type: str = BINARY) -> None:
        """Put other content, whole or not at all, in the place of an object, and verify it.

        For takedowns, and for what tells of other objects (see replace); captures are never replaced otherwise.
        """

    def purge(self, prefix: str) -> int:
        """Remove what the store keeps of replaced and deleted objects whose keys begin so; how many versions."""

    def writing(self) -> AbstractContextManager[None]:
        """Held by whoever writes several objects of which only the last makes the others count."""

    def alone(self) -> AbstractContextManager[bool]:
        """Whether nobody is writing such objects, until it is left; where the store cannot tell, False."""

    def settle(self, keys: Iterable[str]) -> bool:
        """Put on the disk for good what others than this store wrote under these keys, those that are there.

        False when a power cut does not threaten it anyway.
        """

    def table(self, name: str) -> tuple[str, dict[str, str]]:
        """URI and storage options for delta-rs; ask anew for each use, the credentials in them may expire."""


class Pieces(io.RawIOBase):
    """A stream over `get(start, length)`, each piece asked for by itself: a slow reader holds no connection."""

    def __init__(self, get: Callable[[int, int], bytes], size: int) -> None:
        self._get, self._size, self._at = get, size, 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As for a file."""
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def readinto(self, buffer: Any) -> int:
        """As for a file; asks for as much as the buffer holds."""
        piece = self._get(self._at, min(len(buffer), self._size - self._at)) if self._at < self._size else b""
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def readall(self) -> bytes:
        """As for a file, in one piece: the inherited one asks for 8 KB at a time."""
        return self.read(max(0, self._size - self._at)) or b""


def checked(key: str) -> str:
    """The key itself when it is safe in a folder and in S3 alike: printable, relative, no part hidden or empty."""
    if not key.isprintable() or "\\" in key or any(part[:1] in {"", "."} for part in key.split("/")):
        raise Misuse(f"{key!r} is not a key: join printable names by /, none of them empty or with a dot first")
    return key


def replace(store: Store, key: str, content: bytes) -> None:
    """Put an object that tells of others in the place of whatever is there, whole or not at all."""
    try:
        store.put(key, content)
    except StoreRefused:
        store.replace(key, content)


def span(start: int, length: int | None) -> None:
    """Refuse a span that no object can have."""
    if start < 0 or (length is not None and length < 0):
        raise Misuse(f"no object has {length} bytes from {start}: neither can be negative")


def opened(source: Path | bytes) -> BinaryIO:
    """Bytes or a file, as something to read from."""
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def digest(data: BinaryIO, algorithm: str) -> bytes:
    """Of the whole stream, which is left at its beginning."""
    data.seek(0)
    whole = hashlib.file_digest(data, partial(hashlib.new, algorithm, usedforsecurity=False))  # type: ignore[arg-type] # every binary stream has readinto; BinaryIO does not say so
    data.seek(0)
    return whole.digest()


def sha256(source: Path | bytes) -> str:
    """Hex SHA-256 of the content."""
    with opened(source) as data:
        return digest(data, "sha256").hex()


def probe(store: Store) -> None:
    """Do once in small what a crawl will do: list, create, be refused to replace, delete."""
    key = f"{PROBE}{uuid.uuid4().hex}"
    next(store.list(key), None)
    store.put(key, owner.me("probe"))
    try:
        store.put(key, b"second")
    except StoreRefused:
        return
    finally:
        store.delete(key)
    raise StoreRefused(f"{store.uri}: it replaces what is already there: use a store that obeys If-None-Match")

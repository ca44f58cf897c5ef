"""A stream that is hashed in the pass that reads it."""

import hashlib
from collections.abc import Callable

from .member import Source


class Summed:
    """A stream whose SHA-256 is taken while it is read, each byte once, whatever is read again."""

    def __init__(self, stream: Source, told: Callable[[int], None] = lambda _: None) -> None:
        """`told` is told of the bytes that are new, as they come."""
        self._stream, self._told = stream, told
        self._sum = hashlib.sha256()
        self._at = self._done = 0

    def read(self, size: int, /) -> bytes:
        """As the stream's."""
        data = self._stream.read(size)
        if self._at <= self._done < self._at + len(data):
            new = memoryview(data)[self._done - self._at :]
            self._sum.update(new)
            self._done += len(new)
            self._told(len(new))
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """As the stream's."""
        self._at = self._stream.seek(offset, whence)
        return self._at

    def sha256(self) -> str:
        """Hex SHA-256 of the whole stream; what was not read yet is read."""
        self.seek(self._done)
        while self.read(1 << 20):
            pass
        return self._sum.hexdigest()

"""Sorted index lines of many objects as one sorted stream; in levels, so that thousands need few streams at a time."""

import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from heapq import merge
from itertools import islice
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

from ..errors import DamagedRecord
from ..objects import Entry, Pieces
from ..store import Store

STREAMS = 64  # merged at a time
BUFFER_BYTES = 256 << 10  # read ahead in each
LINE_BYTES = 1 << 20  # no capture's line is longer


def refuse(error: DamagedRecord) -> None:
    """Let no damage pass."""
    raise error


def lines(data: BinaryIO, name: str) -> Iterator[bytes]:
    """The lines of an index, each with its end; DamagedRecord where one is none or is out of order."""
    last = b""
    for number, line in enumerate(iter(partial(data.readline, LINE_BYTES), b""), start=1):
        if line[-2:] != b"}\n" or line < last:
            raise DamagedRecord(f"{name} is damaged from line {number} on: `archive verify` says what is wrong")
        last = line
        yield line


def stored(store: Store, entry: Entry) -> Iterator[bytes]:
    """The lines of an index in the store; DamagedRecord also when it went away since it was listed."""
    pieces = Pieces(partial(store.get, entry.key), entry.size)
    try:
        yield from lines(io.BufferedReader(pieces, min(max(entry.size, 1), BUFFER_BYTES)), entry.key)
    except KeyError:
        raise DamagedRecord(f"{entry.key} went away while it was read: try again") from None


def of_file(path: Path) -> Iterator[bytes]:
    """The lines of an index in a local file."""
    with path.open("rb", BUFFER_BYTES) as data:
        yield from lines(data, str(path))


def merged(
    store: Store, entries: Iterable[Entry], folder: Path, damaged: Callable[[DamagedRecord], None] = refuse
) -> Iterator[bytes]:
    """The lines of all these objects in order, by way of files in `folder` when they are many.

    What follows a damaged line of an object is left out when `damaged` returns.
    """
    streams = (_until_damage(stored(store, entry), damaged) for entry in entries)
    return leveled(streams, folder)


def leveled(streams: Iterator[Iterator[bytes]], folder: Path) -> Iterator[bytes]:
    """The lines of any number of sorted streams in order; the files of lower levels go as they are read."""
    batch = list(islice(streams, STREAMS))
    if len(batch) < STREAMS:
        return merge(*batch)
    return leveled(_runs(batch, streams, folder), folder)


def _runs(batch: list[Iterator[bytes]], streams: Iterator[Iterator[bytes]], folder: Path) -> Iterator[Iterator[bytes]]:
    """One stream, from a file, for each batch."""
    folder.mkdir(exist_ok=True)
    paths = []
    while batch:
        descriptor, path = mkstemp(".run", dir=folder)
        with open(descriptor, "wb", BUFFER_BYTES) as run:  # noqa: PTH123  # a descriptor has no Path
            run.writelines(merge(*batch))
        paths.append(Path(path))
        batch = list(islice(streams, STREAMS))
    return map(_consumed, paths)


def _consumed(path: Path) -> Iterator[bytes]:
    yield from of_file(path)
    path.unlink()


def _until_damage(lines: Iterator[bytes], damaged: Callable[[DamagedRecord], None]) -> Iterator[bytes]:
    try:
        yield from lines
    except DamagedRecord as error:
        damaged(error)

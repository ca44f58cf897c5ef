"""A WACZ package as pywb can read it: WARCs that are stored in it by range where they lie, others unpacked first.

The package may be anybody's: its index says where to read, so each line is held to the WARC it names.
"""

import gzip
import io
import json
import shutil
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ..errors import DamagedRecord, Misuse
from ..index import merge

INDEX_BYTES = 8 << 30  # of all index lines, unpacked
SORTED = 50_000  # lines sorted in memory at a time
PAGES_READ = 1000
KEPT = ("url", "mime", "status", "digest", "method", "requestBody")  # others would have pywb read other places
SPARE_BYTES = 1 << 30  # of the disk, left free by what is unpacked


@dataclass(frozen=True, slots=True)
class Page:
    """A page that the package lists."""

    url: str
    timestamp: str
    """14 digits."""
    title: str | None


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of a package."""

    lines: int
    skipped: int
    """Index lines that name no place in a WARC of the package."""
    pages: list[Page]


@dataclass(frozen=True, slots=True)
class _Warc:
    """Where pywb finds it: a name under its root, and where in that file it lies."""

    filename: str
    offset: int
    size: int


def prepare(package: Path, folder: Path, pages: int) -> Opened:
    """Make `folder/indexes` and `folder/archive` of a package; Misuse or DamagedRecord when it cannot be read."""
    for name in ("indexes", "archive", "runs"):
        (folder / name).mkdir()
    (folder / "access.aclj").touch()
    try:
        with ZipFile(package) as zipped:
            warcs = _warcs(zipped, package, folder / "archive")
            if not warcs:
                raise Misuse(f"{package} holds no WARC under archive/: it is no WACZ")
            lines, skipped = _index(zipped, warcs, folder)
            return Opened(lines, skipped, _pages(zipped, pages))
    except (BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, RuntimeError) as error:
        raise DamagedRecord(f"{package} cannot be read as a WACZ: {error}") from error
    except OSError as error:
        raise Misuse(f"{package}: {error.strerror or error}") from error


def _warcs(zipped: ZipFile, package: Path, archive: Path) -> dict[str, _Warc]:
    """By their names in the package; no file gets a name of a stranger's choice."""
    (archive / "package").symlink_to(package.resolve())
    found = {}
    packed = 0
    numbers = count()
    for member in zipped.infolist():
        name = member.filename.removeprefix("archive/")
        if name == member.filename or not name.endswith((".warc.gz", ".warc")):
            continue
        if member.compress_type == ZIP_STORED and not member.flag_bits & 1:
            found[name] = _Warc("package", _data_offset(zipped, member), member.file_size)
            continue
        packed += member.file_size
        if packed + SPARE_BYTES > shutil.disk_usage(archive).free:
            raise Misuse(f"{package} holds compressed WARCs of {packed} bytes: there is no room in {archive}")
        unpacked = f"{next(numbers)}.warc"
        with zipped.open(member) as data, (archive / unpacked).open("wb") as file:
            shutil.copyfileobj(data, file, 1 << 20)
        found[name] = _Warc(unpacked, 0, member.file_size)
    return found


def _data_offset(zipped: ZipFile, member: ZipInfo) -> int:
    """The local header may be longer than the directory says."""
    file = zipped.fp
    assert file is not None
    file.seek(member.header_offset + 26)
    name, extra = struct.unpack("<HH", file.read(4))
    return member.header_offset + 30 + int(name) + int(extra)


def _index(zipped: ZipFile, warcs: dict[str, _Warc], folder: Path) -> tuple[int, int]:
    """Write the package's index anew, sorted; lines written and lines left out."""
    lines = skipped = 0

    def placed() -> Iterator[bytes]:
        nonlocal lines, skipped
        for line in _lines(zipped):
            new = _placed(line, warcs)
            lines, skipped = lines + (new is not None), skipped + (new is None)
            if new is not None:
                yield new

    with (folder / "indexes" / "index.cdxj").open("wb") as file:
        file.writelines(merge.leveled(_sorted(placed()), folder / "runs"))
    return lines, skipped


def _sorted(lines: Iterable[bytes]) -> Iterator[Iterator[bytes]]:
    iterator = iter(lines)
    while part := sorted(line for line, _ in zip(iterator, range(SORTED), strict=False)):
        yield iter(part)


def _lines(zipped: ZipFile) -> Iterator[bytes]:
    """Of every index in the package."""
    left = INDEX_BYTES
    for member in zipped.infolist():
        if not member.filename.startswith("indexes/") or not member.filename.endswith((".cdx", ".cdxj", ".gz")):
            continue
        with zipped.open(member) as data:
            for line in _readlines(gzip.GzipFile(fileobj=data) if member.filename.endswith(".gz") else data):
                left -= len(line)
                if left < 0:
                    raise Misuse(f"the package's index unpacks to more than {INDEX_BYTES} bytes: that is no index")
                if line[:1] not in b"! ":  # head lines
                    yield line


def _readlines(data: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    return iter(partial(io.BufferedReader(data, merge.BUFFER_BYTES).readline, merge.LINE_BYTES), b"")  # type: ignore[type-var]


def _placed(line: bytes, warcs: dict[str, _Warc]) -> bytes | None:
    """The line with the place where the record is; None when it names none."""
    try:
        key, timestamp, said = line.split(b" ", 2)
        fields = json.loads(said)
        warc = warcs[fields["filename"].removeprefix("archive/")]
        offset, length = int(fields["offset"]), int(fields["length"])
        digits = timestamp.isdigit() and len(timestamp) == 14
        if not (digits and isinstance(fields["url"], str) and 0 <= offset < offset + length <= warc.size):
            return None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    place = {"filename": warc.filename, "offset": str(warc.offset + offset), "length": str(length)}
    kept = {name: fields[name] for name in KEPT if isinstance(fields.get(name), str | int)} | place
    return b" ".join((key, timestamp, json.dumps(kept).encode())) + b"\n"


def _pages(zipped: ZipFile, most: int) -> list[Page]:
    """The first pages listed; a list that is absent or damaged costs no more than itself."""
    found: list[Page] = []
    try:
        with zipped.open("pages/pages.jsonl") as data:
            for line, _ in zip(_readlines(data), range(PAGES_READ), strict=False):
                page = _page(line)
                if page is not None and len(found) < most:
                    found.append(page)
    except (KeyError, BadZipFile, zlib.error, EOFError):
        pass
    return found


def _page(line: bytes) -> Page | None:
    try:
        said = json.loads(line)
        at = datetime.fromisoformat(said["ts"])
        title = said.get("title")
        return Page(str(said["url"]), f"{at:%Y%m%d%H%M%S}", title if isinstance(title, str) else None)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None

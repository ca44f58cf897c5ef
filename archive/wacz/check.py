"""A WACZ package held against itself: its ZIP, its manifest, and what records, index and pages say of each other."""

import hashlib
import json
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, cast

from .. import member
from ..errors import DamagedRecord, PressmarkError
from .contents import Contents

MANIFEST, SEAL = "datapackage.json", "datapackage-digest.json"
REQUIRED = {
    MANIFEST: "missing: nothing says what the package holds",
    SEAL: "missing: nothing seals the manifest",
    "pages/pages.jsonl": "missing: no page can be found",
}
MANIFEST_BYTES = 64 << 20
RATIO = 100
"""Bytes that one compressed byte may unpack to; more is a bomb."""
READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be, where, and what."""

    path: str
    """In the package; empty for the package itself."""
    offset: int | None
    problem: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at."""

    records: int = 0
    entries: int = 0
    """Lines of the index."""
    pages: int = 0


def check(stream: BinaryIO, fault: Callable[[Fault], object]) -> Checked:
    """Read a whole package, in bounded memory, and tell of every fault."""
    try:
        with zipfile.ZipFile(stream) as package:
            return _Check(package, fault).run()
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
        EOFError,
        struct.error,
    ) as error:
        fault(Fault("", None, f"not a ZIP file that can be read: {error}"))
        return Checked()
    except sqlite3.Error as error:
        raise PressmarkError(
            f"what the package says cannot be kept on disk: {error}: free space where TMPDIR says, then try again"
        ) from error


class _Hashing:
    """A file of the package that is digested while it is read."""

    def __init__(self, entry: IO[bytes]) -> None:
        self._entry = entry
        self.sha256, self.size = hashlib.sha256(), 0

    def read(self, size: int) -> bytes:
        return self._seen(self._entry.read(size))

    def readline(self, size: int) -> bytes:
        return self._seen(self._entry.readline(size))

    def _seen(self, data: bytes) -> bytes:
        self.sha256.update(data)
        self.size += len(data)
        return data


class _Check:
    def __init__(self, package: zipfile.ZipFile, fault: Callable[[Fault], object]) -> None:
        self._zip = package
        self._tell = fault
        self._files = {info.filename: info for info in package.infolist() if not info.is_dir()}
        self._contents = Contents(self._fault)

    def _fault(self, path: str, offset: int | None, problem: str) -> None:
        self._tell(Fault(path, offset, problem))

    def run(self) -> Checked:
        try:
            self._layout()
            resources = self._manifest()
            for path, info in self._files.items():
                self._file(path, info, resources.get(path))
            self._contents.compare()
            return Checked(*(self._contents.count(table) for table in ("records", "entries", "pages")))
        finally:
            self._contents.close()

    def _layout(self) -> None:
        if len(self._files) != sum(not info.is_dir() for info in self._zip.infolist()):
            self._fault("", None, "two files have one name")
        for path, problem in REQUIRED.items():
            if path not in self._files:
                self._fault(path, None, problem)
        for folder, suffixes in (("archive/", (".warc", ".warc.gz")), ("indexes/", (".cdx.gz", ".cdxj", ".cdx"))):
            if not any(path.startswith(folder) and path.endswith(suffixes) for path in self._files):
                self._fault(folder, None, f"holds no {' or '.join(suffixes)} file")
        for path, info in self._files.items():
            if not info.extra and self._has_local_fields(info):
                self._fault(path, None, "has fields before it that the central directory lacks: browsers misread it")
            if info.compress_type != zipfile.ZIP_STORED and path.startswith("archive/"):
                self._fault(path, None, "compressed in the ZIP: no record can be fetched from it by its offset")
            elif info.compress_type != zipfile.ZIP_STORED and path.endswith(".gz"):
                self._fault(path, None, "compressed twice: no block can be fetched from it by its offset")

    def _has_local_fields(self, info: zipfile.ZipInfo) -> bool:
        """In the header before its bytes, of which readers that fetch by range ask only when the directory has some."""
        assert self._zip.fp
        self._zip.fp.seek(info.header_offset + 28)
        return self._zip.fp.read(2) != b"\0\0"

    def _manifest(self) -> dict[str, dict[str, Any]]:
        """The resources that the manifest names, by path."""
        raw = self._small(MANIFEST)
        said, seal = _object(raw), _object(self._small(SEAL))
        if SEAL in self._files and (seal.get("path"), seal.get("hash")) != (MANIFEST, _sha256(raw)):
            self._fault(SEAL, None, f"is not the digest of {MANIFEST}")
        if MANIFEST in self._files and (said.get("profile") != "data-package" or "wacz_version" not in said):
            self._fault(MANIFEST, None, "is no manifest of a WACZ: profile or wacz_version is missing")
        listed = said.get("resources")
        resources = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
        by_path = {str(each.get("path")): each for each in resources}
        for path in sorted(by_path.keys() - self._files.keys()):
            self._fault(MANIFEST, None, f"names {path}, which is not there")
        for path in sorted(self._files.keys() - by_path.keys() - {MANIFEST, SEAL}):
            self._fault(path, None, f"is not in {MANIFEST}")
        return by_path

    def _small(self, path: str) -> bytes:
        if path not in self._files:
            return b""
        with self._zip.open(path) as entry:
            return entry.read(MANIFEST_BYTES)

    def _file(self, path: str, info: zipfile.ZipInfo, resource: dict[str, Any] | None) -> None:
        if info.file_size > MANIFEST_BYTES + RATIO * info.compress_size:
            self._fault(path, None, f"claims to unpack to {info.file_size:,} bytes, and was not read")
            return
        try:
            with self._zip.open(info) as entry:
                reading = _Hashing(entry)
                self._read(path, reading)
                while reading.read(READ_BYTES):
                    pass
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            self._fault(path, None, f"cannot be read: {error}")
            return
        if resource is None:
            return
        if resource.get("bytes") != reading.size:
            self._fault(path, None, f"is not of the {resource.get('bytes')} bytes that {MANIFEST} says")
        if resource.get("hash") != f"sha256:{reading.sha256.hexdigest()}":
            self._fault(path, None, f"does not match its hash in {MANIFEST}")

    def _read(self, path: str, reading: _Hashing) -> None:
        stream = cast(BinaryIO, reading)
        if path.startswith("archive/") and path.endswith(".warc.gz"):
            self._contents.records(path, stream)
        elif path.startswith("archive/"):
            self._fault(path, None, "its records were not checked: only .warc.gz files are")
        elif path.startswith("indexes/") and path.endswith(".cdx.gz"):
            self._contents.index(path, self._blocks(path, stream))
        elif path.startswith("indexes/") and path.endswith((".cdxj", ".cdx")):
            self._contents.index(path, iter(lambda: reading.readline(MANIFEST_BYTES), b""))
        elif path.startswith("pages/") and path.endswith(".jsonl"):
            self._contents.pages(path, stream)

    def _blocks(self, path: str, stream: BinaryIO) -> Iterator[bytes]:
        """The blocks of a compressed index, each held against what the index of blocks says, where there is one."""
        beside = path.removesuffix(".cdx.gz") + ".idx"
        listed = iter(self._summary(beside)) if beside in self._files else None
        try:
            for block in member.members(stream):
                key = block.data.partition(b" {")[0].decode(errors="replace")
                if listed and next(listed, None) != (key, block.offset, block.length):
                    self._fault(beside, None, f"is not what {path} holds at {block.offset}")
                    listed = None
                yield block.data
        except DamagedRecord as error:
            self._fault(path, None, str(error))
        if listed and next(listed, None):
            self._fault(beside, None, f"names more blocks than {path} holds")

    def _summary(self, path: str) -> Iterator[tuple[str, int, int]]:
        with self._zip.open(path) as lines:
            for line in iter(lambda: lines.readline(READ_BYTES), b""):
                key, _, place = line.decode(errors="replace").rpartition(" {")
                at = _object(b"{" + place.encode())
                if not key.startswith("!meta"):
                    yield key, at.get("offset", -1), at.get("length", -1)


def _sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _object(data: bytes) -> dict[str, Any]:
    """A JSON object; empty when the bytes are none."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}

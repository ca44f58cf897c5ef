"""The crash-safe local spool: records are appended here before they are acknowledged, and wait here for the store.

SPOOL/SITE/NAME.warc.gz.open      a segment that grows; cut and sealed at the next start if its process died
SPOOL/SITE/NAME.warc.gz           sealed: on disk for good, every member verified, not yet committed
SPOOL/SITE/NAME.readings.jsonl    what extraction found in its records so far; can be had again from the records
SPOOL/SITE/history.sqlite         what is known of the site's pages: made anew by each crawl
SPOOL/SITE/.lock                  held by the one process that works on the site
"""

import errno
import fcntl
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

from . import member
from .article import Reading
from .errors import DamagedRecord, SiteBusy, SpoolError
from .exchange import Location
from .segment import Name
from .warc import GROUP_END

_READING = [field.name for field in fields(Reading)]
OPEN, SEALED, READINGS = ".warc.gz.open", ".warc.gz", ".readings.jsonl"
REMEDIES = {
    errno.ENOSPC: "free space (or inodes: see df -i)",
    errno.EDQUOT: "free space, or raise the quota",
    errno.EFBIG: "free space, or raise the limit of file sizes (ulimit -f)",
    errno.EROFS: "mount it writable",
    errno.EMFILE: "raise the limit of open files (ulimit -n)",
    errno.ENFILE: "raise the system's limit of open files",
}
SCRATCH = ".takedown-"
"""How the name begins of a segment that a takedown writes anew; whoever does holds a lock on it."""


class Segment:
    """A WARC file that grows by whole groups of records, each with one unbuffered write."""

    def __init__(self, path: Path, name: Name) -> None:
        self.name = name
        self.size = 0
        self._path = path
        self._closed = False
        try:
            make_folder(path.parent)
            self._file = _begun(path)
        except OSError as error:
            raise SpoolError(f"cannot write the spool {path.parent}: {error.strerror}; {remedy(error)}") from None

    def append(self, data: bytes) -> int:
        """Write a group of members; returns its offset. On SpoolError the file is as it was before."""
        offset = self.size
        try:
            written = os.write(self._file, data)
        except OSError as error:
            written, failure = 0, error
        else:
            failure = OSError(errno.ENOSPC, "no space left")
        if written != len(data):
            os.ftruncate(self._file, offset)
            raise SpoolError(f"cannot append to {self._path}: {failure.strerror}; {remedy(failure)}")
        self.size += written
        return offset

    def sync(self) -> None:
        """Put what was written on disk for good, against a power cut; a crash of the process needs no such thing."""
        if not self._closed:
            os.fdatasync(self._file)

    def close(self) -> None:
        """Sync, and write no more. The spool seals the file afterwards."""
        self.sync()
        self._closed = True
        os.close(self._file)


class Spool:
    """A folder of segments on their way to the store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def check(self, room: bool = True) -> None:
        """SpoolError unless the folder can be written; without `room`, a full disk will do."""
        try:
            make_folder(self.folder)
            with TemporaryFile(dir=self.folder) as probe:
                if room:
                    probe.write(b"probe")
                    probe.flush()
        except OSError as error:
            raise SpoolError(
                f"cannot write the spool {self.folder}: {error.strerror}; set SPOOL_DIR to a folder on a local disk"
            ) from None

    @contextmanager
    def lock(self, site: str) -> Iterator[None]:
        """Hold a site's segments; SiteBusy when another process has them. A lock goes when its process dies."""
        path = self.folder / site / ".lock"
        try:
            make_folder(path.parent)
            file = open(path, "a+", opener=private)  # noqa: SIM115  # Path.open takes no opener
        except OSError as error:
            raise SpoolError(
                f"cannot write the spool {path.parent}: {error.strerror}; see to the disk, or move what is in the way"
            ) from None
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise SiteBusy(f"another process is working on {site} in the spool {self.folder}") from None
            yield

    def sites(self) -> list[str]:
        """Sites that have segments here."""
        return sorted({path.parent.name for path in self.folder.glob(f"*/*{SEALED}*")})

    def names(self, site: str) -> list[Name]:
        """A site's segments, oldest first, open ones too."""
        stems = {
            path.name.removesuffix(".open").removesuffix(SEALED) for path in (self.folder / site).glob(f"*{SEALED}*")
        }
        return [Name(site, stem) for stem in sorted(stems) if not stem.endswith(".damaged")]

    def size(self) -> int:
        """Bytes that wait here."""
        return sum(path.stat().st_size for path in self.folder.glob("*/*") if path.is_file())

    def open(self, name: Name) -> Segment:
        """Begin a segment."""
        return Segment(self._path(name, OPEN), name)

    def seal(self, name: Name) -> Path | None:
        """Cut a torn tail off, sync and rename; None when the segment is gone or holds no capture, and then goes.

        Nothing acknowledged is in a torn tail: an append is acknowledged when all of it is written. Should a cut tail
        hold a whole group all the same (a fault of the disk, not of a crash), it is kept as NAME.damaged.
        """
        growing, sealed = self._path(name, OPEN), self._path(name, SEALED)
        if sealed.exists():
            return sealed
        if not growing.exists():
            return None
        whole = _whole_groups(growing)
        with growing.open("r+b") as file:
            file.seek(whole)
            tail = file.read()
            if _holds_group(tail):
                self._set_aside(name, tail)
            file.truncate(whole)
            os.fsync(file.fileno())
        if whole == 0:
            self.discard(name)
            return None
        growing.rename(sealed)
        sync_folder(sealed.parent)
        return sealed

    def sweep(self) -> list[Path]:
        """Remove what takedowns left here that were killed."""
        return [path for path in sorted(self.folder.glob(f"{SCRATCH}*")) if _removed(path)]

    def history(self, site: str) -> Path:
        """Where the crawl of a site sums up its history."""
        return self.folder / site / "history.sqlite"

    def unfinished(self, site: str) -> Path:
        """Where the crawl of a site notes the pages whose requisites are not all there."""
        return self.folder / site / "unfinished.jsonl"

    def damaged(self, site: str = "*") -> list[Path]:
        """Bytes set aside by `seal`, for a person to look at."""
        return sorted(self.folder.glob(f"{site}/*.damaged"))

    def read(self, location: Location) -> bytes:
        """One record's gzip member; KeyError when its segment is not (or no longer) here."""
        name = Name.of_key(location.warc)
        for suffix in (OPEN, SEALED):
            try:
                with self._path(name, suffix).open("rb") as file:
                    file.seek(location.offset)
                    return file.read(location.length)
            except FileNotFoundError:
                continue
        raise KeyError(location.warc)

    def note(self, name: Name, record_id: str, reading: Reading) -> None:
        """Keep what was read in a record, so that the commit need not read it again."""
        values = {name: getattr(reading, name) for name in _READING}
        line = json.dumps({"record_id": record_id, **values}, default=datetime.isoformat)
        file = os.open(self._path(name, READINGS), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(file, f"\n{line}".encode())  # on a line of its own, should the one before be torn
        finally:
            os.close(file)

    def readings(self, name: Name) -> dict[str, Reading]:
        """What was noted for a segment, by record id; a torn line counts as not noted."""
        try:
            lines = self._path(name, READINGS).read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return {}
        return dict(filter(None, map(_noted, lines)))

    def discard(self, name: Name) -> None:
        """Forget a segment: only when it is committed, or holds nothing."""
        for suffix in (READINGS, OPEN, SEALED):
            self._path(name, suffix).unlink(missing_ok=True)

    def _set_aside(self, name: Name, tail: bytes) -> None:
        path = self._path(name, ".damaged")
        with open(path, "wb", opener=private) as file:  # as above
            file.write(tail)
            os.fsync(file.fileno())
        sync_folder(path.parent)

    def _path(self, name: Name, suffix: str) -> Path:
        return self.folder / name.site / f"{name.stem}{suffix}"


def private(path: str, flags: int) -> int:
    """An opener of files that only their owner may read, whatever the umask says."""
    return os.open(path, flags, 0o600)


def remedy(error: OSError) -> str:
    """What to do about an error of the spool's disk."""
    return f"{REMEDIES.get(error.errno or 0, 'see to the disk')}, then start again"


def _begun(path: Path) -> int:
    """A new file's descriptor; on OSError there is neither."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
    try:
        sync_folder(path.parent)
    except OSError:
        os.close(descriptor)
        path.unlink()
        raise
    return descriptor


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, for good: what is synced in one that a power cut takes is lost with it."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Put a folder's entries on disk for good."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _removed(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        path.unlink(missing_ok=True)
        return True


def _whole_groups(path: Path) -> int:
    """Bytes up to the end of the last whole group, before any damage."""
    end = 0
    with path.open("rb") as file:
        try:
            for found in member.members(file):
                if found.data.startswith(GROUP_END):
                    end = found.offset + found.length
        except DamagedRecord:
            pass  # the torn tail: what lies before it counts
    return end


def _holds_group(tail: bytes) -> bool:
    at = tail.find(member.MAGIC, 1)
    while at >= 0:
        try:
            if next(member.members(io.BytesIO(tail[at:]))).data.startswith(GROUP_END):
                return True
        except DamagedRecord:
            pass  # magic by chance, or the torn end itself
        at = tail.find(member.MAGIC, at + 1)
    return False


def _noted(line: str) -> tuple[str, Reading] | None:
    try:
        values = json.loads(line)
        record_id = values.pop("record_id")
        for moment in ("published", "modified"):
            values[moment] = values[moment] and datetime.fromisoformat(values[moment])
        return record_id, Reading(**{**values, "authors": tuple(values["authors"]), "tags": tuple(values["tags"])})
    except (ValueError, TypeError, KeyError):
        return None

"""The records of one file, laid out on disk so that those of one exchange are found, in whatever order they came."""

import fcntl
import pickle
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Self

from .. import member
from ..errors import SpoolError
from ..exchange import Location
from .screen import ANSWERS, Screened

FOLDER = ".ingest-"
"""How the names of these folders in the spool begin."""
MOST = 8
"""Metadata records kept with one exchange."""
SCHEMA = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;
    CREATE TABLE records (
        n INTEGER PRIMARY KEY, type, url, date, site, at, again, digest, warcinfo, used DEFAULT 0, offset, length, said
    );
    CREATE TABLE ids (id PRIMARY KEY, n) WITHOUT ROWID;
    CREATE TABLE belongs (n, target);
    CREATE TABLE stored (n INTEGER PRIMARY KEY, id, warc, offset, length);
"""
INDEXES = """
    CREATE INDEX by_site ON records (site, at, again, n);
    CREATE INDEX by_digest ON records (digest, at) WHERE type = 'response';
    CREATE INDEX by_url ON records (url, date) WHERE type = 'response';
    CREATE INDEX by_payload ON records (url, digest, at) WHERE type = 'response';
    CREATE INDEX by_target ON belongs (target); CREATE INDEX by_record ON belongs (n);
"""
ORIGINAL = """
    SELECT s.id, s.warc, s.offset, s.length, r.url, r.date, r.digest FROM records r JOIN stored s USING (n)
    WHERE r.type = 'response'
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """One record on disk."""

    number: int
    """Its turn in the file."""
    said: Screened
    site: str
    warcinfo: int | None
    """The number of the warcinfo record that describes it."""
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a response of the file lies in the archive."""

    record_id: str
    location: Location
    url: str
    date: str
    digest: str


class Scratch:
    """A folder in the spool, gone when it is closed; one of a process that died goes when the next is made."""

    def __init__(self, spool: Path) -> None:
        try:
            sweep(spool)
            self._folder = Path(mkdtemp(prefix=FOLDER, dir=spool))
            self._lock = (self._folder / "lock").open("w")
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            self._base = sqlite3.connect(self._folder / "records.sqlite", isolation_level=None)
            self._base.executescript(SCHEMA)
            self._blocks = (self._folder / "blocks").open("w+b")
        except (OSError, sqlite3.Error) as error:
            raise SpoolError(f"cannot write the spool {spool}: {error}") from None
        self._size = self._count = 0
        self._warcinfo: int | None = None

    def add(self, said: Screened, block: bytes, site: str) -> None:
        """Keep a record; SpoolError when the disk does not take it."""
        packed = member.pack(block)
        try:
            self._blocks.write(packed)
            self._insert(said, site, len(packed))
        except (OSError, sqlite3.Error) as error:
            raise SpoolError(f"cannot write {self._folder}: {error}; free space, then ingest again") from None

    def _insert(self, said: Screened, site: str, length: int) -> None:
        self._count += 1
        if said.type == "warcinfo":
            self._warcinfo = self._count
        place = (self._describing(said), 0, self._size, length, pickle.dumps(said))
        named = (said.type, said.url, said.date, site, said.moment.timestamp(), said.type == "revisit", said.digest)
        self._base.execute("INSERT INTO records VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", (self._count, *named, *place))
        self._base.execute("INSERT OR IGNORE INTO ids VALUES (?, ?)", (said.id or f"{self._count}", self._count))
        self._base.executemany("INSERT INTO belongs VALUES (?, ?)", [(self._count, each) for each in said.refers])
        self._size += length

    def refused(self, kind: str | None) -> None:
        """Note that a record is not kept: what follows a warcinfo record is not described by the one before."""
        if (kind or "").lower() == "warcinfo":
            self._warcinfo = None

    def _describing(self, said: Screened) -> int | None:
        """The number of the warcinfo record that a record names; of the one before it when it names none."""
        named = said.get("WARC-Warcinfo-ID")
        if not named or said.type == "warcinfo":
            return self._warcinfo
        row = self._base.execute("SELECT n FROM ids WHERE id = ?", (named,)).fetchone()
        is_one = row and self._base.execute("SELECT type FROM records WHERE n = ?", row).fetchone() == ("warcinfo",)
        return int(row[0]) if is_one else None

    def complete(self) -> None:
        """To be called once, when all records are there."""
        self._base.executescript(INDEXES)

    def sites(self) -> list[str]:
        """Those of its answers and requests."""
        return [site for (site,) in self._base.execute("SELECT DISTINCT site FROM records WHERE site > '' ORDER BY 1")]

    def addresses(self) -> list[tuple[str, str]]:
        """Each site with an address of it."""
        return self._base.execute("SELECT site, min(url) FROM records WHERE site > '' GROUP BY site").fetchall()

    def move(self, site: str, other: str) -> None:
        """Put all of a site's records under another."""
        self._base.execute("UPDATE records SET site = ? WHERE site = ?", (other, site))

    def answers(self, site: str) -> Iterator[Kept]:
        """A site's responses, revisits and resources, the oldest first; a revisit after what came with it."""
        marks = ", ".join("?" * len(ANSWERS))
        query = f"site = ? AND type IN ({marks}) ORDER BY at, again, n"
        return self._select(query, site, *ANSWERS)

    def requests_left(self, site: str) -> Iterator[Kept]:
        """A site's requests that belong to no answer of the file."""
        return self._select("site = ? AND type = 'request' AND used = 0 ORDER BY at, n", site)

    def company(self, kept: Kept) -> list[Kept]:
        """What belongs to an answer or a request, which nothing else gets then: its request, and metadata records."""
        request = self._request_of(kept) if kept.said.type != "request" else None
        named = [each.said.id for each in (kept, request) if each and each.said.id and self._is_first(each)]
        return [*([request] if request else []), *(self._metadata_of(named) if named else [])]

    def _request_of(self, answer: Kept) -> Kept | None:
        """The request that an answer names, or that names the answer."""
        named = "n IN (SELECT ids.n FROM belongs JOIN ids ON id = target WHERE belongs.n = ?)"
        naming = "n IN (SELECT n FROM belongs WHERE target = ?)"
        free = "type = 'request' AND used = 0 AND url = ? ORDER BY n LIMIT 1"
        found = next(self._select(f"{named} AND {free}", answer.number, answer.said.url), None)
        if found is None and self._is_first(answer):
            found = next(self._select(f"{naming} AND {free}", answer.said.id, answer.said.url), None)
        return self._used(found) if found else None

    def _metadata_of(self, record_ids: list[str]) -> list[Kept]:
        """Metadata records that name one of these records."""
        marks = ", ".join("?" * len(record_ids))
        query = f"n IN (SELECT n FROM belongs WHERE target IN ({marks})) AND type = 'metadata' AND used = 0"  # noqa: S608  # marks only
        return [self._used(each) for each in list(self._select(f"{query} ORDER BY n LIMIT {MOST}", *record_ids))]

    def metadata_left(self) -> int:
        """How many metadata records belong to nothing that was kept."""
        query = "SELECT count(*) FROM records WHERE type = 'metadata' AND used = 0"
        return int(self._base.execute(query).fetchone()[0])

    def warcinfo(self, number: int) -> Kept:
        """By its number."""
        return next(self._select("n = ?", number))

    def first(self, record_id: str) -> Kept:
        """The first record of the file with this id."""
        return next(self._select("n = (SELECT n FROM ids WHERE id = ?)", record_id))

    def block(self, kept: Kept) -> bytes:
        """A record's block."""
        self._blocks.seek(kept.offset)
        return member.unpack(self._blocks.read(kept.length))

    def store(self, number: int, record_id: str, at: Location) -> None:
        """Note where a record is now."""
        values = (number, record_id, at.warc, at.offset, at.length)
        self._base.execute("INSERT OR REPLACE INTO stored VALUES (?, ?, ?, ?, ?)", values)

    def original(self, revisit: Screened) -> Stored | None:
        """The response of this file whose payload a revisit repeats: by id, by address and date, or by digest."""
        url, date = revisit.get("WARC-Refers-To-Target-URI"), revisit.get("WARC-Refers-To-Date")
        tries: list[tuple[str, tuple[object, ...]]] = []
        tries += [("r.n = (SELECT n FROM ids WHERE id = ?)", (each,)) for each in revisit.refers]
        tries += [("r.url = ? AND r.date = ?", (url, date))] if url and date else []
        tries += [("r.url = ? AND r.digest = ? ORDER BY r.at DESC", (revisit.url, revisit.digest))]
        tries += [("r.digest = ? ORDER BY r.at DESC", (revisit.digest,))]
        for where, values in tries:
            query = "SELECT s.id, s.warc, s.offset, s.length, r.url, r.date, r.digest FROM records r JOIN stored s"
            row = self._base.execute(
                f"{query} USING (n) WHERE r.type = 'response' AND {where} LIMIT 1", values
            ).fetchone()
            if row:
                return Stored(row[0], Location(*row[1:4]), *row[4:])
        return None

    def close(self) -> None:
        """Drop it all."""
        self._base.close()
        self._blocks.close()
        self._lock.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _is_first(self, kept: Kept) -> bool:
        """Whether others mean this record by its id: else many records of one id would be looked at for each."""
        query = "SELECT n FROM ids WHERE id = ?"
        return bool(self._base.execute(query, (kept.said.id,)).fetchone() == (kept.number,))

    def _used(self, kept: Kept) -> Kept:
        self._base.execute("UPDATE records SET used = 1 WHERE n = ?", (kept.number,))
        return kept

    def _select(self, where: str, *values: object) -> Iterator[Kept]:
        query = f"SELECT n, said, site, warcinfo, offset, length FROM records WHERE {where}"  # noqa: S608  # ours
        for number, said, *place in self._base.cursor().execute(query, values):
            yield Kept(number, pickle.loads(said), *place)  # noqa: S301  # written by this process


def sweep(spool: Path) -> None:
    """Drop the folders whose process died."""
    for folder in spool.glob(f"{FOLDER}*"):
        with suppress(OSError), (folder / "lock").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)

"""One segment against everything that was derived from it, in one pass over its WARC."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ..errors import DamagedRecord, StoreError
from ..scan import Found, Group, walk
from ..segment import Name
from ..summed import Summed
from ..takedown.tombstone import is_tombstone
from . import manifest, receipt
from .fault import CONSEQUENCES, Fault, Faults
from .gzipped import odd_headers
from .held import Held
from .index import Index
from .opened import Opened
from .receipt import Line
from .revisits import Revisits
from .rows import CaptureRows
from .versions import Own, Versions

_SEGMENT = re.compile(r"[a-z0-9._-]+-\d{17}-\d{5,}-\w+\.warc\.gz")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at in one segment."""

    warc: str
    bytes: int
    captures: int
    articles: int
    """Article rows whose records lie in it."""
    due: int
    """Article rows that its commit wrote."""
    unfinished: bool
    """Whether it lacks something that a commit under way, or one cut short, has yet to write."""
    faults: tuple[Fault, ...]
    altered: tuple[tuple[Own, Fault], ...] = ()
    """Article rows that are not what their commit wrote."""
    owed: tuple[Found, ...] = ()
    """Captures whose article rows are to be held against a new reading of them."""
    whole: bool = True
    """Whether the WARC itself is without fault, its manifest left aside."""


def check(at: Opened, key: str, text: bool) -> Checked:
    """Hold a WARC against its manifest, index, receipt and rows; with `text`, say what is to be read again."""
    return _Check(at, key).checked(text)


class _Check:
    def __init__(self, at: Opened, key: str) -> None:
        self._at, self._key, self._name = at, key, Name.of_key(key)
        self._faults, self._held = Faults(), Held()
        self._index, self._revisits = Index(self._name), Revisits(key)
        self._unfinished = self._foreign = False
        self._whole = True
        self._said: list[Line] | None = None
        self._rows: CaptureRows | None = None
        self._wanted: frozenset[int] = frozenset()
        self._owed: list[Found] = []
        self._landed: dict[str, bool] = {}

    def checked(self, text: bool) -> Checked:
        self._open(text)
        sha256, size = self._walk()
        said = self._manifest()
        self._compare(self._key, sha256, said)
        versions: Versions | None = None
        if not self._foreign:
            revisits = self._revisits.faults(self._at.store, self._held, self._at.takedowns.records)
            self._faults.extend("revisits", revisits)
            self._indexed()
            self._capture_rows()
            versions = self._version_rows()
            self._compare(self._name.cdxj, self._index.sha256, said)
        return Checked(
            warc=self._key,
            bytes=size,
            captures=len(self._held.facts),
            articles=versions.rows if versions else 0,
            due=sum(line.id is not None for line in self._said or ()),
            unfinished=self._unfinished,
            faults=self._faults.all(),
            altered=tuple(versions.altered.items()) if versions else (),
            owed=() if self._foreign else tuple(self._owed),
            whole=self._whole and not self._foreign,
        )

    def _open(self, text: bool) -> None:
        try:
            self._said = [self._now(line) for line in receipt.read(self._at.store, self._name)]
        except KeyError:
            self._lacks(self._name.receipt)
        except DamagedRecord as error:
            self._faults.add("faults", Fault(self._name.receipt, None, str(error)))
        with self._readable("captures"):
            if self._at.captures:
                self._rows = CaptureRows(self._at.captures, self._key, self._said)
        with self._readable("articles"):
            if self._at.articles and text:
                places = self._at.articles.rows(("offset",), warc=self._key)
                self._wanted = frozenset(row["offset"] for row in places)

    def _now(self, line: Line) -> Line:
        """What the receipt says as of the articles table: commits of other segments may have changed rows since."""
        if line.by is None or self._at.articles is None:
            return line
        if line.by not in self._landed:
            self._landed[line.by] = self._at.articles.holds(line.by)
        self._unfinished |= not self._landed[line.by]
        return line.at(self._landed.__getitem__)

    def _walk(self) -> tuple[str, int]:
        with self._at.store.open(self._key) as stream:
            summed = Summed(stream)
            number = -1
            for number, group in enumerate(walk(summed, self._name, self._damage)):
                if number == 0:
                    self._begin(group)
                self._see(group)
            if number < 0:
                self._foreign = True
                self._damage(0, "holds no record")
            sha256 = summed.sha256()
            return sha256, summed.seek(0, 2)

    def _begin(self, group: Group) -> None:
        """The first record says which segment this is."""
        first = group.records[0] if group.records else None
        if first is None:
            return
        filename = first.headers.get("WARC-Filename", "")
        if first.type != "warcinfo":
            self._damage(group.start, "does not begin with a warcinfo record")
        elif _SEGMENT.fullmatch(filename) and filename != self._key.rpartition("/")[2]:
            self._foreign = True
            self._damage(group.start, f"holds the records of {filename}, not its own")

    def _see(self, group: Group) -> None:
        first = group.records[0] if group.records else None
        if group.found is None:
            if first is None or not (first.type == "warcinfo" or is_tombstone(first)):
                self._held.damaged(group)
            elif is_tombstone(first) and first.headers.get("WARC-Record-ID") not in self._at.takedowns.records:
                self._damage(group.start, "stands where a record was taken down, of which no takedown says anything")
            return
        self._pairing(group)
        if not self._held.see(group.found):
            self._damage(group.start, f"second record {group.found.capture.record_id}")
        self._index.see(group.found.capture)
        self._revisits.see(group)
        if group.found.capture.offset in self._wanted:
            self._owed.append(group.found)
        with self._readable("captures"):
            if self._rows:
                self._rows.see(group.found.capture)

    def _pairing(self, group: Group) -> None:
        first, *others = group.records
        if first.headers.get("WARC-Record-ID") in self._at.takedowns.records:
            self._damage(group.start, "was taken down, and is still there: run `archive redact` for it once more")
        if group.found and group.found.capture.ingested_from is not None:
            others = others[-1:]  # ours; in those of others the rest may differ
        for name in ("WARC-Target-URI", "WARC-Date"):
            for other in others:
                if other.headers.get(name) != first.headers.get(name):
                    said = (
                        f"its {other.type} record says {name} {other.headers.get(name)}, not {first.headers.get(name)}"
                    )
                    self._damage(group.start, said)

    def _indexed(self) -> None:
        try:
            self._faults.extend("lines that differ", self._index.faults(self._at.store, self._held))
        except KeyError:
            self._lacks(self._name.cdxj)

    def _capture_rows(self) -> None:
        with self._readable("captures"):
            if self._rows:
                self._faults.extend("rows that differ", self._rows.faults(self._held))
                self._unfinished |= bool(self._held.facts) and not self._rows.matched

    def _version_rows(self) -> Versions | None:
        if self._at.articles is None:
            return None
        versions = Versions(self._name, self._at.captures, self._at.articles)
        with self._readable("articles"):
            self._faults.extend("rows that differ", versions.faults(self._held, self._said, self._at.takedowns.records))
        self._unfinished |= versions.none_there
        return versions

    def _manifest(self) -> dict[str, str]:
        try:
            return manifest.read(self._at.store, self._name)
        except KeyError:
            self._lacks(self._name.manifest)
        except DamagedRecord as error:
            self._faults.add("faults", Fault(self._name.manifest, None, str(error)))
        return {}

    def _compare(self, key: str, sha256: str | None, said: dict[str, str]) -> None:
        if sha256 is None or sha256 == said.get(key, sha256):
            return
        self._faults.add("faults", Fault(key, None, f"its SHA-256 is {sha256}, its manifest says {said[key]}"))
        if key == self._key:
            self._faults.extend("gzip headers that differ", odd_headers(self._at.store, key))
            self._faults.most = CONSEQUENCES

    def _damage(self, offset: int, problem: str) -> None:
        self._whole = False
        self._faults.add("faults of records", Fault(self._key, offset, problem))

    def _lacks(self, key: str) -> None:
        self._unfinished = True
        self._faults.add(
            "missing", Fault(key, None, "missing: a commit may be under way, else `archive repair` makes it")
        )

    @contextmanager
    def _readable(self, table: str) -> Iterator[None]:
        """A table that cannot be read is a fault of the table, told once."""
        try:
            yield
        except StoreError as error:
            if table == "captures":
                self._rows = None
            self._faults.add("faults", Fault(table, None, f"cannot be read: {error}"))

"""A stranger's file into the archive: read, laid out, copied into segments of ours, committed like a crawl's."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, islice
from uuid import uuid4

from .. import warc
from ..errors import SiteBusy
from ..exchange import Location
from ..segment import Committed, Name
from ..spool import Segment, Spool
from ..store import Store
from ..summed import Summed
from ..takedown import takedowns
from . import assembly
from .archived import Archived
from .assembly import Origin, Part
from .reading import Fault, read
from .scratch import Kept, Scratch, Stored
from .screen import Refused, Screened, screen
from .sites import Sites
from .sources import Source

RECORD_BYTES = 100 << 20
SEGMENT_BYTES, SEGMENT_CAPTURES = 256 << 20, 5_000
"""At which a segment is sealed: its commit holds the texts of its articles in memory."""
BATCH = 500
MOST_FAULTS = 1_000
"""Faults of one file that are told one by one."""

Finish = Callable[[Name], Committed | None]
"""Brings a sealed segment into the archive."""


@dataclass(slots=True)
class Report:
    """What became of one file."""

    file: str
    sha256: str = ""
    bytes: int = 0
    records: int = 0
    captures: int = 0
    pages: int = 0
    """Captures that may be articles."""
    articles: int = 0
    """New or changed versions."""
    skipped: dict[str, int] = field(default_factory=dict)
    """Records that were not taken in, by reason."""
    faults: list[Fault] = field(default_factory=list)
    """Damage, and claims that were not true."""
    damage: int = 0
    """How many there were."""
    problems: list[str] = field(default_factory=list)
    """What kept a part of it out of the archive for now."""

    def skip(self, reason: str, count: int = 1) -> None:
        """Count what was not taken in."""
        self.skipped[reason] = self.skipped.get(reason, 0) + count

    def fault(self, found: Fault) -> None:
        """Count one, and keep it while there are not too many."""
        self.damage += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(found)


@dataclass(frozen=True, slots=True)
class Ingestion:
    """How files are taken in."""

    store: Store
    spool: Spool
    finish: Finish
    software: str
    site: str | None = None
    record_bytes: int = RECORD_BYTES
    patience: float = 60.0
    """Seconds to wait for a site on which another process works."""
    dry: bool = False

    def take(
        self, source: Source, told: Callable[[int], None] = lambda _: None, turn: Callable[[str], None] = lambda _: None
    ) -> Report:
        """Bring one file in. What is wrong with it is in the report; SpoolError and StoreError are raised.

        `told` hears of each number of bytes read, `turn` of each site that is being stored.
        """
        report = Report(source.uri, bytes=source.size)
        with Scratch(self.spool.folder) as scratch:
            with source.open() as stream:
                hashed = Summed(stream, told)
                self._lay_out(hashed, source.size, scratch, report)
                report.sha256 = hashed.sha256()
            origin = Origin(_printable(source.name), report.sha256, source.size)
            ledger = takedowns.read(self.store)
            for site in scratch.sites():
                turn(site)
                try:
                    with nullcontext() if self.dry else _locked(self.spool, site, self.patience):
                        self._take_site(site, scratch, origin, ledger, report)
                except SiteBusy as error:
                    report.problems.append(f"{site}: left out: {error}; ingest the file again afterwards")
            if (left := scratch.metadata_left()) and not report.problems:
                report.skip("metadata of no capture", left)
        return report

    def _lay_out(self, stream: Summed, size: int, scratch: Scratch, report: Report) -> None:
        sites, now = Sites(self.store, self.site), datetime.now(UTC)
        for found in read(stream, size, self.record_bytes, report.fault):
            report.records += 1
            try:
                said = screen(found, now)
            except Refused as reason:
                report.skip(str(reason))
                scratch.refused(found.get("WARC-Type"))
                continue
            for fault in said.faults:
                inner = f", {found.place.inner} bytes further on" if found.place.inner else ""
                told = f"{fault} (record {found.get('WARC-Record-ID')}{inner})"
                report.fault(Fault(found.place.offset, found.place.offset, told))
            scratch.add(said, found.block or b"", sites.of(said.url) if said.url else "")
        scratch.complete()
        present = set(scratch.sites())
        for site, url in scratch.addresses():
            if (above := sites.above(url, present)) != site:
                scratch.move(site, above)

    def _take_site(
        self, site: str, scratch: Scratch, origin: Origin, ledger: takedowns.Takedowns, report: Report
    ) -> None:
        for name in [] if self.dry else self.spool.names(site):
            self.finish(name)  # what a crash left: what is in it is not to be stored again
        archived = Archived(self.store, site)
        writer = _Writer(self, site, scratch, origin, report)
        for kept in chain(_batches(scratch.answers(site)), _batches(_requests(site, scratch, report))):
            new = [each for each in kept if not _is_refused(each, scratch, ledger, report)]
            for each, record_id in archived.new(new, scratch, origin):
                if record_id is None:
                    report.skip("already archived")
                    scratch.company(each)
                else:
                    report.captures += 1
                    writer.add(each, record_id, archived)
        writer.close()


class _Writer:
    """Segments of one site, filled with the exchanges of one file."""

    def __init__(self, how: Ingestion, site: str, scratch: Scratch, origin: Origin, report: Report) -> None:
        self._how, self._site, self._scratch, self._origin, self._report = how, site, scratch, origin, report
        self._run = uuid4().hex[:12]
        self._serial = self._captures = 0
        self._segment: Segment | None = None
        self._warcinfos: set[int] = set()

    def add(self, kept: Kept, record_id: str, archived: Archived) -> None:
        """Append one exchange; what belongs to it is looked for in the file."""
        first = Part(kept.said, record_id, self._scratch.block(kept))
        others = [self._part(each, archived) for each in self._scratch.company(kept)]
        original = self._original(kept.said, archived)
        method = next((each.said.method for each in (first, *others) if each.said.type == "request"), "")
        blocks = [each.block for each in others if each.said.type == "metadata"]
        context = assembly.context(kept.said, method, self._origin, blocks, original)
        self._report.pages += context.kind == "article" and kept.said.status == 200
        if self._how.dry:
            return
        segment = self._ready(kept)
        data, length = assembly.group(
            first, others, context, self._origin, warcinfo_id=self._warcinfo_id, original=original
        )
        at = Location(segment.name.warc, segment.append(data), length)
        self._scratch.store(kept.number, record_id, at)
        self._captures += 1
        if segment.size >= SEGMENT_BYTES or self._captures >= SEGMENT_CAPTURES:
            self.close()

    def close(self) -> None:
        """Bring in the segment that is being filled."""
        if self._segment is None:
            return
        self._segment.close()
        segment, self._segment = self._segment, None
        if done := self._how.finish(segment.name):
            self._report.articles += done.articles

    def _part(self, kept: Kept, archived: Archived) -> Part:
        return Part(kept.said, archived.name(kept, self._scratch, self._origin), self._scratch.block(kept))

    def _original(self, said: Screened, archived: Archived) -> Stored | None:
        return (self._scratch.original(said) or archived.original(said)) if said.type == "revisit" else None

    def _ready(self, kept: Kept) -> Segment:
        """The segment to append to, with the warcinfo record of the file that describes this record in it."""
        if self._segment is None:
            now = datetime.now(UTC)
            self._serial += 1
            self._captures = 0
            self._segment = self._how.spool.open(Name.new(self._site, now, self._serial, self._run))
            self._warcinfo_id = warc.new_id()
            filename = self._segment.name.warc.rpartition("/")[2]
            self._segment.append(assembly.described(self._origin, self._warcinfo_id, filename, now, self._how.software))
            self._warcinfos.clear()
        if kept.warcinfo is not None and kept.warcinfo not in self._warcinfos:
            self._warcinfos.add(kept.warcinfo)
            theirs = self._scratch.warcinfo(kept.warcinfo)
            record_id = theirs.said.id or self._origin.id_of(theirs.said)
            self._segment.append(assembly.copied(Part(theirs.said, record_id, self._scratch.block(theirs)), []))
        return self._segment


def _requests(site: str, scratch: Scratch, report: Report) -> Iterator[Kept]:
    """Requests that nothing answers in the file; those whose answer was not taken in have no place of their own."""
    for kept in scratch.requests_left(site):
        if kept.said.refers:
            report.skip("requests of answers that are not taken in")
        else:
            yield kept


def _is_refused(kept: Kept, scratch: Scratch, ledger: takedowns.Takedowns, report: Report) -> bool:
    refused = ledger.refuses(kept.said.url) is not None or kept.said.id in ledger.records
    if refused:
        report.skip("taken down")
        scratch.company(kept)
    return refused


def _batches(kept: Iterable[Kept]) -> Iterator[list[Kept]]:
    left = iter(kept)
    while batch := list(islice(left, BATCH)):
        yield batch


def _printable(name: str) -> str:
    return "".join(each if each.isprintable() else f"%{ord(each):02X}" for each in name)[:255]


@contextmanager
def _locked(spool: Spool, site: str, patience: float) -> Iterator[None]:
    """The site's segments, when another process has them after it has done with them; SiteBusy if that takes long."""
    until = time.monotonic() + patience
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(spool.lock(site))
                break
            except SiteBusy:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
        yield

"""What can be derived, derived again where `archive verify` finds it missing or wrong; a WARC is never touched."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field

from .. import tables, work
from ..article import Reading
from ..corpus import failed
from ..errors import DamagedRecord, SiteBusy, SpoolError, TaskFailed, Unreadable
from ..pool import Pool
from ..recover import BATCH
from ..scan import Found
from ..segment import Name
from ..spool import Spool
from ..store import Store
from . import rebuild
from .restore import Restoration, strays
from .segment import Checked

Look = Callable[[], Iterator[Checked]]


@dataclass(slots=True)
class Done:
    """What a repair came to."""

    repaired: list[str] = field(default_factory=list)
    """What was made again, or would be, a line each."""
    left: list[str] = field(default_factory=list)
    """What could not be, and why."""


class Repair:
    """Of one archive; without `act` it only says what it would do. `look` verifies what may be repaired."""

    def __init__(self, store: Store, spool: Spool, look: Look, readers: Pool, act: bool) -> None:
        self._store, self._spool, self._look, self._readers, self._act = store, spool, look, readers, act
        self.done = Done()

    def run(self) -> Done:
        """Tables first, then segment after segment, oldest of each site first."""
        try:
            found = self._needed()
            if self._tables() and self._act:
                found = self._needed()
        except Unreadable as error:
            self.done.left.append(f"{error}; a table that cannot be opened is made again when its folder is moved away")
            return self.done
        before = tables.Snapshot(self._store, "articles")
        self._sites(found)
        if self._act and before.version is not None and self._is_late(found, before):
            self._sites(self._needed())  # now receipts say of others what its commit was to make of their rows
        return self.done

    def _sites(self, found: dict[str, list[Checked]]) -> None:
        for site, checked in found.items():
            try:
                with self._spool.lock(site):
                    waiting = set(self._spool.names(site))
                    self._site(sorted(checked, key=lambda one: one.warc), waiting)
            except SiteBusy as error:
                self.done.left.append(f"{site}: left alone: {error}")

    def _is_late(self, found: dict[str, list[Checked]], before: tables.Snapshot) -> bool:
        """Whether rows of any segment have come to the table for the first time."""
        now = tables.Snapshot(self._store, "articles")
        stems = [Name.of_key(each.warc).stem for some in found.values() for each in some]
        return any(now.holds(stem) and not before.holds(stem) for stem in stems)

    def _needed(self) -> dict[str, list[Checked]]:
        """Segments to be repaired, by site."""
        found: dict[str, list[Checked]] = {}
        absent = any(tables.Snapshot(self._store, table).version is None for table in tables.TABLES)
        for each in self._look():
            if each.faults or each.altered or absent:
                found.setdefault(Name.of_key(each.warc).site, []).append(each)
        return found

    def _tables(self) -> bool:
        """Take files that are lost or damaged out of the tables, whose rows can then be made again."""
        lost = False
        for table in tables.TABLES:
            keys = tables.unreadable(self._store, table)
            if keys and self._act:
                tables.forget(self._store, table, keys)
            self.done.repaired += [f"{key}: lost or damaged, taken out of the table {table}" for key in keys]
            lost |= bool(keys)
        return lost

    def _site(self, found: list[Checked], waiting: set[Name]) -> None:
        left = len(self.done.left)
        for each in found:
            self._segment(each, waiting)
        is_sure = self._act or not any(line.startswith("captures") for line in self.done.repaired)
        if is_sure and len(self.done.left) == left:  # else a row without its capture may be all that is left of it
            for each in found:
                self.done.repaired += strays(self._store, Name.of_key(each.warc), self._act)

    def _segment(self, checked: Checked, waiting: set[Name]) -> None:
        name = Name.of_key(checked.warc)
        if name in waiting:
            self.done.left.append(f"{name.warc}: its commit is not done: `archive recover` first")
            return
        if not checked.whole:
            problems = [fault.problem for fault in checked.faults if fault.object == name.warc]
            why = problems[0] if problems else "cannot be read"
            self.done.left.append(f"{name.warc}: the WARC itself is damaged, so nothing is derived from it: {why}")
            return
        try:
            self.done.repaired += self._steps(name, {each.stem for each in waiting})
        except (DamagedRecord, SpoolError, TaskFailed, Unreadable) as error:
            self.done.left.append(f"{name.warc}: {error}")

    def _steps(self, name: Name, waiting: set[str]) -> Iterator[str]:
        of = rebuild.evidence(self._store, name, self._read, waiting)
        yield from rebuild.index(self._store, of, self._act)
        yield from rebuild.evidence_anew(self._store, of, self._act)
        if of.found:
            yield from rebuild.capture_rows(self._store, of, self._act)
            rows = Restoration(self._store, of, self._read, self._act)
            yield from rows.run()
            self.done.left += rows.left
            yield from rebuild.settle(self._store, of, self._act)

    def _read(self, found: list[Found]) -> dict[str, Reading]:
        readings: dict[str, Reading] = {}
        for start in range(0, len(found), BATCH):
            batch = found[start : start + BATCH]
            ask = self._readers.submit
            futures: list[Future[Reading]] = [ask(work.read_capture, None, self._store.uri, each) for each in batch]
            for each, future in zip(batch, futures, strict=True):
                try:
                    readings[each.capture.record_id] = future.result()
                except TaskFailed as error:
                    if error.reason == "unavailable":
                        raise
                    readings[each.capture.record_id] = failed(error)
        return readings

"""Selected records as WARC files: each member as it lies in the archive, behind a warcinfo record of its own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from .. import tables, warc
from ..errors import ExportFailed
from ..index import cdxj
from ..selection import Selection
from ..store import Store
from .container import Container, Part, Written
from .plan import Plan
from .records import Damage, groups, warcinfo

Info = list[tuple[str, object]]
"""Fields of a warcinfo record."""


def gather(store: Store, selection: Selection, plan: Plan) -> None:
    """Take down what is selected, and the originals of its revisits; ExportFailed when there is nothing."""
    snapshot = tables.Snapshot(store, "captures")
    plan.add(snapshot.selected(selection), selected=True)
    if not plan.count():
        raise ExportFailed(f"nothing is archived of {selection}: no file was made; `archive ls` prints what there is")
    for site, ids in plan.unresolved():
        plan.add(snapshot.rows(site=site, record_id=ids), selected=False)


class Warcs:
    """WARC files that are begun and ended as they fill."""

    def __init__(self, container: Container, name: Callable[[int], str], limit: int | None, info: Info) -> None:
        self.files: list[Written] = []
        self._container, self._name, self._limit, self._info = container, name, limit, info
        self._part: Part | None = None
        self._source = b""

    def append(self, data: bytes, source: bytes) -> tuple[str, int]:
        """Add a group's members, behind the warcinfo record of the WARC they come from; path and offset."""
        if self._part and self._limit and self._part.size + len(data) > self._limit:
            self.close()
        part = self._part or self._begin()
        if source != self._source:
            part.write(source)
            self._source = source
        offset = part.size
        part.write(data)
        return part.path, offset

    def close(self) -> None:
        """End the file that is open."""
        if self._part:
            self.files.append(self._part.close())
            self._part = None

    def _begin(self) -> Part:
        path = self._name(len(self.files))
        self._part, self._source = self._container.file(path), b""
        self._part.write(warc.warcinfo(warc.new_id(), path.rpartition("/")[2], datetime.now(UTC), self._info))
        return self._part


def copy(
    store: Store, plan: Plan, warcs: Warcs, advance: Callable[[int], object], report: Callable[[Damage], object]
) -> None:
    """Write the records of what is planned, and note where they went; what cannot be exported is reported."""
    for key in plan.segments():
        source = warcinfo(store, key)
        for found in groups(store, plan.captures(key)):
            if isinstance(found, Damage):
                report(found)
            else:
                path, offset = warcs.append(found.data, source)
                plan.written(found.capture)
                plan.index(cdxj.index([replace(found.capture, warc=path.rpartition("/")[2], offset=offset)]))
            advance(1)
    warcs.close()

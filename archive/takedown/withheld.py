"""A segment that comes to the archive after a takedown: what the ledger refuses is overwritten before its commit."""

import os
from collections.abc import Mapping
from pathlib import Path

from ..segment import Name
from ..spool import sync_folder
from ..store import Store
from . import takedowns
from .takedowns import DONE, Takedown, merged
from .tombstone import Place, overwrite
from .trace import places, refused


def withhold(store: Store, path: Path, name: Name) -> None:
    """Put tombstones into a sealed segment in the spool, where its records were taken down or are of such pages.

    What a ledger entry names already gets that entry's tombstone, so that a second try makes the same bytes.
    """
    ledger = takedowns.read(store)
    if not ledger.entries:
        return
    with path.open("rb") as file:
        captures = refused(file, ledger)
    if not captures:
        return
    with path.open("rb") as file:
        work = places(file, captures)
    fresh = {place: captures[owner] for place, owner in work.items() if place[2] not in ledger.by_record}
    entries = {each.name: _entered(store, each, fresh, name) for each in fresh.values()}
    named = {place: entries[each.name] for place, each in fresh.items()}
    known = {place: ledger.by_record[place[2]].name for place in work.keys() - fresh.keys()}
    part = path.with_suffix(".part")
    with path.open("rb") as file, part.open("wb") as out:
        overwrite(file, out, named | known)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
    sync_folder(path.parent)


def _entered(store: Store, takedown: Takedown, fresh: Mapping[Place, Takedown], name: Name) -> str:
    """The entry of the ledger, with the records of this segment that a takedown refuses."""
    records = merged(place[2] for place, by in fresh.items() if by.name == takedown.name)
    given = {"segments": (name.warc,), "counts": {"records": len(records)}, "state": DONE}
    entry = Takedown.new(takedown.by, takedown.reason, records=records, continues=takedown.name, **given)
    takedowns.begin(store, entry)
    return entry.name

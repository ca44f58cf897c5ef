"""A takedown carried out. A process killed at any step leaves a ledger entry by which the next one completes it.

What readers see goes first (index, rows), the records then, the old files last.
"""

import fcntl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from .. import member
from ..errors import DamagedRecord, SpoolError, StoreError
from ..fixity import manifest
from ..index import cdxj, zipnum
from ..segment import Name
from ..spool import SCRATCH, Spool
from ..store import Store
from . import erasure, takedowns
from .doomed import Plan
from .takedowns import Takedown, merged
from .tombstone import MARK, Place, overwrite, warc_headers

Tell = Callable[[str], None]
"""Told each step before it is taken."""


class SpoolHolds(SpoolError):
    """Captures of the site wait in the spool, where a takedown cannot reach them."""


def prepared(store: Store, plan: Plan, by: str, reason: str) -> Takedown:
    """The entry by which a plan is carried out."""
    records = merged(
        [held.record_id for held in plan.captures] + [each[2] for work in plan.work.values() for each in work]
    )
    return Takedown.new(
        by,
        reason,
        urls=plan.urls,
        urlkeys=plan.urlkeys,
        records=records,
        segments=tuple(plan.work),
        articles=merged(row["id"] for row in plan.articles),
        work=plan.work,
        rows=plan.rows,
        counts={
            "captures": len(plan.captures),
            "articles": len(plan.articles),
            "records": sum(map(len, plan.work.values())),
        },
        sums={key: (store.sha256(key) or "", "") for key in plan.work},
        left=tuple(f"{each.warc} at {each.offset}: {each.why}" for each in plan.unread),
    )


@contextmanager
def alone(spool: Spool, sites: set[str]) -> Iterator[None]:
    """Hold the sites, so that no crawl of theirs writes meanwhile; SpoolHolds when captures of them wait here."""
    with ExitStack() as held:
        for site in sorted(sites) if spool.folder.is_dir() else ():
            held.enter_context(spool.lock(site))
            if waiting := len(spool.names(site)):
                raise SpoolHolds(
                    f"{waiting} segment(s) of {site} wait in the spool {spool.folder} and may hold it too: "
                    f"run `archive recover --site {site}` first"
                )
            if damaged := spool.damaged(site):
                raise SpoolHolds(f"{damaged[0]} may hold it too: look at it, and move it away")
        yield


def carry_out(store: Store, spool: Spool, takedown: Takedown, tell: Tell) -> Takedown:
    """Do all that a takedown says, again where it was cut short. It has to be in the ledger."""
    sites = sorted({Name.of_key(key).site for key in takedown.segments})
    counts = dict(takedown.counts)
    for site in sites:
        tell(f"drop the merged index of {site}")
        zipnum.drop(store, site)
    doomed = {"captures": {"record_id": frozenset(takedown.records)}}
    doomed["articles"] = {column: frozenset(values) for column, values in takedown.rows.items()}
    for table, which in doomed.items():
        tell(f"delete rows of {table}")
        erasure.delete(store, table, which)
    sums = {}
    for key, work in takedown.work.items():
        tell(f"rewrite {key}")
        sums[key] = (takedown.sums[key][0], _rewrite(store, spool, takedown.name, key, work))
    for table, which in doomed.items():
        tell(f"remove old files of {table}")
        counts["files"] = counts.get("files", 0) + erasure.forget(store, table, which)
    tell("remove old versions of objects")
    counts["versions"], kept = _purge(store, takedown, sites)
    for site in sites:
        for path in spool.history(site).parent.glob("history.sqlite*") if spool.folder.is_dir() else ():
            path.unlink(missing_ok=True)
    done = replace(takedown, sums=sums, counts=counts, left=merged([*takedown.left, *kept]))
    return done if kept else takedowns.finish(store, done)  # what stays begun is tried again


def _rewrite(store: Store, spool: Spool, takedown: str, key: str, work: tuple[Place, ...]) -> str:
    """The SHA-256 of the segment with tombstones in it."""
    name = Name.of_key(key)
    _unlist(store, name, {offset for offset, *_ in work})
    if not all(_is_done(store, key, place) for place in work):
        with _scratch(spool, name) as path:
            with store.open(key) as stream, path.open("wb") as file:
                overwrite(stream, file, dict.fromkeys(work, takedown))
            store.replace(key, path, "application/warc")
    manifest.renew(store, name)
    return store.sha256(key) or ""


@contextmanager
def _scratch(spool: Spool, name: Name) -> Iterator[Path]:
    """Where a segment is written anew: in the spool if there is one, always at one place, so that none is left."""
    with tempfile.TemporaryDirectory() as folder:
        path = (spool.folder if spool.folder.is_dir() else Path(folder)) / f"{SCRATCH}{name.stem}"
        try:
            with path.open("ab") as held:
                fcntl.flock(held, fcntl.LOCK_EX)
                yield path
        except OSError as error:
            again = "free space, then run `archive redact --resume --yes`"
            raise SpoolError(f"cannot write {path}: {error.strerror}: {again}") from error
        finally:
            path.unlink(missing_ok=True)


def _is_done(store: Store, key: str, place: Place) -> bool:
    offset, length, *_ = place
    return MARK in warc_headers(member.unpack(store.get(key, offset, length)))


def _unlist(store: Store, name: Name, offsets: set[int]) -> None:
    """Take the lines of these records out of a segment's index."""
    try:
        lines = store.get(name.cdxj).splitlines(keepends=True)
    except KeyError:
        return
    kept = [line for line in lines if _offset(line) not in offsets]
    if len(kept) < len(lines):
        store.replace(name.cdxj, b"".join(kept), "text/x-cdxj")


def _offset(line: bytes) -> int | None:
    """Of the record that a line of an index is of; a damaged line is of none, and `archive verify` names it."""
    try:
        return next(cdxj.read(line)).location.offset
    except DamagedRecord:
        return None


def _purge(store: Store, takedown: Takedown, sites: list[str]) -> tuple[int, list[str]]:
    """How much was removed of what a store with versions keeps, and what could not be."""
    names = [Name.of_key(key) for key in takedown.segments]
    prefixes = [key for name in names for key in (name.warc, name.cdxj, name.manifest, name.receipt)]
    prefixes += ["captures/", "articles/", *(f"index/{site}/" for site in sites)]
    removed, left = 0, list[str]()
    for prefix in prefixes:
        try:
            removed += store.purge(prefix)
        except StoreError as error:
            left.append(f"old versions of {prefix} may still be there: {error}")
    return removed, left

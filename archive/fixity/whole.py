"""What no single segment shows: objects and rows without their WARC, files of tables, and how versions count."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from .. import tables
from ..errors import DamagedRecord, Misuse, StoreError
from ..index import zipnum
from ..segment import SUFFIXES, Name
from ..store import Store
from ..tables import Snapshot
from .fault import Fault
from .opened import Opened

BESIDE = {"cdxj": "an index", "manifests": "a manifest", "receipts": "a receipt"}

Orphans = dict[str, list[str]]
"""What there is beside each WARC that is not there, by its key."""


def segments(store: Store, site: str | None = None) -> Iterator[tuple[str, int]]:
    """Key and bytes of each WARC, oldest of each site first."""
    for entry in store.list(_prefix("warc", site)):
        if _name(entry.key, "warc"):
            yield entry.key, entry.size


def whole(at: Opened, site: str | None = None, found: Mapping[str, int] = MappingProxyType({})) -> Iterator[Fault]:
    """Of a site, or of all. `found` says how many article rows were found by the name of a WARC."""
    warcs = {key for key, _ in segments(at.store, site)}
    orphans: Orphans = defaultdict(list)
    for folder in SUFFIXES:
        yield from _objects(at.store, folder, site, warcs, orphans)
    where = {"site": site} if site else {}
    for table, snapshot in (("captures", at.captures), ("articles", at.articles)):
        if snapshot is None:
            continue
        yield from _files(at.store, table, snapshot)
        try:
            for key, rows in snapshot.distinct("warc", **where):
                if key not in warcs:
                    orphans[key].append(f"{rows} rows of {table}")
                elif table == "articles" and rows != found.get(key, rows):
                    said = f"{key}: {rows} rows name it, {found[key]} are found by its name"
                    yield Fault(table, None, f"{said}: the log in {table}/_delta_log says wrong of its files")
            yield from _numbering(at, snapshot, where) if table == "articles" else ()
        except StoreError as error:
            yield from _unreadable(at.store, table, error)
    for takedown in at.takedowns.begun:
        yield Fault(takedown.name, None, "a takedown that was cut short: `archive redact --resume --yes` completes it")
    for key, problem in zipnum.faults(at.store):
        if key.startswith(_prefix("index", site)):
            yield Fault(key, None, problem)
    for key, beside in sorted(orphans.items()):
        if not _is_there(at.store, key):  # else it was put there meanwhile
            yield Fault(key, None, f"a WARC which is not there, though there are {', '.join(beside)}")


def _objects(store: Store, folder: str, site: str | None, warcs: set[str], orphans: Orphans) -> Iterator[Fault]:
    for entry in store.list(_prefix(folder, site)):
        name = _name(entry.key, folder)
        if name is None:
            yield Fault(entry.key, None, "not a segment of ours" if folder == "warc" else "no object of a segment")
        elif name.warc not in warcs:
            orphans[name.warc].append(BESIDE[folder])


def _numbering(at: Opened, articles: Snapshot, where: dict[str, str]) -> Iterator[Fault]:
    for site, article_id, versions in articles.misnumbered(**where):
        if article_id in at.takedowns.articles and len(set(versions)) == len(versions):
            continue  # some of them were taken down
        yield Fault("articles", None, f"versions of {article_id} of {site} are {versions}")


def _unreadable(store: Store, table: str, error: StoreError) -> Iterator[Fault]:
    yield Fault(table, None, f"cannot be read: {error}")
    for key in tables.unreadable(store, table):
        if store.size(key) is not None:
            yield Fault(key, None, f"cannot be read to its end, and {table} is partly in it")


def _files(store: Store, table: str, snapshot: Snapshot) -> Iterator[Fault]:
    there = {entry.key: entry.size for entry in store.list(f"{table}/day=")}
    for key, size in snapshot.files():
        if key not in there:
            yield Fault(key, None, f"missing, though {table} is partly in it: restore it, or `archive repair`")
        elif there[key] != size:
            yield Fault(key, None, f"has {there[key]} bytes, the table says {size}")


def _is_there(store: Store, key: str) -> bool:
    try:
        return store.size(key) is not None
    except Misuse:  # a row may name anything
        return False


def _prefix(folder: str, site: str | None) -> str:
    return f"{folder}/{site}/" if site else f"{folder}/"


def _name(key: str, folder: str) -> Name | None:
    """The segment of an object, if its key is exactly one of a segment."""
    try:
        name = Name.of_key(key)
    except DamagedRecord:
        return None
    keys = {"warc": name.warc, "cdxj": name.cdxj, "manifests": name.manifest, "receipts": name.receipt}
    return name if keys[folder] == key else None

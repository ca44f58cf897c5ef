"""The archive held against itself: every record, index line and row, from the objects as they lie in the store."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import asdict, dataclass

from . import cdxj, tables, warc, work
from .article import Reading, text_sha256
from .capture import Capture
from .corpus import article
from .errors import DamagedRecord, PressmarkError
from .exchange import Location
from .pool import Pool
from .scan import Found, scan
from .segment import Name
from .store import Store
from .versions.gone import may_be_gone

REVISITED = {"url", "site", "run", "fetched_at", "discovered_by", "title", "published"}
"""What a row of a revisit has from its own capture and context, not from the record that holds the payload."""
BATCH = 100
"""Article rows whose records are read again at a time."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be, where, and what."""

    object: str
    """A key in the store, or a table's name."""
    offset: int | None
    """Bytes from the start of the object, where that says something."""
    problem: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at in one segment."""

    warc: str
    captures: int
    articles: int
    skipped: int
    """Articles read by another version of the extractor, whose text is not held against this one's."""
    faults: tuple[Fault, ...]


def segments(store: Store) -> list[str]:
    """The keys of all WARCs, oldest of each site first."""
    return [entry.key for entry in store.list("warc/") if _is_segment(entry.key)]


def _is_segment(key: str) -> bool:
    try:
        return Name.of_key(key).warc == key
    except DamagedRecord:
        return False


@dataclass(frozen=True, slots=True)
class Tables:
    """Both tables, opened once for a whole verification."""

    captures: tables.Snapshot
    articles: tables.Snapshot

    @classmethod
    def of(cls, store: Store) -> "Tables":
        """As they are now."""
        return cls(tables.Snapshot(store, "captures"), tables.Snapshot(store, "articles"))


def verify_segment(store: Store, opened: Tables, readers: Pool | None, key: str) -> Checked:
    """One WARC with its index and rows; without `readers`, article texts are not read again."""
    faults: list[Fault] = []
    name = Name.of_key(key)
    with store.open(key) as stream:
        found = list(scan(stream, name, lambda offset, problem: faults.append(Fault(key, offset, problem))))
    by_record = {item.capture.record_id: item for item in found}
    faults += _revisits(store, found, by_record)
    faults += _index(store, name, [item.capture for item in found])
    faults += _capture_rows(opened, key, by_record)
    articles, skipped, wrong = _article_rows(store, opened, readers, key, by_record)
    return Checked(key, len(found), articles, skipped, (*faults, *wrong))


def verify_whole(store: Store, opened: Tables) -> Iterator[Fault]:
    """What no single segment shows: rows and indexes whose WARC is not in the store."""
    warcs = set(segments(store))
    for entry in store.list("warc/"):
        if entry.key not in warcs:
            yield Fault(entry.key, None, "not a segment of ours")
    for entry in store.list("cdxj/"):
        if Name.of_key(entry.key).warc not in warcs:
            yield Fault(entry.key, None, "index of a WARC that is not there")
    for table, snapshot in (("captures", opened.captures), ("articles", opened.articles)):
        missing = {row["warc"] for row in snapshot.rows(("warc",))} - warcs
        for key in sorted(missing):
            yield Fault(table, None, f"rows name {key}, which is not there")
    yield from _numbering(opened)


def _numbering(opened: Tables) -> Iterator[Fault]:
    """Versions of an article count from 1 without a gap, each once; a site whose pages were read has rows."""
    seen: dict[tuple[str, str], list[int]] = {}
    for row in opened.articles.rows(("site", "id", "version")):
        seen.setdefault((row["site"], row["id"]), []).append(row["version"])
    for (site, article_id), versions in seen.items():
        if sorted(versions) != list(range(1, len(versions) + 1)):
            yield Fault("articles", None, f"versions of {article_id} of {site} are {sorted(versions)}")
    read = {row["site"] for row in opened.captures.rows(("site",), outcome="article")}
    for site in sorted(read - {site for site, _ in seen}):
        yield Fault("articles", None, f"no rows of {site}, of which articles were captured")


def _revisits(store: Store, found: list[Found], by_record: dict[str, Found]) -> Iterator[Fault]:
    for item in found:
        target = item.capture.revisit_of
        if target is None or target in by_record:
            continue
        try:
            at = item.original
            record_id = _id(store, at) if at else None
        except (KeyError, DamagedRecord):
            record_id = None
        if record_id != target:
            yield Fault(item.capture.warc, item.capture.offset, f"revisit of {target}, which is not where it says")


def _id(store: Store, at: Location) -> str | None:
    return warc.read(store.get(at.warc, at.offset, at.length)).headers.get("WARC-Record-ID")


def _index(store: Store, name: Name, captures: list[Capture]) -> Iterator[Fault]:
    try:
        stored = store.get(name.cdxj)
    except KeyError:
        yield Fault(name.cdxj, None, "missing")
        return
    due = set(cdxj.index(captures).splitlines())
    lines = stored.splitlines()
    if lines != sorted(lines):
        yield Fault(name.cdxj, None, "not sorted")
    for line in sorted(due - set(lines)):
        yield Fault(name.cdxj, None, f"lacks {line.decode(errors='replace')}")
    for line in sorted(set(lines) - due):
        yield Fault(name.cdxj, None, f"has a line that no record bears out: {line.decode(errors='replace')}")


def _capture_rows(opened: Tables, key: str, by_record: dict[str, Found]) -> Iterator[Fault]:
    seen: set[str] = set()
    for row in opened.captures.rows(warc=key):
        record_id, offset = row["record_id"], row["offset"]
        if record_id in seen:
            yield Fault("captures", offset, f"{key}: two rows for {record_id}")
        seen.add(record_id)
        if record_id not in by_record:
            yield Fault("captures", offset, f"{key}: row for {record_id}, which the WARC does not hold")
            continue
        due = asdict(by_record[record_id].capture)
        wrong = sorted(column for column in due if column != "outcome" and row.get(column) != due[column])
        if wrong:
            yield Fault("captures", offset, f"{key}: row for {record_id} differs from its record in {', '.join(wrong)}")
    for record_id in by_record.keys() - seen:
        yield Fault("captures", by_record[record_id].capture.offset, f"{key}: no row for {record_id}")


def _article_rows(
    store: Store, opened: Tables, readers: Pool | None, key: str, by_record: dict[str, Found]
) -> tuple[int, int, list[Fault]]:
    faults: list[Fault] = []
    total = skipped = 0
    batch: list[tuple[dict[str, object], Found]] = []
    for row in opened.articles.rows(warc=key):
        total += 1
        found = by_record.get(row["record_id"])
        if found is None or (found.capture.offset, found.capture.length) != (row["offset"], row["length"]):
            faults.append(Fault("articles", row["offset"], f"{key}: row {row['id']} names no record of the WARC"))
        elif text_sha256(row["text"]) != row["text_sha256"]:
            faults.append(Fault("articles", row["offset"], f"{key}: text of {row['id']} does not match text_sha256"))
        elif row["change"] == "gone":
            faults += _absence(key, row, found)
        elif readers is not None:
            batch.append((row, found))
        if len(batch) == BATCH:
            skipped += _read_again(store, readers, key, batch, faults)
            batch = []
    return total, skipped + _read_again(store, readers, key, batch, faults), faults


def _absence(key: str, row: dict[str, object], found: Found) -> Iterator[Fault]:
    """A row that says that an article is gone has no text, and its record an answer that may say so."""
    at = found.capture
    may_be = may_be_gone(found) or at.status == 200  # then its reading says so, which another extractor might not
    if row["text"] or not may_be or (row["url"], row["fetched_at"]) != (at.url, at.fetched_at):
        yield Fault("articles", at.offset, f"{key}: {row['id']} is not gone by its record")


def _read_again(
    store: Store, readers: Pool | None, key: str, batch: list[tuple[dict[str, object], Found]], faults: list[Fault]
) -> int:
    skipped = 0
    if readers is None:
        return 0
    futures: list[Future[Reading]] = [readers.submit(work.read_capture, None, store.uri, found) for _, found in batch]
    for (row, found), future in zip(batch, futures, strict=True):
        try:
            reading = future.result()
        except PressmarkError as error:
            faults.append(Fault("articles", found.capture.offset, f"{key}: {row['id']} cannot be read again: {error}"))
            continue
        if reading.extractor != row["extractor"]:
            skipped += 1
        elif wrong := _differences(row, found, reading):
            said = f"{key}: {', '.join(wrong)} of {row['id']} is not what its record gives"
            faults.append(Fault("articles", found.capture.offset, said))
    return skipped


def _differences(row: dict[str, object], found: Found, reading: Reading) -> list[str]:
    due = asdict(article(found, reading))
    of_a_revisit = row["fetched_at"] != due["fetched_at"]  # then the row is of another capture with this payload
    free = {"version", "change"} | (REVISITED if of_a_revisit else set())
    return sorted(name for name in due if name not in free and _plain(row[name]) != due[name])


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value

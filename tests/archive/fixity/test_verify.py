"""Whatever is altered in an archive, `archive verify` names it, and `archive repair` mends it if it can be derived."""

import gzip
import io
import json
import os
import shutil
import struct
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from deltalake import DeltaTable, write_deltalake

from archive import member, tables, warc, work
from archive.commands.verify import verify as verify_command
from archive.commit import commit
from archive.errors import Misuse
from archive.exchange import Context, Exchange, Location
from archive.fixity import manifest, receipt, verify
from archive.fixity.fault import Fault
from archive.fixity.repair import Done, Repair
from archive.index import cdxj
from archive.objects import replace as replace_object
from archive.pool import Pool
from archive.scan import scan
from archive.segment import Name
from archive.spool import Spool
from archive.store import Store, open_store
from tests.crawl import Desk as Shell
from tests.s3 import Server
from tests.segments import EXCHANGE, Desk

SITE = "paper.example"
PARTS = ("first", "second", "third", "fourth", "fifth", "last")
Find = Callable[[str], warc.Original | None]


@dataclass(frozen=True)
class Pools:
    segments: Pool
    articles: Pool


@pytest.fixture(scope="module")
def pools() -> Iterator[Pools]:
    with Pool(1, 60.0, 8000) as segments, Pool(1, 60.0, 8000) as articles:
        yield Pools(segments, articles)


def page(name: str, words: str) -> Exchange:
    """An article that extraction reads as one."""
    text = "".join(f"<p>{words} The {part} part of it was heard by all who were there that day.</p>" for part in PARTS)
    head = f"<title>{name} of the council</title><meta property='og:type' content='article'>"
    body = (
        f"<html lang=en><head>{head}</head><body><article><h1>{name} of the council</h1>{text}</article></body></html>"
    )
    url = f"http://{SITE}/2026/11/20/{name}-of-the-council.html"
    return replace(
        EXCHANGE, url=url, body=body.encode(), started=EXCHANGE.started.replace(day=20, minute=ord(name[0]) % 60)
    )


def crawled(desk: Desk, *exchanges: tuple[Exchange, str], find_original: Find = lambda _: None) -> None:
    """A segment written, read and committed."""
    pages = [(exchange, Context(kind=kind, source=f"http://{SITE}/feed"), None) for exchange, kind in exchanges]
    name = desk.segment(*pages, find_original=find_original)
    waiting = commit(desk.spool, desk.store, name, patient=True)
    assert isinstance(waiting, list)
    for found in waiting:
        desk.spool.note(name, found.capture.record_id, work.read_capture(desk.spool.folder, desk.store.uri, found))
    commit(desk.spool, desk.store, name)


def original(desk: Desk, digest: str) -> warc.Original | None:
    for row in tables.rows(desk.store, "captures", payload_digest=digest, kind="article"):
        at = Location(row["warc"], row["offset"], row["length"])
        return warc.Original(row["record_id"], row["url"], warc.warc_date(row["fetched_at"]), at)
    return None


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three segments and articles: one comes again at two addresses, one is edited, one is gone and comes back."""
    desk = Desk(tmp_path_factory.mktemp("written"))
    a, b, c = (page(name, f"Words of {name}, the first.") for name in ("agenda", "budget", "clock"))
    feed = replace(EXCHANGE, url=f"http://{SITE}/feed", started=a.started.replace(second=7))
    crawled(desk, (feed, "feed"), (a, "article"), (b, "article"), (c, "article"))
    later = a.started.replace(day=21)
    again = replace(a, started=later), replace(b, started=later, url=b.url.replace("budget", "copy"))
    edited = replace(page("budget", "Words that were written since, of other things."), started=later)
    gone = replace(c, started=later, head=b"HTTP/1.1 410 Gone\r\n\r\n", body=b"gone")
    late = replace(EXCHANGE, url=f"http://{SITE}/late", head=b"", body=b"", error="timeout", started=later)
    pages = [(each, "article") for each in (*again, edited, gone, late)]
    crawled(desk, *pages, find_original=partial(original, desk))
    crawled(desk, (replace(c, started=a.started.replace(day=22)), "article"), find_original=partial(original, desk))
    changes = sorted(row["change"] for row in tables.rows(desk.store, "articles"))
    assert changes == ["back", "gone", "new", "new", "new", "text"]
    return desk.folder / "data"


@pytest.fixture(scope="module")
def whole(written: Path) -> list[object]:
    return contents(open_store(str(written)))


@pytest.fixture
def data(written: Path, tmp_path: Path) -> Path:
    shutil.copytree(written, tmp_path / "data")
    return tmp_path / "data"


def test_rows_that_the_log_hides_are_missed(pools: Pools, data: Path) -> None:
    """Statistics of a file say which rows it may hold: false ones keep a query from looking into it."""
    (log,) = [path for path in sorted(data.glob("articles/_delta_log/*.json")) if b"back" in path.read_bytes()] or [
        max(data.glob("articles/_delta_log/*.json"))
    ]
    log.write_bytes(log.read_bytes().replace(b'\\"warc\\":\\"warc/', b'\\"warc\\":\\"wark/'))
    assert any("says wrong of its files" in fault.problem for fault in faults(pools, open_store(str(data))))


def faults(pools: Pools, store: Store) -> list[Fault]:
    keys = [key for key, _ in verify.chosen(store, None, None, None)]
    return verify.Verification(store, pools.segments, 1, None).run(keys, None, lambda _: None).faults


def the(data: Path, pattern: str) -> Path:
    """The first segment's."""
    return min(data.rglob(pattern))


def rewrite(path: Path, content: bytes) -> None:
    path.unlink()  # it may be linked to the other tests' copies
    path.write_bytes(content)


def places(path: Path) -> list[member.Member]:
    with path.open("rb") as file:
        return list(member.members(file))


Alter = Callable[[Path], object]
"""Returns what the fault has to say besides, if anything."""


def flip(number: int, at: int) -> Alter:
    """One bit of a byte of the first WARC's record `number`; from its end if negative."""

    def alter(data: Path) -> str:
        path = the(data, "*.warc.gz")
        place = places(path)[number]
        content = bytearray(path.read_bytes())
        content[place.offset + at % place.length] ^= 1
        rewrite(path, content)
        return f" at {place.offset}:"

    return alter


def forge(number: int, old: bytes, new: bytes, which: int = 0) -> Alter:
    """Write a record anew, with a gzip member that is in order."""

    def alter(data: Path) -> None:
        path = sorted(data.rglob("*.warc.gz"))[which]
        parts = [each.data for each in places(path)]
        assert old in parts[number]
        parts[number] = parts[number].replace(old, new, 1)
        rewrite(path, b"".join(map(member.pack, parts)))

    return alter


def reorder(*order: int) -> Alter:
    def alter(data: Path) -> None:
        path = the(data, "*.warc.gz")
        content, found = path.read_bytes(), places(path)
        parts = [content[each.offset : each.offset + each.length] for each in found]
        rewrite(path, b"".join(parts[at] for at in (*order, *range(len(order), len(parts)))))

    return alter


def insert(number: int, junk: bytes) -> Alter:
    def alter(data: Path) -> str:
        path = the(data, "*.warc.gz")
        found, content = places(path), path.read_bytes()
        at = found[number].offset if number >= 0 else len(content)
        rewrite(path, content[:at] + junk + content[at:])
        return f" at {at}:"

    return alter


def cut_before(number: int) -> Alter:
    def alter(data: Path) -> None:
        path = the(data, "*.warc.gz")
        rewrite(path, path.read_bytes()[: places(path)[number].offset])

    return alter


def edit(pattern: str, change: Callable[[bytes], bytes]) -> Alter:
    return lambda data: rewrite(the(data, pattern), change(the(data, pattern).read_bytes()))


def swap(pattern: str) -> Alter:
    def alter(data: Path) -> None:
        one, other, _ = sorted(data.rglob(pattern))
        held = one.read_bytes(), other.read_bytes()
        rewrite(one, held[1])
        rewrite(other, held[0])

    return alter


def gone(pattern: str) -> Alter:
    return lambda data: the(data, pattern).unlink()


def updated(table: str, where: str = "version = 1 AND url LIKE '%agenda%'", **values: str) -> Alter:
    return lambda data: DeltaTable(str(data / table)).update(updates=values, predicate=where)


def deleted(table: str, where: str) -> Alter:
    return lambda data: DeltaTable(str(data / table)).delete(where)


def doubled(table: str) -> Alter:
    def alter(data: Path) -> None:
        delta = DeltaTable(str(data / table))
        write_deltalake(delta, delta.to_pyarrow_table().slice(0, 1), mode="append")

    return alter


def invented(data: Path) -> None:
    """A row of an article that nobody captured."""
    (first, *_) = tables.rows(open_store(str(data)), "articles")
    row = tables.article_of(first | {"id": "0" * 32, "url": f"http://{SITE}/never", "text": "", "title": "Never"})
    tables.append(open_store(str(data)), "articles", [row], "invented")


def damaged_file(table: str) -> Alter:
    def alter(data: Path) -> None:
        path = the(data, f"{table}/*/*.parquet")
        content = bytearray(path.read_bytes())
        content[4 : len(content) // 2] = os.urandom(len(content) // 2 - 4)
        rewrite(path, content)

    return alter


EARLIER = "arrow_cast('2026-11-20T01:00:00', 'Timestamp(Microsecond, Some(\"UTC\"))')"
MAGIC = b"\x1f\x8b\x08"
INFO, FEED, FEED_REQUEST, FEED_ABOUT, PAGE, REQUEST, ABOUT = range(7)
WARC = {
    "magic": (flip(PAGE, 0), "is damaged"),
    "gzip-mtime": (flip(PAGE, 5), "its SHA-256 is"),
    "gzip-flags": (flip(PAGE, 3), "gzip"),
    "gzip-system": (flip(PAGE, 9), "its SHA-256 is"),
    "deflated": (flip(PAGE, 100), "damaged"),
    "crc": (flip(PAGE, -6), "damaged"),
    "size": (flip(PAGE, -2), "damaged"),
    "request-bytes": (flip(REQUEST, 120), "damaged"),
    "metadata-bytes": (flip(ABOUT, 120), "damaged"),
    "first-record": (flip(INFO, 60), "damaged"),
    "header": (forge(PAGE, b"WARC-Date: 2026", b"WARC-Date: 2025"), "WARC-Date"),
    "header-unreadable": (forge(PAGE, b"WARC-Date: 2026", b"WARC-Date: soon"), "unreadable field"),
    "length": (forge(PAGE, b"Content-Length: ", b"Content-Length: 1"), "not as long as it says"),
    "length-no-number": (forge(PAGE, b"Content-Length: ", b"Content-Length: x"), "not as long as it says"),
    "payload": (forge(PAGE, b"Words of agenda", b"Lords of agenda"), "block digest"),
    "request": (forge(REQUEST, b"GET /a", b"GET /b"), "block digest"),
    "metadata": (forge(ABOUT, b"kind: article", b"kind: section"), "block digest"),
    "request-of-another": (forge(REQUEST, b"agenda-of", b"azenda-of"), "its request record says WARC-Target-URI"),
    "id-of-another": (forge(PAGE, b"WARC-Record-ID: <urn:uuid:", b"WARC-Record-ID: <urn:uuid:f"), "not paired"),
    "profile": (forge(1, b"identical-payload-digest", b"identical-payload-dogest", 1), "profile"),
    "original-of-another": (forge(1, b"Refers-To: <urn:uuid:", b"Refers-To: <urn:uuid:f", 1), "not where it says"),
    "original-date": (forge(1, b"Refers-To-Date: 2026", b"Refers-To-Date: 2025", 1), "has the date"),
    "record-twice": (edit("*.warc.gz", lambda content: content + content[content.index(MAGIC, 1) :]), "second record"),
    "cut": (edit("*.warc.gz", lambda content: content[:-30]), "cut short"),
    "cut-between": (cut_before(-3), "does not hold"),
    "empty": (edit("*.warc.gz", lambda _: b""), "holds no record"),
    "swapped-records": (reorder(0, 4, 2, 3, 1), "not paired"),
    "junk-between": (insert(PAGE, b"junk between"), "damaged"),
    "junk-behind": (insert(-1, b"\0" * 512), "damaged"),
    "member-behind": (insert(-1, gzip.compress(b"")), "not a WARC record"),
    "swapped": (swap("*.warc.gz"), "not its own"),
    "missing": (gone("*.warc.gz"), "a WARC which is not there"),
}  # fmt: skip
DERIVED = {
    "stray": (lambda data: (data / "warc" / "stray.warc.gz").write_bytes(b""), "not a segment of ours"),
    "index-line-gone": (edit("*.cdxj", lambda lines: lines.partition(b"\n")[2]), "lacks the line"),
    "index-byte": (edit("*.cdxj", lambda lines: lines.replace(b"200", b"201", 1)), "differs from it"),
    "index-line-more": (edit("*.cdxj", lambda lines: lines + b"zz 2026 {}\n"), "no record bears out"),
    "index-order": (edit("*.cdxj", lambda lines: b"".join(lines.splitlines(keepends=True)[::-1])), "not sorted"),
    "index-missing": (gone("*.cdxj"), "missing"),
    "index-swapped": (swap("*.cdxj"), "none of its"),
    "manifest-digit": (edit("*.sha256", lambda it: (b"1" if it[:1] == b"0" else b"0") + it[1:]), "its SHA-256 is"),
    "manifest-line": (edit("*.sha256", lambda lines: lines.partition(b"\n")[2]), "not its WARC and its index"),
    "manifest-unreadable": (edit("*.sha256", lambda _: b"\xff\0"), "cannot be read"),
    "manifest-missing": (gone("*.sha256"), "missing"),
    "receipt-byte": (edit("*.jsonl", lambda it: it.replace(b"article", b"page", 1)), "not those that were"),
    "receipt-cut": (edit("*.jsonl", lambda lines: lines[:-100]), "a line cannot be read"),
    "receipt-missing": (gone("*.jsonl"), "missing"),
    "capture-status": (updated("captures", "status = 410", status="200"), "in status"),
    "capture-outcome": (updated("captures", "outcome = 'article'", outcome="'empty'"), "in outcome"),
    "capture-offset": (updated("captures", "kind = 'feed'", offset="7"), "in offset"),
    "capture-gone": (deleted("captures", "kind = 'feed'"), "no row for"),
    "captures-of-a-segment": (deleted("captures", "fetched_at < '2026-11-21'"), "no row for any of its"),
    "capture-twice": (doubled("captures"), "two rows for"),
    "captures-gone": (lambda data: shutil.rmtree(data / "captures"), "no such table"),
    "captures-file-gone": (gone("captures/*/*.parquet"), "missing, though captures"),
    "captures-file-damaged": (damaged_file("captures"), "cannot be read to its end"),
    "article-text": (updated("articles", text="'forged'"), "does not match text_sha256"),
    **{f"article-{column}": (updated("articles", **{column: value}), what) for column, value, what in [
        ("title", "'forged'", "not what its commit wrote"),
        ("authors", "make_array('forged')", "not what its commit wrote"),
        ("url", "'http://forged.example/'", "not what its commit wrote"),
        ("offset", "7", "not what its commit wrote"),
        ("site", "'other.example'", "not what its commit wrote"),
        ("extractor", "'none'", "not what its commit wrote"),
        ("fetched_at", EARLIER, "not what its commit wrote"),
        ("change", "'back'", "change of"),
        ("id", "'00'", "no row for version 1"),
        ("version", "5", "no row for version 1"),
    ]},
    "article-gone": (deleted("articles", "version = 1 AND url LIKE '%agenda%'"), "no row for version 1"),
    "last-version-gone": (deleted("articles", "version = 2 AND change = 'text'"), "no row for version 2"),
    "articles-of-a-segment": (deleted("articles", "version = 1"), "none of the 3 rows"),
    "article-twice": (doubled("articles"), "two rows for version"),
    "article-invented": (invented, "no capture of"),
    "articles-gone": (lambda data: shutil.rmtree(data / "articles"), "no such table"),
    "articles-file-gone": (gone("articles/*/*.parquet"), "missing, though articles"),
    "articles-file-damaged": (damaged_file("articles"), "cannot be read to its end"),
}  # fmt: skip
MANY = 16
"""Faults that one alteration may come to."""


def test_an_archive_as_it_was_written_has_no_faults(pools: Pools, written: Path) -> None:
    assert faults(pools, open_store(str(written))) == []


@pytest.mark.parametrize(("alter", "named"), WARC.values(), ids=WARC)
def test_what_is_altered_in_a_warc_is_named_and_left_alone(pools: Pools, data: Path, alter: Alter, named: str) -> None:
    where = alter(data)
    found = faults(pools, open_store(str(data)))
    said = [f"{each.object}{'' if each.offset is None else f' at {each.offset}'}: {each.problem}" for each in found]
    assert any(named in line for line in said), said
    assert where is None or any(str(where) in line for line in said), said
    assert len(said) <= MANY, said


@pytest.mark.parametrize(("alter", "named"), DERIVED.values(), ids=DERIVED)
def test_what_is_altered_beside_the_warcs_is_named_and_mended(
    pools: Pools, data: Path, whole: list[object], alter: Alter, named: str
) -> None:
    store = open_store(str(data))
    alter(data)
    found = faults(pools, store)
    said = [f"{each.object}: {each.problem}" for each in found]
    assert any(named in line for line in said), said
    assert len(said) <= MANY, said
    if named != "not a segment of ours":  # which a person is to look at
        assert mend(pools, store, data).left == []
        assert contents(store) == whole


def mend(pools: Pools, store: Store, data: Path) -> Done:
    return repair(pools, store, Spool(data.parent / "spool")).run()


def repair(pools: Pools, store: Store, spool: Spool, act: bool = True) -> Repair:
    keys = [key for key, _ in verify.chosen(store, None, None, None)]
    look = verify.Verification(store, pools.segments, 1, None).segments
    return Repair(store, spool, lambda: look(keys, lambda _: None), pools.articles, act)


def contents(store: Store) -> list[object]:
    """All that is in it, but for the manifests' comments and the files of tables."""
    rows = [sorted(map(repr, tables.rows(store, table))) for table in tables.TABLES]
    objects = [
        (entry.key, [line for line in store.get(entry.key).splitlines() if not line.startswith(b"#")])
        for folder in ("warc/", "cdxj/", "manifests/", "receipts/")
        for entry in store.list(folder)
    ]
    return [*rows, *objects]


def test_what_a_commit_under_way_writes_meanwhile_is_no_fault(pools: Pools, data: Path) -> None:
    """The segment is looked at when its commit has put the WARC only, and once more when it is done."""
    shutil.copytree(data, data.parent / "done")
    for path in [*data.rglob("*-00003-*"), data / "captures", data / "articles"]:
        if path.is_dir():
            shutil.rmtree(path)
        elif not path.match("*.warc.gz"):
            path.unlink()
    store, looked = open_store(str(data)), 0

    def committed(_: int) -> None:
        nonlocal looked
        looked += 1
        if looked == 3:
            shutil.copytree(data.parent / "done", data, dirs_exist_ok=True)

    keys = [key for key, _ in verify.chosen(store, None, None, None)]
    report = verify.Verification(store, pools.segments, 1, None).run(keys, None, committed)
    assert (report.faults, report.segments, report.captures) == ([], 3, 10)


@pytest.mark.parametrize("kept", ["receipts", "nothing"])
def test_from_the_warcs_alone_everything_comes_back(pools: Pools, data: Path, whole: list[object], kept: str) -> None:
    store = open_store(str(data))
    for folder in {"cdxj", "manifests", "captures", "articles", "receipts"} - {kept}:
        shutil.rmtree(data / folder)
    assert mend(pools, store, data).left == []
    assert faults(pools, store) == []
    assert contents(store) == whole
    assert mend(pools, store, data) == Done()


def test_a_repair_that_is_only_asked_about_changes_nothing(pools: Pools, data: Path) -> None:
    store = open_store(str(data))
    the(data, "*.cdxj").unlink()
    deleted("articles", "version = 1")(data)
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    done = repair(pools, store, Spool(data.parent / "spool"), act=False).run()
    assert [line.partition(":")[0].partition("/")[0] for line in done.repaired] == ["cdxj", "articles"]
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "alter", [flip(PAGE, 100), flip(REQUEST, 120), edit("*.warc.gz", lambda content: content[:-30])]
)
def test_nothing_is_derived_from_a_damaged_warc(pools: Pools, data: Path, alter: Alter) -> None:
    """Nor is anything taken away that was derived from it, which may be all that is left of it."""
    store = open_store(str(data))
    alter(data)
    the(data, "*.cdxj").unlink()
    before = contents(store)
    done = mend(pools, store, data)
    assert done.repaired == []
    assert "the WARC itself is damaged" in done.left[0]
    assert contents(store) == before


def test_a_row_that_its_record_no_longer_gives_is_kept(pools: Pools, data: Path) -> None:
    """Its capture was once read as an article; nothing says so now but the receipt and the row."""
    store = open_store(str(data))
    name = Name.of_key(the(data, "*.warc.gz").relative_to(data).as_posix())
    (feed, *_) = tables.rows(store, "captures", kind="feed")
    row = tables.article_of(next(tables.rows(store, "articles")))
    row = replace(
        row, **{column: feed[column] for column in ("url", "fetched_at", "record_id", "offset", "length")}, id="f" * 32
    )
    tables.append(store, "articles", [row], "another")
    said = receipt.Line(record=feed["record_id"], id=row.id, version=row.version, change=row.change, sha256="0" * 64)
    receipt.put(store, name, [*receipt.read(store, name), said])
    done = mend(pools, store, data)
    assert ["1 rows cannot be made again" in line for line in done.left] == [True]
    assert "f" * 32 in {each["id"] for each in tables.rows(store, "articles")}


def test_a_site_that_is_being_crawled_is_not_repaired(pools: Pools, data: Path) -> None:
    the(data, "*.cdxj").unlink()
    spool = Spool(data.parent / "spool")
    store = open_store(str(data))
    with spool.lock(SITE):
        done = repair(pools, store, spool).run()
    assert done.repaired == []
    assert "left alone" in done.left[0]


def test_a_new_manifest_says_what_the_old_one_said_and_sha256sum_reads_both(data: Path, pools: Pools) -> None:
    check = ["sha256sum", "--check", "--strict", "--quiet", *map(str, sorted(data.rglob("*.sha256")))]
    assert subprocess.run(check, cwd=data, check=False).returncode == 0
    edit("*.sha256", lambda it: b"0" * 64 + it[64:])(data)
    assert subprocess.run(check, cwd=data, check=False, capture_output=True).returncode == 1
    mend(pools, open_store(str(data)), data)
    assert subprocess.run(check, cwd=data, check=False).returncode == 0
    assert b"renewed" in the(data, "*.sha256").read_bytes()
    assert b"before: " + b"0" * 64 in the(data, "*.sha256").read_bytes()


def as_long(packed: bytes, length: int) -> bytes:
    """A gzip member made so long by a field of its header that means nothing."""
    fill = length - len(packed) - 2
    return packed[:3] + b"\x04" + packed[4:10] + struct.pack("<H", fill) + bytes(fill) + packed[10:]


def test_what_was_taken_down_is_no_fault(pools: Pools, data: Path) -> None:
    """The records of an article are tombstones; index, manifest, and rows are without it."""
    store, path = open_store(str(data)), sorted(data.rglob("*.warc.gz"))[1]
    name = Name.of_key(path.relative_to(data).as_posix())
    found = places(path)
    records = [warc.parse(each.data) for each in found]
    edited = next(at for at, each in enumerate(records) if b"other things" in each.block)
    taken = [record.headers["WARC-Record-ID"] for record in records[edited : edited + 3]]
    content = path.read_bytes()
    parts = [content[each.offset : each.offset + each.length] for each in found]
    for at in range(edited, edited + 3):
        parts[at] = warc.record(
            [("WARC-Type", "metadata"), ("WARC-Record-ID", taken[at - edited]), ("Redacted-By", "x")], b"gone"
        )
        parts[at] = as_long(parts[at], found[at].length)
    rewrite(path, b"".join(parts))
    assert any("no takedown says anything" in fault.problem for fault in faults(pools, store))
    said = {"at": "", "by": "", "reason": "", "urls": [], "urlkeys": [], "records": taken, "segments": [name.warc]}
    said["state"] = "done"
    store.put("takedowns/20261122T000000000Z-00000000.json", json.dumps(said).encode())
    captures = [found.capture for found in scan(io.BytesIO(path.read_bytes()), name)]
    replace_object(store, name.cdxj, cdxj.index(captures))
    known = {row["record_id"]: row["outcome"] for row in tables.rows(store, "captures")}
    captures = [replace(each, outcome=known[each.record_id]) for each in captures]
    tables.replace(store, "captures", captures, name.stem, [{"warc": name.warc}])
    deleted("articles", "version = 2 AND change = 'text'")(data)
    manifest.renew(store, name)
    assert faults(pools, store) == []
    assert not set(taken) & {line.record for line in receipt.read(store, name)}


def test_a_sample_is_the_same_for_a_seed_and_at_least_one() -> None:
    keys = [(f"warc/{number:04d}", number) for number in range(1000)]
    drawn = verify.sample(keys, 0.01, 7)
    assert drawn == verify.sample(list(reversed(keys)), 0.01, 7)
    assert len(drawn) == 10
    assert drawn != verify.sample(keys, 0.01, 8)
    assert len(verify.sample(keys[:3], 0.001, 1)) == 1
    assert verify.sample([], 0.5, 1) == []


def test_only_the_days_that_are_asked_for(data: Path) -> None:
    store = open_store(str(data))
    day = date(2026, 11, 22)
    assert len(verify.chosen(store, SITE, day, day)) == 3
    assert verify.chosen(store, None, None, day - timedelta(days=1)) == []
    assert verify.chosen(store, "other.example", None, None) == []


def test_on_s3_too(written: Path, aws: Server) -> None:
    """The same code over another store: as it was put there, with a line of an index gone, and mended."""
    store = open_store(f"s3://{aws.bucket()}/some/prefix")
    for path in (path for path in written.rglob("*") if path.is_file() and ".pending" not in path.parts):
        store.put(path.relative_to(written).as_posix(), path)
    with Pool(1, 60.0, 8000) as segments, Pool(1, 60.0, 8000) as articles:  # begun here, so that they find the server
        pools = Pools(segments, articles)
        assert faults(pools, store) == []
        (key, *_) = [entry.key for entry in store.list("cdxj/")]
        whole = store.get(key)
        replace_object(store, key, whole.partition(b"\n")[2])
        assert [fault.object for fault in faults(pools, store)] == [key, key]
        repair(pools, store, Spool(written.parent / "spool")).run()
        assert store.get(key) == whole
        assert faults(pools, store) == []


def test_a_forged_row_with_a_forged_receipt_is_named_by_reading_its_record_again(pools: Pools, data: Path) -> None:
    store = open_store(str(data))
    updated("articles", authors="make_array('forged')")(data)
    name = Name.of_key(the(data, "*.warc.gz").relative_to(data).as_posix())
    hashes = {(row["id"], row["version"]): receipt.row_sha256(row) for row in tables.rows(store, "articles")}
    said = [
        replace(line, sha256=hashes.get((line.id, line.version))) if line.id else line
        for line in receipt.read(store, name)
    ]
    receipt.put(store, name, said)
    assert faults(pools, store) == []
    done = Shell(data.parent).archive("verify", "--json", "--workers", "1")
    assert done.returncode == 1
    fault, total = map(json.loads, done.stdout.splitlines())
    assert "authors is not what its record gives" in fault["problem"]
    assert (total["faults"], total["segments"], total["skipped"]) == (1, 3, 0)


def test_commands_as_an_archivist_gives_them(data: Path) -> None:
    shell = Shell(data.parent)
    done = shell.archive("verify", "--no-text", "--sample", "30%", "--seed", "3", "--workers", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "a sample: 1 of 3 segments" in done.stdout
    assert "--seed 3 draws it again" in done.stdout
    the(data, "*.cdxj").unlink()
    repaired = shell.archive("repair", "--yes", "--workers", "1")
    assert repaired.returncode == 0, repaired.stdout + repaired.stderr
    assert repaired.stdout.endswith("1 repaired; no faults left\n")


@pytest.mark.parametrize(
    "words",
    ["--site nosuch.example", "--sample 1", "--sample 0%", "--sample nan%", "--seed 1", "--since soon"],
)
def test_misuse(written: Path, words: str) -> None:
    done = CliRunner().invoke(verify_command, ["--archive", str(written), *words.split()])
    assert done.exit_code == 2 or isinstance(done.exception, Misuse), done.output

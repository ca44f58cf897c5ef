"""Whatever is altered in an archive, `archive verify` names it, and `archive repair` mends it if it can be derived."""

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from deltalake import DeltaTable, write_deltalake

from archive import member, tables, verify, warc
from archive.commit import commit
from archive.exchange import Context, Location
from archive.fixity.fault import Fault
from archive.pool import Pool
from archive.repair import Repair
from archive.spool import Spool
from archive.store import Store, open_store
from tests.crawl import Desk
from tests.newspaper import Newspaper
from tests.segments import EXCHANGE, Paper

SITE = "paper.example"


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1, 60.0, 8000) as workers:
        yield workers


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two segments: three articles, of which one is edited, one repeated in the same bytes, one gone."""
    paper = Paper(tmp_path_factory.mktemp("written"))
    pages = [paper.page(f"http://{SITE}/{name}", f"Text of {name}, the first. " * 9) for name in "abc"]
    feed = replace(EXCHANGE, url=f"http://{SITE}/feed"), Context(kind="feed"), None
    paper.read(feed, *pages)
    rows = {row["url"]: row for row in paper.rows("captures")}

    def original(digest: str) -> warc.Original | None:
        for row in rows.values():
            if row["payload_digest"] == digest and row["kind"] == "article":
                at = Location(str(row["warc"]), int(str(row["offset"])), int(str(row["length"])))
                return warc.Original(str(row["record_id"]), str(row["url"]), warc.warc_date(row["fetched_at"]), at)  # type: ignore[arg-type]
        return None

    paper.now = paper.now.replace(day=21)
    again = replace(pages[0][0], started=paper.now), *pages[0][1:]
    aside = replace(pages[1][0], started=paper.now, url=f"http://{SITE}/copy"), Context(kind="article"), replace(pages[1][2], canonical_url=f"http://{SITE}/copy")  # type: ignore[type-var]
    edited = paper.page(f"http://{SITE}/b", "Text of b, which was edited at length since. " * 9)
    unanswered = replace(EXCHANGE, url=f"http://{SITE}/late", head=b"", body=b"", error="timeout"), Context(), None
    segment = paper.segment(again, aside, edited, paper.answer(f"http://{SITE}/c", 410), unanswered, find_original=original)
    commit(paper.spool, paper.store, segment)
    return paper.folder / "data"


@pytest.fixture
def data(written: Path, tmp_path: Path) -> Path:
    shutil.copytree(written, tmp_path / "data")
    return tmp_path / "data"


def faults(pool: Pool, store: Store) -> list[Fault]:
    keys = [key for key, _ in verify.chosen(store, None, None, None)]
    return verify.Verification(store, pool, 1, None).run(keys, None, lambda _: None).faults


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


def edit(pattern: str, change: Callable[[bytes], bytes]) -> Alter:
    return lambda data: rewrite(the(data, pattern), change(the(data, pattern).read_bytes()))


def swap(pattern: str) -> Alter:
    def alter(data: Path) -> None:
        one, other = sorted(data.rglob(pattern))
        held = one.read_bytes(), other.read_bytes()
        rewrite(one, held[1])
        rewrite(other, held[0])

    return alter


def gone(pattern: str) -> Alter:
    return lambda data: the(data, pattern).unlink()


def updated(table: str, where: str = "version = 1", **values: str) -> Alter:
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
    "payload": (forge(PAGE, b"Text of a", b"Lies of a"), "block digest"),
    "request": (forge(REQUEST, b"GET /a", b"GET /b"), "block digest"),
    "metadata": (forge(ABOUT, b"kind: article", b"kind: section"), "block digest"),
    "request-of-another": (forge(REQUEST, b"/a\r\nWARC-Date", b"/z\r\nWARC-Date"), "its request record says WARC-Target-URI"),
    "id-of-another": (forge(PAGE, b"WARC-Record-ID: <urn:uuid:", b"WARC-Record-ID: <urn:uuid:f"), "not paired"),
    "profile": (forge(1, b"identical-payload-digest", b"identical-payload-dogest", 1), "profile"),
    "original-of-another": (forge(1, b"Refers-To: <urn:uuid:", b"Refers-To: <urn:uuid:f", 1), "not where it says"),
    "original-date": (forge(1, b"Refers-To-Date: 2026", b"Refers-To-Date: 2025", 1), "has the date"),
    "cut": (edit("*.warc.gz", lambda content: content[:-30]), "cut short"),
    "cut-between": (lambda data: rewrite(the(data, "*.warc.gz"), the(data, "*.warc.gz").read_bytes()[: places(the(data, "*.warc.gz"))[-3].offset]), "does not hold"),
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
    "manifest-digit": (edit("*.sha256", lambda it: bytes([it[0] ^ 1]) + it[1:]), "its SHA-256 is"),
    "manifest-line": (edit("*.sha256", lambda lines: lines.partition(b"\n")[2]), "not its WARC and its index"),
    "manifest-unreadable": (edit("*.sha256", lambda _: b"\xff\0"), "cannot be read"),
    "manifest-missing": (gone("*.sha256"), "missing"),
    "receipt-byte": (edit("*.jsonl", lambda lines: lines.replace(b"article", b"article_", 1)), "not those that were written"),
    "receipt-cut": (edit("*.jsonl", lambda lines: lines[:-100]), "a line cannot be read"),
    "receipt-missing": (gone("*.jsonl"), "missing"),
    "capture-status": (updated("captures", "status = 410", status="200"), "in status"),
    "capture-outcome": (updated("captures", "outcome = 'article'", outcome="'empty'"), "in outcome"),
    "capture-offset": (updated("captures", "kind = 'feed'", offset="7"), "in offset"),
    "capture-gone": (deleted("captures", "kind = 'feed'"), "no row for"),
    "captures-of-a-segment": (deleted("captures", '"day" <= \'2026-11-20\' OR kind = \'feed\''), "no row for any of its"),
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
        ("fetched_at", "arrow_cast('2026-11-20T01:00:00', 'Timestamp(Microsecond, Some(\"UTC\"))')", "not what its commit wrote"),
        ("change", "'back'", "change of"),
        ("id", "'00'", "no row for version 1"),
        ("version", "5", "no row for version 1"),
    ]},
    "article-gone": (deleted("articles", "version = 1 AND title = 'Headline' AND url LIKE '%/a'"), "no row for version 1"),
    "last-version-gone": (deleted("articles", "version = 2 AND change = 'text'"), "no row for version 2"),
    "articles-of-a-segment": (deleted("articles", "version = 1"), "none of the 3 rows"),
    "article-twice": (doubled("articles"), "two rows for version"),
    "article-invented": (invented, "no capture of"),
    "articles-gone": (lambda data: shutil.rmtree(data / "articles"), "no such table"),
    "articles-file-gone": (gone("articles/*/*.parquet"), "missing, though articles"),
    "articles-file-damaged": (damaged_file("articles"), "cannot be read to its end"),
}  # fmt: skip
MANY = 14
"""Faults that one alteration may come to."""


def test_an_archive_as_it_was_written_has_no_faults(pool: Pool, written: Path) -> None:
    assert faults(pool, open_store(str(written))) == []


@pytest.mark.parametrize(("alter", "named"), WARC.values(), ids=WARC)
def test_what_is_altered_in_a_warc_is_named_and_left_alone(pool: Pool, data: Path, alter: Alter, named: str) -> None:
    where = alter(data)
    found = faults(pool, open_store(str(data)))
    said = [f"{each.object}{'' if each.offset is None else f' at {each.offset}'}: {each.problem}" for each in found]
    assert any(named in line for line in said), said
    assert where is None or any(str(where) in line for line in said), said
    assert len(said) <= MANY, said


@pytest.fixture(scope="module")
def readers() -> Iterator[Pool]:
    with Pool(1, 60.0, 8000) as workers:
        yield workers


@pytest.mark.parametrize(("alter", "named"), DERIVED.values(), ids=DERIVED)
def test_what_is_altered_beside_the_warcs_is_named(pool: Pool, data: Path, alter: Alter, named: str) -> None:
    alter(data)
    found = faults(pool, open_store(str(data)))
    said = [f"{each.object}: {each.problem}" for each in found]
    assert any(named in line for line in said), said
    assert len(said) <= MANY, said

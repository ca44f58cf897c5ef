"""An ingested capture that is older than what was crawled changes rows of other segments, and receipts say so."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from deltalake import DeltaTable

from archive import tables
from archive.commit import commit
from archive.errors import StoreUnavailable
from archive.exchange import Context
from archive.export.job import Job
from archive.fixity import receipt, verify
from archive.fixity.repair import Done, Repair
from archive.folder import FolderStore
from archive.ingestion.ingest import Ingestion
from archive.ingestion.sources import expand
from archive.pool import Pool
from archive.scan import walk
from archive.segment import Name
from archive.selection import Selection
from archive.store import Store
from archive.takedown import doomed, redaction, takedowns
from archive.work import commit_segment, read_capture
from tests import checking, foreign
from tests.bytesearch import holders
from tests.segments import EXCHANGE, Desk


def body(number: int) -> bytes:
    return foreign.page(number, f"The new bridge is open, part {number}")


class Mixed(Desk):
    """An archive of crawled and ingested captures of one page."""

    def crawl(self, *pages: tuple[int, str]) -> Name:
        """A segment with the page's state of that number, on that day."""
        exchanges = [
            (
                replace(
                    EXCHANGE,
                    url=foreign.URL,
                    head=foreign.http(b""),
                    body=body(number),
                    started=datetime.fromisoformat(f"{day}T12:00:00.000001Z"),
                ),
                Context(kind="article"),
                None,
            )
            for number, day in pages
        ]
        name = self.segment(*exchanges)
        self.finish(name)
        return name

    def finish(self, name: Name) -> object:
        unread = commit_segment(self.spool.folder, self.store.uri, name, True)
        for found in unread if isinstance(unread, list) else ():
            self.spool.note(name, found.capture.record_id, read_capture(self.spool.folder, self.store.uri, found))
        return commit_segment(self.spool.folder, self.store.uri, name, False) if isinstance(unread, list) else unread

    def ingest(self, *pages: tuple[int, str]) -> None:
        """As `archive ingest` of a file with the page's states."""
        path = self.folder / "others.warc.gz"
        records = [foreign.warcinfo()]
        for number, day in pages:
            answer = ("WARC-Concurrent-To", foreign.uid(f"request {number}"))  # others name the request, not the answer
            response = foreign.response(foreign.http(body(number)), answer, name=number, date=f"{day}T10:00:00Z")
            records += [foreign.request(name=f"request {number}", date=f"{day}T10:00:00Z"), response]
        path.write_bytes(foreign.gz(records))
        (source,) = expand([str(path)])
        report = Ingestion(self.store, self.spool, self.finish, "test/1", patience=0.0).take(source)  # type: ignore[arg-type]
        assert report.problems == []

    def versions(self) -> list[tuple[int, str, str]]:
        found = tables.rows(self.store, "articles")
        return sorted((row["version"], row["change"], row["fetched_at"].date().isoformat()) for row in found)


@pytest.fixture
def desk(tmp_path: Path) -> Mixed:
    made = Mixed(tmp_path)
    made.spool.check()
    return made


@pytest.fixture(scope="module")
def pools() -> Iterator[tuple[Pool, Pool]]:
    with Pool(1, 60.0, 8000) as segments, Pool(1, 60.0, 8000) as articles:
        yield segments, articles


def keys(store: Store) -> list[str]:
    return [key for key, _ in verify.chosen(store, None, None, None)]


def repaired(pools: tuple[Pool, Pool], desk: Mixed, act: bool) -> Done:
    look = verify.Verification(desk.store, pools[0], 1, None).segments
    return Repair(desk.store, desk.spool, lambda: look(keys(desk.store), lambda _: None), pools[1], act).run()


def test_an_older_capture_is_ingested_verified_exported_repaired_and_taken_down(
    pools: tuple[Pool, Pool], desk: Mixed
) -> None:
    crawled = desk.crawl((2, "2021-05-02"), (3, "2022-05-02"))
    before = {line.record: line for line in receipt.read(desk.store, crawled)}
    desk.ingest((0, "2019-05-02"), (2, "2020-05-02"))
    assert desk.versions() == [(1, "new", "2019-05-02"), (2, "text", "2020-05-02"), (3, "text", "2022-05-02")]
    first, last = receipt.read(desk.store, crawled)
    assert (first.id, first.outcome, first.was) == (None, "article", before[first.record])
    assert (last.version, last.was and last.was.version) == (3, 2)
    report = verify.Verification(desk.store, pools[0], 1, pools[1]).run(keys(desk.store), None, lambda _: None)
    assert (report.faults, report.captures, report.articles, report.skipped) == ([], 4, 3, 0)
    assert repaired(pools, desk, act=False) == Done()

    job = Job(desk.store, Selection(until=date(2020, 12, 31)), str(desk.folder / "part.warc.gz"))
    exported = job.warc()
    assert exported.captures == 2
    data = (desk.folder / "part.warc.gz").read_bytes()
    (ingested,) = (key for key in keys(desk.store) if key != crawled.warc)
    rows = list(tables.rows(desk.store, "captures", warc=ingested))
    with desk.store.open(ingested) as stream:
        spans = [(group.start, group.end) for group in walk(stream, Name.of_key(ingested)) if group.found]
    assert len(spans) == len(rows) == 2
    assert all(desk.store.get(ingested, start, end - start) in data for start, end in spans)

    plan = doomed.of_pages(desk.store, [foreign.URL], lambda _: None)
    takedown = redaction.prepared(desk.store, plan, "A", "b")
    takedowns.begin(desk.store, takedown)
    redaction.carry_out(desk.store, desk.spool, takedown, lambda _: None)
    assert (checking.faults(desk.store), desk.versions()) == ([], [])
    assert holders(desk.store, "a lane for carts", "The new bridge is open") == {}
    desk.ingest((0, "2019-05-02"), (7, "2018-05-02"))
    assert desk.versions() == []


class Dying(FolderStore):
    """Goes away when it has taken so many receipts."""

    left, spent = 0, False

    def put(self, key: str, source: Path | bytes, content_type: str = "") -> None:
        self._spend(key)
        super().put(key, source, content_type)

    def replace(self, key: str, source: Path | bytes, content_type: str = "") -> None:
        self._spend(key)
        super().replace(key, source, content_type)

    def table(self, name: str) -> tuple[str, dict[str, str]]:
        if self.left == 0 and name == "articles" and self.spent:
            raise StoreUnavailable("gone")
        return super().table(name)

    def _spend(self, key: str) -> None:
        if key.startswith("receipts/"):
            if self.left == 0:
                raise StoreUnavailable("gone")
            self.left, self.spent = self.left - 1, True


HISTORY = [(1, "new", "2019-05-02"), (2, "text", "2020-05-02"), (3, "text", "2021-05-02"), (4, "text", "2022-05-02")]


def cut_short(desk: Mixed, receipts: int) -> Name:
    """An ingested segment between two crawled ones, of which the commit died after so many receipts."""
    desk.crawl((1, "2020-05-02"))
    desk.crawl((3, "2022-05-02"))
    name = desk.segment(
        *(
            (replace(EXCHANGE, url=foreign.URL, head=foreign.http(b""), body=body(number), started=at), about, None)
            for number, at, about in (
                (0, datetime(2019, 5, 2, tzinfo=UTC), Context(kind="article")),
                (2, datetime(2021, 5, 2, tzinfo=UTC), Context(kind="article")),
            )
        )
    )
    unread = commit(desk.spool, desk.store, name, patient=True)
    assert isinstance(unread, list)
    for found in unread:
        desk.spool.note(name, found.capture.record_id, read_capture(desk.spool.folder, desk.store.uri, found))
    dying = Dying(Path(desk.store.uri))
    dying.left = receipts
    with pytest.raises(StoreUnavailable):
        commit(desk.spool, dying, name)
    return name


@pytest.mark.parametrize("receipts", range(6))
def test_cut_short_at_any_receipt_nothing_else_is_at_fault_and_the_next_try_completes_it(
    receipts: int, desk: Mixed
) -> None:
    """Each write of a receipt that is there already is two: the refused one, and the one in its place."""
    name = cut_short(desk, receipts)
    assert [line for line in checking.faults(desk.store) if name.stem not in line] == []
    assert len(desk.versions()) == 2
    commit(desk.spool, desk.store, name)
    assert (checking.faults(desk.store), desk.versions()) == ([], HISTORY)


def test_cut_short_after_the_rows_the_next_try_changes_nothing(desk: Mixed) -> None:
    name = cut_short(desk, 0)
    shutil.copytree(desk.spool.folder, desk.folder / "kept")
    commit(desk.spool, desk.store, name)
    shutil.copytree(desk.folder / "kept", desk.spool.folder, dirs_exist_ok=True)
    commit(desk.spool, desk.store, name)
    assert (checking.faults(desk.store), desk.versions()) == ([], HISTORY)


@pytest.mark.parametrize(
    ("where", "update"),
    [
        pytest.param("version = 2", None, id="renumbered, deleted"),
        pytest.param("version = 1", None, id="ingested, deleted"),
        pytest.param("version = 4", {"change": "'headline'"}, id="renumbered, reason"),
        pytest.param("version = 4", {"version": "5"}, id="renumbered, number"),
        pytest.param("version = 2", {"title": "'Other'"}, id="renumbered, title"),
    ],
)
def test_a_row_that_was_changed_since_is_named_and_repaired(
    where: str, update: dict[str, str] | None, desk: Mixed, pools: tuple[Pool, Pool]
) -> None:
    commit(desk.spool, desk.store, cut_short(desk, 0))
    delta = DeltaTable(f"{desk.store.uri}/articles")
    delta.update(updates=update, predicate=where) if update else delta.delete(where)
    number = where[-1]
    assert any(f"version {number} of" in line for line in checking.faults(desk.store))
    assert repaired(pools, desk, act=True).left == []
    assert (checking.faults(desk.store), desk.versions()) == ([], HISTORY)


def test_a_lost_table_is_made_again_with_the_numbers_of_its_receipts(desk: Mixed, pools: tuple[Pool, Pool]) -> None:
    commit(desk.spool, desk.store, cut_short(desk, 0))
    shutil.rmtree(Path(desk.store.uri) / "articles")
    assert repaired(pools, desk, act=True).left == []
    assert (checking.faults(desk.store), desk.versions()) == ([], HISTORY)


@pytest.mark.parametrize("receipts", range(6))
def test_a_commit_cut_short_whose_spool_is_lost_is_completed_by_repair(
    receipts: int, desk: Mixed, pools: tuple[Pool, Pool]
) -> None:
    name = cut_short(desk, receipts)
    shutil.rmtree(desk.spool.folder)
    desk.spool.check()
    done = repaired(pools, desk, act=True)
    assert done.left == []
    own = next((line for line in done.repaired if line.startswith("articles") and name.stem in line), "")
    assert "no commit wrote so" not in own  # rows of others wait for their own repair
    assert (checking.faults(desk.store), desk.versions()) == ([], HISTORY)

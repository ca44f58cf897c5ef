"""Versions of a later reading, among everything else that is done with an archive."""

import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from deltalake import DeltaTable

from archive import tables
from archive.article import article_id
from archive.commit import commit
from archive.errors import StoreUnavailable
from archive.export.job import Job
from archive.fixity import amendment, receipt, verify
from archive.fixity.repair import Done, Repair
from archive.folder import FolderStore
from archive.pool import Pool
from archive.reextraction.numbering import settle
from archive.segment import Name
from archive.selection import Selection
from archive.store import Store
from archive.takedown import doomed, redaction, takedowns
from tests.bytesearch import holders
from tests.checking import faults
from tests.rereading import OLD, TODAY, URL, Shelf

ID = article_id(URL.format(0))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    made.spool.check()
    return made


@pytest.fixture(scope="module")
def pools() -> Iterator[tuple[Pool, Pool]]:
    with Pool(1, 60.0, 8000) as segments, Pool(1, 60.0, 8000) as articles:
        yield segments, articles


def keys(store: Store) -> list[str]:
    return [key for key, _ in verify.chosen(store, None, None, None)]


def repaired(pools: tuple[Pool, Pool], shelf: Shelf) -> Done:
    look = verify.Verification(shelf.store, pools[0], 1, None).segments
    return Repair(shelf.store, shelf.spool, lambda: look(keys(shelf.store), lambda _: None), pools[1], act=True).run()


def delete(shelf: Shelf, condition: str) -> None:
    DeltaTable(f"{shelf.store.uri}/articles").delete(condition)


def test_verification_reads_versions_of_today_again_and_finds_them_true(shelf: Shelf, pools: tuple[Pool, Pool]) -> None:
    shelf.read_again(shelf.keep(shelf.story(0), shelf.story(1)))
    report = verify.Verification(shelf.store, *pools_of(pools)).run(keys(shelf.store), None, lambda _: None)
    assert (report.faults, report.articles, report.skipped) == ([], 4, 2)
    DeltaTable(f"{shelf.store.uri}/articles").update(updates={"text": "'forged'"}, predicate="version = 2")
    report = verify.Verification(shelf.store, *pools_of(pools)).run(keys(shelf.store), None, lambda _: None)
    assert [fault.problem.rpartition(": ")[2] for fault in report.faults] == ["text is not what its record gives"] * 2


def pools_of(pools: tuple[Pool, Pool]) -> tuple[Pool, int, Pool]:
    return pools[0], 1, pools[1]


def test_a_lost_version_is_named_and_made_again_just_as_it_was(shelf: Shelf, pools: tuple[Pool, Pool]) -> None:
    shelf.read_again(shelf.keep(shelf.story(0), shelf.story(1)))
    before = sorted(shelf.rows("articles"), key=str)
    delete(shelf, f"change = 'extractor' AND id = '{ID}'")
    assert [line for line in faults(shelf.store) if f"no row for version 2 of {ID}" in line]
    done = repaired(pools, shelf)
    assert (done.left, "1 of them just as they were" in done.repaired[0]) == ([], True)
    assert sorted(shelf.rows("articles"), key=str) == before
    assert faults(shelf.store) == []


def test_an_absence_after_a_later_reading_is_made_again_from_what_it_was_made_of(
    shelf: Shelf, pools: tuple[Pool, Pool]
) -> None:
    """Its headline is the one of the version before, which the later reading does not change."""
    name = shelf.keep(shelf.story(0, title="As it was read then"))
    shelf.keep(shelf.answer(URL.format(0), 404))
    shelf.read_again(name)
    before = sorted(shelf.rows("articles"), key=str)
    delete(shelf, "change = 'gone'")
    assert repaired(pools, shelf).left == []
    assert sorted(shelf.rows("articles"), key=str) == before


@pytest.mark.parametrize("change", ["new", "extractor"])
def test_a_version_in_the_way_of_its_own_copy_is_not_doubled(
    shelf: Shelf, pools: tuple[Pool, Pool], change: str
) -> None:
    """The old text cannot be had again: what is made instead is read by today's extractor, and the receipt says so."""
    shelf.read_again(shelf.keep(shelf.story(0)))
    delete(shelf, f"change = '{change}'")
    assert repaired(pools, shelf).left == []
    assert shelf.told() == [(1, "new", TODAY if change == "new" else OLD), (2, "extractor", TODAY)]
    assert faults(shelf.store) == []


def test_a_lost_version_of_another_extractor_is_not_made_a_copy_of_todays(
    shelf: Shelf, pools: tuple[Pool, Pool]
) -> None:
    name = shelf.keep(shelf.story(0))
    shelf.read_again(name)
    shelf.read_by(name, "another 1", "Other words.")
    delete(shelf, "version = 3")
    (left,) = repaired(pools, shelf).left
    assert "1 rows cannot be made again, their records no longer give them, or give what another version is" in left
    assert [version for version, *_ in shelf.told()] == [1, 2]


def test_a_table_that_is_lost_comes_back_with_later_readings_in_it(shelf: Shelf, pools: tuple[Pool, Pool]) -> None:
    name = shelf.keep(shelf.story(0), shelf.unread(1, "empty"))
    shelf.keep(shelf.answer(URL.format(0), 404))
    shelf.read_again(name, rescue=True)
    before = [(row["id"], row["version"], row["change"]) for row in shelf.rows("articles")]
    shutil.rmtree(f"{shelf.store.uri}/articles")
    assert repaired(pools, shelf).left == []
    after = [(row["id"], row["version"], row["change"]) for row in shelf.rows("articles")]
    assert (sorted(after, key=str), len(after)) == (sorted(before, key=str), 4)
    assert faults(shelf.store) == []
    assert repaired(pools, shelf) == Done()


def test_a_version_that_no_reading_wrote_is_named(shelf: Shelf) -> None:
    name = shelf.keep(shelf.story(0))
    (row,) = shelf.rows("articles")
    forged = replace(tables.article_of(row), version=2, change="extractor", extractor=TODAY)  # type: ignore[arg-type]
    tables.append(shelf.store, "articles", [forged], "forged")
    assert [line for line in faults(shelf.store) if "version 2" in line and "which no commit wrote" in line]
    assert shelf.read_again(name).written == 0


def test_a_takedown_leaves_nothing_of_either_reading_and_none_comes_back(shelf: Shelf) -> None:
    name = shelf.keep(shelf.story(0), shelf.story(1))
    shelf.read_again(name)
    plan = doomed.of_pages(shelf.store, [URL.format(0)], lambda _: None)
    takedown = redaction.prepared(shelf.store, plan, "A", "b")
    takedowns.begin(shelf.store, takedown)
    redaction.carry_out(shelf.store, shelf.spool, takedown, lambda _: None)
    assert (shelf.told(0), len(shelf.told(1))) == ([], 2)
    assert holders(shelf.store, "bridge 0-") == {}
    assert faults(shelf.store) == []
    assert shelf.read_again(name).written == 0


def test_a_page_that_is_taken_down_while_it_is_read_gets_no_row(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    name = shelf.keep(shelf.story(0))

    def take_down() -> None:
        plan = doomed.of_pages(shelf.store, [URL.format(0)], lambda _: None)
        takedown = redaction.prepared(shelf.store, plan, "A", "b")
        takedowns.begin(shelf.store, takedown)
        redaction.carry_out(shelf.store, shelf.spool, takedown, lambda _: None)

    assert interrupted(shelf, name, take_down, monkeypatch) == 0
    assert (shelf.told(), faults(shelf.store)) == ([], [])


def test_a_newer_text_that_is_committed_meanwhile_stays_the_latest(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = shelf.keep(shelf.story(0), shelf.story(1))
    later = shelf.segment(shelf.story(0, "The other half, and all of it new.", words=" at once"))
    assert interrupted(shelf, name, lambda: commit(shelf.spool, shelf.store, later), monkeypatch) == 1
    assert [(version, change) for version, change, _ in shelf.told(0)] == [(1, "new"), (2, "text")]
    assert [(version, change) for version, change, _ in shelf.told(1)] == [(1, "new"), (2, "extractor")]
    assert faults(shelf.store) == []


def test_a_crawl_elsewhere_that_looked_before_and_wrote_after_is_numbered_behind(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No lock of this machine keeps another one's crawl from it."""
    name = shelf.keep(shelf.story(0), shelf.story(1))
    later = shelf.segment(shelf.story(0, "The other half, and all of it new.", words=" at once"))
    write = amendment.write

    def overtaken(*given: object) -> None:
        assert shelf.read_again(name).written == 2
        write(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(amendment, "write", overtaken)
        commit(shelf.spool, shelf.store, later)
    assert [version for version, *_ in shelf.told()] == [1, 2, 2]
    assert settle(shelf.store, "paper.example") == 1
    assert [(version, change) for version, change, _ in shelf.told()] == [(1, "new"), (2, "extractor"), (3, "text")]
    assert faults(shelf.store) == []
    assert settle(shelf.store, "paper.example") == 0


def interrupted(shelf: Shelf, name: Name, by: object, monkeypatch: pytest.MonkeyPatch) -> int:
    """Versions written by a reading whose commit, all prepared, finds that another one was faster."""
    real, done = tables.amend_on, []

    def late(*given: object) -> bool:
        if not done:
            done.append(True)
            by()  # type: ignore[operator]
        return real(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(tables, "amend_on", late)
        return shelf.read_again(name).written


def test_an_older_capture_moves_later_readings_with_the_version_they_follow(shelf: Shelf) -> None:
    early = shelf.story(0, "Half, and an older one.", words=" some day")
    name = shelf.keep(shelf.story(0))
    shelf.read_again(name)
    shelf.keep(early)
    assert [(version, change) for version, change, _ in shelf.told()] == [(1, "new"), (2, "text"), (3, "extractor")]
    assert faults(shelf.store) == []
    shelf.keep((replace(early[0], started=early[0].started.replace(year=2025)), *early[1:]))
    assert faults(shelf.store) == []


def test_an_older_capture_of_the_same_takes_later_readings_away_with_the_version(shelf: Shelf) -> None:
    early = shelf.story(0)
    name = shelf.keep(shelf.story(0))
    shelf.read_again(name)
    assert len(list(receipt.read(shelf.store, name))) == 2
    shelf.keep(early)
    assert shelf.told() == [(1, "new", OLD)]
    assert faults(shelf.store) == []


def test_a_package_shows_the_better_text_once(shelf: Shelf) -> None:
    shelf.read_again(shelf.keep(shelf.story(0)))
    Job(shelf.store, Selection(), str(shelf.folder / "a.wacz")).wacz()
    with zipfile.ZipFile(shelf.folder / "a.wacz") as package:
        _, *pages = map(json.loads, package.read("pages/pages.jsonl").decode().splitlines())
    assert [page["url"] for page in pages] == [URL.format(0)]
    assert "council met" in pages[0]["text"]


class Dying(FolderStore):
    """Goes away after so many requests that change something."""

    left = 10**6

    def put(self, key: str, *given: object) -> None:
        self._spend()
        super().put(key, *given)  # type: ignore[arg-type]

    def replace(self, key: str, *given: object) -> None:
        self._spend()
        super().replace(key, *given)  # type: ignore[arg-type]

    def table(self, name: str) -> tuple[str, dict[str, str]]:
        if self.left == 0:
            raise StoreUnavailable("gone")
        return super().table(name)

    def _spend(self) -> None:
        if self.left == 0:
            raise StoreUnavailable("gone")
        self.left -= 1


@pytest.mark.parametrize("repair", [False, True])
def test_what_was_announced_and_never_written_is_forgotten(
    shelf: Shelf, pools: tuple[Pool, Pool], repair: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = shelf.keep(shelf.story(0))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(tables, "amend_on", killed)
        with pytest.raises(KeyboardInterrupt):
            shelf.read_again(name)
    assert [line.reader for line in receipt.read(shelf.store, name)] == [None, TODAY]
    assert faults(shelf.store) == []
    if repair:
        shelf.store.delete(name.cdxj)
        assert repaired(pools, shelf).left == []
        assert shelf.told() == [(1, "new", OLD)]
        assert [line.reader for line in receipt.read(shelf.store, name)] == [None]
    shelf.read_again(name)
    assert [line.reader for line in receipt.read(shelf.store, name)] == [None, TODAY]
    assert (shelf.told(), faults(shelf.store)) == ([(1, "new", OLD), (2, "extractor", TODAY)], [])


@pytest.mark.parametrize("requests", range(8))
def test_cut_short_at_any_request_nothing_is_at_fault_and_the_next_try_completes_it(
    requests: int, shelf: Shelf, pools: tuple[Pool, Pool]
) -> None:
    name = shelf.keep(shelf.story(0), shelf.story(1, old=None))
    shelf.keep(shelf.answer(URL.format(0), 404))
    whole = shelf.store
    dying = Dying(Path(whole.uri))
    dying.left = requests
    shelf.store = dying
    with suppress(StoreUnavailable):
        shelf.read_again(name)
    shelf.store = whole
    assert faults(whole) == []
    if requests % 2:
        before = sorted(shelf.rows("articles"), key=str)
        whole.delete(name.cdxj)
        assert repaired(pools, shelf).left == []
        assert (faults(whole), sorted(shelf.rows("articles"), key=str)) == ([], before)
    for entry in list(whole.list("locks/")):
        whole.delete(entry.key)  # what a process that was killed leaves: see archive/lock.py
    shelf.read_again(name)
    assert [(version, change) for version, change, _ in shelf.told()] == [(1, "new"), (2, "extractor"), (3, "gone")]
    assert faults(whole) == []
    assert [line.reader for line in receipt.read(whole, name)] == [None, None, TODAY]
    assert shelf.read_again(name).read == 0

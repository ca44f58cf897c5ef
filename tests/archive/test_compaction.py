"""Small files of the tables merged while others append to them."""

import threading
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from deltalake import DeltaTable
from deltalake.exceptions import CommitFailedError

from archive import compaction, tables
from archive.store import Store, open_store
from tests.rows import article, capture

OLD = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def fill(store: Store, numbers: Iterable[int], day: datetime = OLD, articles: bool = False) -> None:
    for number in numbers:
        at = day + timedelta(seconds=number)
        tables.append(store, "captures", [capture(number, fetched_at=at)], f"segment-{number}")
        if articles:
            tables.append(store, "articles", [article(number, fetched_at=at)], f"segment-{number}")


def rows(store: Store, table: str) -> list[str]:
    return sorted(map(repr, tables.rows(store, table)))


def test_rows_stay_as_they_are(store: Store) -> None:
    fill(store, range(3), articles=True)
    fill(store, range(10, 12), OLD + timedelta(days=1), articles=True)
    for table in tables.TABLES:
        before = rows(store, table)
        due = compaction.due(store, table, TODAY)
        assert [(day.day, day.files) for day in due] == [(date(2026, 11, 20), 3), (date(2026, 11, 21), 2)]
        for day in due:
            compaction.merge_day(store, table, day.day)
        assert rows(store, table) == before
        assert [day.files for day in compaction.days(store, table)] == [1, 1]
        assert not compaction.due(store, table, TODAY)


def test_today_waits_for_many(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    fill(store, range(3))
    assert not compaction.due(store, "captures", OLD.date(), many=4)
    assert compaction.due(store, "captures", OLD.date(), many=3)


def test_no_table_is_fine(store: Store) -> None:
    assert not compaction.due(store, "captures", TODAY)
    compaction.merge_day(store, "captures", TODAY)
    assert compaction.clean(store, "captures") == 0


def test_what_was_committed_stays_committed(tmp_path: Path) -> None:
    """After merging, checkpoint and log cleanup, a second try of any segment still changes nothing."""
    store = open_store(str(tmp_path))
    fill(store, range(4))
    compaction.merge_day(store, "captures", OLD.date())
    assert compaction.clean(store, "captures") == 0  # files that were replaced are younger than their retention
    assert len(list((tmp_path / "captures").rglob("part-*.parquet"))) == 5
    before = rows(store, "captures")
    for number in range(4):
        assert not tables.append(store, "captures", [capture(number, fetched_at=OLD)], f"segment-{number}")
    assert rows(store, "captures") == before
    assert list((tmp_path / "captures" / "_delta_log").glob("*.checkpoint.parquet"))


def test_a_reader_from_before_reads_on(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    fill(store, range(4))
    snapshot = tables.Snapshot(store, "captures")
    compaction.merge_day(store, "captures", OLD.date())
    compaction.clean(store, "captures")
    assert len(list(snapshot.rows(("url",)))) == 4


def test_crawls_append_meanwhile(store: Store) -> None:
    fill(store, range(3))
    failures: list[Exception] = []

    def crawl(numbers: range) -> None:
        try:
            for number in numbers:
                row = capture(number, fetched_at=OLD + timedelta(seconds=number))
                assert tables.append(store, "captures", [row], f"segment-{number}")
        except Exception as error:
            failures.append(error)

    crawls = [threading.Thread(target=crawl, args=(range(start, start + 5),)) for start in (100, 200)]
    for thread in crawls:
        thread.start()
    while any(thread.is_alive() for thread in crawls):
        compaction.merge_day(store, "captures", OLD.date())
    for thread in crawls:
        thread.join()
    assert not failures
    found = [row["url"] for row in tables.rows(store, "captures", ("url",))]
    numbers = [*range(3), *range(100, 105), *range(200, 205)]
    assert sorted(found) == sorted(f"http://paper.example/page-{number}" for number in numbers)


@pytest.mark.parametrize("takedown_first", [True, False], ids=["takedown-first", "merge-first"])
def test_a_merge_and_a_takedown_at_once_leave_no_row_twice_and_none_taken(tmp_path: Path, takedown_first: bool) -> None:
    store = open_store(str(tmp_path))
    fill(store, range(8))
    stale = DeltaTable(str(tmp_path / "captures"))  # as it was when both began
    predicate = "url = 'http://paper.example/page-3'"
    if takedown_first:
        DeltaTable(str(tmp_path / "captures")).delete(predicate)
        with pytest.raises(CommitFailedError):
            stale.optimize.compact(partition_filters=[("day", "=", "2026-11-20")])
        compaction.merge_day(store, "captures", OLD.date())
    else:
        compaction.merge_day(store, "captures", OLD.date())
        with pytest.raises(CommitFailedError):
            stale.delete(predicate)
        DeltaTable(str(tmp_path / "captures")).delete(predicate)
    assert len(rows(store, "captures")) == 7

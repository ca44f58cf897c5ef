from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive import tables
from archive.article import article_id
from archive.fixity import receipt
from archive.selection import Selection
from archive.store import Store
from tests.checking import faults
from tests.rereading import OLD, TODAY, URL, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_a_text_that_today_is_read_otherwise_is_a_version_of_the_same_capture(tmp_path: Path, store: Store) -> None:
    shelf = Shelf(tmp_path, store)
    name = shelf.keep(shelf.story(0), shelf.story(1, old=None))
    tally = shelf.read_again(name)
    assert (tally.read, tally.changed, tally.longer, tally.same, tally.written) == (2, 1, 1, 1, 1)
    assert shelf.told(0) == [(1, "new", OLD), (2, "extractor", TODAY)]
    assert shelf.told(1) == [(1, "new", OLD)]
    first, second = sorted(
        (row for row in shelf.rows("articles") if row["id"] == article_id(URL.format(0))),
        key=lambda row: row["version"],
    )
    assert "council met" in str(second["text"])
    same = (
        "url",
        "canonical_url",
        "site",
        "fetched_at",
        "warc",
        "offset",
        "length",
        "record_id",
        "payload_digest",
        "run",
    )
    assert [first[name] for name in same] == [second[name] for name in same]
    assert faults(store) == []


def test_done_twice_it_reads_nothing_and_changes_nothing(shelf: Shelf) -> None:
    name = shelf.keep(shelf.story(0), shelf.story(1, old=None), shelf.unread(2, "empty"))
    shelf.read_again(name)
    said, rows = shelf.store.get(name.receipt), tables.Snapshot(shelf.store, "articles").version
    tally = shelf.read_again(name)
    assert (tally.read, tally.changed, tally.written) == (0, 0, 0)
    assert shelf.store.get(name.receipt) == said
    assert tables.Snapshot(shelf.store, "articles").version == rows


def test_a_dry_run_says_what_it_would_do_and_leaves_no_trace(shelf: Shelf) -> None:
    name = shelf.keep(shelf.story(0))
    before = {entry.key: shelf.store.sha256(entry.key) for entry in shelf.store.list("")}
    tally = shelf.read_again(name, act=False, examples=1)
    assert (tally.changed, tally.written, tally.words_removed) == (1, 0, 2)
    assert (tally.examples[0].url, tally.examples[0].old) == (URL.format(0), "Half of it.")
    assert {entry.key: shelf.store.sha256(entry.key) for entry in shelf.store.list("")} == before


def test_other_metadata_alone_make_a_version_only_when_asked_for(shelf: Shelf) -> None:
    name = shelf.keep(shelf.story(0, old=None, title="A headline of old"), shelf.story(1, old=None))
    assert (shelf.read_again(name).metadata, shelf.told(0)) == (1, [(1, "new", OLD)])
    assert shelf.read_again(name).read == 0
    tally = shelf.read_again(name, metadata=True)
    assert (tally.read, tally.metadata, tally.written) == (1, 1, 1)
    assert shelf.told(0) == [(1, "new", OLD), (2, "extractor", TODAY)]
    assert faults(shelf.store) == []


def test_only_the_latest_text_is_read_again(shelf: Shelf) -> None:
    first = shelf.keep(shelf.story(0))
    shelf.now = shelf.now.replace(hour=20)
    second = shelf.keep(shelf.story(0, "Another half, longer than the one before.", words=" and soon"))
    assert shelf.read_again(first).read == 0
    assert shelf.read_again(second).written == 1
    assert [change for _, change, _ in shelf.told()] == ["new", "text", "extractor"]
    assert faults(shelf.store) == []


def test_an_article_that_is_gone_gets_its_better_text_before_it_goes(shelf: Shelf) -> None:
    """The last text of a page taken offline is the one that nobody can fetch again."""
    name = shelf.keep(shelf.story(0))
    absent = shelf.keep(shelf.answer(URL.format(0), 404))
    assert shelf.read_again(name).written == 1
    assert [(version, change) for version, change, _ in shelf.told()] == [(1, "new"), (2, "extractor"), (3, "gone")]
    assert [line.version for line in receipt.read(shelf.store, absent)] == [3]
    assert faults(shelf.store) == []


def test_what_today_makes_no_article_or_would_make_one_is_counted_and_stays(shelf: Shelf) -> None:
    exchange, context, reading = shelf.story(0)
    list_page = (replace(exchange, body=b"<html><body><p>Nothing.</p></body></html>"), context, reading)
    name = shelf.keep(list_page, shelf.unread(1, "failed:deadline"), shelf.unread(2, "not_article"))
    tally = shelf.read_again(name)
    assert (tally.read, tally.gone, tally.found, tally.written) == (1, 1, 2, 0)
    assert shelf.told() == [(1, "new", OLD)]
    assert faults(shelf.store) == []


def test_a_record_that_can_no_longer_be_read_is_told_of_and_its_text_stays(shelf: Shelf) -> None:
    name = shelf.keep(shelf.story(0), shelf.story(1))
    (row,) = (row for row in shelf.rows("captures") if row["url"] == URL.format(0))
    data = bytearray(shelf.store.get(name.warc))
    data[int(str(row["offset"])) + 300] ^= 0xFF
    shelf.store.replace(name.warc, bytes(data))
    tally = shelf.read_again(name)
    assert (tally.failed, tally.written) == (1, 1)
    assert f"{name.warc} at {row['offset']}" in tally.problems[0]
    assert shelf.told(0) == [(1, "new", OLD)]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"version": OLD}, 1),
        ({"version": "trafilatura 9"}, 0),
        ({"selection": Selection(url=URL.format("*"))}, 1),
        ({"selection": Selection(url=URL.format("1*"))}, 0),
        ({"selection": Selection(since=date(2026, 11, 20), until=date(2026, 11, 20))}, 1),
        ({"selection": Selection(since=date(2026, 11, 21))}, 0),
        ({"selection": Selection(site="other.example")}, 0),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_is_read_again_can_be_chosen(shelf: Shelf, given: dict[str, object], read: int) -> None:
    assert shelf.read_again(shelf.keep(shelf.story(0)), **given).read == read


def test_a_segment_without_its_receipt_is_left_alone_and_named(shelf: Shelf) -> None:
    name = shelf.keep(shelf.story(0))
    shelf.store.delete(name.receipt)
    tally = shelf.read_again(name)
    assert (tally.written, shelf.told()) == (0, [(1, "new", OLD)])
    assert tally.problems == [f"{name.receipt}: missing, so nothing is read again: `archive repair` makes it"]


def test_an_extractor_that_comes_back_writes_no_second_row_of_the_same_reading(shelf: Shelf) -> None:
    name = shelf.keep(shelf.story(0))
    shelf.read_again(name)
    assert shelf.read_by(name, "another 1", "Other words.").written == 1
    assert shelf.read_again(name).read == 0
    assert [extractor for *_, extractor in shelf.told()] == [OLD, TODAY, "another 1"]
    assert faults(shelf.store) == []

"""Rows that hints were told for, read again."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive import hints, member, tables, warc, work
from archive.commit import commit
from archive.exchange import Context, Location
from archive.fixity.readings import Readings
from archive.hints import Hints
from archive.pool import Pool
from archive.scan import Found, scan
from archive.segment import Name
from tests.segments import EXCHANGE, Desk

STORY = "<div id=a><p>The weir below the tannery was mended on Monday, and the eels came back the same night.</p></div>"
OTHER = "<div id=b><p>The miller of Kandi sells his last sacks this week, and the bakers look for another.</p></div>"
PAGE = f"<html lang=en><title>The weir</title><h1>The weir</h1>{STORY}{OTHER}</html>"
A, B = Hints(body=("//div[@id='a']",)), Hints(body=("//div[@id='b']",))
FIRST = replace(EXCHANGE, url="http://paper.example/2026/11/the-weir-is-mended", body=PAGE.encode())


@pytest.fixture(scope="module")
def readers() -> Iterator[Pool]:
    with Pool(1, 60.0, 8000, work.warm_reader) as readers:
        yield readers


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """One page read by hints."""
    desk = Desk(tmp_path)
    bring(desk, 20, A)
    return desk


def bring(desk: Desk, day: int, layout: Hints, original: warc.Original | None = None, *, gone: bool = False) -> None:
    exchange = replace(FIRST, started=FIRST.started.replace(day=day))
    if gone:
        exchange = replace(exchange, head=b"HTTP/1.1 410 Gone\r\n\r\n", body=b"gone")
    context = Context(kind="article", found_in="feed", hints=(layout,))
    name = desk.segment((exchange, context, None), find_original=lambda _: original)
    for found in commit(desk.spool, desk.store, name, patient=True) if not gone else ():
        desk.spool.note(name, found.capture.record_id, work.read_capture(desk.spool.folder, desk.store.uri, found))
    commit(desk.spool, desk.store, name)


def checked(desk: Desk, readers: Pool, key: str, data: bytes) -> tuple[list[str], int]:
    readings = Readings(desk.store, tables.Snapshot(desk.store, "articles"), readers)
    owed = tuple(found for found in scan(io.BytesIO(data), Name.of_key(key)) if found.is_article)
    return [fault.problem for _, fault in readings.faults(key, owed)], readings.skipped


def first(desk: Desk) -> tuple[str, bytes, Found]:
    row = next(row for row in desk.rows("captures") if row["record_type"] == "response")
    data = desk.store.get(str(row["warc"]))
    (found,) = scan(io.BytesIO(data), Name.of_key(str(row["warc"])))
    return found.capture.warc, data, found


def test_a_row_is_what_its_record_with_its_hints_gives(desk: Desk, readers: Pool) -> None:
    key, data, _ = first(desk)
    assert [str(row["text"]).startswith("The weir below") for row in desk.rows("articles")] == [True]
    assert checked(desk, readers, key, data) == ([], 0)


def test_hints_that_were_altered_are_found_by_the_row(desk: Desk, readers: Pool) -> None:
    key, data, _ = first(desk)
    *before, about = member.members(io.BytesIO(data))
    line, other = (hints.written((layout,)).encode() for layout in (A, B))
    record = warc.parse(about.data)
    block = record.block.replace(line, other)
    headers = [(name, value) for name, value in record.headers.items() if name not in ("Content-Length",)]
    mended = [(name, warc.digest(block) if name == "WARC-Block-Digest" else value) for name, value in headers]
    altered = data[: before[-1].offset + before[-1].length] + warc.record(mended, block)
    (problem,), skipped = checked(desk, readers, key, altered)
    assert skipped == 0
    assert "sources" in problem
    assert "text" in problem


def test_a_page_that_came_back_under_other_hints_is_not_held_against_those_of_its_original(
    desk: Desk, readers: Pool
) -> None:
    key, data, found = first(desk)
    capture = found.capture
    moment = warc.warc_date(capture.fetched_at)
    at = Location(capture.warc, capture.offset, capture.length)
    bring(desk, 21, A, gone=True)
    bring(desk, 22, B, warc.Original(capture.record_id, capture.url, moment, at))
    texts = {str(row["change"]): str(row["text"]) for row in desk.rows("articles")}
    assert texts["new"].startswith("The weir below")
    assert texts["back"].startswith("The miller")
    assert checked(desk, readers, key, data) == ([], 1)

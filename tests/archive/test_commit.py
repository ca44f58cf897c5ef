from dataclasses import replace
from pathlib import Path

import pytest

from archive import tables, warc
from archive.article import Reading
from archive.commit import commit
from archive.exchange import Context
from archive.fixity import manifest, receipt
from archive.index import cdxj
from archive.segment import Committed
from tests.segments import ARTICLE, EXCHANGE, READING, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_commit_brings_warc_index_and_rows_and_empties_the_spool(desk: Desk) -> None:
    name = desk.segment((EXCHANGE, Context(kind="feed"), None), (EXCHANGE, ARTICLE, READING))
    done = commit(desk.spool, desk.store, name)
    assert isinstance(done, Committed)
    assert (done.warc, done.captures, done.articles) == (name.warc, 2, 1)
    assert desk.store.size(name.warc) == done.bytes
    assert len(list(cdxj.read(desk.store.get(name.cdxj)))) == 2
    feed, page = desk.rows("captures")
    assert (feed["kind"], feed["outcome"], page["kind"], page["outcome"]) == ("feed", None, "article", "article")
    (row,) = desk.rows("articles")
    assert (row["version"], row["change"], row["text"]) == (1, "new", "Text of it.")
    assert (row["warc"], row["offset"], row["record_id"]) == (page["warc"], page["offset"], page["record_id"])
    assert row["discovered_by"] == "http://paper.example/feed"
    assert desk.spool.names("paper.example") == []
    assert warc.read(desk.store.get(name.warc, row["offset"], row["length"])).payload == EXCHANGE.body  # type: ignore[arg-type]


@pytest.mark.parametrize(("step", "times"), [("put", 4), ("append", 2), ("discard", 1)])
def test_a_commit_cut_short_anywhere_is_completed_by_the_next_once(
    desk: Desk, step: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies right after a step: what the next try finds is a commit half done."""
    name = desk.segment((EXCHANGE, ARTICLE, READING))
    for die_after in range(1, times + 1):
        done = 0
        owner = {"put": desk.store, "append": tables, "discard": desk.spool}[step]
        real = getattr(owner, step)

        def dying(*args: object) -> object:
            nonlocal done
            if step == "discard":
                raise KeyboardInterrupt
            result = real(*args)  # noqa: B023
            done += 1
            if done == die_after:  # noqa: B023
                raise KeyboardInterrupt
            return result

        with monkeypatch.context() as patched:
            patched.setattr(owner, step, dying)
            with pytest.raises(KeyboardInterrupt):
                commit(desk.spool, desk.store, name)
    assert commit(desk.spool, desk.store, name) is not None
    assert len(desk.rows("captures")) == len(desk.rows("articles")) == 1
    assert [entry.key for entry in desk.store.list("warc/")] == [name.warc]
    assert desk.spool.names("paper.example") == []
    assert manifest.read(desk.store, name) == {key: desk.store.sha256(key) for key in (name.warc, name.cdxj)}
    (line,) = receipt.read(desk.store, name)
    (row,) = desk.rows("articles")
    assert (line.outcome, line.id, line.sha256) == ("article", row["id"], receipt.row_sha256(row))


def test_a_patient_commit_waits_for_the_article_pages_without_a_note(desk: Desk) -> None:
    gone = replace(EXCHANGE, head=b"HTTP/1.1 404 Not Found\r\n\r\n")
    name = desk.segment(
        (EXCHANGE, ARTICLE, READING),
        (replace(EXCHANGE, url="http://paper.example/b"), ARTICLE, None),
        (gone, ARTICLE, None),
        (EXCHANGE, Context(kind="section"), None),
    )
    unread = commit(desk.spool, desk.store, name, patient=True)
    assert isinstance(unread, list)
    assert [found.capture.url for found in unread] == ["http://paper.example/b"]
    assert desk.rows("captures") == []
    desk.spool.note(name, unread[0].capture.record_id, READING)
    done = commit(desk.spool, desk.store, name, patient=True)
    assert isinstance(done, Committed)
    assert (done.captures, done.articles) == (4, 3)  # both read, and the first one gone


@pytest.mark.parametrize("outcome", ["empty", "not_html", "failed:deadline"])
def test_a_page_that_is_no_article_says_so_in_its_row(desk: Desk, outcome: str) -> None:
    commit(desk.spool, desk.store, desk.segment((EXCHANGE, ARTICLE, Reading(outcome=outcome, extractor="test 1"))))
    assert [row["outcome"] for row in desk.rows("captures")] == [outcome]
    assert desk.rows("articles") == []


def test_half_a_page_makes_no_version(desk: Desk) -> None:
    """The retry is whole; the half would pass for an edit."""
    half = replace(EXCHANGE, body=EXCHANGE.body[:5], truncated="disconnect")
    name = desk.segment((half, ARTICLE, replace(READING, text="Te")), (EXCHANGE, ARTICLE, READING))
    commit(desk.spool, desk.store, name, patient=True)
    assert [(row["version"], row["text"]) for row in desk.rows("articles")] == [(1, "Text of it.")]
    assert [row["truncated"] for row in desk.rows("captures")] == ["disconnect", None]


def test_a_segment_without_captures_leaves_nothing(desk: Desk) -> None:
    assert commit(desk.spool, desk.store, desk.segment()) is None
    assert desk.spool.names("paper.example") == []

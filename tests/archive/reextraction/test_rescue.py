"""Pages in which an earlier extractor found no article."""

from pathlib import Path

import pytest

from archive import tables
from archive.fixity import receipt
from archive.takedown import doomed, redaction, takedowns
from tests.bytesearch import holders
from tests.checking import faults
from tests.rereading import OLD, TODAY, URL, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def outcomes(shelf: Shelf) -> dict[object, object]:
    return {row["url"]: row["outcome"] for row in shelf.rows("captures")}


def test_they_become_articles_when_asked_for_and_their_captures_say_so(shelf: Shelf) -> None:
    name = shelf.keep(shelf.unread(0, "failed:deadline"), shelf.unread(1, "empty"), shelf.story(2))
    assert (shelf.read_again(name).found, shelf.told(0)) == (2, [])
    tally = shelf.read_again(name, rescue=True)
    assert (tally.found, tally.rescued, tally.read) == (2, 2, 0)
    assert shelf.told(0) == shelf.told(1) == [(1, "new", TODAY)]
    assert set(outcomes(shelf).values()) == {"article"}
    assert faults(shelf.store) == []
    assert shelf.read_again(name, rescue=True).found == 0


def test_one_that_is_known_from_other_captures_takes_its_place_in_time(shelf: Shelf) -> None:
    early = shelf.keep(shelf.unread(0, "failed:crash"))
    shelf.keep(shelf.story(0, words=" at last"))
    assert shelf.read_again(early, rescue=True).rescued == 1
    assert shelf.told() == [(1, "new", TODAY), (2, "text", OLD)]
    assert faults(shelf.store) == []


def test_one_that_says_nothing_new_makes_no_version_and_is_not_asked_again(shelf: Shelf) -> None:
    shelf.keep(shelf.story(0, old=None))
    name = shelf.keep(shelf.unread(0, "failed:crash"))
    assert shelf.read_again(name, rescue=True).rescued == 0
    assert shelf.told() == [(1, "new", OLD)]
    assert shelf.read_again(name, rescue=True).found == 0
    assert faults(shelf.store) == []


def test_one_that_is_taken_down_meanwhile_leaves_nothing(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """No row of it was there whose deletion would have stopped the commit."""
    name = shelf.keep(shelf.unread(0, "empty"), shelf.story(1))
    amend = tables.amend_on

    def late(*given: object) -> bool:
        monkeypatch.undo()
        plan = doomed.of_pages(shelf.store, [URL.format(0)], lambda _: None)
        takedown = redaction.prepared(shelf.store, plan, "A", "b")
        takedowns.begin(shelf.store, takedown)
        redaction.carry_out(shelf.store, shelf.spool, takedown, lambda _: None)
        return amend(*given)  # type: ignore[arg-type]

    shelf.read_again(name)
    monkeypatch.setattr(tables, "amend_on", late)
    assert shelf.read_again(name, rescue=True).rescued == 0
    assert (shelf.told(0), holders(shelf.store, "bridge 0-")) == ([], {})
    assert faults(shelf.store) == []


def test_cut_short_between_the_tables_the_next_try_completes_it(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    name = shelf.keep(shelf.unread(0, "empty"))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(tables, "restate", killed)
        with pytest.raises(KeyboardInterrupt):
            shelf.read_again(name, rescue=True)
    assert outcomes(shelf) == {URL.format(0): "empty"}
    (line,) = receipt.read(shelf.store, name)
    assert (line.outcome, line.version, line.was and line.was.outcome) == ("article", 1, "empty")
    shelf.read_again(name)
    assert outcomes(shelf) == {URL.format(0): "article"}
    assert faults(shelf.store) == []

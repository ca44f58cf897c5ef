"""Captures that come to the archive after newer ones have their place in an article's history all the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import tables
from archive.article import Article
from archive.commit import commit
from archive.store import Store
from archive.versions.past import retell
from tests.checking import faults
from tests.rows import article
from tests.segments import Page, Paper

A = "http://paper.example/2026/11/20/the-bridge-is-open"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


def at(hour: int, page: Page) -> Page:
    exchange, context, reading = page
    return replace(exchange, started=NOON + timedelta(hours=hour)), context, reading


def told(paper: Paper) -> list[tuple[object, ...]]:
    """Number, reason, hour and text of each version, by number."""
    rows = sorted(paper.rows("articles"), key=lambda row: int(str(row["version"])))
    assert faults(paper.store) == []
    return [(r["version"], r["change"], int((r["fetched_at"] - NOON).total_seconds() // 3600), r["text"]) for r in rows]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("older", "expected"),
    [
        pytest.param(
            [(0, "Zero.")], [(1, "new", 0, "Zero."), (2, "text", 2, "One."), (3, "text", 6, "Two.")], id="other"
        ),
        pytest.param([(0, "One.")], [(1, "new", 0, "One."), (2, "text", 6, "Two.")], id="the same, seen earlier"),
        pytest.param([(4, "One.")], [(1, "new", 2, "One."), (2, "text", 6, "Two.")], id="the same, seen again"),
        pytest.param([(4, "Two.")], [(1, "new", 2, "One."), (2, "text", 4, "Two.")], id="the next, seen earlier"),
        pytest.param(
            [(4, "Between.")],
            [(1, "new", 2, "One."), (2, "text", 4, "Between."), (3, "text", 6, "Two.")],
            id="between",
        ),
        pytest.param(
            [(0, "Zero."), (4, "404"), (8, "Three.")],
            [
                (1, "new", 0, "Zero."),
                (2, "text", 2, "One."),
                (3, "gone", 4, ""),
                (4, "back", 6, "Two."),
                (5, "text", 8, "Three."),
            ],
            id="gone, and newer ones too",
        ),
        pytest.param([(0, "404")], [(1, "new", 2, "One."), (2, "text", 6, "Two.")], id="not there yet"),
    ],
)
def test_versions_stand_in_the_order_of_their_time(
    paper: Paper, older: list[tuple[int, str]], expected: list[tuple[object, ...]]
) -> None:
    paper.read(at(2, paper.page(A, "One.")), at(6, paper.page(A, "Two.")))
    pages = [at(hour, paper.answer(A, 404) if text == "404" else paper.page(A, text)) for hour, text in older]
    name = paper.segment(*pages)
    left = {path: path.read_bytes() for path in (paper.spool.folder / name.site).glob(f"{name.stem}*")}
    commit(paper.spool, paper.store, name)
    assert told(paper) == expected
    for path, content in left.items():
        path.write_bytes(content)
    commit(paper.spool, paper.store, name)  # as after a crash before it was dropped from the spool
    assert told(paper) == expected


def test_a_segment_is_amended_once_in_every_store(store: Store) -> None:
    first, second = article(1), article(1, version=2, change="text", fetched_at=article(5).fetched_at, text="Other.")
    tables.append(store, "articles", [first, second], "one")
    rows = {
        "new": [article(1, version=1, change="new", fetched_at=article(0).fetched_at, text="Zero.")],
        "renumbered": [replace(second, version=2, change="headline")],
        "dropped": [first],
    }
    tables.amend(store, rows, "two")
    tables.amend(store, rows, "two")
    assert tables.landed(store, "articles", "two")
    found = sorted(tables.rows(store, "articles"), key=lambda row: int(row["version"]))
    assert [(row["version"], row["change"], row["text"]) for row in found] == [
        (1, "new", "Zero."),
        (2, "headline", "Other."),
    ]


class Always:
    """A judge to whom everything is a version."""

    def why(self, last: Article | None, seen: Article) -> str | None:
        return "text" if last else "new"

    def absence(self, last: Article, found: object) -> Article | None:
        return None


def test_rows_that_nothing_older_precedes_stay_as_they_are() -> None:
    known = [article(1, version=1), article(5, version=2, change="headline")]
    rows = retell(known, [article(7, version=None)], Always())
    assert (rows.renumbered, rows.dropped, [row.version for row in rows.new]) == ((), (), [3])

"""What is known of a site's pages, from its rows and from what is seen since."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive import tables
from archive.capture import Capture
from archive.history import COLUMNS, FIND, History
from archive.store import Store, open_store
from archive.summary import build
from tests.rows import article, capture

NOW = datetime.now(UTC).replace(microsecond=0)
URL, FEED = "http://paper.example/a", "http://paper.example/feed"


@pytest.fixture
def folder(tmp_path: Path) -> Store:
    store = open_store(str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    return store


def seen(hours: float, number: int, **given: Any) -> Capture:
    """A capture of URL so many hours before now."""
    return capture(number, **{"url": URL, "fetched_at": NOW - timedelta(hours=hours), **given})


def history(store: Store, path: Path, *captures: Capture) -> History:
    tables.append(store, "captures", captures, "segment")
    build(store, "paper.example", path)
    return History(path)


def rows(*captures: Capture) -> Iterator[dict[str, Any]]:
    for each in captures:
        values = {name: getattr(each, name) for name in COLUMNS}
        yield {name: v.timestamp() if isinstance(v, datetime) else v for name, v in values.items()}


def test_a_site_never_crawled_has_none(folder: Store, tmp_path: Path) -> None:
    known = history(folder, tmp_path / "h")
    assert (len(known), known.article(URL), list(known.articles()), known.sources()) == (0, None, [], [])


def test_a_page_is_found_without_looking_at_others(folder: Store, tmp_path: Path) -> None:
    build(folder, "paper.example", tmp_path / "h")
    with closing(sqlite3.connect(tmp_path / "h")) as base:
        ((*_, plan),) = base.execute(f"EXPLAIN QUERY PLAN {FIND}", (URL, True))
    assert plan == "SEARCH pages USING INDEX by_key (key=? AND <expr>=?)"


@pytest.mark.parametrize("live", [False, True], ids=["from-the-tables", "while-it-happens"])
def test_a_page_is_what_its_captures_add_up_to(live: bool, folder: Store, tmp_path: Path) -> None:
    captures = [
        seen(9, 1, status=503, etag=None, outcome=None),
        seen(8, 2, etag='"1"', payload_digest="sha1:A"),
        seen(7, 3, status=304, record_type="revisit", payload_digest=None, outcome=None),
        seen(6, 4, etag='"2"', payload_digest="sha1:B", due="revisit", outcome="empty"),
        seen(5, 5, status=304, record_type="revisit", payload_digest=None, outcome=None),
        seen(4, 6, status=None, etag=None, payload_digest=None, record_type="request", outcome=None),
    ]
    known = history(folder, tmp_path / "h", *([] if live else captures))
    for row in rows(*captures) if live else ():
        known.saw({**row, "outcome": None})
        if row["outcome"]:
            known.read(URL, row["outcome"])
    page = known.article("https://www.paper.example/a?utm_source=feed")  # any variant of the address
    assert page is not None
    assert (page.first, page.last) == (captures[0].fetched_at.timestamp(), captures[5].fetched_at.timestamp())
    assert (page.checked, page.status) == (captures[4].fetched_at.timestamp(), 304)
    assert (page.failures, page.unchanged, page.etag) == (1, 1, '"2"')
    assert (page.outcome, page.was_article, page.proven) == ("empty", True, True)
    assert page.original is not None
    assert (page.original.record_id, page.original.location.offset) == (captures[3].record_id, 4000)
    assert known.trust.honest == 1


def test_the_payload_of_a_revisit_lies_in_the_record_it_repeats(folder: Store, tmp_path: Path) -> None:
    first = seen(3, 1)
    again = seen(2, 2, record_type="revisit", revisit_of=first.record_id)
    elsewhere = seen(2, 3, url=URL + "b", record_type="revisit", revisit_of=first.record_id)
    known = history(folder, tmp_path / "h", first, again, elsewhere)
    page, other = known.article(URL), known.article(URL + "b")
    assert page is not None
    assert page.original is not None
    assert page.original.record_id == first.record_id
    assert other is not None
    assert other.original is None


@pytest.mark.parametrize(
    ("second", "trust"),
    [
        ({"payload_digest": "sha1:B"}, (0, 1, 0)),
        ({"payload_digest": "sha1:B", "etag": '"2"', "due": "revisit"}, (1, 0, 0)),
        ({"payload_digest": "sha1:B", "etag": '"2"', "due": "full"}, (0, 0, 1)),
        ({"payload_digest": "sha1:A", "etag": '"2"'}, (0, 0, 0)),
        ({"payload_digest": "sha1:B", "fetched_at": NOW - timedelta(days=31)}, (0, 0, 0)),
    ],
    ids=["same-validator", "new-validator", "only-in-full", "same-payload", "long-ago"],
)
def test_what_a_site_says_of_changes_is_held_against_it(
    second: dict[str, Any], trust: tuple[int, int, int], folder: Store, tmp_path: Path
) -> None:
    first = seen(24 * 40, 1, etag='"1"', payload_digest="sha1:A")
    between = seen(24 * 35, 2, status=304, record_type="revisit")
    known = history(folder, tmp_path / "h", first, between, seen(1, 3, **{"etag": '"1"', **second}))
    assert (known.trust.honest, known.trust.lies, known.trust.missed) == trust


def test_dates_of_change_are_held_against_the_versions_that_came_of_them(folder: Store, tmp_path: Path) -> None:
    pages = [seen(5, 1), seen(4, 2, due="modified"), seen(3, 3, due="modified")]
    rows = [article(1, fetched_at=pages[0].fetched_at), article(1, version=2, fetched_at=pages[1].fetched_at)]
    tables.append(folder, "articles", rows, "segment")
    trust = history(folder, tmp_path / "h", *pages).trust
    assert (trust.modified, trust.unmodified) == (1, 1)


def test_a_source_knows_what_each_poll_brought(folder: Store, tmp_path: Path) -> None:
    polls = [seen(hours, number, url=FEED, kind="feed", outcome=None) for hours, number in ((9, 1), (6, 2), (3, 3))]
    pages = [seen(hours, 10 + n, url=f"{URL}{n}", source=FEED) for n, hours in enumerate((8, 8, 5))]
    known = history(folder, tmp_path / "h", *polls, *pages)
    assert known.polls(FEED) == [
        (poll.fetched_at.timestamp(), brought) for poll, brought in zip(polls, (2, 1, 0), strict=True)
    ]
    assert [page.url for page in known.sources()] == [FEED]
    assert known.article(FEED) is None
    assert known.source(FEED) is not None


def test_another_site_and_what_is_no_page_do_not_count(folder: Store, tmp_path: Path) -> None:
    known = history(folder, tmp_path / "h", seen(1, 1, site="other"), seen(1, 2, kind="robots"))
    assert len(known) == 0

"""When a requisite is asked for again, and what its next capture may refer to."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive import tables
from archive.capture import Capture
from archive.history import COLUMNS, History
from archive.known import Row
from archive.requisites.seen import PATIENCE, Seen, after
from archive.store import open_store
from archive.summary import build
from tests.rows import BEGIN, capture

URL, OTHER = "http://cdn.example/a.png", "http://cdn.example/b.png"
HOUR, DAY = 3600.0, 86400.0
NOW = BEGIN.timestamp()


def seen(number: int, **given: object) -> Capture:
    return capture(number, **{"url": URL, "kind": "requisite", "last_modified": None, "outcome": None, **given})


def row(made: Capture) -> Row:
    values = {name: getattr(made, name) for name in COLUMNS}
    return {name: v.timestamp() if isinstance(v, datetime) else v for name, v in values.items()}


@pytest.mark.parametrize(
    ("captures", "dues"),
    [
        ([seen(0)], {HOUR: False, 2 * DAY: True}),
        ([seen(0, status=404)], {HOUR: False, 2 * DAY: True}),
        ([seen(0, status=503)], {PATIENCE / 2: False, 2 * PATIENCE: True}),
        ([seen(0), seen(1, status=503)], {PATIENCE / 2: False, 2 * PATIENCE: True}),
        ([seen(0, truncated="length")], {HOUR: False, 2 * DAY: True}),
        ([seen(0, truncated="disconnect")], {PATIENCE / 2: False, 2 * PATIENCE: True}),
        ([seen(0, status=None, record_type="request", opt_out="nothing: x")], {HOUR: False, 2 * DAY: True}),
        ([seen(0, last_modified="Mon, 03 Nov 2025 00:00:00 GMT")], {7 * DAY: False, 31 * DAY: True}),
        ([seen(0, last_modified="Thu, 12 Nov 2026 23:59:58 GMT")], {0.9 * DAY: False, 1.2 * DAY: True}),
        ([seen(0, last_modified="yesterday")], {2 * DAY: True}),
    ],
    ids=["answered", "gone", "refused", "refused-later", "too-long", "cut", "withheld", "old", "young", "undated"],
)
def test_is_due(captures: list[Capture], dues: dict[float, bool]) -> None:
    known: Seen | None = None
    for each in captures:
        known = after(known, row(each))
    assert known is not None
    assert {wait: known.is_due(NOW + wait, DAY, 30 * DAY) for wait in dues} == dues


def of_tables(path: Path, *captures: Capture) -> History:
    store = open_store(str(path / "data"))
    (path / "data").mkdir()
    tables.append(store, "captures", captures[::-1], "segment")
    build(store, "paper.example", path / "h")
    return History(path / "h")


def as_it_happens(path: Path, *captures: Capture) -> History:
    history = of_tables(path)
    for each in captures:
        history.saw(row(each))
    return history


@pytest.mark.parametrize("history", [of_tables, as_it_happens])
def test_a_304_keeps_what_is_known_and_bytes_know_their_holder(history: Callable[..., History], tmp_path: Path) -> None:
    first = seen(1, etag='"1"', payload_digest="sha1:A")
    copy = seen(2, url=OTHER, etag='"2"', payload_digest="sha1:A", record_type="revisit", revisit_of=first.record_id)
    past = history(tmp_path, first, copy, seen(9, status=304, record_type="revisit", etag='"1"')).requisites
    known, other = past.find(URL), past.find(OTHER)
    assert known is not None
    assert other is not None
    assert known.original is not None
    assert (known.status, known.etag, known.checked) == (200, '"1"', NOW + 9)
    assert known.original.record_id == first.record_id
    assert other.original == known.original  # a validator may be sent, for there is what a 304 can refer to
    holder = past.holder("sha1:A")
    assert holder is not None
    assert holder.url == URL
    assert past.holder("sha1:B") is None


def test_requisites_are_neither_pages_nor_sources(tmp_path: Path) -> None:
    history = of_tables(tmp_path, seen(1))
    assert (len(history), len(history.requisites), history.sources(), history.article(URL)) == (0, 1, [], None)


def test_what_is_on_its_way_is_not_asked_for(tmp_path: Path) -> None:
    past = of_tables(tmp_path, seen(0)).requisites
    later = NOW + timedelta(days=9).total_seconds()
    past.asked(URL, later)
    past.asked(OTHER, later)
    for url in (URL, OTHER):
        known = past.find(url)
        assert known is not None
        assert not known.is_due(later + 1, DAY, DAY)
        assert known.is_due(later + 2 * PATIENCE, DAY, DAY)

"""The days of a backfill."""

from datetime import UTC, date, datetime

import pytest

from archive.errors import Misuse
from archive.links.link import Link
from scraper.window import Window

URL = "http://paper.example/a"
MARCH = Window.of("2026-03-01", "2026-03-31")


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_day_named_last_is_included() -> None:
    assert Window(day("2026-03-01"), day("2026-04-01")) == MARCH
    assert Window.of("2026-03-01T12:00+02:00", None).since == day("2026-03-01T10:00")  # type: ignore[union-attr]
    assert Window.of(None, None) is None


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("march", None, "since=march is no date"),
        ("2026-03-02", "2026-03-01", "not before"),
        (None, "2026-13-01", "until="),
    ],
)
def test_what_is_no_date_is_refused_in_one_line(since: str | None, until: str | None, said: str) -> None:
    with pytest.raises(Misuse, match=said):
        Window.of(since, until)


@pytest.mark.parametrize(
    ("published", "modified", "expected"),
    [
        ("2026-03-05", None, True),
        ("2026-02-28", None, False),
        ("2026-04-01", None, False),
        (None, "2026-02-01", False),
        (None, "2026-06-01", True),  # published in March, perhaps
        (None, None, True),
    ],
)
def test_a_page_is_left_out_only_when_it_is_surely_of_another_time(
    published: str | None, modified: str | None, expected: bool
) -> None:
    link = Link(URL, published=published and day(published), modified=modified and day(modified))  # type: ignore[arg-type]
    assert MARCH is not None
    assert MARCH.holds(link) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2026/03/05/a/", True),
        ("/2026/04/01/a", True),
        ("/2026/05/02/a", False),
        ("/2026/02/a", True),
        ("/2025/03/a", False),
    ],
)
def test_an_address_with_a_date_is_of_that_time(path: str, expected: bool) -> None:
    assert MARCH is not None
    assert MARCH.holds(Link("http://paper.example" + path)) == expected


def test_a_list_is_left_once_all_its_dates_are_earlier() -> None:
    first, second, third = (Link(URL, published=day(text)) for text in ("2026-02-01", "2026-03-02", "2026-02-02"))
    assert MARCH is not None
    assert MARCH.passed((first, third))
    assert not MARCH.passed((first, second))
    assert not MARCH.passed((Link(URL),))


def test_a_month_that_touches_the_window_by_a_time_zone_is_read() -> None:
    assert MARCH is not None
    assert MARCH.meets(date(2026, 2, 1), date(2026, 2, 28))
    assert not MARCH.meets(date(2026, 1, 1), date(2026, 1, 31))

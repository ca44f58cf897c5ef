"""Dates from sources."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from archive.links.moment import believed, iso

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "kept"),
    [
        (datetime(1990, 1, 1, tzinfo=UTC), True),
        (datetime(1989, 12, 31, 23, tzinfo=UTC), False),
        (NOW + timedelta(days=2), True),
        (NOW + timedelta(days=2, seconds=1), False),
        (datetime(1, 1, 1), False),  # noqa: DTZ001 - as sources give them
        (datetime(9999, 12, 31), False),  # noqa: DTZ001
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=5))), False),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))), False),
        (None, False),
    ],
)
def test_dates_are_believed_from_1990_to_the_day_after_tomorrow(moment: datetime | None, kept: bool) -> None:
    assert believed(moment, NOW) == (moment if kept else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        (" 2026-11-20T13:00+01:00\n", datetime(2026, 11, 20, 12, tzinfo=UTC)),
        ("2026-11-20 12:00:00", datetime(2026, 11, 20, 12, tzinfo=UTC)),
        ("2026-11-20T12:00:00.123Z", datetime(2026, 11, 20, 12, 0, 0, 123000, tzinfo=UTC)),
        ("2026-11", None),
        ("2026", None),
        ("hier", None),
        ("", None),
        (20261120, None),
        (None, None),
    ],
)
def test_iso_dates_are_utc(text: object, expected: datetime | None) -> None:
    assert iso(text, NOW) == expected

from datetime import UTC, datetime, timedelta

import pytest

from archive.extraction import dates

FETCHED = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("claims", "moment"),
    [
        (["2026-11-21T00:30:00+01:00"], "2026-11-21T00:30:00+01:00"),
        (["2026-11-20T23:30:00Z", "2026-11-21T00:30:20+01:00"], "2026-11-21T00:30:00+01:00"),
        (["2026-11-20T23:30:00Z", "2026-11-21T09:30:00+01:00"], "2026-11-20T23:30:00+00:00"),
        (["2026-11-20T23:30:07Z", "2026-11-20 18:30:07"], "2026-11-20T18:30:07-05:00"),
        (["2026-11-20T23:30:07Z", "2026-11-20 18:30:09"], "2026-11-20T23:30:07+00:00"),
        (["2026-11-20T23:30:00Z", "2026-11-20 18:30:00"], "2026-11-20T23:30:00+00:00"),
        (["2026-11-21", "2026-11-21T08:00:00+03:00"], "2026-11-21T08:00:00+03:00"),
        (["21 novembre 2026 à 14h05"], "2026-11-21T14:05:00+00:00"),
        (["Sat, 21 Nov 2026 14:05:00 +0100"], "2026-11-21T14:05:00+01:00"),
        (["2026-11-21 14:05:00 +0100"], "2026-11-21T14:05:00+01:00"),
        (["1795277100"], "2026-11-21T16:05:00+00:00"),
        (["1795277100000"], "2026-11-21T16:05:00+00:00"),
        (["tomorrow", "2027-01-01", "1970-01-01", "9999-12-31T23:59-14:00", "2026-11-20"], "2026-11-20T00:00:00+00:00"),
        (["", "0", "99999999999999999999", "1" * 10_000], None),
    ],
)  # fmt: skip
def test_a_moment_is_settled_in_the_zone_it_is_stated_in(claims: list[str], moment: str | None) -> None:
    found = dates.settle(claims, None, FETCHED, "fr")
    assert (found and found.isoformat()) == moment


def test_what_a_feed_gives_comes_last() -> None:
    fed = FETCHED - timedelta(hours=20)
    assert dates.settle([], fed, FETCHED) == fed
    assert dates.settle(["2026-11-21"], fed, FETCHED) == fed
    assert dates.settle(["2026-11-18"], fed, FETCHED) == datetime(2026, 11, 18, tzinfo=UTC)

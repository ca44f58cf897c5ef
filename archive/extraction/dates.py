"""When an article was published, in UTC, out of what pages and feeds claim."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""Older dates on the web are unset clocks (1970, 0001) more often than news."""
AHEAD = timedelta(days=1)
"""How far a date may lie after the fetch: clocks and zones err."""
SAME = timedelta(hours=36)
"""How far two statements of one moment may lie apart when one names no zone, or the day alone."""


def settle(claims: Iterable[str], fed: datetime | None, fetched_at: datetime) -> datetime | None:
    """The moment of the first plausible claim; if that has no zone, of a later one about then, or `fed`, that has."""
    moments = [moment for moment in map(_parse, claims) if moment is not None and _plausible(moment, fetched_at)]
    if fed is not None and _plausible(fed, fetched_at):
        moments.append(fed)
    if not moments:
        return None
    first = moments[0]
    exact = (moment for moment in moments if moment.tzinfo is not None and abs(_utc(moment) - _utc(first)) <= SAME)
    return _utc(next(exact, first))


def _parse(claim: str) -> datetime | None:
    claim = claim.strip()
    if not claim[:4].isdigit():
        try:
            return parsedate_to_datetime(claim)
        except (ValueError, OverflowError):
            return None
    try:
        return datetime.fromisoformat(claim)
    except ValueError:
        return None


def _plausible(moment: datetime, fetched_at: datetime) -> bool:
    try:
        return EARLIEST <= _utc(moment) <= fetched_at + AHEAD
    except OverflowError:
        return False


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

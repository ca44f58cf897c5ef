"""When an article was published, in UTC, out of what pages and feeds claim."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""Older dates on the web are unset clocks (1970, 0001) more often than news."""
AHEAD = timedelta(days=1)
"""How far a date may lie after the fetch: clocks and zones err."""


def settle(claims: Iterable[str], fallback: datetime | None, fetched_at: datetime) -> datetime | None:
    """The moment that the claims, best first, agree on; `fallback` wins over claims that name no zone."""
    moments = [moment for moment in map(_parse, claims) if moment is not None and _plausible(moment, fetched_at)]
    zoned = next((moment for moment in moments if moment.tzinfo is not None), None)
    if zoned is None and fallback is not None and _plausible(fallback, fetched_at):
        zoned = fallback
    chosen = zoned or next(iter(moments), None)
    return None if chosen is None else _utc(chosen)


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

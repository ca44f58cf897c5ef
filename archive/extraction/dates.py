"""When an article was published, with the zone that it is stated in, out of what pages and feeds claim."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from . import day

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""Older dates on the web are unset clocks (1970, 0001) more often than news."""
AHEAD = timedelta(days=1)
"""How far a date may lie after the fetch: clocks and zones err."""
SAME = timedelta(hours=36)
"""How far two statements of one moment may lie apart when one names no zone, or the day alone."""
TOGETHER = timedelta(minutes=2)
"""The same when both name one: what a page shows is often set a moment after what it states."""
QUARTER, WIDEST = timedelta(minutes=15), timedelta(hours=14)
"""What the offsets of all zones are multiples of, and the widest one."""

_EPOCH = re.compile(r"[12]\d{9}(?:\d{3})?(?:\.\d+)?$")


def settle(claims: Iterable[str], fed: datetime | None, fetched_at: datetime, language: str = "") -> datetime | None:
    """The moment of the first plausible claim; if that has no zone, of a later one about then, or `fed`, that has.

    What is stated in UTC is given in the zone of a later claim of the same moment. `language` is the page's, by which
    to read claims in words and figures.
    """
    said = (_parse(day.unmarked(claim).strip(), language) for claim in claims)
    moments = [moment for moment in said if moment is not None and _plausible(moment, fetched_at)]
    if fed is not None and _plausible(fed, fetched_at):
        moments.append(fed)
    if not moments:
        return None
    first, others = moments[0], moments[1:]
    if first.tzinfo is not None:
        return first if first.utcoffset() else _local(first, others)
    exact = (moment for moment in others if moment.tzinfo is not None and abs(_utc(moment) - _utc(first)) <= SAME)
    return _utc(next(exact, first))


def _local(moment: datetime, others: Sequence[datetime]) -> datetime:
    """A moment in UTC in the zone in which it is also stated, as such or as a clock without a zone that shows it."""
    for other in others:
        if other.tzinfo is None:
            offset = other - moment.replace(tzinfo=None)
            if moment.second and abs(offset) <= WIDEST and not offset % QUARTER:
                return moment.astimezone(timezone(offset))
        elif other.utcoffset() and abs(other - moment) <= TOGETHER:
            return moment.astimezone(other.tzinfo)
    return moment


def _parse(claim: str, language: str) -> datetime | None:
    try:
        return datetime.fromisoformat(claim)
    except ValueError:
        pass
    try:
        if _EPOCH.match(claim):
            return datetime.fromtimestamp(int(claim[:10]), UTC)
        return parsedate_to_datetime(claim)
    except (ValueError, OverflowError):
        return next((found.moment for found in day.days(claim, language)), None)


def _plausible(moment: datetime, fetched_at: datetime) -> bool:
    try:
        return EARLIEST <= _utc(moment) <= fetched_at + AHEAD
    except OverflowError:
        return False


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment

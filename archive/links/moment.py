"""Dates as sources give them: UTC, and none that no newspaper can have meant."""

from datetime import UTC, datetime, timedelta

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=2)
"""How far in the future a date may lie: clocks and time zones are wrong by hours, embargoes by a day."""


def believed(moment: datetime | None, now: datetime) -> datetime | None:
    """The moment in UTC (without zone it is taken as UTC) if from 1990 to two days after `now`, else None."""
    if moment is None:
        return None
    try:
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return moment if EARLIEST <= moment <= now + AHEAD else None


def iso(text: object, now: datetime) -> datetime | None:
    """A believed date of ISO 8601 or its W3C profile; a bare year or month is none."""
    if not isinstance(text, str) or not text:
        return None
    try:
        return believed(datetime.fromisoformat(text.strip()), now)
    except ValueError:
        return None

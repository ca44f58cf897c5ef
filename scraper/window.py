"""The span of days that a backfill is asked for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from archive.errors import Misuse
from archive.links.link import Link
from archive.links.period import dated


@dataclass(frozen=True, slots=True)
class Window:
    """From the first moment on, and before the last, UTC."""

    since: datetime
    until: datetime

    @classmethod
    def of(cls, since: str | None, until: str | None) -> "Window | None":
        """The window that two arguments of a crawl name; None when neither is given. Misuse when one is no date."""
        if since is None and until is None:
            return None
        first = _moment("since", since) if since else datetime(1990, 1, 1, tzinfo=UTC)
        last = _moment("until", until, timedelta(days=1)) if until else datetime.now(UTC) + timedelta(days=1)
        if first >= last:
            raise Misuse(f"since={since} is not before {f'until={until}' if until else 'now'}")
        return cls(first, last)

    def holds(self, link: Link) -> bool:
        """Whether a page may be of this time: by its source, or its address; one without any date may."""
        if link.published:
            return self.since <= link.published < self.until
        days = dated(link.url)
        return (link.modified is None or link.modified >= self.since) and (days is None or self.meets(*days))

    def passed(self, links: tuple[Link, ...]) -> bool:
        """Whether a list that goes back in time has left the window: all its dated links are older."""
        published = [link.published for link in links if link.published]
        return bool(published) and max(published) < self.since

    def meets(self, first: date, last: date) -> bool:
        """Whether a span of days, both included, and this one have a day in common; time zones cost a day each way."""
        day = timedelta(days=1)
        return first - day <= self.until.date() and self.since.date() <= last + day


def _moment(name: str, text: str, more: timedelta = timedelta(0)) -> datetime:
    """A date, or a date with a time; `more` is added to a bare date: `until` includes its day."""
    try:
        if len(text) <= len("2026-11-22"):
            return datetime.combine(date.fromisoformat(text), time(), UTC) + more
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Misuse(f"{name}={text} is no date: write {name}=2026-11-22, or with a time 2026-11-22T18:00Z") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

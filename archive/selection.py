"""Which captures are meant: those of a site, of some days, of some addresses."""

import re
from dataclasses import dataclass
from datetime import UTC, date
from urllib.parse import quote

from .capture import Capture
from .errors import Misuse

_PRINTED = "".join(map(chr, range(0x21, 0x7F)))
_HOST = re.compile(r"(?P<before>[a-z][a-z0-9+.-]*://)(?P<host>[^/?#:*]+)(?P<after>.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Selection:
    """Captures of a site, between two days, at addresses of a pattern; None leaves that open."""

    site: str | None = None
    since: date | None = None
    """The first UTC day of the captures."""
    until: date | None = None
    """The last one, included."""
    url: str | None = None
    """An address; `*` stands for any characters, slashes included."""

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise Misuse(f"--since {self.since} is after --until {self.until}")

    @property
    def patterns(self) -> tuple[str, ...]:
        """The pattern as given, and as a crawler writes it: ASCII, percent-encoded, the host in Punycode."""
        return () if self.url is None else tuple(dict.fromkeys((self.url, _encoded(self.url))))

    def matches(self, capture: Capture) -> bool:
        """Whether a capture is meant."""
        day = capture.fetched_at.astimezone(UTC).date()
        return (
            self.site in (None, capture.site)
            and (self.since is None or self.since <= day)
            and (self.until is None or day <= self.until)
            and (self.url is None or any(_expression(each).fullmatch(capture.url) for each in self.patterns))
        )

    def __str__(self) -> str:
        """For people: `paper.example, 2026-11-01 to 2026-11-30, https://paper.example/a*`."""
        days = f"{self.since or 'the first day'} to {self.until or 'the last'}" if self.since or self.until else ""
        return ", ".join(filter(None, (self.site or "all sites", days, self.url)))


def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, re.split(r"\*+", pattern))), re.DOTALL)


def _encoded(pattern: str) -> str:
    if (parts := _HOST.fullmatch(pattern)) and not parts["host"].isascii():
        try:
            pattern = parts["before"] + parts["host"].encode("idna").decode() + parts["after"]
        except UnicodeError:  # no name that could have been asked for
            return pattern
    return quote(pattern, safe=_PRINTED)

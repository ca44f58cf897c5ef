"""What a paper answers at one address."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Query = dict[str, str]
HTML = "text/html; charset=UTF-8"
XML = "application/xml; charset=UTF-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An entity, and how it is sent."""

    body: bytes = b""
    content_type: str = HTML
    status: int = 200
    location: str | None = None
    modified: datetime | None = None
    """When its content last changed, where the paper knows."""
    tagged: bool = True
    """Whether it may have an ETag."""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def etag(self) -> str:
        """A validator, which counters and boxes in the page do not change where the time of change is known."""
        said = self.modified.isoformat().encode() if self.modified else self.body
        return f'"{hashlib.sha256(said).hexdigest()[:20]}"'


Page = Callable[[Query], Answer]
"""What an address answers, given its query."""


def redirect(location: str, status: int = 301) -> Answer:
    """To another address."""
    return Answer(status=status, location=location)

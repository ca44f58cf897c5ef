"""What the server answers at one address."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

PRESS_DAY = datetime(2026, 10, 30, 5, tzinfo=UTC)
"""When everything that has no date of its own was last changed."""


@dataclass(frozen=True, kw_only=True)
class Resource:
    """Entity bytes, and how they are to be sent."""

    body: bytes = b""
    content_type: str = "text/html; charset=UTF-8"
    status: int = 200
    location: str | None = None
    modified: datetime = PRESS_DAY
    coding: str | None = None
    """gzip or br, for those who accept it."""
    chunked: bool = False

    @property
    def etag(self) -> str:
        """A validator of the entity; weak where more than one coding of it is served."""
        return ("W/" if self.coding else "") + f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'

"""What is known of a requisite's address after all its captures, and for how long that may be believed."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from ..canonical import page_key
from ..known import Row, conclusive, original
from ..warc import Original

OURS = ("length", "unspecified")
"""Reasons of a truncation that was the crawler's own decision: it would decide the same again."""
PATIENCE = 3600.0
"""Seconds after which an address that gave no conclusive answer is asked again, at the earliest."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One address. Times are UTC seconds since 1970."""

    url: str
    last: float
    """When it was last asked for."""
    checked: float | None = None
    """When it last answered conclusively."""
    status: int | None = None
    """Of that answer; 200 for a 304."""
    etag: str | None = None
    last_modified: str | None = None
    payload_digest: str | None = None
    record_id: str | None = None
    """Of the stored response that holds its latest payload."""
    original_url: str | None = None
    original_at: float | None = None
    warc: str | None = None
    offset: int | None = None
    length: int | None = None

    @property
    def key(self) -> str:
        """As a page's."""
        return page_key(self.url)

    @property
    def original(self) -> Original | None:
        """What a revisit record of it may refer to."""
        return original(self)

    def is_due(self, now: float, fresh: float, longest: float) -> bool:
        """Whether to ask again: `fresh` seconds after it was captured, or a tenth of its age then, up to `longest`.

        RFC 9111, section 4.2.2.
        """
        if self.checked is None or self.last > self.checked:  # on its way, or it failed
            return now - self.last >= PATIENCE
        return now - self.checked >= max(fresh, min(self._age() / 10, longest))

    def _age(self) -> float:
        """Seconds since it was last modified, when it was captured; 0 where nothing says so."""
        with suppress(ValueError, TypeError, OverflowError):
            modified = parsedate_to_datetime(self.last_modified or "")
            known = modified if modified.tzinfo else modified.replace(tzinfo=UTC)
            return max(0.0, (self.checked or 0.0) - known.timestamp())
        return 0.0


def after(seen: Seen | None, row: Row) -> Seen:
    """What is known of an address after one more capture of it, given as a row of history.COLUMNS."""
    at = row["fetched_at"]
    known = replace(seen, last=at) if seen else Seen(row["url"], at)
    withheld = bool(row["opt_out"]) and row["record_type"] == "request"
    if row["truncated"] in OURS or withheld:
        return Seen(row["url"], at, at, row["status"])
    if not conclusive(row["status"]) or row["truncated"]:
        return known
    if row["status"] == 304:
        return replace(known, checked=at, status=known.status or 304)
    if row["status"] != 200:
        return Seen(row["url"], at, at, row["status"])
    validators = {name: row[name] for name in ("etag", "last_modified", "payload_digest")}
    return replace(known, checked=at, status=200, **validators, **_holds(known, row))


def _holds(known: Seen, row: Row) -> dict[str, Any]:
    if row["record_type"] == "response":
        place = {name: row[name] for name in ("record_id", "warc", "offset", "length")}
        return {**place, "original_url": row["url"], "original_at": row["fetched_at"]}
    return {} if row["revisit_of"] == known.record_id else {"record_id": None}

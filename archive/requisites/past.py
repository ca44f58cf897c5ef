"""The requisites that were captured of a site: a table of its history."""

import sqlite3
from collections.abc import Iterable
from dataclasses import fields, replace
from itertools import groupby
from operator import attrgetter

from ..known import Row
from .seen import Seen, after

NAMES = tuple(field.name for field in fields(Seen))
VALUES = attrgetter(*NAMES)
INSERT = f"INSERT OR REPLACE INTO requisites VALUES ({', '.join('?' * len(NAMES))})"  # noqa: S608  # marks only
HOLDING = ("record_id", "original_url", "original_at", "warc", "offset", "length")


class Past:
    """What is known of each address, by the address as it is asked for."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def __len__(self) -> int:
        return int(self._base.execute("SELECT count(*) FROM requisites").fetchone()[0])

    def find(self, url: str) -> Seen | None:
        """What is known of an address, with a record that holds its payload, were it captured at another address."""
        row = self._base.execute("SELECT * FROM requisites WHERE url = ?", (url,)).fetchone()
        seen = Seen(*row) if row else None
        if seen is None or seen.record_id or not seen.payload_digest:
            return seen
        holder = self.holder(seen.payload_digest)
        return replace(seen, **{name: getattr(holder, name) for name in HOLDING}) if holder else seen

    def holder(self, payload_digest: str) -> Seen | None:
        """An address at which this very payload was captured and stored."""
        query = "SELECT * FROM requisites WHERE payload_digest = ? AND record_id IS NOT NULL LIMIT 1"
        row = self._base.execute(query, (payload_digest,)).fetchone()
        return Seen(*row) if row else None

    def asked(self, url: str, now: float) -> None:
        """An address is about to be asked for: nobody need ask again."""
        seen = self._plain(url)
        self._put(replace(seen, last=now) if seen else Seen(url, now))

    def saw(self, row: Row) -> None:
        """Count one more capture."""
        self._put(after(self._plain(row["url"]), row))

    def _plain(self, url: str) -> Seen | None:
        row = self._base.execute("SELECT * FROM requisites WHERE url = ?", (url,)).fetchone()
        return Seen(*row) if row else None

    def _put(self, seen: Seen) -> None:
        self._base.execute(INSERT, VALUES(seen))


def build(base: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Make the table of captures given by address, oldest first."""
    base.execute(f"CREATE TABLE requisites ({', '.join(NAMES)}, PRIMARY KEY (url)) WITHOUT ROWID")
    for _, captures in groupby(rows, lambda row: row["url"]):
        seen: Seen | None = None
        for row in captures:
            seen = after(seen, row)
        if seen is not None:
            base.execute(INSERT, VALUES(seen))
    base.execute("CREATE INDEX by_payload ON requisites (payload_digest) WHERE record_id IS NOT NULL")

"""What a commit put into the tables that no WARC can tell: outcomes, and the rows of versions, each by its hash.

An object per segment, written before its article rows. By it a row that goes missing, or changes in any column, is
named with certainty, however an extractor of another version would read its record.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from ..article import Article, RowKey
from ..errors import DamagedRecord
from ..objects import replace
from ..scan import Found
from ..segment import Name
from ..store import Store

LONGEST = 10_000
"""Bytes of one line."""
REREADING = "~"
"""Stands in the name of the commit of a re-reading, after the stem of the segment that was read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one capture brought; of each later reading that made a version of it, there is one more line."""

    record: str
    """WARC-Record-ID of the capture."""
    outcome: str | None = None
    """What extraction said of it."""
    id: str | None = None
    """Of the article whose version it made; None when it made none."""
    version: int | None = None
    change: str | None = None
    sha256: str | None = None
    """Of the version's row (see row_sha256)."""
    reader: str | None = None
    """The extractor whose later reading of the capture made the version; None of what its commit brought."""
    agrees: str | None = None
    """The last extractor that read the capture again and made no version of it."""
    by: str | None = None
    """The later commit that made the row what is said here, or dropped it, as soon as it has landed: of another
    segment, by its stem, or of a re-reading (see REREADING)."""
    was: "Line | None" = None
    """What held until then."""

    def at(self, landed: Callable[[str], bool]) -> "Line":
        """What holds in a table of which `landed` tells whether it has the rows of a segment."""
        return self if self.was is None or self.by is None or landed(self.by) else self.was

    @property
    def is_void(self) -> bool:
        """Whether it tells of a reading that made no version after all, or whose version was dropped."""
        return self.reader is not None and self.id is None and self.was is None


def row_sha256(row: Mapping[str, object]) -> str:
    """Hex SHA-256 of a row of the articles table: of its columns as JSON, sorted by name, without the null ones."""
    said = {field.name: _plain(row[field.name]) for field in fields(Article) if row.get(field.name) is not None}
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def lines(found: Iterable[Found], rows: Iterable[Article]) -> list[Line]:
    """What a commit's captures and version rows come to, in the captures' order."""
    made: dict[RowKey, list[Article]] = defaultdict(list)
    for row in rows:
        made[row.key].append(row)
    told = ((each, next((made.pop(key) for key in each.capture.rows if key in made), [])) for each in found)
    return [said for each, own in told for said in _lines(each, own)]


def _lines(found: Found, rows: list[Article]) -> Iterator[Line]:
    if found.capture.outcome and all(row.reader for row in rows):
        yield line(found, None)
    yield from (line(found, row) for row in rows)


def line(found: Found, row: Article | None) -> Line:
    """What one capture comes to."""
    capture = found.capture
    if row is None:
        return Line(record=capture.record_id, outcome=capture.outcome)
    return Line(
        record=capture.record_id,
        outcome=capture.outcome,
        id=row.id,
        version=row.version,
        change=row.change,
        sha256=row_sha256(asdict(row)),
        reader=row.reader,
    )


def put(store: Store, name: Name, said: Iterable[Line]) -> None:
    """Create or replace a segment's receipt."""
    body = b"".join(_json(_said(asdict(each))) for each in said)
    replace(store, name.receipt, body + _end(body))


def keep(store: Store, name: Name, records: Collection[str]) -> None:
    """Drop what a receipt says of captures that are not among these; where there is none, or a damaged one, nothing."""
    try:
        said = list(read(store, name))
    except (KeyError, DamagedRecord):
        return
    put(store, name, (each for each in said if each.record in records))


def read(store: Store, name: Name) -> Iterator[Line]:
    """A segment's receipt, streamed; KeyError when there is none, DamagedRecord where it is not as it was written."""
    digest = hashlib.sha256()
    with store.open(name.receipt) as stream:
        while text := stream.readline(LONGEST):
            values = _values(text)
            if "record" not in values:
                if values != {"sha256": digest.hexdigest()} or stream.read(1):
                    raise DamagedRecord("its lines are not those that were written")
                return
            digest.update(text)
            try:
                yield Line(**values | ({"was": Line(**values["was"])} if "was" in values else {}))
            except TypeError:
                raise DamagedRecord(f"a line cannot be read: {text[:100]!r}") from None
    raise DamagedRecord("is cut short")


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _said(each) if name == "was" else each for name, each in values.items() if each is not None}


def _values(text: bytes) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise DamagedRecord(f"a line cannot be read: {text[:100]!r}")
    return values


def _end(body: bytes) -> bytes:
    return _json({"sha256": hashlib.sha256(body).hexdigest()})


def _json(values: Mapping[str, object]) -> bytes:
    return (json.dumps(values) + "\n").encode()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return list(value) if isinstance(value, tuple) else value

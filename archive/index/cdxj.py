"""CDXJ, the sorted text index by which replay tools find a URL's captures in the WARCs."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC

from ..capture import Capture
from ..errors import DamagedRecord
from ..exchange import Location


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an index, as read."""

    urlkey: str
    timestamp: str
    """YYYYMMDDHHMMSS, UTC."""
    url: str
    mime: str
    """`warc/revisit` for a revisit, `unk` when the server named none."""
    status: str | None
    digest: str | None
    location: Location


def line(capture: Capture) -> str:
    """The index line of a response or a revisit, in the form pywb's own indexer writes, without a line end."""
    revisit = capture.record_type == "revisit"
    fields = {
        "url": capture.url,
        "mime": "warc/revisit" if revisit else capture.mime or "unk",
        "status": None if revisit or capture.status is None else str(capture.status),
        "digest": capture.payload_digest and capture.payload_digest.removeprefix("sha1:"),
        "length": str(capture.length),
        "offset": str(capture.offset),
        "filename": capture.warc,
    }
    timestamp = capture.fetched_at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return f"{capture.urlkey} {timestamp} {json.dumps({k: v for k, v in fields.items() if v is not None})}"


def index(captures: Iterable[Capture]) -> bytes:
    """The index of a segment, sorted by bytes; only what a browser can ask for: answers to GET.

    An answer without its request counts as one, as for every replay tool. What would only show an error is left out.
    """
    lines = [line(capture) for capture in captures if capture.method in ("GET", "") and _replays(capture)]
    return b"".join(sorted(text.encode() + b"\n" for text in lines))


def _replays(capture: Capture) -> bool:
    """Not an ingested revisit of what nobody has, nor a 304 as others write it: ours has no block, which is played."""
    if capture.record_type == "revisit" and capture.ingested_from:
        return capture.revisit_of is not None and capture.status != 304
    return capture.record_type != "request"


def read(data: bytes) -> Iterator[Entry]:
    """The entries of an index, in its order; DamagedRecord on a line that is none."""
    for number, text in enumerate(data.splitlines(), start=1):
        try:
            urlkey, timestamp, fields = text.decode().split(" ", 2)
            yield _entry(urlkey, timestamp, json.loads(fields))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise DamagedRecord(f"CDXJ line {number} cannot be read ({error}): rebuild the index") from error


def _entry(urlkey: str, timestamp: str, fields: dict[str, str]) -> Entry:
    location = Location(fields["filename"], int(fields["offset"]), int(fields["length"]))
    return Entry(urlkey, timestamp, fields["url"], fields["mime"], fields.get("status"), fields.get("digest"), location)

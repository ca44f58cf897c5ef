"""Which payloads this crawl has stored, so that a second copy becomes a revisit record."""

from collections import OrderedDict

from .exchange import Location
from .warc import Encoded, Original


class Originals:
    """The latest `limit` stored payloads by digest; the least recently seen is forgotten first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._by_digest: OrderedDict[str, Original] = OrderedDict()

    def find(self, payload_digest: str) -> Original | None:
        """A response on disk with this payload."""
        if payload_digest in self._by_digest:
            self._by_digest.move_to_end(payload_digest)
        return self._by_digest.get(payload_digest)

    def remember(self, stored: Encoded, location: Location) -> None:
        """To be called only once the record is on disk, so that no revisit points to nothing."""
        if not stored.reusable or stored.payload_digest is None:
            return
        self._by_digest[stored.payload_digest] = Original(stored.record_id, stored.url, stored.date, location)
        if len(self._by_digest) > self._limit:
            self._by_digest.popitem(last=False)

"""Where in a WARC that changed a gzip header differs from the rest: no checksum of gzip's covers those bytes."""

from collections.abc import Iterator

from .. import member
from ..errors import DamagedRecord
from ..store import Store
from .fault import Fault

HEADER = 10
"""Bytes that begin every member: magic, method, flags, time, compression, system."""
FEW = 3
"""Members with a header that no more have are those that differ."""
KINDS = 1_000
"""Different headers that are told apart."""


def odd_headers(store: Store, key: str) -> Iterator[Fault]:
    """A fault per member whose header only few have."""
    seen: dict[bytes, list[int]] = {}
    with store.open(key) as stream, store.open(key) as again:
        try:
            for found in member.members(stream):
                again.seek(found.offset)
                header = again.read(HEADER)
                if header in seen or len(seen) < KINDS:
                    places = seen.setdefault(header, [])
                    places += [found.offset] if len(places) <= FEW else []
        except DamagedRecord:
            pass  # what lies behind damage is told by its own fault
    if any(len(places) > FEW for places in seen.values()):
        for header, places in seen.items():
            for offset in places if len(places) <= FEW else ():
                yield Fault(key, offset, f"gzip header {header.hex()} differs from those of the other records")

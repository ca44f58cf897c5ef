"""A segment's manifest: the SHA-256 of its WARC and of its index, in the form that `sha256sum -c` reads."""

import hashlib
import re
from datetime import UTC, datetime

from ..errors import DamagedRecord
from ..objects import replace
from ..scan import walk
from ..segment import Name
from ..store import Store
from ..summed import Summed
from . import receipt

MOST = 1 << 20
"""Bytes of a manifest that are read: ours have two lines, and a comment for each time that one was renewed."""
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def put(store: Store, name: Name, warc_sha256: str, cdxj: bytes, *comments: str) -> None:
    """Create or replace a segment's manifest."""
    said = [f"# {comment}" for comment in comments]
    lines = [f"{sha256}  {key}" for key, sha256 in due(name, warc_sha256, cdxj).items()]
    replace(store, name.manifest, "".join(f"{line}\n" for line in (*said, *lines)).encode())


def due(name: Name, warc_sha256: str, cdxj: bytes) -> dict[str, str]:
    """What a manifest says, by key."""
    return {name.warc: warc_sha256, name.cdxj: hashlib.sha256(cdxj).hexdigest()}


def renew(store: Store, name: Name) -> None:
    """Make the manifest again from the objects as they are now, and say so in it.

    What the receipt says of captures that the WARC no longer holds is dropped.
    """
    with store.open(name.warc) as stream:
        summed = Summed(stream)
        held = {group.found.capture.record_id for group in walk(summed, name, _unheard) if group.found}
        put(store, name, summed.sha256(), store.get(name.cdxj), *renewed(store, name, "from the objects as they are"))
    receipt.keep(store, name, held)


def renewed(store: Store, name: Name, why: str) -> list[str]:
    """What a new manifest says of the one before: its comments, and that evidence begins again."""
    try:
        old = store.get(name.manifest, 0, MOST).decode("ascii", "replace").splitlines()
    except KeyError:
        old = ["there was none"]
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    before = [line.removeprefix("# ") for line in old if line.startswith("# ")]
    return [*before, f"renewed {at} {why}; before: {'; '.join(line for line in old if not line.startswith('#'))}"]


def read(store: Store, name: Name) -> dict[str, str]:
    """The SHA-256 by key that a segment's manifest says; KeyError when there is none, DamagedRecord when unreadable."""
    found: dict[str, str] = {}
    text = store.get(name.manifest, 0, MOST).decode("ascii", "replace")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None or match[2] in found:
            raise DamagedRecord(f"cannot be read: {line[:100]!r}")
        found[match[2]] = match[1]
    if found.keys() != {name.warc, name.cdxj}:
        raise DamagedRecord(f"names {', '.join(sorted(found)) or 'nothing'}, not its WARC and its index")
    return found


def _unheard(_offset: int, _problem: str) -> None:
    """Of damage `archive verify` tells."""

"""What stands between a capture and the corpus is done for a segment: its unread articles read, then its commit."""

from functools import partial
from pathlib import Path

from . import work
from .article import Reading
from .corpus import failed
from .errors import TaskFailed
from .pool import Pool
from .scan import Found
from .segment import Committed, Name
from .spool import Spool

BATCH = 100
"""Pages asked for at a time, so that their readings do not pile up in memory."""


def finish(name: Name, spool: Path, archive_uri: str, readers: Pool, committer: Pool) -> Committed | None:
    """Bring a segment into the archive, whatever state a crash left it in; None when no capture was in it.

    Blocks; raises what the commit raises. Done twice, it changes nothing.
    """
    task = partial(committer.submit, work.commit_segment, spool, archive_uri, name)
    unnoted: dict[str, Reading] = {}
    for patient in (True, True, False):  # first its own pages, then those in the store that these differ from
        done: Committed | list[Found] | None = task(patient, unnoted).result()
        if not isinstance(done, list):
            return done
        unnoted |= _read(done, name, spool, archive_uri, readers)
    raise AssertionError("unreachable")


def _read(unread: list[Found], name: Name, spool: Path, archive_uri: str, readers: Pool) -> dict[str, Reading]:
    """Every page gets a note, be it that it cannot be read; TaskFailed when no worker can be had.

    What a full disk has no room to note is returned, by record id: a commit is what makes room.
    """
    unnoted = {}
    for start in range(0, len(unread), BATCH):
        batch = unread[start : start + BATCH]
        futures = [readers.submit(work.read_capture, spool, archive_uri, found) for found in batch]
        for found, future in zip(batch, futures, strict=True):
            try:
                reading = future.result()
            except TaskFailed as error:
                if error.reason == "unavailable":
                    raise
                reading = failed(error)
            try:
                Spool(spool).note(name, found.capture.record_id, reading)
            except OSError:
                unnoted[found.capture.record_id] = reading
    return unnoted

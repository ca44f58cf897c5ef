"""What worker processes do: plain functions of plain arguments.

Each imports what it needs when it is called, so that the crawling process never loads trafilatura, boto3 or Delta Lake.
"""

import io
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from . import warc
from .article import Reading
from .exchange import Context, Location
from .known import REQUISITE
from .requisites.requisite import Requisite
from .scan import Found, capture_at, groups
from .segment import Committed, Name
from .spool import Spool
from .takedown.takedowns import Takedowns
from .warc import Record

if TYPE_CHECKING:  # for their names; the crawling process loads none of it
    from .fixity.opened import Versions
    from .fixity.segment import Checked
    from .leftovers import Leftovers
    from .reextraction.segment import How
    from .reextraction.tally import Tally
    from .store import Store


def warm_reader() -> None:
    """Pay extraction's start-up cost before the first page comes."""
    from .extraction import extract  # noqa: PLC0415

    extract.warm()


def read_group(spool: Path, archive_uri: str, group: Location) -> tuple[Found, Reading]:
    """The capture whose records lie at `group` in the spool, and what is to be read in it."""
    data = _member(spool, archive_uri, group)
    ((found, record),) = groups(io.BytesIO(data), Name.of_key(group.warc), base=group.offset)
    if not found.is_article:  # half a page would pass for an edit
        return found, Reading(outcome="failed:truncated", extractor="none")
    if found.original:
        return found, read_capture(spool, archive_uri, found)
    return found, _read(record, found.context)


def read_alone(data: bytes, name: Name) -> tuple[Found, Reading]:
    """The capture whose records these are, which lie nowhere else, and what is to be read in it."""
    ((found, record),) = groups(io.BytesIO(data), name)
    return found, _read(record, found.context)


def extractor() -> str:
    """Name and version of what reads pages today."""
    from .extraction import extract  # noqa: PLC0415

    return extract.EXTRACTOR


def read_stored(archive_uri: str, at: Location) -> tuple[Found, Reading]:
    """The capture whose first record lies at `at` in the store, and what is to be read in it."""
    found, record = capture_at(_store(archive_uri).get, at)
    if not found.is_article:
        return found, Reading(outcome="failed:truncated", extractor="none")
    return found, read_capture(None, archive_uri, found) if found.original else _read(record, found.context)


def read_capture(spool: Path | None, archive_uri: str, found: Found) -> Reading:
    """What is to be read in a capture whose payload lies in the spool (if one is given) or in the store."""
    return _read(warc.read(_member(spool, archive_uri, found.payload)), found.context)


def _read(record: Record, context: Context) -> Reading:
    from .extraction import extract  # noqa: PLC0415
    from .extraction.fingerprint import fingerprint  # noqa: PLC0415

    reading = extract.read_record(record, context)
    return replace(reading, simhash=fingerprint(reading.text))


def requisites(spool: Path, archive_uri: str, group: Location, limit: int) -> list[Requisite]:
    """What the page or stylesheet whose records lie at `group` names; of a 304, what its archived payload does."""
    from .requisites import read  # noqa: PLC0415

    ((found, record),) = groups(
        io.BytesIO(_member(spool, archive_uri, group)), Name.of_key(group.warc), base=group.offset
    )
    if found.original:
        record = warc.read(_member(spool, archive_uri, found.payload))
    return read.read(record, found.capture.url, found.capture.kind == REQUISITE, limit)


def _member(spool: Path | None, archive_uri: str, at: Location) -> bytes:
    if spool is not None:
        try:
            return Spool(spool).read(at)
        except KeyError:
            pass  # committed, and so no longer in the spool
    return _store(archive_uri).get(at.warc, at.offset, at.length)


@lru_cache(maxsize=1)
def _store(uri: str) -> "Store":
    """Opened once in a process that reads page after page."""
    from .store import open_store  # noqa: PLC0415

    return open_store(uri)


def check_store(archive_uri: str) -> list[str]:
    """StoreError unless the archive can be written; what a power cut left of its tables, and was mended, in lines."""
    from . import tablelog  # noqa: PLC0415
    from .store import open_store  # noqa: PLC0415
    from .tables import TABLES  # noqa: PLC0415

    store = open_store(archive_uri)
    store.check()
    return [line for table in TABLES for line in tablelog.mend(store, table)]


def collect_leftovers(archive_uri: str) -> "Leftovers":
    """See leftovers.collect."""
    from . import leftovers  # noqa: PLC0415
    from .store import open_store  # noqa: PLC0415

    return leftovers.collect(open_store(archive_uri))


def begun_takedowns(archive_uri: str) -> list[str]:
    """Names of takedowns that were cut short."""
    return [each.name for each in takedowns(archive_uri).begun]


def takedowns(archive_uri: str) -> Takedowns:
    """See takedowns.read."""
    from .store import open_store  # noqa: PLC0415
    from .takedown import takedowns as ledger  # noqa: PLC0415

    return ledger.read(open_store(archive_uri))


def summarise(archive_uri: str, site: str, path: Path) -> None:
    """See summary.build."""
    from . import summary  # noqa: PLC0415
    from .store import open_store  # noqa: PLC0415

    summary.build(open_store(archive_uri), site, path)


def commit_segment(
    spool: Path, archive_uri: str, name: Name, patient: bool, unnoted: Mapping[str, Reading] = MappingProxyType({})
) -> Committed | list[Found] | None:
    """See commit.commit."""
    from . import commit  # noqa: PLC0415
    from .store import open_store  # noqa: PLC0415

    return commit.commit(Spool(spool), open_store(archive_uri), name, patient, unnoted)


def verify_segment(archive_uri: str, versions: "Versions", key: str, text: bool) -> "Checked":
    """See fixity.segment.check."""
    from .fixity.opened import reopened  # noqa: PLC0415
    from .fixity.segment import check  # noqa: PLC0415

    return check(reopened(archive_uri, versions), key, text)


def reextract_segment(archive_uri: str, key: str, how: "How") -> "Tally":
    """See reextraction.segment.reextract; reads in a process of its own, so that any cluster can run it as a task."""
    from .pool import Pool  # noqa: PLC0415
    from .reextraction.segment import MEGABYTES, SECONDS, reextract  # noqa: PLC0415
    from .store import open_store  # noqa: PLC0415

    with Pool(1, SECONDS, MEGABYTES, warm_reader) as reader:
        return reextract(open_store(archive_uri), key, how, partial(reader.submit, read_stored, archive_uri))

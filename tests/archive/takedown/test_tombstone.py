"""A tombstone has the length of what it stands for, and every reader takes it for a record."""

import gzip
import io
import random

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from archive import member, warc
from archive.errors import DamagedRecord
from archive.takedown.tombstone import is_tombstone, overwrite, tombstone

DATE = "2026-11-22T08:00:00.000000Z"
TAKEDOWN = "takedowns/20261122T080000000Z-abcdef01.json"
SIZES = [*range(320, 700, 7), *range(65_400, 65_800, 13), *range(131_050, 131_100), 999_983, 3 << 20]


def new_id() -> str:
    return f"<urn:uuid:{random.Random(1).randbytes(16).hex()}>"


def test_it_fits_any_length_to_the_byte() -> None:
    for size in SIZES:
        made = tombstone(size, new_id(), DATE, TAKEDOWN)
        assert len(made) == size
        assert gzip.decompress(made) == member.unpack(made)
        record = warc.read(made)
        assert is_tombstone(record)
        assert (record.headers["WARC-Record-ID"], record.headers["WARC-Date"]) == (new_id(), DATE)
        assert "WARC-Target-URI" not in record.headers


def test_what_is_too_short_for_one_is_refused() -> None:
    with pytest.raises(DamagedRecord, match="too few for a tombstone"):
        tombstone(100, new_id(), DATE, TAKEDOWN)


def test_its_neighbours_are_read_as_before_by_others_too() -> None:
    date = ("WARC-Date", DATE)
    kept = [warc.record([("WARC-Type", "metadata"), ("WARC-Record-ID", f"<urn:uuid:{n}>"), date], b"x") for n in (1, 2)]
    noise = random.Random(2).randbytes(200_000)
    doomed = warc.record([("WARC-Type", "metadata"), ("WARC-Record-ID", new_id()), date], noise)
    whole = kept[0] + doomed + kept[1]
    place = (len(kept[0]), len(doomed), new_id(), DATE)
    out = io.BytesIO()
    overwrite(io.BytesIO(whole), out, {place: TAKEDOWN})
    made = out.getvalue()
    assert len(made) == len(whole)
    assert (made[: place[0]], made[place[0] + place[1] :]) == tuple(kept)
    ids = ["<urn:uuid:1>", new_id(), "<urn:uuid:2>"]
    assert [record.rec_headers["WARC-Record-ID"] for record in ArchiveIterator(io.BytesIO(made))] == ids
    assert [record.record_id for record in FastIterator(io.BytesIO(made))] == ids
    with pytest.raises(DamagedRecord, match="lies"):
        overwrite(io.BytesIO(made), io.BytesIO(), {(0, len(kept[0]), new_id(), DATE): TAKEDOWN})

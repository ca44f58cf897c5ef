import gzip
import io
import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import member
from archive.errors import DamagedRecord

RANDOM = random.Random(1).randbytes(9000)
FILE = b"".join(member.pack(text) for text in (b"one" * 1000, b"", random.Random(1).randbytes(700_000)))


def test_packs_what_gzip_reads() -> None:
    assert gzip.decompress(member.pack(b"a", b"", b"bc")) == b"abc"


@pytest.mark.parametrize(
    ("data", "most", "found"),
    [
        (gzip.compress(b"abc" * 1000), 5000, b"abc" * 1000),
        (gzip.compress(b"abc" * 1000), 5, b"abcab"),
        (gzip.compress(RANDOM)[:5000], 5, RANDOM[:5]),
        (gzip.compress(b"abc") + gzip.compress(b"def"), 9, None),
        (gzip.compress(b"abc") + b"\0", 9, None),
        (gzip.compress(b"abc")[:-8] + bytes(8), 9, None),
        (b"<html>", 9, None),
        (b"", 9, None),
    ],
    ids=["whole", "more", "cut", "two-members", "followed", "wrong-sum", "no-gzip", "empty"],
)
def test_the_start_of_one_member(data: bytes, most: int, found: bytes | None) -> None:
    assert member.start(data, most) == found


def test_members_tile_the_file() -> None:
    found = list(member.members(io.BytesIO(FILE)))
    assert [each.offset for each in found] == [0, found[0].length, found[0].length + found[1].length]
    assert sum(each.length for each in found) == len(FILE)
    assert [len(each.data) for each in found] == [3000, 0, 700_000]
    assert member.unpack(FILE[found[2].offset :]) == found[2].data


def test_offsets_count_from_the_base() -> None:
    assert next(member.members(io.BytesIO(FILE), 500)).offset == 500


@pytest.mark.parametrize("cut", [1, 3, 8, 20, 500_000])
def test_a_file_cut_short_is_damage_at_the_last_member(cut: int) -> None:
    third = list(member.members(io.BytesIO(FILE)))[2].offset
    walk = member.members(io.BytesIO(FILE[:-cut]))
    assert len([next(walk), next(walk)]) == 2
    with pytest.raises(DamagedRecord, match=f"offset {third} is cut short"):
        next(walk)


@given(st.integers(0, len(member.pack(b"evidence" * 50)) - 1), st.integers(1, 255))
def test_a_changed_byte_is_seen_or_changes_nothing(at: int, change: int) -> None:
    """Bytes of the header, such as mtime, and codes that the data never use, mean nothing."""
    data = bytearray(member.pack(b"evidence" * 50))
    data[at] ^= change
    with suppress(DamagedRecord):
        assert member.unpack(bytes(data)) == b"evidence" * 50


def test_a_bomb_is_refused_before_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(member, "LIMIT", 1 << 20)
    with pytest.raises(DamagedRecord, match="more than 1048576 bytes"):
        member.unpack(gzip.compress(bytes(5 << 20)))


def test_unpack_takes_one_member_only() -> None:
    with pytest.raises(DamagedRecord):
        member.unpack(FILE)
    with pytest.raises(DamagedRecord):
        member.unpack(b"")

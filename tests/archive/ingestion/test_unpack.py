import gzip
import io
import struct
from collections.abc import Callable

import pytest

from archive.ingestion import unpack
from archive.ingestion.unpack import Damage, pieces, zstd
from tests import foreign

RECORDS = [foreign.warcinfo(), *foreign.pair(1), *foreign.pair(2)]
DICTIONARY = zstd.train_dict([foreign.response(foreign.http(foreign.page(each))) for each in range(40)], 4096)


def framed(records: list[bytes], known: "zstd.ZstdDict | None" = None) -> bytes:
    return b"".join(zstd.compress(each, zstd_dict=known) for each in records)


def with_dictionary(records: list[bytes], *, packed: bool) -> bytes:
    content = zstd.compress(DICTIONARY.dict_content) if packed else DICTIONARY.dict_content
    return b"\x5d\x2a\x4d\x18" + struct.pack("<I", len(content)) + content + framed(records, DICTIONARY)


FORMS: dict[str, Callable[[list[bytes]], bytes]] = {
    "plain": b"".join,
    "gzip": foreign.gz,
    "one gzip member": lambda records: gzip.compress(b"".join(records)),
    "zstd": framed,
    "zstd with a dictionary": lambda records: with_dictionary(records, packed=False),
    "zstd with a packed dictionary": lambda records: with_dictionary(records, packed=True),
    "zstd with other frames between": lambda records: b"\x52\x2a\x4d\x18\x03\0\0\0abc".join(
        map(zstd.compress, records)
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_unpacked_is_what_was_packed(form: str) -> None:
    data = FORMS[form](RECORDS)
    found = list(pieces(io.BytesIO(data)))
    assert b"".join(piece.data for piece in found) == b"".join(RECORDS)
    begins = [piece.offset for piece in found if piece.first]
    assert begins == sorted(set(begins))
    for begin in begins:  # a member can be had again from where it begins
        if "dictionary" not in form and form != "plain":
            again = next(pieces(io.BytesIO(data[begin:]), begin))
            assert (again.offset, again.data[:8]) == (begin, b"WARC/1.0")


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gzip", "zstd"])
def test_a_large_member_comes_in_small_pieces(pack: Callable[[bytes], bytes]) -> None:
    large = b"WARC/" + bytes(5 << 20)
    found = list(pieces(io.BytesIO(pack(large) + pack(b"WARC/after"))))
    assert b"".join(piece.data for piece in found) == large + b"WARC/after"
    assert max(len(piece.data) for piece in found) < 2 * unpack.STEP
    assert found[-1].offset == len(pack(large)) or found[-2].offset == len(pack(large))


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gzip", "zstd"])
def test_a_bomb_is_left_alone(pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "GRACE", 1 << 20)
    seen: list[int] = []
    with pytest.raises(Damage, match="unpacks to more than 200 times its size"):
        seen.extend(len(piece.data) for piece in pieces(io.BytesIO(pack(bytes(64 << 20)))))
    assert sum(seen) < 16 << 20


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(foreign.gz(RECORDS)[:-3], "cut short", id="gzip cut"),
        pytest.param(framed(RECORDS)[:-3], "cut short", id="zstd cut"),
        pytest.param(foreign.gz(RECORDS) + b"\x1f\x8b\x08junk", "damaged|cut short", id="junk after gzip"),
        pytest.param(framed(RECORDS) + b"junk....", "damaged", id="junk after zstd"),
        pytest.param(framed(RECORDS, DICTIONARY), "damaged", id="its dictionary is missing"),
        pytest.param(b"\x5d\x2a\x4d\x18\xff\xff\xff\xff", "too large", id="a dictionary of 4 GB"),
        pytest.param(
            b"\x5d\x2a\x4d\x18\x04\0\0\0\x28\xb5\x2f\xfd", "dictionary is", id="a packed dictionary that is none"
        ),
        pytest.param(b"\x50\x2a\x4d\x18\xff", "cut short", id="a frame's head cut"),
        pytest.param(b"PK\x03\x04", "a ZIP file", id="a zip"),
        pytest.param(b"%PDF-1.7", "neither", id="another format"),
    ],
)
def test_damage_is_named(data: bytes, problem: str) -> None:
    with pytest.raises(Damage, match=problem):
        list(pieces(io.BytesIO(data)))


def test_a_frame_that_looks_too_far_back_is_refused() -> None:
    packed = zstd.compress(bytes(300), options={zstd.CompressionParameter.window_log: 28})
    header = packed[:4] + bytes([packed[4] & ~0x20 & 0x1F]) + bytes([(30 - 10) << 3]) + packed[6:]
    with pytest.raises(Damage):
        list(pieces(io.BytesIO(header)))

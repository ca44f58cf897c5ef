import gzip
import hashlib
import io
from collections.abc import Callable

import pytest

from archive.ingestion.reading import Fault, read
from archive.summed import Summed
from tests import foreign

RECORDS = [foreign.response(name=number) for number in range(5)]
MEMBERS = [foreign.gz([each]) for each in RECORDS]
ENDS = [sum(map(len, MEMBERS[: number + 1])) for number in range(5)]


def numbers(data: bytes) -> tuple[list[int], list[Fault]]:
    """Which of the records are found, and what is said of the rest."""
    names = {foreign.uid(number): number for number in range(9)}
    faults: list[Fault] = []
    found = read(Summed(io.BytesIO(data)), len(data), 1 << 20, faults.append)
    return [names.get(each.get("WARC-Record-ID") or "", -1) for each in found], faults


def flipped(at: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


@pytest.mark.parametrize(
    ("alter", "left", "spans"),
    [
        pytest.param(lambda data: data, [0, 1, 2, 3, 4], [], id="whole"),
        pytest.param(flipped(ENDS[0] + 60), [0, 2, 3, 4], [(ENDS[0], ENDS[1])], id="a byte flipped"),
        pytest.param(flipped(ENDS[0]), [0, 2, 3, 4], [(ENDS[0], ENDS[1])], id="its magic gone"),
        pytest.param(flipped(60), [1, 2, 3, 4], [(0, ENDS[0])], id="the first"),
        pytest.param(lambda data: data[:-20], [0, 1, 2, 3], [(ENDS[3], ENDS[4] - 20)], id="the end cut"),
        pytest.param(
            lambda data: data[: ENDS[0] + 40] + data[ENDS[1] + 50 :],
            [0, 3, 4],
            [(ENDS[0], ENDS[0] + 40 + ENDS[2] - ENDS[1] - 50)],
            id="a part missing",
        ),
        pytest.param(
            lambda data: flipped(ENDS[0] + 60)(flipped(ENDS[2] + 60)(data)),
            [0, 4],
            [(ENDS[0], ENDS[3])],
            id="two flipped",
        ),
        pytest.param(lambda data: data + bytes(512), [0, 1, 2, 3, 4], [(ENDS[4], ENDS[4] + 512)], id="zeros after it"),
    ],
)
def test_what_is_whole_is_read_and_the_rest_is_named(
    alter: Callable[[bytes], bytes], left: list[int], spans: list[tuple[int, int | None]]
) -> None:
    found, faults = numbers(alter(b"".join(MEMBERS)))
    assert found == left
    for fault, (start, end) in zip(faults, spans, strict=True):
        assert fault.offset == start
        assert end is None or fault.until == end


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "one member"])
def test_without_members_nothing_is_believed_after_damage(pack: Callable[[bytes], bytes]) -> None:
    data = pack(b"".join([*RECORDS[:2], foreign.response(name=2, length=7), *RECORDS[3:]]))
    found, (fault,) = numbers(data)
    assert found == [0, 1]
    assert fault.until == len(data)


def test_a_record_within_a_payload_is_no_evidence() -> None:
    """Whoever serves a page can put a WARC into it, and it lies in the file as it was served."""
    served = foreign.gz([foreign.response(name=8), foreign.response(name=7)])
    trap = foreign.response(foreign.http(served), name=1)
    member = foreign.stored_gz(trap)
    assert served in member
    broken = member[:20] + b"\xff" + member[21:]
    found, (fault,) = numbers(MEMBERS[0] + broken + MEMBERS[2] + MEMBERS[3])
    assert found == [0, 2, 3]
    assert (fault.offset, fault.until) == (ENDS[0], ENDS[0] + len(member))


@pytest.mark.parametrize("at", [None, ENDS[1] + 60], ids=["whole", "damaged"])
def test_the_hash_is_that_of_the_whole_file(at: int | None) -> None:
    data = b"".join(MEMBERS) if at is None else flipped(at)(b"".join(MEMBERS))
    told: list[int] = []
    stream = Summed(io.BytesIO(data), told.append)
    list(read(stream, len(data), 1 << 20, lambda _: None))
    assert stream.sha256() == hashlib.sha256(data).hexdigest()
    assert sum(told) == len(data)

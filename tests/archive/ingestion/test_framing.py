import gzip
import io

import pytest

from archive.ingestion.framing import MAX_FIELDS, Framed, Misframed, Units, records
from archive.ingestion.unpack import pieces
from tests import foreign

ONE, OTHER = foreign.response(name="one"), foreign.response(name="other")
BOTH = ONE + OTHER
LIMIT = 1 << 20


def read(data: bytes, limit: int = LIMIT) -> list[Framed]:
    return [found for unit in Units(pieces(io.BytesIO(data))) for found in records(unit, limit)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(ONE + OTHER, id="plain"),
        pytest.param(foreign.gz([ONE, OTHER]), id="a member each"),
        pytest.param(gzip.compress(ONE + OTHER), id="one member"),
        pytest.param(
            foreign.gz([(ONE + OTHER)[at : at + 100] for at in range(0, len(ONE + OTHER), 100)]), id="over members"
        ),
        pytest.param(ONE + OTHER[:-4], id="without its last line ends"),
    ],
)
def test_records_are_found_however_they_are_packed(data: bytes) -> None:
    found = read(data)
    assert [each.get("warc-record-id") for each in found] == [foreign.uid("one"), foreign.uid("other")]
    assert [each.block for each in found] == [foreign.http(foreign.page())] * 2


def test_a_place_says_where_to_look() -> None:
    assert [str(each.place) for each in read(ONE + OTHER)] == ["0", f"0+{len(ONE)}"]
    assert [str(each.place) for each in read(foreign.gz([ONE, OTHER]))] == ["0", str(len(foreign.gz([ONE])))]


def test_a_large_record_is_passed_over_and_the_next_one_read() -> None:
    large = foreign.response(bytes(3000))
    found = read(large + ONE, limit=2000)
    assert [(each.block is None, each.length) for each in found] == [(True, 3000), (False, len(found[1].block or b""))]


def test_folded_and_odd_header_lines_are_read() -> None:
    (found,) = read(foreign.record("resource", b"x", ("Long", "one\r\n two"), ("Caf\u00e9", "\u00e9"), ("Empty", "")))
    assert [found.get("Long"), found.get("Caf\u00e9"), found.get("Empty"), found.get("none")] == [
        "one two",
        "\u00e9",
        "",
        None,
    ]
    latin = foreign.record("resource", b"x", ("Latin", "caf")).replace(b"caf", b"caf\xe9")
    assert read(latin)[0].get("Latin") == "caf\u00e9"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(foreign.response(length=9_999_999), id="longer than there is"),
        pytest.param(foreign.response(length=10), id="shorter than it is"),
        pytest.param(foreign.response(length=-1), id="a negative length"),
        pytest.param(ONE.replace(b"Content-Length: ", b"Content-Length: 1\r\nContent-Length: "), id="two lengths"),
        pytest.param(ONE.replace(b"Content-Length", b"Content-Width"), id="no length"),
        pytest.param(ONE.replace(b"WARC/1.0", b"WARC/9.9"), id="a version nobody knows"),
        pytest.param(foreign.record("response", b"x", *[("A", "b")] * MAX_FIELDS), id="too many fields"),
        pytest.param(foreign.record("response", b"x", ("A", "b" * (70 << 10))), id="too long a field"),
        pytest.param(b"WARC/1.0" + b" " * 100_000, id="no line end"),
    ],
)
def test_what_is_not_as_it_says_is_damage_and_costs_no_other_member(data: bytes) -> None:
    with pytest.raises(Misframed):
        read(data + OTHER)
    found: list[str | None] = []
    for unit in Units(pieces(io.BytesIO(foreign.gz([data, OTHER])))):
        try:
            found += [each.get("WARC-Record-ID") for each in records(unit, LIMIT)]
        except Misframed:
            unit.skip(1 << 20)
    assert found == [foreign.uid("other")]

import io
import resource
import signal
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive import member, warc
from archive.article import Reading
from archive.errors import DamagedRecord, SpoolError
from archive.exchange import Context, Exchange, Location
from archive.segment import Name, site_name
from archive.spool import Segment, Spool

NAME = Name.new("paper.example", datetime(2026, 11, 22, 8, 5, 9, 7000, UTC), 3, "abc123")
EXCHANGE = Exchange(
    url="http://paper.example/",
    method="GET",
    started=datetime(2026, 11, 22, tzinfo=UTC),
    request=b"GET / HTTP/1.1\r\n\r\n",
    head=b"HTTP/1.1 200 OK\r\n\r\n",
    body=b"page" * 5000,
)
INFO = warc.warcinfo("<urn:uuid:0>", "a", EXCHANGE.started, [])
GROUP = warc.encode(EXCHANGE, Context(), "<urn:uuid:0>").data


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool")


def begun(spool: Spool, groups: int = 1) -> Segment:
    segment = spool.open(NAME)
    for data in (INFO, *[GROUP] * groups):
        segment.append(data)
    return segment


def test_a_name_makes_the_keys() -> None:
    assert NAME.stem == "paper.example-20261122080509007-00003-abc123"
    assert NAME.warc == f"warc/paper.example/2026/11/22/{NAME.stem}.warc.gz"
    assert NAME.cdxj == f"cdxj/paper.example/2026/11/22/{NAME.stem}.cdxj"
    assert NAME.run == "abc123"
    assert Name.of_key(NAME.warc) == Name.of_key(NAME.cdxj) == NAME
    with pytest.raises(DamagedRecord):
        Name.of_key("captures/part-0.parquet")
    with pytest.raises(DamagedRecord):
        Name.of_key(NAME.warc.replace("paper.example", "..", 1))


@pytest.mark.parametrize(
    ("host", "port", "name"),
    [
        ("WWW.Paper.example", None, "paper.example"),
        ("127.0.0.1", 8000, "127.0.0.1-8000"),
        ("::1", None, "__1"),
        ("..", None, "_"),
        ("../../etc", None, "_.._etc"),
        ("", None, "_"),
    ],
)
def test_site_name(host: str, port: int | None, name: str) -> None:
    assert site_name(host, port) == name


def test_an_open_segment_can_be_read_at_once(spool: Spool) -> None:
    segment = begun(spool)
    location = Location(NAME.warc, len(INFO), len(GROUP))
    assert segment.size == len(INFO) + len(GROUP)
    assert spool.read(location) == GROUP
    segment.close()
    spool.seal(NAME)
    assert spool.read(location) == GROUP
    spool.discard(NAME)
    with pytest.raises(KeyError):
        spool.read(location)


@pytest.mark.parametrize("torn", [1, 5, -1])
def test_sealing_cuts_a_torn_tail_off(spool: Spool, torn: int) -> None:
    begun(spool, 2).append(GROUP[:torn])
    sealed = spool.seal(NAME)
    assert sealed is not None
    assert sealed.read_bytes() == INFO + GROUP + GROUP
    assert spool.seal(NAME) == sealed  # a second time changes nothing
    assert spool.damaged() == []


def test_a_group_without_its_metadata_record_is_torn(spool: Spool) -> None:
    response = next(member.members(io.BytesIO(GROUP)))
    begun(spool).append(GROUP[: response.length])
    sealed = spool.seal(NAME)
    assert sealed is not None
    assert sealed.read_bytes() == INFO + GROUP


def test_damage_before_whole_records_is_set_aside_not_lost(spool: Spool) -> None:
    segment = begun(spool)
    damaged = bytearray(GROUP)
    damaged[len(GROUP) // 10] ^= 0xFF
    segment.append(bytes(damaged) + GROUP)
    sealed = spool.seal(NAME)
    assert sealed is not None
    assert sealed.read_bytes() == INFO + GROUP
    assert [path.read_bytes() for path in spool.damaged()] == [bytes(damaged) + GROUP]


def test_damage_in_the_first_record_loses_nothing_either(spool: Spool) -> None:
    segment = begun(spool)
    path = next(spool.folder.glob("*/*.open"))
    data = bytearray(path.read_bytes())
    data[len(INFO) // 2] ^= 0xFF
    path.write_bytes(data)
    segment.close()
    assert spool.seal(NAME) is None
    assert [path.read_bytes() for path in spool.damaged("paper.example")] == [bytes(data)]


def test_a_segment_that_is_gone_is_none(spool: Spool) -> None:
    assert spool.seal(NAME) is None


def test_a_segment_without_captures_goes(spool: Spool) -> None:
    spool.open(NAME).append(INFO)
    assert spool.seal(NAME) is None
    assert spool.names("paper.example") == []


def test_a_full_disk_leaves_the_segment_as_it_was(spool: Spool) -> None:
    segment = begun(spool)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (segment.size + 100, before[1]))
    try:
        with pytest.raises(SpoolError, match="free space"):
            segment.append(GROUP)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert segment.append(GROUP) == len(INFO) + len(GROUP)
    sealed = spool.seal(NAME)
    assert sealed is not None
    assert sealed.read_bytes() == INFO + GROUP + GROUP


def test_names_and_sites(spool: Spool) -> None:
    begun(spool).close()
    spool.seal(NAME)
    later = replace(NAME, stem=NAME.stem.replace("0509007", "0510000"))
    spool.open(later).append(INFO)
    assert spool.sites() == ["paper.example"]
    assert spool.names("paper.example") == [NAME, later]
    assert spool.size() > len(GROUP)


def test_notes_survive_a_torn_line(spool: Spool) -> None:
    begun(spool)
    moment = datetime(2026, 11, 22, 8, tzinfo=UTC)
    reading = Reading(outcome="article", extractor="x 1", text="é\nb", authors=("A", "B"), published=moment, simhash=-5)
    spool.note(NAME, "one", reading)
    spool.note(NAME, "two", reading)
    notes = next(spool.folder.glob("*/*.readings.jsonl"))
    notes.write_text(notes.read_text()[:-10])
    assert spool.readings(NAME) == {"one": reading}
    spool.note(NAME, "three", reading)
    assert spool.readings(NAME) == {"one": reading, "three": reading}


def test_one_process_at_a_time_has_a_site(spool: Spool) -> None:
    with spool.lock("paper.example"):
        with pytest.raises(SpoolError, match="another process"), Spool(spool.folder).lock("paper.example"):
            pass
        with spool.lock("other.example"):
            pass
    with spool.lock("paper.example"):
        pass


def test_a_spool_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SpoolError, match="SPOOL_DIR"):
        Spool(tmp_path / "file").check()
    Spool(tmp_path / "new" / "folder").check()
    assert list((tmp_path / "new" / "folder").iterdir()) == []

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive import member, warc
from archive.errors import DamagedRecord
from archive.exchange import Context, Exchange, Location
from archive.scan import Found, scan, walk
from archive.segment import Name

NAME = Name("paper.example", "paper.example-20261122080000000-00001-abc123")
EXCHANGE = Exchange(
    url="https://www.paper.example/a?b=2&a=1",
    method="GET",
    started=datetime(2026, 11, 22, 8, 0, 0, 5, UTC),
    request=b"GET /a HTTP/1.1\r\nHost: paper.example\r\n\r\n",
    head=b'HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=utf-8\r\nETag: "e"\r\nLast-Modified: then\r\n\r\n',
    body=b"<p>text</p>",
    ip="192.0.2.1",
)
CONTEXT = Context(
    kind="article",
    source="https://paper.example/feed",
    title="Un titre: à deux\nlignes",
    published=datetime(2026, 11, 21, 12, 30, tzinfo=UTC),
)
INFO = warc.warcinfo("<urn:uuid:0>", "a", EXCHANGE.started, [])
FIRST = warc.encode(EXCHANGE, CONTEXT, "<urn:uuid:0>")


def found(data: bytes) -> list[Found]:
    return list(scan(io.BytesIO(data), NAME))


def faults(data: bytes) -> list[tuple[int, str]]:
    seen: list[tuple[int, str]] = []
    list(scan(io.BytesIO(data), NAME, lambda offset, problem: seen.append((offset, problem))))
    return seen


def test_a_capture_is_told_by_its_records() -> None:
    (one,) = found(INFO + FIRST.data)
    capture = one.capture
    assert (capture.site, capture.run, capture.warc) == ("paper.example", "abc123", NAME.warc)
    assert (capture.url, capture.urlkey) == (EXCHANGE.url, "example,paper)/a?a=1&b=2")
    assert (capture.fetched_at, capture.method, capture.status) == (EXCHANGE.started, "GET", 200)
    assert (capture.mime, capture.etag, capture.last_modified) == ("text/html", '"e"', "then")
    assert (capture.kind, capture.source, capture.robots) == ("article", CONTEXT.source, "allowed")
    assert (capture.offset, capture.length) == (len(INFO), FIRST.length)
    assert (capture.record_id, capture.payload_digest) == (FIRST.record_id, warc.digest(EXCHANGE.body))
    assert one.is_article
    assert one.payload == Location(NAME.warc, len(INFO), FIRST.length)


def test_the_context_comes_back_as_it_was_but_for_line_breaks() -> None:
    (one,) = found(FIRST.data)
    assert one.context == replace(CONTEXT, title="Un titre: à deux lignes")


def test_a_group_alone_is_read_at_its_place_in_the_file() -> None:
    whole = found(INFO + FIRST.data + FIRST.data)
    at = len(INFO) + len(FIRST.data)
    assert list(scan(io.BytesIO(FIRST.data), NAME, base=at)) == whole[1:]


def test_a_revisit_knows_where_its_payload_lies() -> None:
    at = Location("warc/paper.example/2026/11/21/x.warc.gz", 10, 20)
    original = warc.Original("<urn:uuid:9>", "https://paper.example/", "2026-11-21T00:00:00.000000Z", at)
    (one,) = found(warc.encode(EXCHANGE, CONTEXT, "<urn:uuid:0>", find_original=lambda _: original).data)
    assert (one.capture.record_type, one.capture.revisit_of) == ("revisit", "<urn:uuid:9>")
    assert one.payload == at


def test_no_answer_no_status() -> None:
    (one,) = found(warc.encode(replace(EXCHANGE, head=b"", body=b"", error="timeout"), CONTEXT, "<urn:uuid:0>").data)
    assert (one.capture.record_type, one.capture.status, one.capture.error) == ("request", None, "timeout")
    assert not one.is_article


def test_of_half_a_head_the_row_says_why_there_is_no_more() -> None:
    half = replace(EXCHANGE, head=b"", body=b"HTTP/1.1 200 OK\r\nX-Ha", truncated="time", error="timeout")
    (one,) = found(warc.encode(half, CONTEXT, "<urn:uuid:0>").data)
    assert (one.capture.record_type, one.capture.status, one.capture.truncated) == ("request", None, "time")


def test_half_a_character_in_what_was_said_of_a_link_costs_no_capture() -> None:
    (one,) = found(warc.encode(EXCHANGE, replace(CONTEXT, title="Le \ud800 bac"), "<urn:uuid:0>").data)
    assert one.capture.link_title == "Le ? bac"


def members(data: bytes) -> list[bytes]:
    return [data[each.offset : each.offset + each.length] for each in member.members(io.BytesIO(data))]


@pytest.mark.parametrize(
    ("order", "problem"),
    [
        ((0, 2), "not paired"),
        ((1, 2), "not paired"),
        ((0, 1), "without their metadata"),
        ((0, 1, 2, 1), "without their metadata"),
    ],
)
def test_records_that_do_not_belong_together_are_a_fault(order: tuple[int, ...], problem: str) -> None:
    parts = members(FIRST.data)
    ((_, said),) = faults(b"".join(parts[at] for at in order))
    assert problem in said


def test_a_fault_says_where_and_what_follows_is_still_read() -> None:
    forged = member.pack(member.unpack(members(FIRST.data)[0]).replace(b"<p>text", b"<p>lies"))
    rest = b"".join(members(FIRST.data)[1:])
    data = INFO + forged + rest + FIRST.data
    seen = faults(data)
    assert seen[0][0] == len(INFO)
    assert "block digest" in seen[0][1]
    with pytest.raises(DamagedRecord, match=f"offset {len(INFO)}"):
        found(data)


def test_damaged_compression_is_a_fault_at_its_offset() -> None:
    data = bytearray(INFO + FIRST.data + FIRST.data)
    data[len(INFO) + len(FIRST.data) + 200] ^= 0xFF
    ((offset, said),) = faults(bytes(data))
    assert offset == len(INFO) + len(FIRST.data)
    assert "damaged" in said


@pytest.mark.parametrize("record", range(3))
def test_after_damage_the_next_capture_is_found(record: int) -> None:
    places = list(member.members(io.BytesIO(INFO + FIRST.data + FIRST.data)))
    damaged = places[1 + record]
    data = bytearray(INFO + FIRST.data + FIRST.data)
    data[damaged.offset + 100] ^= 0xFF
    seen: list[tuple[int, str]] = []
    groups = list(walk(io.BytesIO(data), NAME, lambda offset, problem: seen.append((offset, problem))))
    assert [offset for offset, _ in seen] == [damaged.offset]
    captures = [group.found.capture for group in groups if group.found]
    assert [capture.offset for capture in captures] == [len(INFO) + len(FIRST.data)]
    (lost,) = [group for group in groups if group.found is None and group.start]
    assert lost.start <= damaged.offset < lost.end


@pytest.mark.parametrize("junk", [b"junk", b"\x1f\x8b\x08" * 9, member.pack(b"no record"), bytes(600_000)])
def test_bytes_between_records_are_damage_of_their_own(junk: bytes) -> None:
    data = INFO + FIRST.data + junk + FIRST.data
    seen: list[tuple[int, str]] = []
    found = list(scan(io.BytesIO(data), NAME, lambda offset, problem: seen.append((offset, problem))))
    assert [offset for offset, _ in seen] == [len(INFO) + len(FIRST.data)]
    assert [each.capture.offset for each in found] == [len(INFO), len(INFO) + len(FIRST.data) + len(junk)]


def test_records_without_end_are_not_held() -> None:
    resource = warc.record([("WARC-Type", "resource"), ("WARC-Record-ID", "<urn:uuid:1>")], b"x")
    groups = list(walk(io.BytesIO(INFO + resource * 100), NAME, lambda *_: None))
    assert max(len(group.records) for group in groups) <= 16


@pytest.mark.parametrize("old", [b"WARC-Date: 2026", b"WARC-Target-URI: http"])
def test_a_field_that_cannot_be_read_is_a_fault(old: bytes) -> None:
    parts = [member.unpack(each) for each in members(FIRST.data)]
    parts[0] = parts[0].replace(old, b"X-" + old)
    ((_, said),) = faults(b"".join(map(member.pack, parts)))
    assert "unreadable field" in said

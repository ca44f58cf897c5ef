import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive import member, warc
from archive.errors import DamagedRecord
from archive.exchange import Context, Exchange, Location
from archive.scan import scan
from archive.segment import Name

EXCHANGE = Exchange(
    url="http://reader:secret@paper.example/a",
    method="GET",
    started=datetime(2026, 11, 22, 8, 0, 0, 123456, UTC),
    request=b"GET /a HTTP/1.1\r\nHost: paper.example\r\nCookie: s=1\r\n\r\n",
    head=b"HTTP/1.1 200 " + b"OK" * 3000 + b"\r\nx-ODD:  \xe9\xff\r\nX-Odd: 2\r\nContent-Type: text/html\r\n\r\n",
    body=b"<p>text</p>",
    ip="192.0.2.1",
    tls=("TLSv1.3", "TLS_AES_256_GCM_SHA384"),
)
CHUNKED = replace(
    EXCHANGE,
    head=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    body=b"3;x\r\n<p>\r\n4\r\ntext\r\n0\r\nT: 1\r\n\r\n",
)
INFO = "<urn:uuid:0>"
BIN = Path(sys.executable).parent


def records(data: bytes) -> list[warc.Record]:
    return [warc.parse(each.data) for each in member.members(io.BytesIO(data))]


def test_an_exchange_is_kept_byte_for_byte() -> None:
    response, request, metadata = records(warc.encode(EXCHANGE, Context(kind="article"), INFO).data)
    assert (response.type, request.type, metadata.type) == ("response", "request", "metadata")
    assert response.block == EXCHANGE.head + EXCHANGE.body
    assert (response.head, response.payload) == (EXCHANGE.head, EXCHANGE.body)
    assert request.block == b"GET /a HTTP/1.1\r\nHost: paper.example\r\n\r\n"
    assert b"kind: article\r\n" in metadata.block


def test_headers_say_who_when_and_how() -> None:
    response, request, metadata = records(warc.encode(EXCHANGE, Context(), INFO).data)
    assert response.headers["WARC-Target-URI"] == "http://paper.example/a"  # no credentials
    assert response.headers["WARC-Date"] == "2026-11-22T08:00:00.123456Z"
    assert response.headers["WARC-IP-Address"] == "192.0.2.1"
    assert response.headers["WARC-Cipher-Suite"] == "TLS_AES_256_GCM_SHA384"
    assert response.headers["WARC-Protocol"] == "tls/1.3"
    assert response.headers["WARC-Payload-Digest"] == warc.digest(EXCHANGE.body)
    concurrent = {each.headers["WARC-Concurrent-To"] for each in (request, metadata)}
    assert concurrent == {response.headers["WARC-Record-ID"]}


def test_secrets_are_kept_only_when_asked_for() -> None:
    _, request, _ = records(warc.encode(EXCHANGE, Context(), INFO, keep_secrets=True).data)
    assert request.block == EXCHANGE.request


def test_a_chunked_body_is_stored_as_its_entity_and_nothing_is_forgotten() -> None:
    response, _, metadata = records(warc.encode(CHUNKED, Context(), INFO).data)
    assert response.payload == b"<p>text"
    assert response.head == b"HTTP/1.1 200 OK\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\n"
    assert b"trailers: T%3A%201%0D%0A%0D%0A\r\n" in metadata.block


def test_chunk_framing_can_be_kept() -> None:
    response, *_ = records(warc.encode(CHUNKED, Context(), INFO, keep_chunked=True).data)
    assert response.block == CHUNKED.head + CHUNKED.body
    assert response.payload == b"<p>text"
    assert response.headers["WARC-Payload-Digest"] == warc.digest(b"<p>text")


def test_the_same_payload_again_is_a_revisit_of_the_original() -> None:
    first = warc.encode(EXCHANGE, Context(), INFO)
    original = warc.Original(first.record_id, first.url, first.date, Location("warc/a/2026/11/22/a.warc.gz", 7, 99))
    asked: list[str] = []
    find: Callable[[str], warc.Original] = lambda digest: asked.append(digest) or original  # type: ignore[func-returns-value]  # noqa: E731
    second = warc.encode(replace(EXCHANGE, url="http://paper.example/b"), Context(), INFO, find_original=find)
    revisit, _, metadata = records(second.data)
    assert asked == [first.payload_digest]
    assert not second.reusable  # never the target of another revisit
    assert (revisit.type, revisit.block) == ("revisit", EXCHANGE.head)
    assert revisit.headers["WARC-Profile"] == warc.IDENTICAL_PAYLOAD
    assert revisit.headers["WARC-Refers-To"] == first.record_id
    assert revisit.headers["WARC-Refers-To-Target-URI"] == "http://paper.example/a"
    assert revisit.headers["WARC-Refers-To-Date"] == first.date
    assert revisit.headers["WARC-Payload-Digest"] == first.payload_digest
    assert b"original: warc/a/2026/11/22/a.warc.gz 7 99\r\n" in metadata.block


@pytest.mark.parametrize("change", [{"truncated": "time"}, {"body": b""}])
def test_truncated_and_empty_bodies_make_no_revisits(change: dict[str, object]) -> None:
    def never(digest: str) -> warc.Original:
        raise AssertionError(digest)

    encoded = warc.encode(replace(EXCHANGE, **change), Context(), INFO, find_original=never)  # type: ignore[arg-type]
    assert not encoded.reusable
    assert records(encoded.data)[0].headers.get("WARC-Truncated") == change.get("truncated")


NOT_MODIFIED = replace(EXCHANGE, head=b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n', body=b"")
ORIGINAL = warc.Original("<urn:uuid:1>", "http://paper.example/a", "2026-11-22T08:00:00Z", Location("w", 7, 99))


def test_a_304_is_an_empty_revisit_of_what_was_validated_and_its_head_is_not_lost() -> None:
    encoded = warc.encode(NOT_MODIFIED, Context(kind="article"), INFO, validated=ORIGINAL)
    revisit, request, metadata = records(encoded.data)
    assert (revisit.type, revisit.block, encoded.original) == ("revisit", b"", ORIGINAL)
    assert revisit.headers["WARC-Profile"] == warc.NOT_MODIFIED
    assert revisit.headers["WARC-Refers-To"] == "<urn:uuid:1>"
    assert "WARC-Payload-Digest" not in revisit.headers  # no payload came
    assert request.headers["WARC-Concurrent-To"] == revisit.headers["WARC-Record-ID"]
    assert b"head: HTTP/1.1%20304%20Not%20Modified%0D%0AETag%3A%20%22a%22%0D%0A%0D%0A\r\n" in metadata.block
    (found,) = scan(io.BytesIO(encoded.data), Name("paper.example", "paper.example-20261122080000000-00001-r"))
    assert (found.capture.status, found.capture.etag, found.original) == (304, '"a"', ORIGINAL.location)
    assert not found.is_article


def test_a_304_that_nobody_asked_for_is_kept_as_it_came() -> None:
    response, *_ = records(warc.encode(NOT_MODIFIED, Context(), INFO).data)
    assert (response.type, response.block) == ("response", NOT_MODIFIED.head)


def test_a_request_without_answer_is_kept_with_the_reason() -> None:
    silent = replace(EXCHANGE, head=b"", body=b"", error="timed out\r\nX-Forged: 1")
    request, metadata = records(warc.encode(silent, Context(), INFO).data)
    assert request.type == "request"
    assert metadata.headers["WARC-Concurrent-To"] == request.headers["WARC-Record-ID"]
    assert b"error: timed out X-Forged: 1\r\n" in metadata.block


def test_bytes_that_are_no_http_are_kept_as_metadata() -> None:
    garbage = replace(EXCHANGE, head=b"", body=b"\x00SSH-2.0\r\n", error="not HTTP")
    _, metadata = records(warc.encode(garbage, Context(), INFO).data)
    assert b"unparsed: %00SSH-2.0%0D%0A\r\n" in metadata.block


def test_other_tools_accept_every_record(tmp_path: Path) -> None:
    info = warc.warcinfo(warc.new_id(), "a.warc.gz", EXCHANGE.started, [("software", "pressmark"), ("operator", None)])
    silent = replace(EXCHANGE, head=b"", body=b"")
    data = info + b"".join(warc.encode(each, Context(), INFO).data for each in (EXCHANGE, CHUNKED, silent))
    data += warc.encode(NOT_MODIFIED, Context(), INFO, validated=ORIGINAL).data
    path = tmp_path / "a.warc.gz"
    path.write_bytes(data)
    for command in (["gunzip", "-t"], [f"{BIN}/warcio", "check", "-v"], [f"{BIN}/fastwarc", "check"]):
        done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b"<p>text</p>", b"<p>lies</p>", "block digest"),
        (b"Content-Length: ", b"Content-Length: 1", "not as long"),
        (b"WARC/1.1", b"NOPE/1.1", "not a WARC record"),
    ],
)
def test_a_record_that_is_not_what_it_claims_is_damage(old: bytes, new: bytes, problem: str) -> None:
    data = next(member.members(io.BytesIO(warc.encode(EXCHANGE, Context(), INFO).data))).data
    with pytest.raises(DamagedRecord, match=problem):
        warc.parse(data.replace(old, new, 1))

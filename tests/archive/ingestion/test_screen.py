import hashlib
import io
from datetime import UTC, datetime

import pytest

from archive import warc
from archive.ingestion.framing import Framed, Units, records
from archive.ingestion.screen import Refused, Screened, screen
from archive.ingestion.unpack import pieces
from tests import foreign

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGE = foreign.http(foreign.page())
OTHER = foreign.sha1(b"other")
CHUNKED = "Transfer-Encoding: chunked"
CHUNKS = b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"


def framed(data: bytes) -> Framed:
    (found,) = [each for unit in Units(pieces(io.BytesIO(data))) for each in records(unit, 1 << 20)]
    return found


def screened(data: bytes) -> Screened:
    return screen(framed(data), NOW)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (foreign.response(url="ftp://paper.example/a"), "addresses that are not http or https"),
        (foreign.response(url="dns:paper.example"), "addresses that are not http or https"),
        (foreign.response(url="javascript:alert(1)"), "addresses that are not http or https"),
        (foreign.response(url="file:///etc/passwd"), "addresses that are not http or https"),
        (foreign.response(url="paper.example/a"), "no address"),
        (foreign.response(url=""), "no address"),
        (foreign.response(url="http:///a"), "addresses that cannot be read"),
        (foreign.response(url="http://paper.example/a b"), "addresses that cannot be read"),
        (foreign.response(url="http://paper.example/a\0b"), "addresses that cannot be read"),
        (foreign.response(url="http://paper.example:99999/"), "addresses that cannot be read"),
        (foreign.response(url="http://[paper.example/"), "addresses that cannot be read"),
        (foreign.response(url=f"http://paper.example/{'a' * 9000}"), "addresses that cannot be read"),
        (foreign.response(url=f"http://{'a.' * 200}example/"), "addresses that cannot be read"),
        (foreign.response(date="9999-12-31T23:59:59Z"), "dates that cannot be"),
        (foreign.response(date="0001-01-01T00:00:00+14:00"), "dates that cannot be"),
        (foreign.response(date="2026-11-24T00:00:00Z"), "dates that cannot be"),
        (foreign.response(date="1980-01-01T00:00:00Z"), "dates that cannot be"),
        (foreign.response(date="2019-05"), "dates that cannot be"),
        (foreign.response(date="yesterday"), "dates that cannot be"),
        (foreign.record("conversion", b"text"), "conversion records"),
        (foreign.record("continuation", b"text"), "continuation records"),
        (foreign.response(None, ("WARC-Segment-Number", "1")), "parts of segmented records"),
        (foreign.record("gossip", b"text"), "records of unknown type"),
        (foreign.response(b"no http").replace(b"application/http", b"text/plain"), "not HTTP"),
        (foreign.response(foreign.http(b"", f"A: {'b' * (300 << 10)}")), "HTTP headers larger than 256 KB"),
        (foreign.response(bytes(2 << 20)), "larger than the limit"),
    ],
)  # fmt: skip
def test_what_is_not_taken_in_says_why(data: bytes, reason: str) -> None:
    found = framed(data)
    with pytest.raises(Refused, match=f"^{reason}$"):
        screen(found, NOW)


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("<http://paper.example/a>", "http://paper.example/a"),
        (" HTTP://Paper.Example:8080/a?b=c#d ", "HTTP://Paper.Example:8080/a?b=c#d"),
        ("https://paper.example/café/%D8%A7", "https://paper.example/café/%D8%A7"),
        ("http://paper.example", "http://paper.example"),
    ],
)
def test_addresses_are_kept_as_they_are(given: str, url: str) -> None:
    assert screened(foreign.response(url=given)).url == url


@pytest.mark.parametrize(
    ("given", "date"),
    [
        (foreign.DATE, foreign.DATE),
        ("2019-05-02T10:00:00.123456789Z", "2019-05-02T10:00:00.123456789Z"),
        ("2019-05-02T12:00:00+02:00", "2019-05-02T10:00:00.000000Z"),
        ("2019-05-02T10:00:00", "2019-05-02T10:00:00.000000Z"),
    ],
)
def test_dates_are_utc(given: str, date: str) -> None:
    found = screened(foreign.response(date=given))
    assert (found.date, found.moment.replace(microsecond=0)) == (date, datetime(2019, 5, 2, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("given", "known"),
    [
        (foreign.uid(1), foreign.uid(1)),
        ("urn:uuid:1234", "<urn:uuid:1234>"),
        ("<http://archive.example/record/1>", "<http://archive.example/record/1>"),
        ("", None),
        ("12", None),
        ("<urn:uuid:1 2>", None),
        ("<urn:uuid:1>\x00", None),
        ("urn:" + "x" * 400, None),
    ],
)
def test_ids_that_are_no_uri_are_not_believed(given: str, known: str | None) -> None:
    data = foreign.response().replace(foreign.uid("response").encode(), given.encode())
    found = screened(data)
    assert found.id == known
    assert bool(found.faults) == (known is None)


@pytest.mark.parametrize(
    ("block", "claims", "faults", "altered"),
    [
        (PAGE, {}, 0, False),
        (PAGE, {"Block": foreign.sha1(PAGE), "Payload": foreign.sha1(foreign.page())}, 0, False),
        (PAGE, {"Block": foreign.sha1(PAGE).lower()}, 0, False),
        (PAGE, {"Block": f"sha256:{hashlib.sha256(PAGE).hexdigest()}"}, 0, False),
        (PAGE, {"Block": "blake9:whatever"}, 0, False),
        (PAGE, {"Block": OTHER}, 1, True),
        (PAGE, {"Payload": OTHER}, 1, True),
        (PAGE, {"Block": foreign.sha1(PAGE), "Payload": OTHER}, 1, False),
        (foreign.http(CHUNKS, CHUNKED), {"Payload": foreign.sha1(CHUNKS)}, 0, False),
        (foreign.http(CHUNKS, CHUNKED), {"Payload": foreign.sha1(b"hello world")}, 0, False),
    ],
)  # fmt: skip
def test_digests_are_held_against_the_bytes(block: bytes, claims: dict[str, str], faults: int, altered: bool) -> None:
    found = screened(foreign.response(block, *((f"WARC-{name}-Digest", claim) for name, claim in claims.items())))
    assert (len(found.faults), found.altered) == (faults, altered)
    kept = {name for name in claims if found.get(f"WARC-{name}-Digest")}
    assert kept == {name for name, claim in claims.items() if claim != OTHER}


@pytest.mark.parametrize(
    ("head", "body", "entity"),
    [
        ("Transfer-Encoding: chunked", CHUNKS, b"hello world"),
        ("Transfer-Encoding: chunked", b"hello world", b"hello world"),
        ("Transfer-Encoding: chunked", b"", b""),
        ("X-Archive-Orig-Transfer-Encoding: chunked", CHUNKS, CHUNKS),
    ],
)
def test_the_payload_is_the_entity_whatever_the_header_says(head: str, body: bytes, entity: bytes) -> None:
    assert screened(foreign.response(foreign.http(body, head))).digest == warc.digest(entity)


def test_header_fields_that_would_mislead_are_left_out_or_escaped() -> None:
    more = (("WARC-Target-URI", "http://other.example/"), ("Bad name", "x"), ("X-Note", "a\rWARC-Type: \x00warcinfo"))
    found = screened(foreign.response(None, *more))
    assert found.url == foreign.URL
    assert found.get("X-Note") == "a%0DWARC-Type: %00warcinfo"
    assert [name for name, _ in found.fields].count("WARC-Target-URI") == 1
    assert len(found.faults) == 3


@pytest.mark.parametrize(
    ("head", "meta", "opt_out"),
    [
        ("X-Robots-Tag: noarchive", "", "capture: header noarchive"),
        ("X-Other: 1", '<meta name="robots" content="noarchive">', "capture: meta noarchive"),
        ("tdm-reservation: 1", "", "capture: header tdm-reservation=1"),
        ("X-Robots-Tag: noai", "", "mark: header noai"),
        ("X-Other: 1", "", None),
    ],
)
def test_what_a_page_asked_for_is_heeded(head: str, meta: str, opt_out: str | None) -> None:
    body = foreign.page().replace(b"<head>", b"<head>" + meta.encode())
    assert screened(foreign.response(foreign.http(body, "Content-Type: text/html", head))).opt_out == opt_out

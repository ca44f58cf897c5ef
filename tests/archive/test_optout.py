import json
from datetime import UTC, datetime

import pytest

from archive.optout import HEAD, MAX_FILE, MAX_RULES, OptOut, TdmRep, opt_outs

NOW = datetime(2026, 6, 1, tzinfo=UTC)
POLICY = "https://example.org/policy.json"


def head(*fields: str) -> bytes:
    return "\r\n".join(("HTTP/1.1 200 OK", "Content-Type: text/html", *fields, "", "")).encode()


def of(fields: tuple[str, ...] = (), page: str = "", agent: str = "pressmark") -> OptOut:
    return opt_outs(head(*fields), page.encode(), agent, NOW)


@pytest.mark.parametrize(
    ("fields", "noarchive"),
    [
        (("X-Robots-Tag: noarchive",), True),
        (("x-robots-tag:NoIndex,NoArchive",), True),
        (("X-Robots-Tag: nosnippet", "X-Robots-Tag: noarchive"), True),
        (("X-Robots-Tag: pressmark: noarchive",), True),
        (("X-Robots-Tag: *: noarchive",), True),
        (("X-Robots-Tag: googlebot: noindex, Pressmark: nosnippet, noarchive",), True),
        (("X-Robots-Tag: max-image-preview: large, noarchive",), True),
        (("X-Robots-Tag: googlebot: nofollow", "X-Robots-Tag: noarchive"), True),
        (("X-Robots-Tag: nocache",), True),
        (("X-Robots-Tag: unavailable_after: 25 Jun 2010 15:00:00 PST",), True),
        (("X-Robots-Tag: unavailable_after: Fri, 25 Jun 2010 15:00:00 GMT, nofollow",), True),
        (("X-Robots-Tag: unavailable_after: Friday, 25-Jun-10 15:00:00 GMT",), True),
        (("X-Robots-Tag: unavailable_after: 2010-06-25",), True),
        (("X-Robots-Tag: unavailable_after: 2030-06-25T15:00:00Z",), False),
        (("X-Robots-Tag: unavailable_after: some day",), False),
        (("X-Robots-Tag: otherbot: unavailable_after: 2010-06-25",), False),
        (("X-Robots-Tag: googlebot: noarchive",), False),
        (("X-Robots-Tag: googlebot: nosnippet, noarchive",), False),
        (("X-Robots-Tag: pressmarkbot: noarchive",), False),
        (("X-Robots-Tag: none",), False),
        (("X-Robots-Tag: noindex, nofollow, noodp",), False),
        (("X-Robots-Tag: all",), False),
        (("X-Robots-Tag:",), False),
        (("X-Other: noarchive",), False),
        ((), False),
    ],
)
def test_x_robots_tag(fields: tuple[str, ...], noarchive: bool) -> None:
    assert of(fields).noarchive is noarchive
    assert of(fields, agent="Pressmark/0.1 (+https://example.org)").noarchive is noarchive


@pytest.mark.parametrize(
    ("page", "noarchive"),
    [
        ('<html><head><meta name="robots" content="noarchive"></head>', True),
        ("<HEAD><META CONTENT='index, NOARCHIVE' NAME=Robots></HEAD>", True),
        ("<title>x</title><meta name=pressmark content=noarchive>", True),
        ("<script>if (a<body) x()</script><meta name=robots content=noarchive>", True),
        ("<meta name=robots content='unavailable_after: 2020-01-01'>", True),
        ("\ufeffNotice: x in y.php<br><html><head><meta name=robots content=noarchive>", True),
        ("<meta name=googlebot content=noarchive>", False),
        ("<meta name=robots content='none'>", False),
        ("<meta name=robots content='max-snippet:-1'><p>noarchive, robots", False),
        ("<!-- <meta name=robots content=noarchive> -->", False),
        ("<script>'<meta name=robots content=noarchive>'</script>", False),
        ("<head></head><body><meta name=robots content=noarchive>", False),
        ("<meta name=description content='robots: noarchive'>", False),
        ("<meta name=robots", False),
        ("", False),
    ],
)
def test_meta_elements_before_the_body(page: str, noarchive: bool) -> None:
    assert of(page=page).noarchive is noarchive
    assert opt_outs(head(), page.encode("utf-16"), "pressmark", NOW).noarchive is noarchive


def test_noai_is_recorded_and_refuses_nothing() -> None:
    found = of(("X-Robots-Tag: noai",), "<meta name=robots content='noai, noimageai'>")
    assert found.said == ("header noai", "meta noai", "meta noimageai")
    assert not found


@pytest.mark.parametrize(
    ("fields", "page", "reserved", "policy"),
    [
        (("TDM-Reservation: 1",), "", True, None),
        (("tdm-reservation: 1", f"tdm-policy: {POLICY}"), "", True, POLICY),
        (("tdm-reservation: 0",), "", False, None),
        (("tdm-reservation: 0", "tdm-reservation: 1"), "", True, None),
        (("tdm-reservation: yes",), "", None, None),
        ((f"tdm-policy: {POLICY}",), "", None, None),
        (("tdm-reservation: 1", "tdm-policy: javascript:alert(1)"), "", True, None),
        ((), "<meta name='tdm-reservation' content='1'>", True, None),
        ((), f"<meta name=tdm-reservation content=1><meta name=tdm-policy content='{POLICY}'>", True, POLICY),
        (("tdm-reservation: 1", f"tdm-policy: {POLICY}"), "<meta name=tdm-reservation content=0>", False, None),
        (("tdm-reservation: 0",), "<meta name=tdm-reservation content=1>", True, None),
        ((), "<body><meta name=tdm-reservation content=1>", None, None),
        ((), "", None, None),
    ],
)
def test_the_page_goes_before_the_header(
    fields: tuple[str, ...], page: str, reserved: bool | None, policy: str | None
) -> None:
    found = of(fields, page)
    assert (found.reserved, found.policy, bool(found)) == (reserved, policy, reserved is True)


@pytest.mark.parametrize(
    "piece", ["<meta ", "<", "<!--", "<script>", "<div>", "<meta name=robots content=noarchive>", "\0"]
)
def test_hostile_starts_are_bounded(piece: str) -> None:
    found = of(
        ("X-Robots-Tag: noarchive, " + "a:" * 9_999,) * 999, piece * (2 * HEAD // len(piece)) + "tdm-robots noai"
    )
    assert len(found.said) <= 3


RULES = [
    {"location": "/", "tdm-reservation": 1, "tdm-policy": POLICY},
    {"location": "/open/", "tdm-reservation": 0},
    {"location": "/open/*.jpg$", "tdm-reservation": "1"},
    {"location": "/caf%C3%A9/%7Ex", "tdm-reservation": 0},
    {"location": "/twice", "tdm-reservation": 0},
    {"location": "/twice", "tdm-reservation": 1},
]


@pytest.mark.parametrize(
    ("path", "reserved", "policy"),
    [
        ("", True, POLICY),
        ("/story", True, POLICY),
        ("/open/story", False, None),
        ("/open/a/b.jpg", True, None),
        ("/open/a/b.jpg?size=1", False, None),
        ("/Open/story", True, POLICY),
        ("/café/~x/1", False, None),
        ("/caf%c3%a9/~x", False, None),
        ("/twice", False, None),
    ],
)
def test_the_longest_location_says_it(path: str, reserved: bool, policy: str | None) -> None:
    assert TdmRep.parse(json.dumps(RULES).encode()).reserved(f"https://example.org{path}") == (reserved, policy)


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("*", "/a", True),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/*/b", "/x/y/bc", True),
        ("/a*a$", "/a", False),
        ("/a*a$", "/axa", True),
        ("/a*$", "/axb", True),
        ("a", "/ab", True),
        ("https://example.org/a", "/ab", True),
        ("/a**b", "/ab", True),
        ("/" + "*a" * 900 + "$", "/" + "a" * 1_900 + "b", False),
    ],
)
def test_patterns(pattern: str, path: str, matches: bool) -> None:
    body = json.dumps([{"location": pattern, "tdm-reservation": 1}]).encode()
    assert TdmRep.parse(body).reserved(f"https://example.org{path}") == (matches, None)


@pytest.mark.parametrize(
    ("body", "rules", "faulty"),
    [
        (b"", 0, True),
        (b"<html>", 0, True),
        (b"[" * 100_000, 0, True),
        (b"1" * 5_000, 0, True),
        (b"null", 0, True),
        (b"\xff\xfe", 0, True),
        (b" " * (MAX_FILE + 1), 0, True),
        (b"[]", 0, False),
        (b"\xef\xbb\xbf" + b'[{"location": "/", "tdm-reservation": 1}]', 1, False),
        (b'{"location": "/", "tdm-reservation": 1}', 1, False),
        (b'[{"location": "/"}, {"location": 3, "tdm-reservation": 1}, {"tdm-reservation": 1}, 7, null]', 0, True),
        (b'[{"location": "/", "tdm-reservation": 2}, {"location": "/", "tdm-reservation": [1]}]', 0, True),
        (json.dumps([{"location": "/" * 3_000, "tdm-reservation": 1}]).encode(), 0, True),
        (json.dumps([{"location": "/", "tdm-reservation": 1}] * (MAX_RULES + 1)).encode(), MAX_RULES, True),
    ],
    ids=range(14),
)
def test_files_are_read_within_bounds(body: bytes, rules: int, faulty: bool) -> None:
    found = TdmRep.parse(body)
    assert (len(found.rules), found.fault is not None) == (rules, faulty)
    assert found.reserved("https://[broken") == (False, None)

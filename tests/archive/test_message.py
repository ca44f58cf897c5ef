import pytest

from archive import message

CHUNKED = b"HTTP/1.1 200 OK\r\nDate: x\r\ntransfer-ENCODING: chunked\r\nX: 1\r\n\r\n"


@pytest.mark.parametrize(
    ("framed", "body", "trailers"),
    [
        (b"5\r\nhello\r\n0\r\n\r\n", b"hello", b""),
        (b"5;name=value\r\nhello\r\n6 \r\n world\r\n0;x\r\n\r\n", b"hello world", b""),
        (b"1\r\na\r\n0\r\nExpires: never\r\n\r\n", b"a", b"Expires: never\r\n\r\n"),
        (b"A\r\n0123456789\r\n0\r\n\r\n", b"0123456789", b""),
        (b"5\nhello\n0\n\n", b"hello", b""),
        (b"5\r\nhello\r\n8\r\ncut", b"hellocut", b""),  # cut within a chunk
        (b"5\r\nhello\r\n5", b"hello", b""),  # cut within a size
        (b"", b"", b""),
    ],
)
def test_dechunk(framed: bytes, body: bytes, trailers: bytes) -> None:
    assert message.dechunk(framed) == message.Entity(body, trailers)


@pytest.mark.parametrize(
    ("framed", "body", "rest"),
    [
        (b"zz\r\nhello\r\n", b"", b"zz\r\nhello\r\n"),
        (b"-5\r\nhello\r\n", b"", b"-5\r\nhello\r\n"),
        (b"hello", b"", b"hello"),
        (b"5\r-\nhello", b"", b"5\r-\nhello"),
        (b"5\r\nhello\r\nand more", b"hello", b"and more"),
        (b"5\r\nhelloX0\r\n\r\n", b"hello", b"X0\r\n\r\n"),
    ],
)
def test_what_is_no_framing_is_told_apart(framed: bytes, body: bytes, rest: bytes) -> None:
    assert message.dechunk(framed) == message.Entity(body, rest=rest)


def test_unframed_head_renames_in_place_and_tells_the_length() -> None:
    assert message.unframed_head(CHUNKED, 11) == (
        b"HTTP/1.1 200 OK\r\nDate: x\r\nX-Archive-Orig-transfer-ENCODING: chunked\r\nX: 1\r\nContent-Length: 11\r\n\r\n"
    )


def test_unframed_head_keeps_a_contradicting_length_as_evidence() -> None:
    head = b"HTTP/1.1 200 OK\nContent-Length: 3\nTransfer-Encoding: chunked\n\n"
    assert message.unframed_head(head, 11) == (
        b"HTTP/1.1 200 OK\nX-Archive-Orig-Content-Length: 3\nX-Archive-Orig-Transfer-Encoding: chunked\n"
        b"Content-Length: 11\n\n"
    )


@pytest.mark.parametrize(
    ("coding", "chunked"),
    [(b"chunked", True), (b"gzip, Chunked", True), (b"identity", False), (b"chunked, gzip", False)],
)
def test_is_chunked(coding: bytes, chunked: bool) -> None:
    assert message.is_chunked(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: " + coding + b"\r\n\r\n") is chunked


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", 200),
        (b"HTTP/1.0 404\r\n\r\n", 404),
        (b"HTTP/1.1  301 Moved\r\n\r\n", 301),
        (b"HTTP/1.1 2000 No\r\n\r\n", None),
        (b"ICY 200 OK\r\n\r\n", None),
    ],
)
def test_status(head: bytes, code: int | None) -> None:
    assert message.status(head) == code


def test_without_secrets_drops_credential_lines_only() -> None:
    secrets = b"cookie: s=1\r\nAuthorization: Basic x\r\nProxy-Authorization: y\r\n"
    request = b"POST / HTTP/1.1\r\nHost: a\r\n" + secrets + b"\r\nCookie: body"
    assert message.without_secrets(request) == b"POST / HTTP/1.1\r\nHost: a\r\n\r\nCookie: body"


def test_header_is_case_blind_and_takes_the_first() -> None:
    head = b"HTTP/1.1 200 OK\r\nETAG:  one \r\nEtag: two\r\n\r\n"
    assert message.header(head, b"etag") == b"one"
    assert message.header(head, b"age") is None

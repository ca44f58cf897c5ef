import http.server
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest

from archive.errors import StoreError, StoreRefused, StoreUnavailable
from archive.store import open_store
from tests.complaint import complaint
from tests.s3 import ROOT, SECRET, Ceph, Server


def test_missing_bucket(aws: Server) -> None:
    said = complaint(StoreRefused, open_store("s3://no-such-bucket/prefix"))
    assert "no such bucket: create it" in said
    assert "s3://no-such-bucket/prefix" in said
    assert aws.endpoint in said


def test_credentials_the_server_rejects(aws: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = aws.bucket()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        with monkeypatch.context() as patch:
            patch.setenv(name, "wrong" + "x" * 15)
            store = open_store(f"s3://{bucket}")
            if aws.checks_credentials:
                assert "wrong credentials" in complaint(StoreRefused, store)
            else:
                store.check()
    if isinstance(aws, Ceph):
        aws.user("SOMEONEELSE", "another-secret")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "SOMEONEELSE")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another-secret")
        assert "permission denied" in complaint(StoreRefused, open_store(f"s3://{bucket}"))


def test_no_credentials(no_aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    store = open_store("s3://bucket")
    assert "no credentials: set AWS_ACCESS_KEY_ID" in complaint(StoreRefused, store)
    with pytest.raises(StoreRefused, match="no credentials"):
        store.table("captures")
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(StoreRefused, match="nobody"):
        open_store("s3://bucket")


def test_an_authority_the_sdk_does_not_know(aws: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    store = open_store(f"s3://{aws.bucket()}")
    if aws.certificate:
        assert "name its CA in AWS_CA_BUNDLE" in complaint(StoreRefused, store)
    else:
        monkeypatch.setenv("AWS_ENDPOINT_URL", aws.endpoint.replace("http:", "https:"))
        assert "no TLS to trust" in complaint(StoreRefused, open_store("s3://bucket"))


@pytest.mark.parametrize("address", ["http://127.0.0.1:{closed}", "http://nowhere.invalid"])
def test_nothing_answers(keys: pytest.MonkeyPatch, address: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        closed = listener.getsockname()[1]
    keys.setenv("AWS_ENDPOINT_URL", address.format(closed=closed).replace("//", f"//user:{SECRET}@"))
    said = complaint(StoreUnavailable, open_store("s3://bucket"))
    assert "nothing answers: check the address" in said
    assert address.format(closed=closed) in said


CHECK = """
from archive import errors, store
try:
    store.open_store("s3://bucket").check()
except errors.StoreUnavailable as error:
    print(error)
"""


def test_a_black_hole_is_given_up(keys: pytest.MonkeyPatch) -> None:
    """As a process of its own: a thread left behind must not hold up its end."""
    with silent() as hole, dripping() as drip:
        environments = [os.environ | {"AWS_ENDPOINT_URL": address} for address in (hole, drip)]
        start = [sys.executable, "-c", CHECK]
        checks = [subprocess.Popen(start, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True) for env in environments]
        said = [check.communicate(timeout=30)[0] for check in checks]
    assert "try again later (Read timed out." in said[0]
    assert "no complete answer in 10 seconds" in said[1]


@contextmanager
def silent() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def dripping() -> Iterator[str]:
    """An answer that never ends, slowly: no timeout between two bytes ever passes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            talk, _ = listener.accept()
            with talk:
                for byte in b"HTTP/1.1 200 OK\r\nX-Drip: " + b"d" * 100:
                    try:
                        talk.sendall(bytes([byte]))
                    except OSError:
                        return
                    time.sleep(0.5)

        threading.Thread(target=drip, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def answering(answer: Callable[[str, Mapping[str, str]], Answer]) -> Iterator[str]:
    """A server with these answers to a method and headers."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def reply(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, headers, body = answer(self.command, self.headers)
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_HEAD = do_DELETE = reply  # noqa: N815 names of http.server

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,)).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


@pytest.mark.parametrize(
    ("status", "code", "wanted", "words"),
    [
        (400, "ExpiredToken", StoreRefused, "sign in again"),
        (403, "AccessDenied", StoreRefused, "permission denied"),
        (403, "RequestTimeTooSkewed", StoreRefused, "clock"),
        (501, "NotImplemented", StoreRefused, "If-None-Match"),
        (418, "Teapot", StoreRefused, "as the server put it"),
        (503, "SlowDown", StoreUnavailable, "try again later"),
        (500, "InternalError", StoreUnavailable, "try again later"),
    ],
)
def test_what_servers_say(
    keys: pytest.MonkeyPatch, status: int, code: str, wanted: type[StoreError], words: str
) -> None:
    body = f"<Error><Code>{code}</Code><Message>as the server\nput it</Message></Error>".encode()
    with answering(lambda *_: (status, {}, body)) as address:
        keys.setenv("AWS_ENDPOINT_URL", address)
        said = complaint(wanted, open_store("s3://bucket"))
    assert words in said
    assert address in said


def test_what_is_no_s3(keys: pytest.MonkeyPatch) -> None:
    with answering(lambda *_: (200, {}, b"<html><p>It works!")) as address:
        keys.setenv("AWS_ENDPOINT_URL", address)
        assert address in complaint(StoreUnavailable, open_store("s3://bucket"))


def test_a_store_that_replaces_is_refused(keys: pytest.MonkeyPatch) -> None:
    last: dict[str, str] = {}

    def careless(method: str, headers: Mapping[str, str]) -> Answer:
        if method == "PUT":
            last.update(
                {"Content-Length": headers["Content-Length"], "x-amz-meta-sha256": headers["x-amz-meta-sha256"]}
            )
        return 200, last if method == "HEAD" else {}, b"<ListBucketResult/>" if method == "GET" else b""

    with answering(careless) as address:
        keys.setenv("AWS_ENDPOINT_URL", address)
        assert "it replaces what is already there" in complaint(StoreRefused, open_store("s3://bucket"))


def test_a_bucket_elsewhere_is_told_before_the_tables_miss_it(keys: pytest.MonkeyPatch) -> None:
    with answering(lambda *_: (200, {"x-amz-bucket-region": "eu-west-1"}, b"<ListBucketResult/>")) as address:
        keys.setenv("AWS_ENDPOINT_URL", address)  # others than AWS may call their region as they like
        assert "AWS_DEFAULT_REGION" not in complaint(StoreError, open_store("s3://bucket"))
        keys.setenv("AWS_ENDPOINT_URL", "http://s3.amazonaws.com")
        keys.setenv("HTTP_PROXY", address)
        assert "set AWS_DEFAULT_REGION=eu-west-1" in complaint(StoreRefused, open_store("s3://bucket"))
        keys.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        assert "AWS_DEFAULT_REGION" not in complaint(StoreError, open_store("s3://bucket"))

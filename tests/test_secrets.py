"""Crawls with secrets planted in proxies, addresses, keys and settings: none is in what they store, export or say."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import Misuse, StoreError
from archive.store import open_store
from scraper import Feed, NewsSpider
from spiders.site import Site
from tests import bytesearch, planted
from tests.crawl import Desk
from tests.planted import COOKIE, ENDPOINT, FTP, KEY, PROXY, QUERY, SECRET, SITE, TOKEN, USER, leaks, paper, signed_in
from tests.rawserver import Proxy, RawServer, tls
from tests.s3 import Server

QUICK = (
    *("-s", "DOWNLOAD_DELAY=0.01", "-s", "AUTOTHROTTLE_ENABLED=0", "-s", "RETRY_TIMES=0", "-s", "RETRY_AFTER_MAX=1"),
    *("-s", "COMMIT_PATIENCE=1", "-L", "DEBUG"),
)
KEYS = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": TOKEN}


def everywhere(folder: Path, *said: str) -> list[str]:
    """Leaks into files of the operator's folder, and into what programs said."""
    kept = [leak for name, data in bytesearch.files(folder) if name != "credentials" for leak in leaks(name, data)]
    return kept + [leak for text in said for leak in leaks("output", text.encode())]


def test_a_crawl_into_s3_keeps_no_secret(tmp_path: Path, aws: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site's password in its address, http and https through a proxy with another, keys in a credentials file."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    keys = f"aws_access_key_id={KEY}\naws_secret_access_key={SECRET}\naws_session_token={TOKEN}\n"
    (tmp_path / "credentials").write_text(f"[default]\n{keys}")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    desk = Desk(tmp_path, f"s3://{aws.bucket()}/press")
    (tmp_path / "tls").mkdir()
    with (
        RawServer(paper(), tls(tmp_path / "tls")) as secure,
        RawServer(paper(secure.url(planted.TLS))) as site,
        Proxy(f"{USER}:{PROXY}") as proxy,
    ):
        through = signed_in(proxy.url(), USER, PROXY)
        environment = {"http_proxy": through, "https_proxy": through, "no_proxy": "localhost"}
        environment["AWS_ENDPOINT_URL"] = aws.endpoint.replace("127.0.0.1", "localhost")
        words = ("-s", "COOKIES_ENABLED=1", "-s", f"JOBDIR={tmp_path / 'job'}")
        address = f"url={signed_in(site.url('/'), USER, SITE)}"
        done = desk.crawl("site", "-a", address, *words, "-o", str(tmp_path / "out.jsonl"), *QUICK, **environment)
        asked = b"".join(served.received for served in site.served)
        tunnelled = b"".join(served.received for served in proxy.served if b"CONNECT" in served.received)
        assert any(served.target == planted.TLS for served in secure.served), done.stdout
    assert base64.b64encode(f"{USER}:{SITE}".encode()) in asked
    assert COOKIE.encode() in asked
    assert base64.b64encode(f"{USER}:{PROXY}".encode()) in tunnelled
    assert "4 new or changed" in done.stdout, done.stdout
    assert "ailleurs" in done.stdout  # a redirect to an address with a password: told, and not followed
    stored = dict(bytesearch.versions(desk.store, aws))
    assert any(COOKIE.encode() in text for data in stored.values() for text in bytesearch.unpacked(data))  # as set
    assert [leak for name, data in stored.items() for leak in leaks(name, data)] == []
    assert everywhere(tmp_path, done.stdout) == []


@pytest.fixture
def nobody() -> Iterator[RawServer]:
    with RawServer({}) as site:
        yield site


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        pytest.param({"http_proxy": "http://jean%40paper:Proxy%3Apa%2Fss%2644@127.0.0.1:1"}, (), id="proxy"),
        pytest.param(
            {"ARCHIVE_URI": "s3://bucket/press", "AWS_ENDPOINT_URL": f"http://key:{ENDPOINT}@127.0.0.1:1"},
            ("-s", f"HTTPAUTH_PASS={SITE}", "-s", "HTTPAUTH_DOMAIN=paper.example"),
            id="endpoint",
        ),
        pytest.param({}, ("-o", f"ftp://ftp:{FTP}@127.0.0.1:1/out.jsonl", "-s", f"FTP_PASSWORD={FTP}"), id="export"),
    ],
)
def test_what_fails_tells_no_secret(
    nobody: RawServer, no_aws: None, tmp_path: Path, environment: dict[str, str], words: tuple[str, ...]
) -> None:
    done = Desk(tmp_path).crawl("site", "-a", f"url={nobody.url('/')}", *words, *QUICK, **KEYS, **environment)
    assert "Overridden settings" in done.stdout
    assert done.returncode == 1, done.stdout
    assert everywhere(tmp_path, done.stdout) == []


@pytest.mark.parametrize(
    ("uri", "endpoint"),
    [
        (f"s3://key:{ENDPOINT}@bucket/press", "http://127.0.0.1:1"),
        (f"s3://bucket/press?token={QUERY}", "http://127.0.0.1:1"),
        (f"s3://bucket/press#{QUERY}", "http://127.0.0.1:1"),
        (f"http://key:{ENDPOINT}@paper.example/", "http://127.0.0.1:1"),
        ("s3://bucket/press", f"http://key:{ENDPOINT}@127.0.0.1:1/?token={QUERY}"),
        ("s3://bucket/press", f"http://key:{ENDPOINT}@127.0.0.1:1"),
    ],
)
def test_an_archive_that_cannot_be_had_is_refused_without_secrets(
    keys: pytest.MonkeyPatch, uri: str, endpoint: str
) -> None:
    keys.setenv("AWS_ENDPOINT_URL", endpoint)
    with pytest.raises((Misuse, StoreError)) as refused:
        open_store(uri).check()
    assert leaks("message", str(refused.value).encode()) == []


@pytest.mark.parametrize(
    "address",
    [f"http://{USER}:{SITE}@127.0.0.1/", f"http://jean:{ENDPOINT}@/", f"ftp://jean:{ENDPOINT}@paper.example/"],
)
def test_a_bad_address_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(Misuse) as refused:
        Site(address)
    assert leaks("message", str(refused.value).encode()) == []


def test_a_site_file_holds_no_password() -> None:
    class Paper(NewsSpider):
        name = "paper.example"
        sources = (Feed(f"https://jean:{ENDPOINT}@paper.example/feed"),)

    with pytest.raises(Misuse, match="HTTPAUTH_USER") as refused:
        Paper()
    assert leaks("message", str(refused.value).encode()) == []

"""No public host is crawled by nobody."""

import re
import socket
from pathlib import Path

import pytest
from scrapy.settings import Settings

from archive.errors import Misuse
from scraper.politeness import contact
from tests.crawl import Desk
from tests.rawserver import RawServer
from tests.scraper.politecrawl import page


@pytest.mark.parametrize(
    "words",
    [
        "desk@example.org",
        "a.b+c@sub.example.org",
        "https://example.org/bot",
        "http://example.org",
        "HTTPS://example.org",
    ],
)
def test_a_contact(words: str) -> None:
    assert contact.reachable(words)
    contact.check(words, ["8.8.8.8"])


@pytest.mark.parametrize(
    "words",
    [
        "me", "example.org", "@example.org", "me@", "me@localhost", "ftp://example.org", "https://", "https://localhost",
        "http://[::1", "me@example.org, you", "me @example.org", "ünï@example.org", "me@example.org\r\nX: y",
        "https://example.org/)", "x" * 250 + "@example.org", " ",
    ],
)  # fmt: skip
def test_no_contact(words: str) -> None:
    assert not contact.reachable(words)
    with pytest.raises(Misuse, match="CONTACT="):
        contact.check(words, [])


@pytest.mark.parametrize(
    "host",
    [
        "8.8.8.8", "2a00:1450:4007::200e", "[2606:4700::1111]", "134744072", "nowhere.invalid", "NOWHERE.invalid.",
        "a" * 300, "",
    ],
)  # fmt: skip
def test_public_hosts_want_one(host: str) -> None:
    assert contact.public(host)
    with pytest.raises(Misuse, match=r"CONTACT=you@example\.org") as caught:
        contact.check("", ["localhost", host])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "10.1.2.3", "192.168.0.9", "::1", "[::1]", "fd00::1", "localhost", "LocalHost.",
        "paper.localhost",
    ],
)  # fmt: skip
def test_hosts_of_ones_own_want_none(host: str) -> None:
    assert not contact.public(host)
    contact.check("", [host])


@pytest.mark.parametrize(("addresses", "public"), [(["10.0.0.1"], False), (["10.0.0.1", "8.8.8.8"], True)])
def test_a_name_is_public_when_one_of_its_addresses_is(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str], public: bool
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: found)
    assert contact.public("paper.example") is public


@pytest.mark.parametrize(
    ("given", "agent"),
    [("", "pressmark/1"), ("me@example.org", "pressmark/1 (+me@example.org)"), ("mark", "pressmark/1")],
)
def test_the_user_agent_names_the_contact_once(given: str, agent: str) -> None:
    settings = Settings({"CONTACT": given, "USER_AGENT": "pressmark/1"})
    contact.Contact().update_settings(settings)
    contact.Contact().update_settings(settings)
    assert settings["USER_AGENT"] == agent


def test_nothing_is_fetched_from_a_public_host_without_a_contact(tmp_path: Path) -> None:
    done = Desk(tmp_path).crawl("site", "-a", "url=https://nowhere.invalid/", CONTACT="")
    assert done.returncode == 2
    (line,) = done.stdout.splitlines()
    assert line.startswith("pressmark: nowhere.invalid is a public host, so say who crawls it: `-s CONTACT=")
    assert list(tmp_path.iterdir()) == []


def test_an_ill_formed_contact_is_refused_everywhere(tmp_path: Path) -> None:
    done = Desk(tmp_path).crawl("demo", "-s", "CONTACT=me")
    assert done.returncode == 2
    assert "CONTACT='me' should be an http(s) URL or an e-mail address" in done.stdout


def test_the_contact_is_sent(tmp_path: Path) -> None:
    with RawServer(lambda path: page() if path == "/" else None) as server:
        done = Desk(tmp_path).crawl("site", "-a", f"url={server.url()}", "-s", "CONTACT=desk@example.org")
    assert done.returncode == 0, done.stdout
    assert len(server.served) > 1
    for served in server.served:
        assert re.search(rb"\r\nUser-Agent: pressmark/\S+ \(\+desk@example\.org\)\r\n", served.received)

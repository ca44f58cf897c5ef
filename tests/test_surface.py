"""A crawl killed in its work: what it listened on, who may read its files, and which secrets are in them."""

import base64
import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import bytesearch, sockets
from tests.crawl import Desk
from tests.planted import BUSY, COOKIE, PROXY, SECRET, SITE, USER, leaks, paper, signed_in
from tests.rawserver import Proxy, RawServer


@dataclass
class Held:
    """A crawl that was killed while it waited, and what was seen of it before."""

    folder: Path
    output: str
    listening: list[str]
    modes: dict[Path, int]
    paper: RawServer
    proxied: Proxy


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """With JOBDIR, cookies, a password for the site and one for the proxy, and umask 0."""
    folder = tmp_path_factory.mktemp("held")
    desk = Desk(folder)
    with RawServer(paper(BUSY)) as site, Proxy(f"{USER}:{PROXY}") as proxy:
        through = signed_in(proxy.url(), USER, PROXY)
        words = ("-s", "COOKIES_ENABLED=1", "-s", f"JOBDIR={folder / 'job'}", "-s", f"LOG_FILE={folder / 'log'}")
        umask = os.umask(0)
        process = desk.start(
            *("site", "-a", f"url={signed_in(site.url('/'), USER, SITE)}", *words, "-L", "DEBUG"),
            *("-s", "DOWNLOAD_DELAY=0.01", "-s", "AUTOTHROTTLE_ENABLED=0"),
            **{"http_proxy": through, "https_proxy": through, "AWS_SECRET_ACCESS_KEY": SECRET, "no_proxy": ""},
        )
        os.umask(umask)
        give_up = time.monotonic() + 60
        while not list((folder / "spool").glob("*/*.readings.jsonl")) or BUSY not in (folder / "log").read_text():
            assert time.monotonic() < give_up, "it captured nothing"
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.1)
        time.sleep(0.5)
        listening = sockets.listening(sockets.family(process.pid))
        modes = {path: path.lstat().st_mode for path in (folder / "spool", *folder.rglob("*"))}
        process.kill()
        output, _ = process.communicate(timeout=30)
        yield Held(folder, output, listening, modes, site, proxy)


def test_nothing_listens(held: Held) -> None:
    assert held.listening == []


def test_state_is_its_owners_alone_whatever_the_umask(held: Held) -> None:
    spool = {path: mode for path, mode in held.modes.items() if path.is_relative_to(held.folder / "spool")}
    assert any(path.name.endswith(".open") for path in spool)
    for path, mode in (
        *spool.items(),
        (held.folder / "job/requests.queue", held.modes[held.folder / "job/requests.queue"]),
    ):
        assert stat.S_IMODE(mode) == (0o700 if stat.S_ISDIR(mode) else 0o600), path
    assert stat.S_IMODE(held.modes[held.folder / "data"]) == 0o700


def test_secrets_were_used(held: Held) -> None:
    """Else it would prove nothing that none is found."""
    received = b"".join(served.received for served in held.paper.served)
    basic = base64.b64encode(f"{USER}:{SITE}".encode())
    assert b"Authorization: Basic " + basic in received
    assert COOKIE.encode() in received
    assert any(base64.b64encode(f"{USER}:{PROXY}".encode()) in served.received for served in held.proxied.served)


def test_no_secret_is_in_the_spool_the_queue_or_the_log_of_a_killed_crawl(held: Held) -> None:
    found = [leak for name, data in bytesearch.files(held.folder) for leak in leaks(name, data)]
    assert found + leaks("output", held.output.encode()) == []
    assert "HTTPAUTH_PASS': '***'" in (held.folder / "log").read_text()

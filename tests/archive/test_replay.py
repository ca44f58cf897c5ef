"""A page from the archive in real pywb, with the newspaper gone."""

import gzip
import html
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
import pytest

from archive import tables
from archive.requisites import page, style
from tests.crawl import BIN, ROOT, Desk
from tests.newspaper import Newspaper
from tests.newspaper.site import DOCUMENT, GONE
from tests.papers import Paper

DECODE = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}
PROGRAM = ROOT / ".venv-pywb" / "bin" / "wayback"


class Replay:
    """`archive replay`, running."""

    def __init__(self, port: int, paper: Newspaper) -> None:
        self.port, self.paper = port, paper

    def get(self, url: str, modifier: str = "id_") -> tuple[int, bytes]:
        """Status and body of a capture; `id_` asks for it unrewritten."""
        address = f"http://127.0.0.1:{self.port}/archive/2026{modifier}/{url}"
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return answer.status, DECODE[answer.headers.get("Content-Encoding")](answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()


@contextmanager
def replaying(desk: Desk) -> Iterator[int]:
    """`archive replay` of what a desk has, on a port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(BIN / "archive"), "replay", "--archive", desk.archive_uri, "--port", str(port)]
    command += ["--wayback", str(PROGRAM)]
    with subprocess.Popen(
        command, cwd=desk.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            wait_for(port, process)
            yield port
        finally:
            process.send_signal(signal.SIGINT)
            try:
                output, _ = process.communicate(timeout=20)
            finally:
                process.kill()
    assert f"http://127.0.0.1:{port}/archive/" in output


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    desk = Desk(tmp_path_factory.mktemp("replay"))
    with Newspaper() as paper:
        assert desk.crawl("demo", "-a", f"url={paper.url}", "-s", "REQUISITES=all").returncode == 0
    with replaying(desk) as port:
        yield Replay(port, paper)


def wait_for(port: int, process: "subprocess.Popen[str]") -> None:
    for _ in range(300):
        assert process.poll() is None
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("pywb did not start")


def test_every_article_replays_as_it_was(replay: Replay) -> None:
    """Gzip, Brotli and chunked ones, a query as identity, Arabic paths."""
    for url in replay.paper.articles:
        assert replay.get(url) == (200, replay.paper.site.find(url.removeprefix(replay.paper.url)).body)


def test_a_revisit_replays_the_original(replay: Replay) -> None:
    assert replay.paper.copies
    for url in replay.paper.copies:
        assert replay.get(url) == (200, replay.paper.site.find(url.removeprefix(replay.paper.url)).body)


def test_a_redirect_an_error_and_a_document_replay(replay: Replay) -> None:
    old = next(article for article in replay.paper.articles.values() if article.old_path)
    status, body = replay.get(f"{replay.paper.url}{old.old_path}", "mp_")
    assert (status, old.title.encode() in body) == (200, True)
    assert replay.get(replay.paper.url + GONE)[0] == 404
    assert replay.get(replay.paper.url + DOCUMENT)[1].startswith(b"%PDF")


def test_all_that_a_page_needs_replays(replay: Replay) -> None:
    """Every address that its pages and their stylesheets name, with the bytes that the paper had there."""
    wanted = [(url, False) for url in (f"{replay.paper.url}/", *replay.paper.articles)]
    seen: set[str] = set()
    while wanted:
        url, is_style = wanted.pop()
        _, body = replay.get(url)
        for each in style.read(body, url, 1000) if is_style else page.read(body, url, 1000):
            if each.url not in seen:
                seen.add(each.url)
                wanted += [(each.url, True)] if each.what == "style" else []
    names = {url.removeprefix(replay.paper.url) for url in seen}
    assert {"/static/lettres.css", "/static/courrier-titres.woff2", "/static/guillemets.svg?2x"} <= names
    assert {"/images/atelier-du-college-960.png", "/images/night-market.png"} & names
    for url in seen:
        assert replay.get(url) == (200, replay.paper.site.find(url.removeprefix(replay.paper.url)).body), url


def test_what_was_not_captured_is_not_found(replay: Replay) -> None:
    assert replay.get(f"{replay.paper.url}/never-fetched")[0] == 404


def test_the_page_for_a_browser_has_its_text(replay: Replay) -> None:
    url, article = next(iter(replay.paper.articles.items()))
    status, body = replay.get(url, "mp_")
    assert status == 200
    assert article.title.encode() in body
    assert f"/archive/2026mp_/{replay.paper.url}/".encode() in body  # links lead to other captures


def test_replay_without_pywb_says_how_to_get_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (tmp_path / "data").mkdir()
    done = desk.archive("replay", "--wayback", str(tmp_path / "nothing"))
    assert done.returncode == 2
    assert "make pywb" in done.stderr


def test_what_was_not_modified_replays_as_it_was(tmp_path: Path) -> None:
    """At the time of each capture, the 304 and the identical payload included."""
    desk = Desk(tmp_path)
    due = ("-s", "REVISIT_AFTER=1,2,3,4,5,6,7,8,9,10,20,30,40,50,60")
    with Paper("liar", seed=5, articles=4) as paper:
        for _ in range(3):
            done = desk.crawl("site", "-a", f"url={paper.url}/", "-s", "DOWNLOAD_DELAY=0", *due)
            assert done.returncode == 0, done.stdout
    revisits = [row for row in tables.rows(desk.store, "captures", kind="article") if row["record_type"] == "revisit"]
    assert {304, 200} >= {row["status"] for row in revisits} >= {304}
    titles = {row["url"]: row["title"] for row in tables.rows(desk.store, "articles")}
    with replaying(desk) as port:
        for row in revisits:
            at = f"{row['fetched_at']:%Y%m%d%H%M%S}"
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/archive/{at}id_/{row['url']}", timeout=30) as answer:
                body = DECODE[answer.headers.get("Content-Encoding")](answer.read())
            assert titles[row["url"]].encode() in html.unescape(body.decode()).encode()

"""Pages from the archive in real pywb, with the newspaper gone."""

import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.__main__ import main
from archive.index import zipnum
from archive.requisites import page, style
from archive.segment import Name
from archive.store import Store, open_store
from archive.urlkey import urlkey
from tests import playable
from tests.crawl import Desk
from tests.newspaper import Newspaper
from tests.newspaper.site import DOCUMENT, GONE
from tests.playable import PAGES, SITE, Played, exchange
from tests.replaying import PROGRAM, Replay, replaying
from tests.s3 import Server
from tests.toll import Toll

REFRESH = ("--refresh", "0.2")
TAKEN = "http://paper.example/taken-down?a=1&b=%C3%A9"
REMOVED = "http://paper.example/removed/%D9%85?s=a%26b"  # and no line of it is left in the index
KEPT = "http://paper.example/taken-down-not"
AGAIN = "http://paper.example/again"
MANY = "http://many.example/feed"
CAPTURES = 40_000  # of one address: more than ten blocks of 3000


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("replay"))


@pytest.fixture(scope="module")
def paper(desk: Desk) -> Newspaper:
    with Newspaper() as paper:
        assert desk.crawl("demo", "-a", f"url={paper.url}", "-s", "REQUISITES=all").returncode == 0
    return paper


@pytest.fixture(scope="module")
def replay(desk: Desk, paper: Newspaper) -> Iterator[Replay]:
    """One site's index merged, another's not, a third's with later captures; and a page taken down."""
    answers = [*(page.exchange for page in PAGES), exchange(KEPT, b"kept"), exchange(TAKEN, b"taken")]
    playable.put(desk.store, desk.folder, answers[:6])
    zipnum.build(desk.store, SITE)
    playable.put(desk.store, desk.folder, answers[6:], serial=2)
    bodies = {200: b"again", 304: b"", 404: b"404", 301: b""}
    more = {301: "Location: http://paper.example/copy\r\n"}
    seen = [exchange(AGAIN, bodies[n], status=f"{n} Said", more=more.get(n, "")) for n in (200, 304, 200, 404, 301)]
    name = playable.put(desk.store, desk.folder, [*seen, exchange("http://paper.example/copy", b"again")], serial=4)
    assert desk.store.get(name.cdxj).count(b"warc/revisit") == 3
    feed(desk.store, MANY)
    zipnum.build(desk.store, "many.example")
    take_down(desk.store, TAKEN)
    take_down(desk.store, REMOVED)
    with replaying(desk.folder, desk.archive_uri, *REFRESH) as running:
        yield running


def feed(store: Store, url: str) -> None:
    name = Name("many.example", "many.example-20260101000000000-00001-abc123")
    line = {"url": url, "mime": "text/html", "status": "200", "length": "9", "offset": "0", "filename": name.warc}
    text = "".join(f"{urlkey(url)} {20260000000000 + number} {json.dumps(line)}\n" for number in range(CAPTURES))
    store.put(name.cdxj, text.encode())


def take_down(store: Store, url: str) -> None:
    said = {"at": "", "by": "", "reason": "", "urls": [url], "urlkeys": [urlkey(url)], "records": [], "segments": []}
    store.put(f"takedowns/20261122T080000000Z-{len(url):08x}.json", json.dumps(said).encode())


def until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 30
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.1)


def body_of(paper: Newspaper, url: str) -> bytes:
    return paper.site.find(url.removeprefix(paper.url)).body


def test_every_article_replays_as_it_was(replay: Replay, paper: Newspaper) -> None:
    """Gzip, Brotli and chunked ones, a query as identity, Arabic paths."""
    for url in paper.articles:
        assert replay.get(url) == (200, body_of(paper, url))


def test_all_that_a_page_needs_replays(replay: Replay, paper: Newspaper) -> None:
    """Every address that its pages and their stylesheets name, with the bytes that the paper had there."""
    wanted = [(url, False) for url in (f"{paper.url}/", *paper.articles)]
    seen: set[str] = set()
    while wanted:
        url, is_style = wanted.pop()
        _, body = replay.get(url)
        for each in style.read(body, url, 1000) if is_style else page.read(body, url, 1000):
            if each.url not in seen:
                seen.add(each.url)
                wanted += [(each.url, True)] if each.what == "style" else []
    names = {url.removeprefix(paper.url) for url in seen}
    assert {"/static/lettres.css", "/static/courrier-titres.woff2", "/static/guillemets.svg?2x"} <= names
    assert {"/images/atelier-du-college-960.png", "/images/night-market.png"} & names
    for url in seen:
        assert replay.get(url) == (200, body_of(paper, url)), url


def test_a_revisit_replays_the_original(replay: Replay, paper: Newspaper) -> None:
    assert paper.copies
    for url in paper.copies:
        assert replay.get(url) == (200, body_of(paper, url))


def test_a_redirect_an_error_and_a_document_replay(replay: Replay, paper: Newspaper) -> None:
    old = next(article for article in paper.articles.values() if article.old_path)
    status, body = replay.get(f"{paper.url}{old.old_path}", "mp_")
    assert (status, old.title.encode() in body) == (200, True)
    assert replay.get(paper.url + GONE)[0] == 404
    assert replay.get(paper.url + DOCUMENT)[1].startswith(b"%PDF")


def test_what_was_not_captured_is_not_found(replay: Replay, paper: Newspaper) -> None:
    for url in (f"{paper.url}/never-fetched", "http://paper.example/zzz", "http://aaa.example/", "http://zzz.zzz/"):
        assert replay.get(url)[0] == 404


def test_the_page_for_a_browser_has_its_text(replay: Replay, paper: Newspaper) -> None:
    url, article = next(iter(paper.articles.items()))
    status, body = replay.get(url, "mp_")
    assert status == 200
    assert article.title.encode() in body
    assert f"/archive/2026mp_/{paper.url}/".encode() in body  # links lead to other captures


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_coding_and_address_replays(replay: Replay, page: Played) -> None:
    status, body = replay.get(page.asked, "mp_")
    assert (status, b"<p>This is %b, whole" % page.name.encode() in body) == (200, True)
    if page.coding != "x-deflate":
        assert replay.get(page.asked) == (200, page.text)


@pytest.mark.parametrize(("second", "status"), [*enumerate((200, 304, 200, 404, 301))])
def test_each_capture_of_a_page_replays_as_it_was_then(replay: Replay, second: int, status: int) -> None:
    """The 304, the identical payload and the redirect included: at the time of each."""
    code, body = replay.get(AGAIN, "mp_" if status == 301 else "id_", f"202611201200{second:02}")
    assert (code, body[-5:]) == ((404, b"404") if status == 404 else (200, b"again"))


def test_an_identical_payload_of_another_page_replays(replay: Replay) -> None:
    assert replay.get("http://paper.example/copy") == (200, b"again")


def test_what_was_taken_down_answers_451(replay: Replay) -> None:
    for variant in (TAKEN, REMOVED, "https://www.paper.example/taken-down/?b=%c3%a9&a=1"):
        status, body = replay.get(variant, "mp_")
        assert status == 451
        assert b"<p>taken" not in body
    assert replay.get(KEPT) == (200, b"kept")


def test_an_address_with_many_captures_replays_the_last_of_them(replay: Replay) -> None:
    answer = replay.page(f"/archive/cdx?url={MANY}&sort=reverse&limit=1")
    assert str(20260000000000 + CAPTURES - 1).encode() in answer


def test_what_is_committed_and_taken_down_meanwhile_shows(replay: Replay, desk: Desk) -> None:
    new = "http://paper.example/new"
    assert replay.get(new)[0] == 404
    playable.put(desk.store, desk.folder, [exchange(new, b"fresh")], serial=3)
    until(lambda: replay.get(new) == (200, b"fresh"))
    zipnum.build(desk.store, SITE)
    zipnum.build(desk.store, "demo")
    time.sleep(0.5)
    assert replay.get(new) == (200, b"fresh")
    zipnum.drop(desk.store, SITE)
    until(lambda: replay.get(new) == (200, b"fresh"))
    take_down(desk.store, new)
    until(lambda: replay.get(new)[0] == 451)


def test_it_prints_what_to_look_at(replay: Replay) -> None:
    assert f"/archive/20261120090000/http://{SITE}/  front page" in replay.said
    assert f"/archive/20261120120000/{AGAIN}  About {AGAIN}\n" in replay.said
    assert len([line for line in replay.said.splitlines() if f"/http://{SITE}/" in line]) == 1 + 3


def test_it_listens_on_loopback_only(replay: Replay) -> None:
    with socket.socket() as probe:
        probe.bind(("0.0.0.0", 0))
        assert probe.connect_ex(("127.0.0.2", replay.port)) != 0


def refused(*words: str) -> tuple[int, str]:
    """Exit code and message of a replay that does not start."""
    done = CliRunner().invoke(main, ["replay", *words])
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    return done.exit_code, done.stderr


def test_a_port_in_use_is_said(desk: Desk, replay: Replay) -> None:
    code, said = refused(desk.archive_uri, "--port", str(replay.port), "--wayback", str(PROGRAM))
    assert (code, f"port {replay.port}" in said) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--wayback", "nothing"), "make pywb"),
        (("nowhere", "--wayback", "data/dies"), "there is no archive at nowhere"),
        (("data", "--wayback", "data/dies"), "nothing is archived at data"),
        (("full", "--site", "other.example", "--wayback", "data/dies"), "nothing is archived of other.example"),
        (("full", "--wayback", "data/dies"), "status 3: one last | word"),
        (("--wacz", "data/dies", "--wayback", "data/dies"), "cannot be read as a WACZ"),
    ],
    ids=["no-pywb", "no-archive", "empty", "no-site", "pywb-dies", "no-wacz"],
)
def test_what_hinders_replay_is_said_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    program = tmp_path / "data" / "dies"
    program.write_text("#!/bin/sh\necho one last; echo word >&2; exit 3\n")
    program.chmod(0o700)
    open_store("full").put("cdxj/a/2026/11/22/a-1.cdxj", b"a 1 {}\n")
    code, words_said = refused("--port", "0", *words)
    assert code == (1 if "dies" in words[1] or "status" in said else 2)
    assert said in words_said


def children(process: int) -> list[int]:
    """By /proc, which every Linux has."""
    of = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in of.split()]


def test_pywb_that_is_killed_is_reported_and_nothing_is_left(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "data"))
    playable.put(store, tmp_path, [PAGES[0].exchange])
    (tmp_path / "tmp").mkdir()
    with replaying(tmp_path, "data", "--site", SITE, TMPDIR=str(tmp_path / "tmp")) as running:
        os.kill(children(running.process.pid)[0], signal.SIGKILL)
        output, _ = running.process.communicate(timeout=20)
    assert running.process.returncode == 1
    assert "pywb ended with status -9: " in output
    assert not list((tmp_path / "tmp").iterdir())


def test_killed_itself_it_leaves_no_pywb(tmp_path: Path) -> None:
    playable.put(open_store(str(tmp_path / "data")), tmp_path, [PAGES[0].exchange])
    with replaying(tmp_path, "data", TMPDIR=str(tmp_path)) as running:
        pywb = children(running.process.pid)[0]
        running.process.kill()
        running.process.wait()
        until(lambda: not Path(f"/proc/{pywb}").exists())


def test_s3_is_read_by_range(aws: Server, tmp_path: Path) -> None:
    """Of the WARC and of the merged index only the records and blocks that are asked for cross the wire."""
    store = open_store(f"s3://{aws.bucket()}/some/prefix")
    large = [exchange(f"http://paper.example/large-{n}", bytes(range(256)) * 4096) for n in range(3)]
    name = playable.put(store, tmp_path, [*large, *(page.exchange for page in PAGES)])
    zipnum.build(store, SITE)
    with Toll(aws) as toll, replaying(tmp_path, store.uri, AWS_ENDPOINT_URL=toll.url) as running:
        for page in PAGES[:5]:
            assert running.get(page.asked) == (200, page.text)
        running.stop()
    paid = [ride for ride in toll.rides if "/warc/" in ride.path or ride.path.endswith(".cdx.gz")]
    assert len(paid) >= 10
    assert all(ride.ranged and ride.status == 206 for ride in paid)
    assert sum(ride.bytes for ride in paid if name.warc in ride.path) < 10_000 < (store.size(name.warc) or 0)
    assert not [ride for ride in toll.rides if "/cdxj/" in ride.path and ride.bytes]

"""What article pages need to look as they did: fetched after them, from anywhere, within bounds, once."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest

from archive import tables
from tests.crawl import Desk
from tests.rawserver import RawServer, Reply, say

FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=false", "-s", "RETRY_ENABLED=false")
TEXT = "".join(
    f"<p>The council of the river towns met for the {n}th time and spoke of bridge {n}.</p>" for n in range(9)
)
FIRST, SECOND = "/2026/11/20/the-council-met-again/", "/2026/11/21/the-bridge-is-open/"
SHARED = '<link rel="stylesheet" href="/style.css"><img src="/pic.png?q=secret">'
PNG, CSS = b"image/png", b"text/css"


def answer(body: bytes, mime: bytes = b"text/html", more: bytes = b"", status: bytes = b"200 OK") -> Reply:
    head = b"HTTP/1.1 %b\r\nContent-Type: %b\r\n%bContent-Length: %d\r\n\r\n"
    return say(head % (status, mime, more, len(body)) + body)


def to(address: str) -> Reply:
    return answer(b"", more=f"Location: {address}\r\n".encode(), status=b"302 Found")


@dataclass
class Press:
    """A paper on one origin that shows things of another."""

    change: dict[str, Reply] = field(default_factory=dict)
    """What is answered otherwise than at first."""
    wait: Event | None = None
    """If set, the first request for the picture gets no answer, and says so here."""

    def __enter__(self) -> "Press":
        self.other = RawServer(self._other).__enter__()
        self.own = RawServer(self._own).__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.own.__exit__()
        self.other.__exit__()

    def requests(self, server: RawServer) -> list[str]:
        return [served.target for served in server.served]

    def _page(self, path: str) -> bytes:
        cdn = self.other.url("")
        more = {
            FIRST: f'''<img src="{cdn}/cdn.png"><img src="{cdn}/no/private.png"><img src="/old.png">
<img src="/loop.png"><img src="/huge.png"><img src="/fake.png"><img src="http://127.0.0.2:{self.other.port}/inner.png">
<img src="/gone.png"><img src="/copy.png"><img src="data:image/png;base64,xx"><script src="/code.js"></script>''',
            SECOND: '<img data-src="/late.png">',
        }[path]
        head = f"<html><head><title>{path}</title>{SHARED}</head>"
        return f"{head}<body><article><h1>{path}</h1>{TEXT}{more}</article>".encode()

    def _own(self, target: str) -> Reply | None:
        if self.wait and not self.wait.is_set() and target.startswith("/pic"):
            self.wait.set()
            return Reply([], then="stall")
        base = self.own.url("")
        items = "".join(f"<item><link>{base}{path}</link></item>" for path in (FIRST, SECOND))
        feed = f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()
        head = b'<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="icon" href="/icon.png">'
        routes = {
            "/": answer(b"<html><head>" + head + b"</head><body>front</body></html>"),
            "/feed": answer(feed, b"application/rss+xml"),
            FIRST: answer(self._page(FIRST)),
            SECOND: answer(self._page(SECOND)),
            "/style.css": answer(b'@import "deep.css"; p { background: url(back.png) }', CSS, b'ETag: "1"\r\n'),
            "/deep.css": answer(b"@font-face { src: url(font.woff2) } @import url(style.css);", CSS),
            "/pic.png?q=secret": answer(b"picture", PNG, b'ETag: "p"\r\n'),
            "/copy.png": answer(b"picture", PNG),
            "/back.png": answer(b"back", PNG),
            "/icon.png": answer(b"icon", PNG),
            "/late.png": answer(b"late", PNG),
            "/font.woff2": answer(b"wOF2", b"font/woff2"),
            "/code.js": answer(b"go()", b"text/javascript"),
            "/old.png": to(f"{self.other.url('/new.png')}"),
            "/huge.png": say(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 90000000\r\n\r\n", b"x"),
            "/fake.png": answer(b"<html>not found" * 9999),
        }
        if target.startswith("/loop"):
            return to(f"{target}x")
        return self.change.get(target) or routes.get(target)

    def _other(self, target: str) -> Reply | None:
        routes = {
            "/robots.txt": answer(b"User-agent: *\nDisallow: /no/\n", b"text/plain"),
            "/cdn.png": answer(b"cdn", PNG),
            "/new.png": answer(b"new", PNG),
        }
        return routes.get(target)

    def crawl(self, desk: Desk, mode: str, *words: str) -> str:
        arguments = ("site", "-a", f"url={self.own.url()}", *FAST, "-s", f"REQUISITES={mode}", *words)
        done = desk.crawl(*arguments)
        assert done.returncode == 0, done.stdout
        return done.stdout


def rows(desk: Desk, **where: object) -> list[dict[str, object]]:
    found = list(tables.rows(desk.store, "captures", **{"kind": "requisite", **where}))
    return sorted(found, key=lambda row: row["fetched_at"])


def header(server: RawServer, target: str, name: str) -> str | None:
    lines = server.of(target).received.decode("latin-1").split("\r\n")
    return next((line.partition(": ")[2] for line in lines if line.lower().startswith(f"{name}: ")), None)


@dataclass(frozen=True)
class Once:
    desk: Desk
    press: Press
    log: str

    def row(self, path: str) -> dict[str, object]:
        (row,) = (row for row in rows(self.desk) if str(row["url"]).endswith(path))
        return row


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Once]:
    desk = Desk(tmp_path_factory.mktemp("requisites"))
    with Press() as press:
        yield Once(desk, press, press.crawl(desk, "all", "-s", "CLOSESPIDER_PAGECOUNT=25", "-s", "REQUISITE_DEPTH=2"))


def test_everything_a_page_names_is_asked_for_once(once: Once) -> None:
    asked = Counter(once.press.requests(once.press.own))
    named = [
        "style.css",
        "deep.css",
        "font.woff2",
        "back.png",
        "icon.png",
        "late.png",
        "code.js",
        "copy.png",
        "gone.png",
    ]
    assert [asked[f"/{name}"] for name in named] == [1] * len(named)
    assert asked["/pic.png?q=secret"] == 1


@pytest.mark.parametrize(
    ("path", "via"),
    [("/icon.png", "/"), ("/late.png", SECOND), ("/deep.css", "/style.css"), ("/font.woff2", "/deep.css")],
)
def test_a_capture_says_what_it_is_a_requisite_of(once: Once, path: str, via: str) -> None:
    row = once.row(path)
    assert (row["source"], row["found_in"], row["robots"]) == (once.press.own.url(via), "requisite", "allowed")


def test_other_hosts_are_asked_for_their_robots_txt_first(once: Once) -> None:
    assert once.press.requests(once.press.other)[0] == "/robots.txt"
    assert "/no/private.png" not in once.press.requests(once.press.other)
    assert [row["robots"] for row in rows(once.desk, kind="robots")] == ["exempt", "exempt"]


def test_no_path_or_query_goes_to_another_host(once: Once) -> None:
    own, other = once.press.own, once.press.other
    assert header(own, "/late.png", "referer") == own.url(SECOND)
    assert header(own, "/font.woff2", "referer") == own.url("/deep.css")
    for path in ("/cdn.png", "/new.png"):  # named by the page; led to by a redirect
        assert header(other, path, "referer") == own.url()


def test_is_asked_for_as_a_browser_would(once: Once) -> None:
    accepted = {path: header(once.press.own, path, "accept") for path in ("/style.css", "/late.png", "/font.woff2")}
    assert accepted["/style.css"] == "text/css,*/*;q=0.1"
    assert str(accepted["/late.png"]).startswith("image/avif,image/webp")
    assert accepted["/font.woff2"] == "*/*"
    assert {header(once.press.own, path, "accept-encoding") for path in accepted} == {"gzip"}


def test_redirects_are_followed_and_end(once: Once) -> None:
    assert once.row("/new.png")["status"] == 200
    assert sum(path.startswith("/loop") for path in once.press.requests(once.press.own)) == 6


@pytest.mark.parametrize(("path", "reason"), [("/huge.png", "length"), ("/fake.png", "unspecified")])
def test_what_is_too_long_or_of_another_type_is_not_downloaded(once: Once, path: str, reason: str) -> None:
    row = once.row(path)
    assert (row["truncated"], row["status"]) == (reason, 200)
    assert int(str(row["length"])) < 1000


def test_inner_addresses_are_refused(once: Once) -> None:
    assert "/inner.png" not in once.press.requests(once.press.other)
    assert "127.0.0.2 is loopback" in once.log


def test_the_same_bytes_elsewhere_are_a_revisit(once: Once) -> None:
    pair = {str(row["url"]): row for row in rows(once.desk) if "pic" in str(row["url"]) or "copy" in str(row["url"])}
    assert sorted(str(row["record_type"]) for row in pair.values()) == ["response", "revisit"]


def test_requisites_are_no_pages(once: Once) -> None:
    assert {row["url"] for row in tables.rows(once.desk.store, "articles")} == {
        once.press.own.url(path) for path in (FIRST, SECOND)
    }
    pages = [row for row in tables.rows(once.desk.store, "captures") if row["kind"] != "requisite"]
    assert f"'response_received_count': {len(pages)}" in once.log
    assert len(pages) < 25 < len(pages) + len(rows(once.desk))
    assert "'finish_reason': 'finished'" in once.log  # not closespider_pagecount


def test_the_report_tells_of_them_in_one_line(once: Once) -> None:
    assert re.search(r"│ Requisites +│ 11 fetched \(.*\), 5 failed, 1 forbidden or given up +│", once.log), once.log
    assert re.search(r"│ Not fetched +│ \d failed, 0 forbidden by robots.txt, 0 given up", once.log)


def test_nothing_is_left_to_be_made_up(once: Once) -> None:
    assert not list((once.desk.folder / "spool").rglob("unfinished*"))


STALE = ("-s", "REQUISITE_FRESH=0.001", "-s", "REQUISITE_FRESH_MAX=0.001")
AGAIN = ("-s", "REVISIT_AFTER=" + ",".join(map(str, range(1, 60))), "-s", "CONDITIONAL_GET=false")


def test_what_is_stale_is_asked_for_by_its_validators(once: Once) -> None:
    own, desk = once.press.own, once.desk
    once.press.change = {
        "/pic.png?q=secret": answer(b"", PNG, b'ETag: "p"\r\n', b"304 Not Modified"),
        "/style.css": answer(b"", CSS, b'ETag: "1"\r\n', b"304 Not Modified"),
        FIRST: answer(once.press._page(FIRST) + b'<img src="/moved.png">'),
        "/moved.png": answer(b"late", PNG),
    }
    first = once.row("/late.png")
    own.served.clear()
    log = once.press.crawl(desk, "all", *AGAIN, *STALE)
    assert header(own, "/pic.png?q=secret", "if-none-match") == '"p"'
    assert own.of("/deep.css")  # named by the archived sheet, which is still good
    assert "2 answered 304" in log
    latest = {str(row["url"]).removeprefix(own.url("")): row for row in rows(desk)}
    assert (latest["/pic.png?q=secret"]["record_type"], latest["/pic.png?q=secret"]["status"]) == ("revisit", 304)
    assert latest["/moved.png"]["revisit_of"] == first["record_id"]  # of an earlier crawl, at another address
    done = desk.archive("verify")
    assert done.returncode == 0, done.stdout


def test_less_is_fetched_when_less_is_wanted_and_what_is_had_is_completed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with Press() as press:
        log = press.crawl(desk, "images", "-s", "REQUISITES_PER_PAGE=1", "-s", "CLOSESPIDER_ITEMCOUNT=1")
        asked = press.requests(press.own)
    assert "'finish_reason': 'closespider_itemcount'" in log
    assert not [target for target in asked if "sitemap" in target]  # at which it would have looked next
    assert not [target for target in asked if target.endswith((".css", ".js", ".woff2"))]
    assert {"/icon.png", "/pic.png?q=secret"} <= set(asked)
    assert "requisite(s) were not fetched: REQUISITES_PER_PAGE" in log


def test_what_a_killed_crawl_left_is_made_up_by_the_next(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with Press(wait=Event()) as press:
        words = ("site", "-a", f"url={press.own.url()}", *FAST, "-s", "REQUISITES=all")
        process = desk.start(*words)
        assert press.wait is not None
        assert press.wait.wait(60)
        while not {SECOND, "/font.woff2"} <= set(press.requests(press.own)):
            time.sleep(0.05)
        process.kill()
        process.wait()
        before = Counter(press.requests(press.own))
        done = desk.crawl(*words)
        assert done.returncode == 0, done.stdout
        asked = Counter(press.requests(press.own))
    assert asked[SECOND] == before[SECOND] == 1  # its page is not due
    assert asked["/style.css"] == 1  # and what it needs is fresh
    assert asked["/pic.png?q=secret"] == 2
    assert "/pic.png?q=secret" in {str(row["url"]).removeprefix(press.own.url("")) for row in rows(desk)}
    assert not list((tmp_path / "spool").rglob("unfinished*"))

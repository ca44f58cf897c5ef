"""Sources as traps: the crawl goes on, and what gave nothing is said."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive import tables
from tests.crawl import Desk

SLOW = b"<rss><channel><item>" + b"<link>http://fleuve.example/</link>" * 100_000
STORY = "<html><head><title>Weir mended</title></head><body><article><h1>Weir mended</h1>" + (
    "<p>The weir below the mill was mended on Monday by nine men with stones from the old quay, and it holds.</p>" * 8
)


@contextmanager
def serving(pages: dict[str, tuple[str, bytes]]) -> Iterator[str]:
    """A site of these paths, each with a type and a body in which `{base}` is its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = pages.get(self.path, ("text/html", STORY.encode()))
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body.replace(b"{base}", base.encode()))

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        base = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield base
        server.shutdown()


FRONT = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>%b</body></html>'
ANCHORS = b"".join(
    b'<a href="/2026/11/%02d/weir-mended-again/">Weir mended again by nine men</a>' % day for day in (1, 2, 3)
)


@pytest.mark.parametrize(
    ("feed", "says"),
    [
        (("text/html", b"<html><body>Bienvenue sur notre site</body></html>"), "gives no links"),
        (("application/rss+xml", SLOW), "gives no links: no result within 2 s"),
        (("application/rss+xml", b""), "gives no links"),
    ],
    ids=["page", "trap", "nothing"],
)
def test_links_of_the_front_page_stand_in_for_a_feed_that_gives_none(
    tmp_path: Path, feed: tuple[str, bytes], says: str
) -> None:
    desk = Desk(tmp_path)
    with serving({"/": ("text/html", FRONT % ANCHORS), "/feed": feed}) as base:
        done = desk.crawl("site", "-a", f"url={base}/", "-s", "EXTRACT_SECONDS=2", "-s", "DOWNLOAD_DELAY=0")
    assert done.returncode == 0, done.stdout
    assert says in done.stdout
    assert "'sources/useless': 1" in done.stdout
    assert len({row["url"] for row in tables.rows(desk.store, "captures", kind="article")}) == 3


class Deaf(dict[str, tuple[str, bytes]]):
    """Pages that answer alike whatever the query asks."""

    def get(self, path: str, default: tuple[str, bytes]) -> tuple[str, bytes]:  # type: ignore[override]
        return super().get(path.partition("?")[0], default)


def test_a_list_that_repeats_itself_ends_a_backfill(tmp_path: Path) -> None:
    """Its newest story is of after the days that are asked for, so by its dates alone it would never end."""
    items = b"".join(
        b"<item><title>Weir mended</title><link>{base}/2026/11/%02d/weir-mended-again/</link>"
        b"<pubDate>%02d Nov 2026 08:00:00 GMT</pubDate></item>" % (day, day)
        for day in (5, 4, 3, 2)
    )
    pages = {
        "/": ("text/html", FRONT % b""),
        "/feed": ("application/rss+xml", b"<rss><channel>%b</channel></rss>" % items),
    }
    days = ("-a", "since=2026-11-02", "-a", "until=2026-11-03")
    desk = Desk(tmp_path)
    with serving(Deaf(pages)) as base:
        done = desk.crawl("site", "-a", f"url={base}/", *days, "-s", "DOWNLOAD_DELAY=0", "-s", "BACKFILL_PAGES=30")
    assert done.returncode == 0, done.stdout
    captures = [str(row["url"]) for row in tables.rows(desk.store, "captures", kind="feed")]
    assert len(captures) <= 3, captures
    assert len(list(tables.rows(desk.store, "captures", kind="article"))) == 2

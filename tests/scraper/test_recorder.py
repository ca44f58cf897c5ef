"""What the recorder keeps: opt-outs, and pages known from an earlier crawl."""

import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive import tables
from tests.crawl import Desk

STORY = "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>" + (
    "<p>The weir of {title} was mended on Monday by nine men with stones from the old quay, and it holds.</p>" * 8
)
TITLES = ("Amber", "Birch", "Cedar")
PATHS = [f"/2026/11/0{day}/weir-of-{title.lower()}-mended-again/" for day, title in enumerate(TITLES, 1)]
SIGNS = {PATHS[0]: ("X-Robots-Tag", "noarchive"), PATHS[1]: ("tdm-reservation", "1")}
QUICK = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False")


class Weirs:
    """A site of three stories, two of which opt out."""

    def __init__(self) -> None:
        self.base = ""
        self.requests: list[tuple[str, str | None]] = []
        """Each with the validator it carried."""
        self.titles = dict(zip(PATHS, TITLES, strict=True))
        self.honest = True

    def answer(self, path: str, validator: str | None) -> tuple[int, str]:
        """Status and body; a liar calls unchanged whatever it is asked for with a validator."""
        self.requests.append((path, validator))
        if path == "/":
            return 200, "".join(f'<a href="{each}">Weir mended again by nine men</a>' for each in PATHS)
        if path not in self.titles:
            return 404, "nothing"
        if validator and (not self.honest or validator == f'"{self.titles[path]}"'):
            return 304, ""
        return 200, STORY.format(title=self.titles[path])


@contextmanager
def serving(signs: dict[str, tuple[str, str]], etags: bool = True) -> Iterator[Weirs]:
    site = Weirs()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = site.answer(self.path, self.headers.get("If-None-Match"))
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if self.path in signs:
                self.send_header(*signs[self.path])
            if etags and self.path in site.titles:
                self.send_header("ETag", f'"{site.titles[self.path]}"' if site.honest else '"always"')
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.base = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield site
        server.shutdown()


def warcs(desk: Desk) -> bytes:
    return b"".join(gzip.decompress(path.read_bytes()) for path in (desk.folder / "data" / "warc").rglob("*.gz"))


@pytest.mark.parametrize(
    ("settings", "stored", "texts"),
    [
        ((), {"Birch", "Cedar"}, {"Cedar"}),
        (("NOARCHIVE=capture", "TDM_RESERVATION=nothing"), {"Amber", "Cedar"}, {"Cedar"}),
    ],
    ids=["by-default", "the-other-way"],
)
def test_of_a_page_that_opts_out_is_kept_what_the_settings_say(
    tmp_path: Path, settings: tuple[str, ...], stored: set[str], texts: set[str]
) -> None:
    desk = Desk(tmp_path)
    chosen = [word for each in settings for word in ("-s", each)]
    with serving(SIGNS) as site:
        for _ in range(2):
            done = desk.crawl("site", "-a", f"url={site.base}/", *QUICK, *chosen)
            assert done.returncode == 0, done.stdout
        asked = [path for path, _ in site.requests if path in PATHS]
    assert sorted(asked) == PATHS  # what is not kept is not asked for again at once either
    kept = warcs(desk).decode("utf-8", "replace")
    assert {title for title in TITLES if f"The weir of {title}" in kept} == stored
    assert {row["title"] for row in tables.rows(desk.store, "articles")} == texts
    signs = {row["url"]: row["opt_out"] for row in tables.rows(desk.store, "captures", kind="article")}
    assert "noarchive" in signs[site.base + PATHS[0]]
    assert "tdm-reservation" in signs[site.base + PATHS[1]]
    assert signs[site.base + PATHS[2]] is None
    verified = desk.archive("verify")
    assert verified.returncode == 0, verified.stdout


DUE = f"REVISIT_AFTER={','.join(map(str, range(1, 120)))}"


def test_a_page_that_did_not_change_is_a_revisit_of_the_record_that_holds_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with serving({}) as site:
        for _ in range(3):
            done = desk.crawl("site", "-a", f"url={site.base}/", *QUICK, "-s", DUE)
            assert done.returncode == 0, done.stdout
    rows = list(tables.rows(desk.store, "captures", kind="article"))
    originals = {row["record_id"] for row in rows if row["record_type"] == "response"}
    assert len(originals) == 3
    again = [row for row in rows if row["record_type"] == "revisit"]
    assert len(again) == 6
    assert {row["revisit_of"] for row in again} == originals  # also of crawls before the last
    assert {row["status"] for row in again} == {200, 304}
    assert len(list(tables.rows(desk.store, "articles"))) == 3
    verified = desk.archive("verify")
    assert verified.returncode == 0, verified.stdout


def test_a_site_whose_304s_lie_is_found_out_and_asked_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with serving({}) as site:
        site.honest = False
        for number in range(5):
            site.titles = {path: f"{title} {number}" for path, title in zip(PATHS, TITLES, strict=True)}
            done = desk.crawl("site", "-a", f"url={site.base}/", *QUICK, "-s", DUE)
            assert done.returncode == 0, done.stdout
            if "says 304 of pages that changed" in done.stdout:
                break
        versions = {row["title"] for row in tables.rows(desk.store, "articles")}
        assert versions >= set(site.titles.values())  # in the very crawl that found it out
        site.requests.clear()
        desk.crawl("site", "-a", f"url={site.base}/", *QUICK, "-s", DUE)
        assert {validator for path, validator in site.requests if path in PATHS} == {None}

"""The newspaper serves what it says it does: the ground that other tests stand on."""

import gzip
import http.client
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from lxml import html

from tests.newspaper import Newspaper, articles, comment_noise
from tests.newspaper.site import GALLERY, GONE, PRIVATE, RSS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def paper() -> Iterator[Newspaper]:
    with Newspaper() as paper:
        yield paper


def ask(paper: Newspaper, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(paper.url).netloc, timeout=5)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_every_article_is_whole_on_its_page(paper: Newspaper) -> None:
    assert {article.language for article in articles()} == {"fr", "en", "ar", "pt", "ha"}
    for url, article in paper.articles.items():
        response, body = ask(paper, url.removeprefix(paper.url))
        page = body.decode()
        assert response.status == 200
        assert f'<link rel="canonical" href="{escape(url)}">' in page
        assert page.count(escape(article.title)) >= (4 if article.repeat_title else 2)
        assert 4 <= len(article.paragraphs) <= 8
        read = " ".join(html.document_fromstring(page).text_content().split())
        for text in (*article.text.splitlines(), *article.captions, *comment_noise(article)):
            assert text in read or f'value="{text}"' in page


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_codings_go_to_those_who_accept_them(paper: Newspaper, coding: str) -> None:
    (article,) = (article for article in articles() if article.coding == coding)
    response, body = ask(paper, article.path, Accept_Encoding="gzip, br;q=0.9")
    assert response.headers["Content-Encoding"] == coding
    plain = gzip.decompress(body) if coding == "gzip" else brotli.decompress(body)
    for refusal in ("identity", f"{coding};q=0"):
        response, body = ask(paper, article.path, Accept_Encoding=refusal)
        assert (response.headers["Content-Encoding"], body) == (None, plain)


def test_one_article_is_chunked_and_connections_are_kept(paper: Newspaper) -> None:
    connection = http.client.HTTPConnection(urlsplit(paper.url).netloc, timeout=5)
    seen = set()
    for article in articles():
        connection.request("GET", article.path)
        response = connection.getresponse()
        assert response.read().endswith(b"</html>\n")
        assert response.headers["Transfer-Encoding"] == ("chunked" if article.chunked else None)
        seen.add(connection.sock.getsockname())
    assert len(seen) == 1
    connection.close()


def test_validators_give_304(paper: Newspaper) -> None:
    article = articles()[0]
    response, _ = ask(paper, article.path)
    for name, value, status in (
        ("If_None_Match", response.headers["ETag"], 304),
        ("If_None_Match", '"other", ' + response.headers["ETag"], 304),
        ("If_None_Match", '"other"', 200),
        ("If_Modified_Since", response.headers["Last-Modified"], 304),
        ("If_Modified_Since", "Thu, 01 Jan 2026 00:00:00 GMT", 200),
        ("If_Modified_Since", "yesterday", 200),
    ):
        again, body = ask(paper, article.path, **{name: value})
        assert (again.status, bool(body)) == (status, status == 200)


def test_redirect_copy_missing_page_and_head(paper: Newspaper) -> None:
    (moved,) = (article for article in articles() if article.old_path)
    response, body = ask(paper, str(moved.old_path))
    assert (response.status, response.headers["Location"], body) == (301, moved.path, b"")
    ((copy, article),) = paper.copies.items()
    assert ask(paper, copy.removeprefix(paper.url))[1] == ask(paper, article.path)[1]
    assert ask(paper, GONE)[0].status == 404
    response, body = ask(paper, "/", "HEAD")
    assert (response.status, body) == (200, b"")
    assert int(response.headers["Content-Length"]) > 1000


def test_the_front_page_names_everything_a_crawler_meets(paper: Newspaper) -> None:
    front = ask(paper, "/")[1].decode()
    for path in (PRIVATE, GALLERY, GONE, f'title="Le Courrier du Fleuve » Flux" href="{RSS}"', "/rubrique/english/"):
        assert path in front
    robots = ask(paper, "/robots.txt")[1].decode()
    assert "Disallow: /private/\n" in robots
    assert f"Sitemap: {paper.url}/sitemap.xml\n" in robots
    for path in ("/static/courrier.css", "/static/waves.svg", "/le-journal/", "/sitemap-english.xml.gz"):
        assert ask(paper, path)[0].status == 200
    assert paper.requests[-1] == "/sitemap-english.xml.gz"


def test_options_take_things_away_and_add_them() -> None:
    with Newspaper(feed=False, sitemap=False, copies=0, extra_articles=300) as paper:
        assert "application/rss+xml" not in ask(paper, "/")[1].decode()
        assert "Sitemap" not in ask(paper, "/robots.txt")[1].decode()
        assert {ask(paper, path)[0].status for path in ("/feed/", "/sitemap.xml")} == {404}
        assert paper.copies == {}
        assert len(paper.articles) == len(articles()) + 300
        assert len({article.text for article in paper.articles.values()}) == len(paper.articles)


def test_the_program_prints_its_address_and_ends_when_told() -> None:
    command = [sys.executable, "-m", "tests.newspaper", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        url = program.stdout.readline().strip()
        with urllib.request.urlopen(url, timeout=5) as front:
            assert "Haut-Lombé" in front.read().decode()
        program.send_signal(signal.SIGTERM)
        assert program.wait(timeout=10) == 0

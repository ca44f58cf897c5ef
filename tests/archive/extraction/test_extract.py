import gzip
import json
import os
import subprocess
import sys
import zlib
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import brotli
import pytest

from archive.article import Reading
from archive.canonical import canonical
from archive.exchange import Context
from archive.extraction import entity, extract
from archive.warc import Record

ROOT = Path(__file__).parents[3]
PAGES = Path(__file__).parent / "pages"
INPUTS = ("url", "charset")
URL = "https://www.example.org/2025/story"
FETCHED = datetime(2025, 6, 1, 12, tzinfo=UTC)


@cache
def expected(page: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PAGES / page / "reading.json").read_text())
    return found


def read(page: str) -> Reading:
    given = expected(page)
    return extract.read_page(
        (PAGES / page / "page.html").read_bytes(),
        charset=given.get("charset"),
        url=given.get("url", URL),
        fetched_at=FETCHED,
    )


NAMES = sorted(folder.name for folder in PAGES.iterdir())
reading = cache(read)


@pytest.mark.parametrize(
    ("page", "field"), [(page, field) for page in NAMES for field in expected(page) if field not in INPUTS]
)
def test_a_page_reads_as_saved(page: str, field: str) -> None:
    found, wanted = getattr(reading(page), field), expected(page)[field]
    if isinstance(wanted, list):
        wanted = "\n".join(wanted) if field == "text" else tuple(wanted)
    assert (found.isoformat() if isinstance(found, date) else found) == wanted


def html(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


STORY = (
    "<h1>Weir repaired</h1><p>The weir below the tannery has been repaired before the spring floods, and the eels can "
    "climb the new ladder beside it. Anglers paid for the stones, the county for the labour of nine men.</p>"
    "<p>The miller, whose wheel stood still all winter, says that the water comes evenly again by day and night.</p>"
)


def of(body: bytes, **given: Any) -> Reading:
    return extract.read_page(body, **{"charset": None, "url": URL, "fetched_at": FETCHED, **given})


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"<html><body></body></html>", "empty"),
        (html("<div id=app></div><script>start()</script>"), "empty"),
        (html(f"<form>{'<textarea></textarea>' * 50}</form>"), "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "not_html"),
        (b"%PDF-1.7\n<html><p>1 0 obj", "not_html"),
        (b'{"story": "<p>no page</p>"}'[:12], "not_html"),
        (b"\x00" * 5_000, "not_html"),
        (bytes(range(256)) * 20, "not_html"),
        (b"just some words", "not_html"),
    ],
)
def test_what_is_no_page_is_an_outcome(body: bytes, outcome: str) -> None:
    found = of(body)
    assert (found.outcome, found.text, found.extractor) == (outcome, "", extract.EXTRACTOR)


@pytest.mark.parametrize(
    "damage",
    [
        lambda page: page.replace(b"<p>", b"<p>\x00"),
        lambda page: page.replace(b"men.", b"men\x01\x0b&#0;&#1;&#x0b;&#31&#xFFFE;&#65535;\xef\xbf\xbf&#xD800;."),
        lambda page: page[: page.rindex(b"</p>")],
        lambda page: page.replace(b"<body>", b"<body>" + b"<div>" * 20_000),
        lambda page: page.replace(b"<body>", b"<body " + b"x='y' " * 5_000 + b">"),
        lambda page: b'<?xml version="1.0" encoding="ISO-8859-1"?>\n' + page,
        lambda page: page.replace(
            b"<head>", b"<head><script type='application/ld+json'>" + b"[" * 9_999 + b"</script>"
        ),
        lambda page: page.replace(b"</body>", b"\xff\xfe\xfd</body>"),
        lambda page: page.replace(b"<p>", "<p>\u202e\u2066".encode()).replace(b"</p>", "\u202c\u2069</p>".encode()),
        lambda page: b"\xef\xbb\xbf" + page,
        lambda page: page.decode().encode("utf-16"),
        lambda page: page.decode().encode("utf-16-le"),
    ],
)
def test_damaged_markup_still_reads(damage: Any) -> None:
    found = of(damage(html(STORY)))
    if b"<div>" * 300 in damage(html(STORY)):
        assert found.outcome == "empty"  # beyond the parser's depth nothing is read, and nothing breaks
    else:
        assert found.text.startswith("The weir below the tannery has been repaired")


@pytest.mark.parametrize("times", [1, 2, 3])
def test_the_headline_is_not_repeated_in_the_text(times: int) -> None:
    story = STORY.replace("</h1>", "</h1>" + "<p><strong>WEIR  REPAIRED</strong></p>" * times)
    assert of(html(f"<article>{story}</article>")).text.startswith("The weir below")


def test_text_is_nfc_with_single_line_breaks() -> None:
    found = of(html(STORY.replace("tannery", "tanne\u0301rie").replace("<p>", "\n\n<p>")))
    assert "tannérie" in found.text
    assert found.text.count("\n") == 1


HEAD = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "%s"}</script>'
FED = datetime(2025, 5, 20, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "body", "fed", "published"),
    [
        (HEAD % "2025-05-19T23:00:00-05:00", "", FED, datetime(2025, 5, 20, 4, tzinfo=UTC)),
        (HEAD % "2025-05-19T23:00:00", "", FED, FED),
        (HEAD % "2025-05-19T23:00:00", "", None, datetime(2025, 5, 19, 23, tzinfo=UTC)),
        (HEAD % "yesterday", "", None, None),
        (HEAD % "2031-01-01T00:00:00Z", "", None, None),
        (HEAD % "0001-01-01T00:00:00Z", "", FED, FED),
        ("", "<time datetime='2025-05-18T08:00+02:00'>", None, datetime(2025, 5, 18, 6, tzinfo=UTC)),
        ("", "<time datetime=2025-05-18T08:00Z></time><time datetime=2019-02-02T08:00Z></time>", FED, FED),
        ("", "<p class=date>Published: 2025-05-17</p>", None, datetime(2025, 5, 17, tzinfo=UTC)),
        (
            HEAD % "2025-05-12",
            "<time pubdate datetime=2025-05-12T01:00+03:00>",
            FED,
            datetime(2025, 5, 11, 22, tzinfo=UTC),
        ),
        (HEAD % "2025-05-12", "", FED, datetime(2025, 5, 12, tzinfo=UTC)),
        ("", "", FETCHED + timedelta(days=3), None),
        ("", "", None, None),
    ],
)
def test_published_is_stated_or_fed_or_found_or_none(
    head: str, body: str, fed: datetime | None, published: datetime | None
) -> None:
    assert of(html(STORY + body, head), published=fed).published == published


def test_modified_before_published_is_none() -> None:
    head = HEAD % '2025-05-19T00:00:00Z", "dateModified": "2025-05-18T00:00:00Z'
    assert of(html(STORY, head)).modified is None


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ("https://www.example.org/story#top", "https://www.example.org/story"),
        ("http://amp.example.org/story", "http://amp.example.org/story"),
        ("/story", "https://www.example.org/story"),
        ("https://example.com/story", URL),
        ("https://www.example.org/", URL),
        ("https://www.example.org/other", URL),
        ("https://user@www.example.org/story", URL),
        ("https://www.example.org/story?" + "x" * 10_000, URL),
        ("javascript:alert(1)", URL),
        ("https://[broken", URL),
        ("", URL),
    ],
)
def test_canonical_url_is_of_the_same_site_or_the_page(link: str, canonical: str) -> None:
    assert of(html(STORY, f'<link rel=canonical href="{link}">')).canonical_url == canonical


CLAIM = "https://www.example.org/news/weir-repaired"


@pytest.mark.parametrize(
    "head",
    [
        f"<link rel='alternate Canonical' href='{CLAIM}'>",
        f"<meta property='og:url' content='{CLAIM}'>",
        f"<link rel=canonical href='https://www.example.org/'><meta property='og:url' content='{CLAIM}'>",
        f'<script type="application/ld+json">{{"@type": "Article", "mainEntityOfPage": {{"@id": "{CLAIM}"}}}}</script>',
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "url": "{CLAIM}"}}</script>',
    ],
    ids=range(5),
)
@pytest.mark.parametrize(
    "url", ["https://m.example.org/news/weir-repaired/amp/", f"{CLAIM}?print=1", "https://example.org/?p=7"]
)
def test_a_variant_has_the_address_that_the_page_claims(head: str, url: str) -> None:
    assert of(html(STORY, head), url=url).canonical_url == CLAIM


@pytest.mark.parametrize("url", [f"{URL}?utm_source=rss", f"{URL}/index.html", "https://m.example.org/a-b/amp"])
def test_without_a_claim_forms_and_tracking_are_folded(url: str) -> None:
    assert of(html(STORY), url=url).canonical_url == canonical(url)


def test_the_feed_names_what_the_page_does_not() -> None:
    assert of(html(STORY.replace("h1", "b")), title="Weir below the tannery repaired").title == (
        "Weir below the tannery repaired"
    )


@pytest.mark.parametrize(("words", "language"), [("12 345 678 " * 9, "und"), ("Ja.", "und")])
def test_language_of_too_little_text_is_undetermined(words: str, language: str) -> None:
    assert of(html(f"<h1>Tides</h1><article><p>{words}</p></article>")).language == language


def record(body: bytes, *headers: str, kind: str = "Content-Type: text/html") -> Record:
    head = "\r\n".join(("HTTP/1.1 200 OK", *filter(None, (kind,)), *headers, "", "")).encode("latin-1")
    about = {"WARC-Target-URI": URL, "WARC-Date": "2025-06-01T12:00:00.123456Z"}
    return Record("response", about, head + body, head, body)


def deflated(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PAGE = html(STORY)
PACKED = gzip.compress(PAGE)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (PAGE, ()),
        (PAGE, ("Content-Encoding: identity",)),
        (PACKED, ("Content-Encoding: gzip",)),
        (PACKED, ("content-encoding:X-GZIP",)),
        (gzip.compress(PAGE[:300]) + gzip.compress(PAGE[300:]), ("Content-Encoding: gzip",)),
        (zlib.compress(PAGE), ("Content-Encoding: deflate",)),
        (deflated(PAGE), ("Content-Encoding: deflate",)),
        (brotli.compress(PAGE), ("Content-Encoding: br",)),
        (brotli.compress(PACKED), ("Content-Encoding: gzip, br",)),
        (gzip.compress(brotli.compress(PACKED)), ("Content-Encoding: gzip", "Content-Encoding: br, gzip")),
        (PAGE, ("Content-Encoding: gzip",)),
    ],
)
def test_content_codings_are_undone(body: bytes, headers: tuple[str, ...]) -> None:
    assert extract.read_record(record(body, *headers), Context()).text.startswith("The weir below the tannery")


def test_a_body_cut_short_gives_what_came() -> None:
    long = html(STORY + "".join(f"<p>Gauge {n} at the weir read {n * 7919 % 977} this week.</p>" for n in range(3_000)))
    packed = gzip.compress(long)
    for came in (packed[: len(packed) // 2], PACKED + b"\xff" * 9_999):
        found = extract.read_record(record(came, "Content-Encoding: gzip"), Context())
        assert found.text.startswith("The weir below the tannery")


@pytest.mark.parametrize(
    ("body", "headers", "outcome"),
    [
        (b"\x00\x01\x02\x03", ("Content-Encoding: gzip",), "failed:undecodable"),
        (PACKED, ("Content-Encoding: zstd",), "failed:undecodable"),
        (PAGE, ("Content-Encoding: " + "gzip, " * 3 + "gzip",), "failed:undecodable"),
        (gzip.compress(b"<p>" + bytes(entity.LIMIT)), ("Content-Encoding: gzip",), "failed:too_large"),
        (brotli.compress(b"<p>" * entity.LIMIT, quality=1), ("Content-Encoding: br",), "failed:too_large"),
        (b"<p>" * entity.LIMIT, (), "failed:too_large"),
        (gzip.compress(PACKED + bytes(entity.LIMIT)), ("Content-Encoding: gzip, gzip",), "failed:too_large"),
    ],
)
def test_what_cannot_be_decoded_is_an_outcome(body: bytes, headers: tuple[str, ...], outcome: str) -> None:
    assert extract.read_record(record(body, *headers), Context()).outcome == outcome


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("Content-Type: text/html; charset=utf-8", "article"),
        ("CONTENT-TYPE:application/xhtml+xml", "article"),
        ("Content-Type: text/plain", "article"),
        ("", "article"),
        ("Content-Type: application/json", "not_html"),
        ("Content-Type: image/png", "not_html"),
    ],
)
def test_the_media_type_decides_what_is_read(kind: str, outcome: str) -> None:
    assert extract.read_record(record(PAGE, kind=kind), Context()).outcome == outcome


def test_a_record_is_read_with_the_charset_and_context_it_came_with() -> None:
    page = html(STORY.replace("tannery", "tann€rie").replace("h1>", "b>")).replace(b"utf-8", b"").decode()
    context = Context(title="Weir repaired at last", published=FED)
    kind = "Content-Type: text/html; charset=ISO-8859-15"
    found = extract.read_record(record(page.encode("iso-8859-15"), kind=kind), context)
    assert "tann€rie" in found.text
    assert (found.title, found.published) == ("Weir repaired at last", FED)


def test_a_reading_depends_on_nothing_read_before() -> None:
    alone = [read(page) for page in NAMES]
    assert [read(page) for page in reversed(NAMES) for _ in range(3)][::3] == alone[::-1]


def test_a_reading_is_the_same_in_another_process() -> None:
    """Under another hash seed, zone and locale: what trafilatura keeps in sets must not show."""
    code = (
        f"import json, sys; sys.path[:0] = [{str(ROOT)!r}, {str(Path(__file__).parent)!r}]; import test_extract as t; "
        + ("print(json.dumps([t.asdict(t.read(page)) for page in t.NAMES], default=str))")
    )
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    other = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    here = json.dumps([asdict(read(page)) for page in NAMES], default=str)
    assert json.loads(other.stdout) == json.loads(here)


def test_a_warm_worker_has_loaded_what_the_first_page_needs() -> None:
    code = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}]; from archive.extraction import extract, language; "
        "extract.warm(); sys.exit(language._identifier.cache_info().currsize != 1)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_page_of_too_many_tags_is_not_parsed() -> None:
    assert of(html("<div>" * (extract.MOST_TAGS + 1))).outcome == "failed:too_large"


def test_a_reading_says_where_its_fields_are_from() -> None:
    head = '<title>Weir repaired</title><meta name="author" content="Ada Wrenfield">'
    stated = of(html(STORY + '<time datetime="2025-03-01T10:00:00Z">1 March</time>', head)).sources
    assert stated == "title:h1 authors:meta published:time canonical_url:address language:text"


def test_the_body_in_json_ld_stands_for_a_page_that_shows_little_of_it() -> None:
    shown = "The weir below the tannery has been repaired before the floods came down from the hills again. " * 3
    rest = "Nobody knows who paid for the stones that were brought by night from the quarry of the abbey. " * 8
    about = json.dumps({"@type": "NewsArticle", "headline": "Weir repaired", "articleBody": shown + rest})
    script = f'<script type="application/ld+json">{about}</script>'
    assert "quarry" in of(html(f"<h1>Weir repaired</h1><p>{shown}</p>", script)).text


def test_reading_writes_nothing_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    extract.warm()
    of(html("<p>x</p>"))
    assert capfd.readouterr() == ("", "")


def test_a_reading_holds_nothing_that_no_table_can_hold() -> None:
    claim = {"@type": "NewsArticle", "headline": "Le pont \ud800 rouvre \x1b]0;x\x07", "keywords": "a\udfff,b"}
    text = "<p>Le pont sur la rivière \x9b31m rouvre à la circulation après des travaux de trois mois.</p>" * 20
    page = (
        f'<html><head><script type="application/ld+json">{json.dumps(claim)}</script></head><body>{text}</body></html>'
    )
    found = extract.read_page(page.encode(), charset="utf-8", url=URL, fetched_at=FETCHED)
    assert found.outcome == "article"
    assert "rivière 31m rouvre" in found.text
    assert found.tags == ("a\ufffd", "b")
    repr(asdict(found)).encode()
    assert not {"\x1b", "\x07", "\x9b"} & set(f"{found.title}{found.text}")

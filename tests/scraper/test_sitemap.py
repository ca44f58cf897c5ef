"""Sitemaps of every form, as newspapers send them, and as an attacker would."""

import gzip
from datetime import UTC, datetime

import pytest

from scraper.sitemap import read
from scraper.sources import Link, NotASitemap

URL = "https://fleuve.example/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
NS += ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def urlset(*entries: str, before: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> bytes:
    return f"{before}<urlset {NS}>{''.join(f'<url>{entry}</url>' for entry in entries)}</urlset>".encode()


def loc(path: str, date: str = "") -> str:
    return f"<loc>https://fleuve.example{path}</loc>" + (f"<lastmod>{date}</lastmod>" if date else "")


def paths(body: bytes, limit: int = 100) -> list[str]:
    return [link.url.removeprefix("https://fleuve.example") for link in read(body, URL, limit)[0]]


def test_a_news_entry_gives_title_and_both_dates() -> None:
    news = """<n:news><n:publication><n:name>Le Courrier</n:name></n:publication><n:title>Le bac
      est échoué</n:title><n:publication_date>2026-11-20T13:00:00+01:00</n:publication_date></n:news>
      <image:image><image:loc>https://fleuve.example/bac.jpg</image:loc><image:title>Bac</image:title></image:image>"""
    assert read(urlset(news + loc("/bac", "2026-11-21")), URL, 10) == (
        [
            Link(
                "https://fleuve.example/bac",
                "Le bac est échoué",
                datetime(2026, 11, 20, 12, tzinfo=UTC),
                source=URL,
                modified=datetime(2026, 11, 21, tzinfo=UTC),
            )
        ],
        [],
    )


def test_an_index_names_further_sitemaps() -> None:
    index = f"""<sitemapindex {NS}><sitemap><loc>/sitemap-1.xml.gz</loc><lastmod>2026-11-20</lastmod></sitemap>
      <sitemap><loc>javascript:1</loc></sitemap></sitemapindex>"""
    pages, sitemaps = read(index.encode(), URL, 10)
    assert pages == []
    assert sitemaps == [
        Link("https://fleuve.example/sitemap-1.xml.gz", None, None, "sitemap", URL, datetime(2026, 11, 20, tzinfo=UTC))
    ]


@pytest.mark.parametrize(
    "body",
    [
        urlset(loc("/1"), loc("/2")),
        gzip.compress(urlset(loc("/1"), loc("/2"))),
        urlset(loc("/1"), loc("/2")).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        b"\n" + urlset(loc("/1"), loc("/2"), before="<!-- made by hand -->"),
        b"<urlset><url><loc>https://fleuve.example/1</loc></url><url><loc>\n/2\n</loc></url></urlset>",
        urlset(loc("/1"), loc("/2"), loc("/1"), "<loc></loc>", "<lastmod>2026</lastmod>", "<loc>ftp://x/</loc>"),
        urlset(loc("/1"), loc("/2"), loc("/3"))[:-30],
        b"\xef\xbb\xbfhttps://fleuve.example/1\r\nhttps://fleuve.example/2\r\n# x\r\n",
        b'<rss version="2.0"><channel><item><link>/1</link></item><item><link>/2</link></item></channel></rss>',
    ],
    ids=["plain", "gzip", "utf-16", "comment", "no-namespace", "flawed", "cut", "text", "feed"],
)
def test_every_form_gives_the_same_pages(body: bytes) -> None:
    assert paths(body) == ["/1", "/2"]


def test_when_there_are_too_many_the_newest_are_kept() -> None:
    dates = {"/old": "2025-01-31", "/new": "2026-11-20T23:00:00-02:00", "/newer": "2026-11-21T01:30:00Z", "/none": ""}
    body = urlset(*(loc(path, date) for path, date in dates.items()))
    assert paths(body) == ["/newer", "/new", "/old", "/none"]
    assert paths(body, 2) == ["/newer", "/new"]
    assert len(paths(urlset(*(loc(f"/{n}") for n in range(5000))), 1000)) == 1000


@pytest.mark.parametrize("date", ["", "2026", "demain", "2026-13-01", "0001-01-01T00:00:00+05:00"])
def test_a_date_that_is_none_is_left_out(date: str) -> None:
    (link,), _ = read(urlset(loc("/1", date)), URL, 10)
    assert link.modified is None


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"<!DOCTYPE html><html><body>404", "a html element came"),
        (b"", "neither XML nor a list"),
        (b"Not found", "neither XML nor a list"),
        (b"<", "not XML"),
        (gzip.compress(b"x" * 200_000), "inflates to more than 100,000 bytes"),
        (b"\x1f\x8b\x08 broken", "damaged gzip"),
    ],
)
def test_anything_else_is_refused_by_name(body: bytes, says: str) -> None:
    with pytest.raises(NotASitemap, match=f"{URL}: .*{says}"):
        read(body, URL, 10, size=100_000)


NESTED = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))


@pytest.mark.parametrize(
    "prologue",
    [
        f'<!DOCTYPE urlset [<!ENTITY a "xxxxxxxxxx">{NESTED}]>',
        '<!DOCTYPE urlset [<!ENTITY h SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE urlset SYSTEM "http://127.0.0.1:9/never-fetched.dtd">',
    ],
    ids=["nested", "file", "network"],
)
def test_no_entity_is_expanded_and_nothing_fetched(prologue: str) -> None:
    assert paths(urlset(loc("/1"), loc("/2/&h;"), before=prologue)) == ["/1"]


def test_an_index_that_is_deep_or_wide_stays_cheap() -> None:
    assert read(b"<urlset>" + b"<url>" * 200_000, URL, 10) == ([], [])
    assert paths(b"<urlset>" + b"<x/>" * 200_000 + b"<url><loc>/1</loc></url>") == ["/1"]

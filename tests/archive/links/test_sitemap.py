"""Sitemaps of every form, as newspapers send them, and as an attacker would."""

import gzip
import resource
from datetime import UTC, datetime

import pytest

from archive.links.link import Link, Listing, NotASitemap
from archive.links.sitemap import read

NOW = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://fleuve.example/sitemap.xml"
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
NS += ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def urlset(*entries: str, before: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> bytes:
    return f"{before}<urlset {NS}>{''.join(f'<url>{entry}</url>' for entry in entries)}</urlset>".encode()


def loc(path: str, date: str = "") -> str:
    return f"<loc>https://fleuve.example{path}</loc>" + (f"<lastmod>{date}</lastmod>" if date else "")


def paths(body: bytes, limit: int = 100) -> list[str]:
    return [link.url.removeprefix("https://fleuve.example") for link in read(body, URL, limit, now=NOW).pages]


def test_a_news_entry_gives_title_and_both_dates() -> None:
    news = """<n:news><n:publication><n:name>Le Courrier</n:name><n:language>fr</n:language></n:publication>
      <n:title>Le bac
      est échoué</n:title><n:publication_date>2026-11-20T13:00:00+01:00</n:publication_date></n:news>
      <image:image><image:loc>https://fleuve.example/bac.jpg</image:loc><image:title>Bac</image:title></image:image>"""
    assert read(urlset(news + loc("/bac", "2026-11-21")), URL, 10, now=NOW).pages == (
        Link(
            "https://fleuve.example/bac",
            "Le bac est échoué",
            datetime(2026, 11, 20, 12, tzinfo=UTC),
            datetime(2026, 11, 21, tzinfo=UTC),
            "fr",
            URL,
        ),
    )


def test_an_index_names_further_sitemaps() -> None:
    index = f"""<sitemapindex {NS}><sitemap><loc>/sitemap-1.xml.gz</loc><lastmod>2026-11-20</lastmod></sitemap>
      <sitemap><loc>javascript:1</loc></sitemap></sitemapindex>"""
    assert read(index.encode(), URL, 10, now=NOW) == Listing(
        sitemaps=(
            Link("https://fleuve.example/sitemap-1.xml.gz", modified=datetime(2026, 11, 20, tzinfo=UTC), source=URL),
        )
    )


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


@pytest.mark.parametrize(
    "date",
    [
        "",
        "2026",
        "demain",
        "2026-13-01",
        "0001-01-01T00:00:00+05:00",
        "1970-01-01",
        "2026-11-25",
        "9999-12-31T23:59:59-10:00",
    ],
)
def test_a_date_that_is_none_is_left_out(date: str) -> None:
    (link,) = read(urlset(loc("/1", date)), URL, 10, now=NOW).pages
    assert link.modified is None


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"<!DOCTYPE html><html><body>404", "a html element came"),
        (b"", "neither XML nor a list"),
        (b"Not found", "neither XML nor a list"),
        (b"<", "not XML"),
        (b"<https://fleuve.example/>", "came where a sitemap was expected"),
        (gzip.compress(b"x" * 200_000), "neither XML nor a list"),
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
    assert read(b"<urlset>" + b"<url>" * 200_000, URL, 10) == Listing()
    assert paths(b"<urlset>" + b"<x/>" * 200_000 + b"<url><loc>/1</loc></url>") == ["/1"]


def test_of_entries_that_conflict_the_newest_wins() -> None:
    body = urlset(
        loc("/1", "2026-11-01"), loc("/2", "2026-11-02"), loc("/1", "2026-11-03"), loc("/1"), loc("/2", "2027-01-01")
    )
    links = read(body, URL, 2, now=NOW).pages
    assert [(link.url[-2:], link.modified and link.modified.day) for link in links] == [("/1", 3), ("/2", 2)]


def test_duplicates_do_not_crowd_out_others() -> None:
    body = urlset(*(loc("/1", f"2026-10-{day:02}") for day in range(1, 32)), loc("/2", "2025-01-01"))
    listed = read(body, URL, 2, now=NOW)
    assert ([link.url[-2:] for link in listed.pages], listed.cut) == (["/1", "/2"], False)


@pytest.mark.parametrize("itself", [URL, "http://www.fleuve.example/sitemap.xml", "/sitemap.xml#x"])
def test_a_sitemap_that_names_itself_leads_nowhere(itself: str) -> None:
    index = f"<sitemapindex {NS}><sitemap><loc>{itself}</loc></sitemap><sitemap><loc>/s/sitemap.xml</loc></sitemap>"
    assert [link.url for link in read(index.encode() + b"</sitemapindex>", URL, 10).sitemaps] == [
        "https://fleuve.example/s/sitemap.xml"
    ]
    assert paths(urlset(f"<loc>{itself}</loc>", loc("/1"))) == ["/1"]


def test_sitemaps_among_the_pages_are_kept_apart() -> None:
    listed = read(urlset(loc("/1"), loc("/sitemap-2.xml.gz"), loc("/carte.xml")), URL, 10)
    assert [link.url[-16:] for link in listed.sitemaps] == ["/sitemap-2.xml.gz"[-16:]]
    assert len(listed.pages) == 2


def test_an_index_keeps_its_order_by_date() -> None:
    names = ("a.xml", "sitemap-b.xml", "c.php", "sitemap-d.xml")
    entries = "".join(
        f"<sitemap><loc>/{name}</loc><lastmod>2026-11-{day:02}</lastmod></sitemap>" for day, name in enumerate(names, 1)
    )
    listed = read(f"<sitemapindex>{entries}</sitemapindex>".encode(), URL, 3, now=NOW)
    assert [link.url.rpartition("/")[2] for link in listed.sitemaps] == ["sitemap-d.xml", "c.php", "sitemap-b.xml"]
    assert listed.cut


def test_gzip_files_one_behind_the_other_are_one() -> None:
    whole = urlset(loc("/1"), loc("/2"))
    assert paths(gzip.compress(whole[:300]) + gzip.compress(whole[300:])) == ["/1", "/2"]


LINES = b"".join(b"https://fleuve.example/%d\n" % n for n in range(5000))
LONG = {
    "xml": urlset(*(loc(f"/{n}") for n in range(5000))),
    "gzip": gzip.compress(urlset(*(loc(f"/{n}") for n in range(5000)))),
    "text": LINES,
    "index": b"<sitemapindex>" + b"".join(b"<sitemap><loc>/%d</loc></sitemap>" % n for n in range(5000)),
}


@pytest.mark.parametrize("body", LONG.values(), ids=LONG)
@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ((5000, 10**6, 5000), range(5000, 5001)),
        ((300, 10**6, 5000), range(300, 301)),
        ((5000, 10**6, 300), range(300, 301)),
        ((5000, 20_000, 5000), range(200, 1000)),
    ],
    ids=["whole", "limit", "entries", "size"],
)
def test_every_bound_is_kept_and_said(body: bytes, bounds: tuple[int, int, int], found: range) -> None:
    limit, size, entries = bounds
    listed = read(body, URL, limit, size=size, entries=entries)
    assert len(listed.pages + listed.sitemaps) in found
    assert listed.cut is (5000 not in found)


def test_millions_of_addresses_cost_no_more_than_the_first_of_them() -> None:
    line = b"<url><loc>https://fleuve.example/2026/11/20/le-bac</loc></url>"
    bomb = gzip.compress(b"<urlset>" + line * 300_000, compresslevel=1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    listed = read(bomb, URL, 100, size=2 * 2**20, entries=1000)
    assert (len(listed.pages), listed.cut) == (1, True)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KiB

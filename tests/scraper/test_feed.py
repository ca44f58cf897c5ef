"""Feeds of every common kind, as newspapers send them, and as an attacker would."""

import resource
from datetime import UTC, datetime

import pytest

from scraper.feed import read
from scraper.sources import Link, NotAFeed

URL = "https://fleuve.example/une/feed/"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

RSS_091 = """<?xml version="1.0"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://fleuve.example/rss-0.91.dtd">
<rss version="0.91"><channel><title>Le Courrier</title>
<item><title>Le bac est &eacute;chou&eacute;</title><link>http://fleuve.example/bac</link></item></channel></rss>"""
RSS_20 = """<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet href="/vue.xsl"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><link>https://fleuve.example</link>
<item><title><![CDATA[Le <em>bac</em> est &#233;chou&eacute;]]></title><link>
   http://fleuve.example/bac#haut
</link><pubDate>Fri, 20 Nov 2026 13:00:00 +0100</pubDate></item></channel></rss>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://fleuve.example"><title>x</title></channel>
<item rdf:about="b"><title>Le bac est échoué</title><link>http://fleuve.example/bac</link>
<dc:date>2026-11-20T07:00-05:00</dc:date></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry>
<title type="html">Le &lt;b&gt;bac&lt;/b&gt; est échoué</title><id>tag:bac</id>
<link rel="edit" href="/wp/1"/><link rel="alternate" href="http://fleuve.example/bac"/>
<published>2026-11-20T12:00:00Z</published><updated>2026-11-21T12:00:00Z</updated></entry></feed>"""
PREFIXED = """<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>Le bac est échoué</a:title>
<a:link href="http://fleuve.example/bac"/><a:updated>2026-11-20T12:00:00Z</a:updated></a:entry></a:feed>"""
PERMALINK = """<rss version="2.0"><channel><item><title>Le bac est échoué</title>
<pubDate>20 Nov 2026 12:00 GMT</pubDate><guid isPermaLink="true">http://fleuve.example/bac</guid></item></channel></rss>"""


def rss(*items: str) -> bytes:
    return f'<rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()


def item(link: str = "/bac", title: str = "Le bac", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


@pytest.mark.parametrize(
    ("feed", "published"),
    [(RSS_091, None), (RSS_20, NOON), (RDF, NOON), (ATOM, NOON), (PREFIXED, NOON), (PERMALINK, NOON)],
    ids=["rss-0.91", "rss-2.0", "rdf", "atom", "atom-prefixed", "guid-only"],
)
def test_every_kind_of_feed_gives_address_title_and_date(feed: str, published: datetime | None) -> None:
    (link,) = read(feed.encode(), URL, 10)
    assert link.url == "http://fleuve.example/bac"
    assert (link.title, link.published) == ("Le bac est échoué", published)
    assert (link.kind, link.source) == ("article", URL)


def test_an_update_is_told_apart_from_publication() -> None:
    (link,) = read(ATOM.encode(), URL, 10)
    assert link.modified == datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/bac", "https://fleuve.example/bac"),
        ("bac?a=1&amp;b=2", "https://fleuve.example/une/feed/bac?a=1&b=2"),
        ("//www.fleuve.example/bac", "https://www.fleuve.example/bac"),
        ("ftp://fleuve.example/bac", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("http://user:secret@fleuve.example/bac", None),
        ("http://[fleuve/", None),
        ("http://fleuve.example:port/", None),
        ("http://fleuve.example/" + "a" * 3000, None),
        ("", None),
    ],
)
def test_relative_addresses_are_resolved_and_others_than_http_dropped(address: str, expected: str | None) -> None:
    assert [link.url for link in read(rss(item(address)), URL, 10)] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Fri, 20 Nov 2026 12:00:00 GMT", NOON),
        ("2026-11-20T13:30:00+01:30", NOON),
        ("ven., 20 nov. 2026 12:00", None),
        ("Fri, 99 Nov 2026 12:00:00 GMT", None),
        ("", None),
    ],
)
def test_dates_are_utc_or_absent(date: str, expected: datetime | None) -> None:
    assert read(rss(item(more=f"<pubDate>{date}</pubDate>")), URL, 10)[0].published == expected


@pytest.mark.parametrize(
    ("declared", "actual"),
    [
        ("iso-8859-1", "utf-8"),
        ("utf-8", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-8", "utf-8-sig"),
        ("punycode", "utf-8"),
        ("no-such-charset", "utf-8"),
    ],
)
def test_the_right_text_whatever_charset_is_declared(declared: str, actual: str) -> None:
    feed = f'<?xml version="1.0" encoding="{declared}"?>{rss(item(title="L’été est là, à Toubali")).decode()}'
    assert read(feed.encode(actual), URL, 10)[0].title == "L’été est là, à Toubali"


def test_one_broken_byte_spoils_one_character() -> None:
    feed = rss(item(title="échoué à l’été"), item("/2", "trop @ tôt")).replace(b"@", b"\xe9")
    assert [link.title for link in read(feed, URL, 10)] == ["échoué à l’été", "trop � tôt"]


def test_a_feed_that_is_cut_or_malformed_gives_what_it_has() -> None:
    whole = rss(item("/1", "Prix & pain"), item("/2", "Pain <br> beurre"), item("/3"))
    assert [link.url[-2:] for link in read(b"\n<br>Warning: php\n" + whole[:-50], URL, 10)][:2] == ["/1", "/2"]


@pytest.mark.parametrize("end", ["<item><link>http://fleuve.example/tw", '<item><link href="http://fleuve.example/tw'])
def test_half_an_address_is_none(end: str) -> None:
    assert [link.url[-2:] for link in read(rss(item("/1")).replace(b"</channel></rss>", end.encode()), URL, 10)] == [
        "/1"
    ]


def test_links_are_unique_and_bounded() -> None:
    feed = rss(item("/1"), item("/1#top"), *(item(f"/{n}") for n in range(2, 2000)))
    assert [link.url[-2:] for link in read(feed, URL, 3)] == ["/1", "/2"]  # three items were looked at
    assert len(read(feed, URL, 5000)) == 1999
    assert 0 < len(read(feed, URL, 5000, size=2000)) < 50


@pytest.mark.parametrize("empty", [rss(), b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>'])
def test_a_feed_without_items_has_no_links(empty: bytes) -> None:
    assert read(empty, URL, 10) == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"<!DOCTYPE html><html><body><p>404", "an HTML page came"),
        (b"<html><head><link href='/rss '></head><body>rss <rss >", "an HTML page came"),
        (b"", "not a feed"),
        (b"/etc/passwd", "not a feed"),
        (b"%PDF-1.4", "not a feed"),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "not a feed"),
        (b"<channel ><p>x</p></channel>", "neither RSS nor Atom"),
    ],
)
def test_anything_else_is_refused_by_name(body: bytes, says: str) -> None:
    with pytest.raises(NotAFeed, match=f"{URL}: .*{says}"):
        read(body, URL, 10)


NESTED = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdef", "bcdefg", strict=True))
BOMBS = {
    "one-long-entity": f'<!DOCTYPE rss [\n<!ENTITY a "{"x" * 100_000}">\n]>',
    "nested": f'<!DOCTYPE rss [<!ENTITY a "xxxxxxxxxx">{NESTED}]>',
    "hidden": f'<!-- <a --><!DOCTYPE rss [<!ENTITY a "xxxxxxxxxx">{NESTED}]>',
    "outside": '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
}


@pytest.mark.parametrize("prologue", BOMBS.values(), ids=BOMBS)
def test_no_entity_of_the_feed_is_expanded(prologue: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (link,) = read(prologue.encode() + rss(item(title="&a;" * 3000 + "&g;")), URL, 10)
    assert link == Link("https://fleuve.example/bac", link.title, source=URL)
    assert link.title
    assert not {"x", "root"}.intersection(link.title.replace("&a;", ""))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KiB

"""Feeds of every common kind, as newspapers send them, and as an attacker would."""

import resource
from datetime import UTC, datetime

import pytest

from archive.links.feed import page, read
from archive.links.link import Link, Listing, NotAFeed

URL = "https://fleuve.example/une/feed/"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
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
    (link,) = read(feed.encode(), URL, 10, now=NOW).pages
    assert link.url == "http://fleuve.example/bac"
    assert (link.title, link.published) == ("Le bac est échoué", published)
    assert link.source == URL


RSS_09 = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>x</title></channel>
<item><title>Le bac</title><link>http://fleuve.example/bac</link></item></rdf:RDF>"""
BLOGGER = """<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'
 xmlns:thr='http://purl.org/syndication/thread/1.0'><id>tag:blogger.com,1999:blog-1</id><title type='text'>x</title>
<link rel='alternate' type='text/html' href='https://fleuve.example/'/>
<link rel='next' type='application/atom+xml' href='https://www.blogger.com/feeds/1/posts/default?start-index=26'/>
<entry><id>tag:blogger.com,1999:blog-1.post-2</id><published>2026-11-20T12:00:00.001+00:00</published>
<title type='text'>Le bac</title>
<link rel='replies' type='application/atom+xml' href='https://fleuve.example/feeds/2/comments/default'/>
<link rel='edit' type='application/atom+xml' href='https://www.blogger.com/feeds/1/posts/default/2'/>
<link rel='self' type='application/atom+xml' href='https://www.blogger.com/feeds/1/posts/default/2'/>
<link rel='alternate' type='text/html' href='https://fleuve.example/2026/11/bac.html'/></entry></feed>"""


def test_the_oldest_kind_of_feed() -> None:
    assert read(RSS_09.encode(), URL, 10).pages == (Link("http://fleuve.example/bac", "Le bac", source=URL),)


def test_of_the_links_of_an_entry_the_page_s_is_taken() -> None:
    listed = read(BLOGGER.encode(), URL, 10, now=NOW)
    assert [link.url for link in listed.pages] == ["https://fleuve.example/2026/11/bac.html"]
    assert listed.next == "https://www.blogger.com/feeds/1/posts/default?start-index=26"


@pytest.mark.parametrize(
    ("href", "expected"),
    [("?paged=2", URL + "?paged=2"), (URL, None), ("", None), ("javascript:1", None)],
    ids=["relative", "itself", "empty", "script"],
)
def test_the_next_page_that_a_feed_names(href: str, expected: str | None) -> None:
    named = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="{href}"/>'
    assert read(rss(named, item()), URL, 10).next == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, ""), (2, "?paged=2"), (30, "?paged=30")],
)
def test_wordpress_pages_of_a_feed(number: int, expected: str) -> None:
    assert page(URL, number) == URL + expected
    assert page(URL + "?paged=7", number) == URL + expected
    assert page("https://f.example/?feed=rss2&paged=7&cat=1", number) == "https://f.example/?feed=rss2&cat=1" + (
        expected.replace("?", "&")
    )


@pytest.mark.parametrize(
    ("guid", "expected"),
    [
        ("<guid>http://fleuve.example/bac</guid>", "http://fleuve.example/bac"),
        ('<guid isPermaLink="true">/bac</guid>', "https://fleuve.example/bac"),
        ('<guid isPermaLink="false">http://fleuve.example/bac</guid>', None),
        ("<guid>12345</guid>", None),
        ("<guid>tag:fleuve.example,2026:1</guid>", None),
    ],
)
def test_an_item_without_link_is_found_by_a_permanent_address_only(guid: str, expected: str | None) -> None:
    listed = read(rss(f"<item><title>Le bac</title>{guid}</item>"), URL, 10)
    assert [link.url for link in listed.pages] == ([expected] if expected else [])


DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


@pytest.mark.parametrize(
    ("feed", "expected"),
    [
        (rss("<language>fr-FR</language>", item()), "fr"),
        (rss("<language>fr</language>", item(more=f"<dc:language {DC}>AR</dc:language>")), "ar"),
        (rss("<language>français de France</language>", item()), None),
        (rss(item()), None),
        (ATOM.replace("<feed", '<feed xml:lang="fr_FR"').encode(), "fr"),
        (ATOM.replace("<entry", '<entry xml:lang="ar"').encode(), "ar"),
    ],
    ids=["channel", "item", "nonsense", "none", "feed", "entry"],
)
def test_the_language_that_feed_or_entry_name(feed: bytes, expected: str | None) -> None:
    assert [link.language for link in read(feed, URL, 10).pages] == [expected]


def test_an_update_is_told_apart_from_publication() -> None:
    (link,) = read(ATOM.encode(), URL, 10, now=NOW).pages
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
    assert [link.url for link in read(rss(item(address)), URL, 10).pages] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Fri, 20 Nov 2026 12:00:00 GMT", NOON),
        ("2026-11-20T13:30:00+01:30", NOON),
        ("ven., 20 nov. 2026 12:00", None),
        ("Fri, 99 Nov 2026 12:00:00 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Mon, 23 Nov 2026 23:00:00 GMT", datetime(2026, 11, 23, 23, tzinfo=UTC)),
        ("Wed, 25 Nov 2026 00:00:00 GMT", None),
        ("Fri, 20 Nov 2926 12:00:00 GMT", None),
        ("", None),
    ],
)
def test_dates_are_utc_and_believable_or_absent(date: str, expected: datetime | None) -> None:
    (link,) = read(rss(item(more=f"<pubDate>{date}</pubDate>")), URL, 10, now=NOW).pages
    assert link.published == expected


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
        ("utf-16", "utf-8"),
        ("utf-32", "cp1252"),
    ],
)
def test_the_right_text_whatever_charset_is_declared(declared: str, actual: str) -> None:
    feed = f'<?xml version="1.0" encoding="{declared}"?>{rss(item(title="L’été est là, à Toubali")).decode()}'
    assert read(feed.encode(actual), URL, 10).pages[0].title == "L’été est là, à Toubali"


@pytest.mark.parametrize(
    ("reference", "character"),
    [
        ("&#8217;", "’"),
        ("&#0000233;", "é"),
        ("&#x0000E9", "é"),
        ("&#0000060;", "<"),
        ("&#99999999;", "�"),
        ("&#x110000;", "�"),
        ("&#0000000;", "�"),
        ("&#" + "9" * 9999 + ";", "�"),
    ],
    ids=range(8),
)
@pytest.mark.parametrize("end", ["</channel></rss>", "<br></rss>"], ids=["well-formed", "malformed"])
def test_characters_by_number(reference: str, character: str, end: str) -> None:
    feed = rss(item(title=f"L{reference} bac")).replace(b"</channel></rss>", end.encode())
    assert [link.title for link in read(feed, URL, 10).pages] == [f"L{character} bac"]


def test_one_broken_byte_spoils_one_character() -> None:
    feed = rss(item(title="échoué à l’été"), item("/2", "trop @ tôt")).replace(b"@", b"\xe9")
    assert [link.title for link in read(feed, URL, 10).pages] == ["échoué à l’été", "trop � tôt"]


def test_a_feed_that_is_cut_or_malformed_gives_what_it_has() -> None:
    whole = rss(item("/1", "Prix & pain"), item("/2", "Pain <br> beurre"), item("/3"))
    assert [link.url[-2:] for link in read(b"\n<br>Warning: php\n" + whole[:-50], URL, 10).pages][:2] == ["/1", "/2"]


@pytest.mark.parametrize("end", ["<item><link>http://fleuve.example/tw", '<item><link href="http://fleuve.example/tw'])
def test_half_an_address_is_none(end: str) -> None:
    listed = read(rss(item("/1")).replace(b"</channel></rss>", end.encode()), URL, 10)
    assert [link.url[-2:] for link in listed.pages] == ["/1"]


def test_links_are_unique_and_bounded() -> None:
    feed = rss(item("/1"), item("/1#top"), *(item(f"/{n}") for n in range(2, 2000)))
    few, all_of_it, beginning = read(feed, URL, 3), read(feed, URL, 5000), read(feed, URL, 5000, size=2000)
    assert [link.url[-2:] for link in few.pages] == ["/1", "/2"]  # three items were looked at
    assert len(all_of_it.pages) == 1999
    assert 0 < len(beginning.pages) < 50
    assert (few.cut, all_of_it.cut, beginning.cut) == (True, False, True)


@pytest.mark.parametrize("empty", [rss(), b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>'])
def test_a_feed_without_items_has_no_links(empty: bytes) -> None:
    assert read(empty, URL, 10) == Listing()


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
        (b'{"code": "rest_no_route"}', "no JSON Feed"),
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
    (link,) = read(prologue.encode() + rss(item(title="&a;" * 3000 + "&g;")), URL, 10).pages
    assert link == Link("https://fleuve.example/bac", link.title, source=URL)
    assert link.title
    assert not {"x", "root"}.intersection(link.title.replace("&a;", ""))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KiB


def test_an_address_made_of_entities_is_none() -> None:
    prologue = b'<!DOCTYPE rss [<!ENTITY a "http://fleuve.example/a">]>'
    assert read(prologue + rss(item("&a;")), URL, 10).pages == ()
    assert len(read(rss(item("/a?b=1&amp;c=2")), URL, 10).pages) == 1

"""Feeds that expand, never end, or name what is no page."""

import gzip

from .answer import always, forever, head, packed, page, whole, zeros
from .bombs import GIGABYTE
from .route import Ends, Route

XML = b"Content-Type: application/rss+xml"
JSON = b"Content-Type: application/feed+json"
READ = Ends(200, None)
ITEM = "<item><title>{0}</title><link>{1}</link></item>"


def rss(items: str, prologue: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{prologue}<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()
    )


def feed(items: str, prologue: str = "") -> Route:
    return always(whole(rss(items, prologue), kind=XML))


def laughs(levels: int = 10) -> str:
    told = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE rss [<!ENTITY l0 "ha">{told}]>'


def links(*addresses: str) -> str:
    return "".join(ITEM.format("Council speaks", address) for address in addresses)


ROUTES = tuple(
    Route(kind="feed", **each)
    for each in (
        {"name": "feed-laughs", "does": "entities that expand a billionfold", "reply": feed(links("&l9;"), laughs()),
         "ends": READ},
        {"name": "feed-quadratic", "does": "one entity of 100 kB, named 10,000 times",
         "reply": feed(ITEM.format("&a;" * 10_000, "/x"), f'<!DOCTYPE rss [<!ENTITY a "{"a" * 100_000}">]>'), "ends": READ},
        {"name": "feed-external", "does": "an entity that is a local file",
         "reply": feed(ITEM.format("&x;", "&x;"), '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "ends": READ},
        {"name": "feed-dtd", "does": "a DTD at another loopback address", "ends": READ, "reply": lambda asked: whole(
            rss(links(), f'<!DOCTYPE rss SYSTEM "http://127.0.0.9:{asked.place.quiet}/canary.dtd">'), kind=XML)},
        {"name": "feed-endless", "does": "a feed that never ends",
         "reply": forever(head(XML), rss("")[:-18], piece=links("/feed-endless/x").encode() * 800),
         "ends": Ends(200, None, "length", "DOWNLOAD_MAXSIZE")},
        {"name": "feed-bomb", "does": "1 GB of one letter in gzip", "reply": lambda _: packed(zeros(GIGABYTE, 31, b"f"), b"gzip", XML),
         "ends": READ, "said": "exceeded DOWNLOAD_MAXSIZE"},
        {"name": "feed-schemes", "most": 3, "does": "links to file:, data:, javascript: and gopher:", "ends": READ,
         "reply": feed(links("file:///etc/passwd", "data:text/html,x", "javascript:alert(1)", "gopher://x/1", "//",
                             "http://", "http://[::1", "http://x:99999/", "http:///x", "::", "\\\\x\\y"))},
        {"name": "feed-canary", "does": "links to addresses where nobody may go", "ends": READ,
         "reply": lambda asked: whole(rss(links(*(f"http://{host}:{asked.place.quiet}/canary" for host in
                                      ("127.0.0.9", "localhost", "2130706441", "[::1]", "rebind.test")))), kind=XML)},
        {"name": "feed-deep", "heavy": True, "does": "30,000 elements, each in the one before",
         "reply": feed("<item><title>" + "<x>" * 30_000 + "</title></item>"), "ends": READ},
        {"name": "feed-escape", "most": 2, "does": "escape sequences and NULs in titles, raw and as references", "ends": READ,
         "reply": feed(ITEM.format("Council \x1b]0;pwned\x07 \0 &#27;[2J &#x9b;31m \u202e", "/feed-escape/x"))},
        {"name": "feed-name", "does": "an element whose name is 1 MB",
         "reply": always(whole(b"<" + b"rss" * 300_000 + b"></x>", kind=XML)), "ends": READ},
        {"name": "feed-html", "does": "a page where the feed was", "reply": always(whole(page("a moved feed").encode())),
         "ends": READ, "said": "HTML page"},
        {"name": "feed-json-deep", "does": "JSON of 100,000 lists in one another",
         "reply": always(whole(b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 100_000, kind=JSON)),
         "ends": READ},
        {"name": "feed-json-kinds", "does": "a JSON feed whose every value is of another kind", "ends": READ,
         "reply": always(whole(b'{"version": "https://jsonfeed.org/version/1.1", "items": [1, null, {"url": []}, {"url":'
                               b' {"a": 1}, "title": 5, "date_published": 1e999}, {"url": "/feed-json-kinds/\\ud800"}],'
                               b' "next_url": {}}', kind=JSON))},
        {"name": "feed-json-digits", "does": "a JSON feed with a number of 100,000 digits", "ends": READ,
         "reply": always(whole(b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1' + b"0" * 100_000
                               + b"}]}", kind=JSON))},
        {"name": "feed-charset", "does": "a feed in a codec that is no charset", "ends": READ, "reply": always(whole(
            b'<?xml version="1.0" encoding="unicode_escape"?>' + rss(links("/x")), kind=XML))},
        {"name": "feed-pages", "does": "a next page, without end, each with news", "ends": READ, "most": 110,
         "reply": lambda asked: whole(rss(
             f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="{asked.base}/feed-pages/more-'
             f'{asked.number + 1}.xml"/>' + links(f"/feed-pages/story-{asked.number}.html")), kind=XML)
         if "/story-" not in asked.target else whole(page(f"feed pages {asked.target}").encode())},
        {"name": "feed-packed-twice", "does": "gzip within gzip within gzip",
         "reply": always(packed(gzip.compress(gzip.compress(gzip.compress(rss("")))), b"gzip, gzip, gzip", XML)),
         "ends": READ},
        {"name": "feed-dates", "most": 3, "does": "dates of no calendar", "ends": READ, "reply": feed(
            "<item><link>/feed-dates/1</link><pubDate>Mon, 99 Foo 99999 99:99:99 +9999</pubDate></item>"
            "<item><link>/feed-dates/2</link><pubDate>" + "9" * 5000 + "</pubDate></item>")},
        {"name": "feed-canary-moved", "does": "a feed that redirects to another loopback address", "ends": Ends(302, None),
         "reply": lambda asked: whole(b"", b"Location: http://127.0.0.9:%d/feed-canary-moved.xml" % asked.place.quiet,
                                      status=b"HTTP/1.1 302 Moved\r\n"), "said": "is loopback"},
    )
)  # fmt: skip

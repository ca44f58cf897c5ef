"""Sitemaps of a billion entries, in circles, and in their own depth."""

import gzip
import itertools

from tests.rawserver import Reply

from .answer import always, forever, head, packed, page, whole, zeros
from .bombs import GIGABYTE
from .feeds import laughs
from .route import Asked, Ends, Route

XML = b"Content-Type: application/xml"
GZIP = b"Content-Type: application/gzip"
READ = Ends(200, None)
URLSET = b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'
ENTRY = b"<url><loc>http://x.example/a</loc></url>\n"


def index(*addresses: str) -> Reply:
    return whole(
        INDEX.format("".join(f"<sitemap><loc>{each}</loc></sitemap>" for each in addresses)).encode(), kind=XML
    )


def levels(asked: Asked) -> Reply:
    """Each index names three others, at addresses of their own."""
    begin = f"{asked.base}/sitemap-levels/more-"
    return index(*(f"{begin}{3 * asked.number + n}.xml" for n in (1, 2, 3)))


ROUTES = tuple(
    Route(kind="sitemap", **each)
    for each in (
        {"name": "sitemap-endless", "does": "entries without end", "reply": forever(head(XML), URLSET, piece=ENTRY * 1500),
         "ends": Ends(200, None, "length", "DOWNLOAD_MAXSIZE")},
        {"name": "sitemap-billion", "does": "13 million entries in some MB of gzip",
         "reply": lambda _: whole(gzip.compress(URLSET) + zeros(GIGABYTE // 2, 31, ENTRY), kind=GZIP), "ends": READ, "heavy": True},
        {"name": "sitemap-bomb", "does": "1 GB of zeros called a sitemap, gzip within", "ends": READ,
         "reply": lambda _: whole(zeros(GIGABYTE, 31, b"0"), kind=GZIP)},
        {"name": "sitemap-bomb-coded", "does": "512 MB of entries by Content-Encoding", "ends": READ,
         "reply": lambda _: packed(zeros(GIGABYTE // 2, 31, ENTRY), b"gzip", XML), "said": "exceeded DOWNLOAD_MAXSIZE"},
        {"name": "sitemap-index-endless", "does": "an index of endlessly many sitemaps",
         "reply": lambda asked: Reply(itertools.chain(
             [head(XML), b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'],
             (b"".join(b"<sitemap><loc>%b/sitemap-index-endless/more-%d.xml</loc></sitemap>"
                       % (asked.base.encode(), 1000 * n + m) for m in range(1000)) for n in itertools.count())), "close"),
         "ends": Ends(200, None, "length", "DOWNLOAD_MAXSIZE")},
        {"name": "sitemap-levels", "does": "indexes of indexes, without end", "reply": levels, "ends": READ, "most": 60},
        {"name": "sitemap-circle", "does": "two indexes that name each other, and themselves", "ends": READ, "most": 4,
         "reply": lambda asked: index(f"{asked.base}/sitemap-circle.xml", f"{asked.base}/sitemap-circle/more-1.xml")},
        {"name": "sitemap-laughs", "does": "entities that expand a billionfold", "ends": READ, "reply": always(whole(
            laughs().replace("DOCTYPE rss", "DOCTYPE urlset").encode() + b"<urlset><url><loc>&l9;</loc></url></urlset>",
            kind=XML))},
        {"name": "sitemap-external", "does": "an entity that is a local file", "ends": READ, "reply": always(whole(
            b'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>http://127.0.0.1/&x;</loc></url>'
            b"</urlset>", kind=XML))},
        {"name": "sitemap-deep", "does": "100,000 elements, each in the one before", "ends": READ,
         "reply": always(whole(URLSET + b"<url><loc>" * 100_000, kind=XML))},
        {"name": "sitemap-name", "does": "an element whose name is 40 kB", "ends": READ,
         "reply": always(whole(b"<a" + b"name" * 10_000 + b"></x>", kind=XML))},
        {"name": "sitemap-long", "does": "an address of 1 MB", "ends": READ, "reply": always(whole(
            URLSET + b"<url><loc>http://127.0.0.1/" + b"x" * 1_000_000 + b"</loc></url></urlset>", kind=XML))},
        {"name": "sitemap-elsewhere", "does": "pages and sitemaps where nobody may go", "ends": READ,
         "reply": lambda asked: index(*(f"http://{host}:{asked.place.quiet}/canary-sitemap.xml" for host in
                                        ("127.0.0.9", "localhost", "2130706441", "169.254.169.254")),
                                      "file:///etc/passwd", "ftp://127.0.0.9/sitemap.xml"), "said": ""},
        {"name": "sitemap-text", "does": "10 MB of lines that are no addresses", "ends": READ, "reply": always(packed(
            gzip.compress(b"nonsense\n" * 200_000), b"gzip", b"Content-Type: text/plain"))},
        {"name": "sitemap-html", "does": "a page where the sitemap was", "ends": READ,
         "reply": always(whole(page("a moved sitemap").encode()))},
        {"name": "sitemap-utf16", "does": "UTF-16 that says it is UTF-8", "ends": READ, "reply": always(whole(
            URLSET.decode().replace("?>", ' encoding="utf-8"?>').encode("utf-16") + b"</urlset>", kind=XML))},
    )
)  # fmt: skip

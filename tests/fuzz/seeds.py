"""Inputs of ours from which fuzzing starts: small, whole, one of each form that a reader knows."""

import gzip
import io
import re
from datetime import UTC, datetime

from archive import member, warc
from archive.exchange import Context, Exchange

CUT = b"\n%%\n"
"""Parts an input into pieces that are packed by themselves: what is fuzzed is inside gzip, ZIP and WARC."""
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
_ASKED = b"GET /a HTTP/1.1\r\nHost: paper.example\r\n\r\n"
_HEAD = b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: "a"\r\n\r\n'
_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>a<\r\n3;x=y\r\n/p>\r\n0\r\nTrailer: t\r\n\r\n"
_PAGE = (
    b"<!DOCTYPE html><html lang=fr><head><meta charset=utf-8><title>La crue du fleuve</title>"
    b"<link rel=alternate type='application/rss+xml' href=/feed><link rel=stylesheet href=/a.css>"
    b"<meta name=robots content='noarchive, unavailable_after: 25 Jun 2010 15:00:00 PST'>"
    b"<meta property='article:published_time' content='2026-11-21T08:00:00+01:00'>"
    b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"La crue","datePublished":"2026-11-21"}'
    b"</script></head><body><nav><a href=/politique/>Politique</a><a href=/2026/11/21/la-crue-du-fleuve/>La crue</a>"
    b"</nav><article><h1>La crue du fleuve</h1><p>Par Awa Diallo</p><p>Le fleuve a d\xc3\xa9bord\xc3\xa9 dans la nuit et "
    b"les riverains ont quitt\xc3\xa9 leurs maisons, dit le maire.</p><img src=a.jpg srcset='b.jpg 2x, c.jpg 3x'></article>"
    b"<form class=comments><textarea></textarea></form></body></html>"
)


_ID = re.compile(rb"urn:uuid:[0-9a-f-]{36}")
_numbers: dict[bytes, int] = {}


def _records(body: bytes = _PAGE, **said: object) -> tuple[bytes, ...]:
    kept = Exchange(url="http://paper.example/a", method="GET", started=AT, request=_ASKED, head=_HEAD, body=body)
    packed = warc.encode(kept, Context(kind="article", **said), "<urn:uuid:0>").data  # type: ignore[arg-type]
    return tuple(_ID.sub(_same, each.data) for each in member.members(io.BytesIO(packed)))


def _same(found: re.Match[bytes]) -> bytes:
    """Ids that are the same in every run."""
    number = _numbers.setdefault(found[0], len(_numbers))
    return b"urn:uuid:00000000-0000-4000-8000-%012d" % number


_INFO = member.unpack(warc.warcinfo("<urn:uuid:0>", "x.warc.gz", AT, [("software", "x")]))
_GROUP = _records(title="La crue", published=AT)
_LINE = (
    b'example,paper)/a 20261122080000 {"url": "http://paper.example/a", "mime": "text/html", "status": "200", '
    b'"digest": "ABC", "length": "300", "offset": "0", "filename": "a.warc"}\n'
)
RECORD = (*_GROUP, _INFO)
MEMBERS = (b"".join(member.pack(each) for each in _GROUP), gzip.compress(_INFO) + b"tail", member.pack(b""))
SEGMENT = (CUT.join((_INFO, *_GROUP)), CUT.join((_INFO, *_GROUP[1:], *_GROUP)))
EXCHANGE = (_HEAD + _PAGE, _CHUNKED, b"HTTP/1.0 200\n\nbody", b"HTTP/1.1 304 Not Modified\r\n\r\n", b"SSH-2.0\r\n")
HEAD = (
    _HEAD.replace(b"ETag", b"Content-Encoding: br, gzip\r\nETag") + _PAGE,
    _CHUNKED,
    b"GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic abc\r\n folded\r\ncookie : a=b\r\n\r\nbody",
)
_RSS = (
    b"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>t</title><language>fr-FR</language>"
    b"<item><title>Un &amp; deux</title><link>/2026/11/21/a/</link><pubDate>Sat, 21 Nov 2026 08:00:00 GMT</pubDate>"
    b"<guid isPermaLink='true'>http://paper.example/b</guid></item></channel></rss>"
)
_ATOM = (
    b"<feed xmlns='http://www.w3.org/2005/Atom'><link rel='next' href='?page=2'/><entry><title type='html'>&lt;b&gt;a"
    b"</title><link rel='alternate' href='/a'/><updated>2026-11-21T08:00:00Z</updated></entry></feed>"
)
_JSON = (
    b'{"version": "https://jsonfeed.org/version/1.1", "language": "fr", "next_url": "/feed?page=2", "items": [{"id": "1", '
    b'"url": "/a", "title": "A", "date_published": "2026-11-21T08:00:00Z"}, {"id": "http://paper.example/b"}]}'
)
FEEDS = (
    _RSS,
    _ATOM,
    _JSON,
    b"<rdf:RDF><item><link>http://paper.example/a</link><dc:date>2026-11-21</dc:date></item></rdf:RDF>",
)
SITEMAPS = (
    b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>http://paper.example/2026/11/21/a/</loc>"
    b"<lastmod>2026-11-21</lastmod><news:news xmlns:news='n'><news:title>A</news:title></news:news></url></urlset>",
    b"<sitemapindex><sitemap><loc>/sitemap-2026-11.xml.gz</loc><lastmod>2026-11-21T08:00:00+00:00</lastmod></sitemap></sitemapindex>",
    b"http://paper.example/a\nhttp://paper.example/b\n",
    b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><urlset><url><loc>http://paper.example/&a;</loc></url></urlset>",
)
POSTS = (
    b'[{"link": "http://paper.example/a", "date_gmt": "2026-11-21T08:00:00", "modified_gmt": "2026-11-21T09:00:00", '
    b'"title": {"rendered": "A &amp; B"}}]',
    b'{"code": "rest_post_invalid_page_number", "data": {"status": 400}}',
)
FRONTS = (
    _PAGE,
    b"<base href=//paper.example/x/><a href='a-la-une-ce-soir-123.html'>A la une ce soir au village</a><a rel=next href=?page=2>2</a>",
)
INDEX = (_LINE, _LINE * 2)
_POINTER = b'{"site": "paper.example", "name": "x", "lines": 1, "objects": {"index/paper.example/x.cdx.gz": 9}, "contains": {}}'
OBJECTS = (
    _POINTER + CUT + _LINE + CUT + _LINE,
    b'{"record": "<urn:uuid:1>", "outcome": "article", "was": {"record": "<urn:uuid:1>"}}\n{"sha256": "0"}\n',
    b"# made\n" + b"0" * 64 + b"  warc/paper.example/2026/11/22/paper.example-20261122080000000-00001-abc123.warc.gz\n",
    b'{"at": "2026-11-22T08:00:00+00:00", "by": "me", "reason": "asked", "urls": ["http://paper.example/a"], "work": {"a": [[1, 2, "x"]]}}',
)
CHARSETS = (
    b"utf-8\n" + _PAGE,
    b"windows-1252\n" + _PAGE.decode().encode("cp1252", "replace"),
    b"utf-16\n" + _PAGE.decode().encode("utf-16"),
    b"utf-7\n<p>+ADw-script+AD4-",
    b"\n"
    + _PAGE.replace(
        b'"datePublished"',
        b'"articleBody":"' + b"Le fleuve a d\\u00e9bord\\u00e9. " * 9 + b'","author":[{"name":"A"}],"datePublished"',
    ),
    b"shift_jis\n<html><body><p>" + "村の川が増水した。".encode("shift_jis") * 9,
    b"x-unknown\n<p>\xff\xfe\x00\xd8",
)
NEEDS = (_PAGE, b"@import url(a.css);@font-face{src:url('b.woff2')}a{background:image-set('c.png' 1x,url(d.png) 2x)}")
REFUSALS = (
    b"HTTP/1.1 200 OK\r\nX-Robots-Tag: pressmark: noarchive, unavailable_after: 25-Jun-10 15:00:00 PST\r\ntdm-reservation: 1\r\n\r\n"
    + _PAGE,
    b'[{"location": "/*.pdf$", "tdm-reservation": 1, "tdm-policy": "/terms"}, {"location": "/", "tdm-reservation": 0}]',
)
MANNERS = (
    b"User-agent: *\nDisallow: /a*b$\nAllow: /\nCrawl-delay: 2.5\nRequest-rate: 1/10s 0800-1200\nSitemap: /sitemap.xml\n",
    b"\xef\xbb\xbfuser-agent:pressmark\r\ndisallow:/%E2%82%AC\r\n",
)
ADDRESSES = (
    b"https://www.Paper.example:443/a/../b;jsessionid=0123456789/?utm_source=x&b=2&a=1#f",
    b"http://user@0x7f.1/%2541?sid=0123456789abcdef0123456789abcdef",
    b"http://m.paper.example/index.php/amp/amp/?amp=1",
    "http://b\u00fccher.example/\u20ac".encode(),
)
STRANGERS = (
    CUT.join((_INFO, *_GROUP)),
    b"".join((_INFO, *_GROUP)),
    b"WARC/0.18\nWARC-Type: resource\nWARC-Target-URI: <http://paper.example/r>\nWARC-Date: 2020-01-01T00:00:00Z\n"
    b"Content-Type: text/plain\nContent-Length: 2\n\nhi\n\n",
)
PACKAGES = (
    CUT.join(
        (
            b'{"profile": "data-package", "wacz_version": "1.1.1", "resources": [{"name": "a.warc", "path": "archive/a.warc", '
            b'"hash": "sha256:00", "bytes": 2}]}',
            b'{"path": "datapackage.json", "hash": "sha256:00"}',
            b'{"format": "json-pages-1.0"}\n{"url": "http://paper.example/a", "ts": "2026-11-22T08:00:00Z", "title": "A"}\n',
            _LINE,
            b"".join((_INFO, *_GROUP)),
            _INFO,
        )
    ),
)

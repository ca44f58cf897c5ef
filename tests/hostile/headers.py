"""Headers of good pages that want to be more than headers."""

from .answer import always, page, story, whole
from .route import Ends, Route

ROUTES = (
    Route("etag", "an ETag with escape sequences and quotes", story("tags", b'ETag: W/"\x1b]0;pwned\x07"; DROP \xff"')),
    Route("etag-long", "an ETag of 200 kB", story("long tags", b'ETag: "' + b"e" * 200_000 + b'"')),
    Route("last-modified", "a Last-Modified of the year 99999", story("times", b"Last-Modified: Mon, 99 Foo 99999 \x1b[2J")),
    Route("content-type-long", "a Content-Type of 200 kB",
          always(whole(page("types").encode(), kind=b"Content-Type: text/html;" + b" x=y;" * 40_000))),
    Route("content-type-escape", "a Content-Type of escape sequences",
          always(whole(page("odd types").encode(), kind=b"Content-Type: \x1b]0;pwned\x07\x1b[2J/\xe2\x80\xae")),
          Ends(200, "")),
    Route("content-type-none", "a page without Content-Type", always(whole(page("no type").encode(), kind=b"X-None: 1"))),
    Route("disposition", "a file name that climbs",
          story("files", b'Content-Disposition: attachment; filename="../../../../tmp/pwned"')),
    Route("link-many", "5,000 Link headers", story("links", *[b"Link: </x%d>; rel=preload" % n for n in range(5000)])),
    Route("robots-tag-many", "5,000 X-Robots-Tags", story("robots", *[b"X-Robots-Tag: otherbot: noarchive"] * 5000)),
    Route("robots-tag-long", "an X-Robots-Tag of 200 kB", story("long robots", b"X-Robots-Tag: " + b"a:b," * 50_000)),
    Route("tdm-policy", "a mining policy with control characters",
          story("policies", b"tdm-reservation: 0", b"tdm-policy: /\x1b]0;pwned\x07\rkind: robots\x85optOut: none")),
    Route("server", "a Server of escape sequences", story("servers", b"Server: \x1b]0;pwned\x07\x1b[2J\xe2\x80\xae")),
    Route("date", "a Date of no calendar, and one Age of ages", story("clocks", b"Date: 99 Foo 99999", b"Age: " + b"9" * 400)),
    Route("coding-case", "Content-Encoding: IDENTITY, NONE", story("codings", b"Content-Encoding: IDENTITY"), Ends(200, "")),
    Route("trailer", "Trailer, TE, Upgrade and Connection at once",
          story("hops", b"Trailer: X", b"TE: trailers", b"Upgrade: h2c", b"Connection: close, X-Robots-Tag")),
    Route("proxy", "headers that are a proxy's", story("proxies", b"Proxy-Authenticate: Basic", b"X-Forwarded-For: 127.0.0.1")),
)  # fmt: skip

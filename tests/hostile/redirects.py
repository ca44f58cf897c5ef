"""Redirects in circles, without end, and to where nobody may go."""

from .answer import always, forever, head, moved, page, story, whole
from .route import Ends, Route

GO = Ends(302, None)
CANARY = "127.0.0.9:{quiet}/canary"
TARGETS = {
    "file": ("to file:///etc/passwd", "file:///etc/passwd"),
    "file-upper": ("to FILE:/etc/passwd", "FILE:/etc/passwd"),
    "data": ("to a data: address", "data:text/html,<h1>here</h1>"),
    "ftp": ("to ftp:", "ftp://127.0.0.9/canary"),
    "gopher": ("to gopher:", "gopher://127.0.0.9:{quiet}/_GET%20/"),
    "javascript": ("to javascript:", "javascript:alert(1)"),
    "s3": ("to s3:", "s3://bucket/key"),
    "loopback": ("to another loopback address", f"http://{CANARY}"),
    "localhost": ("to localhost", "http://localhost:{quiet}/canary"),
    "protocol-relative": ("to another loopback address, without a scheme", f"//{CANARY}"),
    "backslash": ("to another loopback address, with backslashes", "http:\\\\" + CANARY.replace("/", "\\")),
    "userinfo": ("to another loopback address behind our name", f"http://127.0.0.1@{CANARY}"),
    "metadata": ("to the cloud's metadata", "http://169.254.169.254/latest/meta-data/"),
    "private": ("to a private address", "http://10.0.0.1/admin"),
    "no-host": ("to an address without a host", "http:///canary"),
    "bad-port": ("to port 99999", "http://127.0.0.1:99999/canary"),
    "bad-host": ("to a host in broken brackets", "http://[::1/canary"),
    "idn": ("to a host name of letters that change direction", "http://\u202egro.elpmaxe\u202c/canary"),
}

ROUTES = (
    *(Route(f"redirect-to-{name}", f"a redirect {does}", moved(to), GO) for name, (does, to) in TARGETS.items()),
    Route("redirect-self", "a redirect to itself", moved("{base}/2026/11/redirect-self.html"), GO, most=25),
    Route("redirect-loop", "two addresses that redirect to each other",
          lambda asked: moved("{base}/redirect-loop/more-1.html" if not asked.number
                              else "{base}/2026/11/redirect-loop.html")(asked), GO, most=25),
    Route("redirect-chain", "redirects without end, each to a new address", moved("{next}"), GO, most=25, said="max redirections"),
    Route("redirect-permanent", "permanent redirects without end", moved("{next}", 308), Ends(308, None), most=25),
    Route("redirect-nowhere", "302 without a Location", always(whole(b"", status=b"HTTP/1.1 302 Gone\r\n")), GO),
    Route("redirect-empty", "302 with an empty Location", moved(""), GO, most=25),
    Route("redirect-twice", "302 with two Locations", moved("{base}/redirect-twice/more-1.html", 302,
          b"Location: http://127.0.0.9/canary"), GO, most=25),
    Route("redirect-long", "302 with a Location of 100 kB", moved("{base}/redirect-long/" + "x" * 100_000), GO, most=2),
    Route("redirect-injects", "302 with line ends in the Location, raw and escaped",
          moved("{base}/redirect-injects/more-9.html?%0d%0aX-Injected:%20yes\rX-Injected: yes\0"), GO, most=25),
    Route("redirect-nul", "302 with NUL, ESC and high bytes in the Location",
          moved("{base}/redirect-nul/more-9.html?\0\x1b]0;pwned\x07\x80"), GO, most=25),
    Route("redirect-endless", "302 with an endless body", forever(head(b"Location: /canary",
          status=b"HTTP/1.1 302 Moved\r\n")), Ends(302, None, "length", "DOWNLOAD_MAXSIZE")),
    Route("refresh-file", "a meta refresh to file:",
          story("refresh", top='<meta http-equiv="refresh" content="0;url=file:///etc/passwd">')),
    Route("refresh-canary", "a meta refresh to another loopback address",
          lambda asked: whole(page("elsewhere", top='<meta http-equiv="refresh" content="0; url=http://127.0.0.9:'
                                   f'{asked.place.quiet}/canary">').encode()), Ends(200, "")),
    Route("refresh-loop", "a meta refresh to itself, without end",
          lambda asked: whole(page("again", top='<meta http-equiv="refresh" content="0; url='
                                   f'{asked.base}/refresh-loop/more-{asked.number + 1}.html">').encode()),
          Ends(200, ""), most=25),
    Route("refresh-header", "a Refresh header to file:", story("a header", b"Refresh: 0; url=file:///etc/passwd")),
)  # fmt: skip

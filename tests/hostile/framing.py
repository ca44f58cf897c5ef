"""Messages whose parts do not fit together: lengths, chunks, doubled and conflicting headers."""

from tests.rawserver import Reply, say

from .answer import CHUNKED, HTML, OK, always, chunks, head, page, whole
from .route import Ends, Route

PAGE = page("framing").encode()
LENGTH = b"Content-Length: %d" % len(PAGE)
SMUGGLED = whole(page("smuggled goods").encode().replace(b"mayor", b"smuggler"))
SECOND = b"".join(SMUGGLED.pieces)
BROKEN = Ends(200, None, "unspecified", "MalformedChunked")
HEADLESS = Ends(None, None, "unspecified", "ParseError")
CUT = Ends(200, None, "disconnect", "ConnectionDone")


def closing(*pieces: bytes) -> Reply:
    return Reply(pieces, "close")


def framed(*lines: bytes, body: bytes = PAGE, then: str = "close") -> Reply:
    return Reply((head(HTML, *lines), body), then)


ROUTES = (
    Route("length-too-long", "Content-Length says more than comes",
          always(framed(b"Content-Length: %d" % (len(PAGE) + 999))), CUT),
    Route("length-too-short", "Content-Length says less than comes",
          always(framed(b"Content-Length: 900"))),
    Route("length-zero", "Content-Length: 0 before a page", always(framed(b"Content-Length: 0")), Ends(200, "empty")),
    Route("length-negative", "Content-Length: -5", always(framed(b"Content-Length: -5")), Ends(200, None, "unspecified", "ValueError")),
    Route("length-word", "Content-Length: many", always(framed(b"Content-Length: many")), Ends(200, None, "unspecified", "ValueError")),
    Route("length-plus", "Content-Length with a sign", always(framed(b"Content-Length: +%d" % len(PAGE))), Ends(200, None, "unspecified", "ValueError")),
    Route("length-huge", "a Content-Length of 5,000 digits", always(framed(b"Content-Length: " + b"9" * 5000)),
          Ends(200, None, "unspecified", "ValueError")),
    Route("length-twice", "the same Content-Length twice", always(framed(LENGTH, LENGTH))),
    Route("length-conflict", "two lengths that disagree", always(framed(LENGTH, b"Content-Length: 7")), Ends(200, None, "unspecified", "conflicting")),
    Route("length-list", "two lengths in one line", always(framed(b"Content-Length: 7, %d" % len(PAGE))), Ends(200, None, "unspecified", "conflicting")),
    Route("smuggle-cl-te", "Content-Length and chunked together, a second answer behind",
          always(Reply((head(HTML, b"Content-Length: 6", CHUNKED), chunks(PAGE), SECOND)))),
    Route("smuggle-te-cl", "chunked and a longer Content-Length, a second answer within",
          always(Reply((head(HTML, CHUNKED, b"Content-Length: 99999"), chunks(PAGE), SECOND), "close"))),
    Route("smuggle-te-te", "Transfer-Encoding twice: chunked, and one that nobody knows",
          always(Reply((head(HTML, CHUNKED, b"Transfer-Encoding: x-cow"), chunks(PAGE), SECOND), "close"))),
    Route("smuggle-te-space", "`Transfer-Encoding : chunked` beside a Content-Length",
          always(Reply((head(HTML, b"Transfer-Encoding : chunked", LENGTH), PAGE, SECOND), "close")), BROKEN),
    Route("smuggle-second", "a second answer that nobody asked for",
          always(say(head(HTML, LENGTH), PAGE, SECOND))),
    Route("te-gzip", "Transfer-Encoding: gzip, chunked", always(framed(b"Transfer-Encoding: gzip, chunked")),
          Ends(200, None, "unspecified", "KeyError")),
    Route("chunk-negative", "a chunk of -1 bytes", always(framed(CHUNKED, body=b"-1\r\n" + PAGE)), BROKEN),
    Route("chunk-huge", "a chunk of 16^40 bytes", always(framed(CHUNKED, body=b"f" * 40 + b"\r\n" + PAGE)),
          CUT),
    Route("chunk-0x", "a chunk size with 0x", always(framed(CHUNKED, body=b"0x%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE))),
          BROKEN),
    Route("chunk-word", "a chunk size in words", always(framed(CHUNKED, body=b"ten\r\n" + PAGE)), BROKEN),
    Route("chunk-no-end", "chunks without the last one", always(framed(CHUNKED, body=chunks(PAGE)[:-5])), CUT),
    Route("chunk-missing", "chunked is announced and a plain page is sent", always(framed(CHUNKED)), BROKEN),
    Route("chunk-bare-lf", "chunks with bare line feeds", always(framed(CHUNKED, body=chunks(PAGE).replace(b"\r\n", b"\n"))),
          BROKEN),
    Route("type-conflict", "two Content-Types, HTML and a picture", always(framed(b"Content-Type: image/png", LENGTH))),
    Route("header-nul", "NUL, ESC and bare CR in header values",
          always(framed(b"X-Bad: a\0b\x1b]0;pwned\x07c\rX-Injected: yes", LENGTH))),
    Route("header-names", "header names with spaces, NUL and high bytes",
          always(framed(b"X Bad: 1", b"X\0Y: 2", b"\xff\xfe: 3", b": none", LENGTH))),
    Route("header-no-colon", "header lines without a colon", always(framed(b"this is no header", LENGTH))),
    Route("header-fold", "folded headers, the length among them",
          always(framed(b"X-Fold: a\r\n\tb\r\n  c", b"Content-Length:\r\n %d" % len(PAGE)))),
    Route("header-first-line-folded", "a folded line before any header",
          always(closing(OK + b" folded: first\r\n" + head(HTML, LENGTH)[len(OK):] + PAGE)), Ends(None, None, "unspecified", "Error")),
    Route("header-lf", "bare line feeds for all line ends",
          always(closing(head(HTML, LENGTH).replace(b"\r\n", b"\n") + PAGE))),
    Route("http-0.9", "a page without any head", always(closing(PAGE)), HEADLESS),
    Route("not-http", "the greeting of an SSH server", always(Reply((b"SSH-2.0-OpenSSH_9.2\r\n\x00\xff",), "stall")), HEADLESS),
    Route("binary", "random bytes", always(closing(bytes(range(256)) * 20)), HEADLESS),
    Route("empty-lines", "nothing but line ends", always(Reply((b"\r\n" * 400,), "stall")), HEADLESS),
)  # fmt: skip

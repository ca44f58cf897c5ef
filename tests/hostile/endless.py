"""Answers without an end, as fast as they are taken."""

import itertools

from tests.rawserver import Reply, say

from .answer import CHUNKED, HTML, OK, PIECE, forever, head, page
from .route import Ends, Route

TOO_LONG = Ends(200, None, "length", "DOWNLOAD_MAXSIZE")
FRAMING = Ends(200, None, "length", "bytes of framed body")
HEADERS = Ends(None, None, "length", "bytes of headers")
CHUNK = b"%x\r\n%b\r\n" % (len(PIECE), PIECE)
PAGE = page("cookies").encode()

ROUTES = (
    Route("endless-body", "a body without length that never ends", forever(head(HTML)), TOO_LONG),
    Route("endless-declared", "a petabyte is announced, and begun", forever(head(HTML, b"Content-Length: 1" + b"0" * 15)),
          Ends(200, None, "length", "DownloadCancelledError")),
    Route("endless-chunks", "chunks without end", forever(head(HTML, CHUNKED), piece=CHUNK), TOO_LONG),
    Route("endless-tiny-chunks", "chunks of one byte in a kilobyte of framing",
          forever(head(HTML, CHUNKED), piece=(b"1;" + b"e" * 900 + b"\r\nx\r\n") * 50), FRAMING, heavy=True),
    Route("endless-chunk-extension", "one chunk extension without end",
          forever(head(HTML, CHUNKED), b"1;", piece=b"e" * 60_000),
          Ends(200, None, "unspecified", "Chunk size line")),
    Route("endless-chunk-size", "zeros before a chunk's size, without end",
          forever(head(HTML, CHUNKED), piece=b"0" * 60_000), Ends(200, None, "unspecified", "Chunk size line")),
    Route("endless-trailers", "trailers without end after the last chunk",
          forever(head(HTML, CHUNKED), b"5\r\nhello\r\n0\r\n", piece=b"X-Trailer: more\r\n" * 3000),
          Ends(200, None, "unspecified", "Trailer")),
    Route("endless-headers", "header lines without end", forever(OK, piece=b"X-More: yes\r\n" * 5000), HEADERS),
    Route("endless-header-line", "one header line without end", forever(OK, b"X: ", piece=b"y" * 60_000), HEADERS),
    Route("endless-status-line", "a status line without end", forever(piece=b"HTTP/1.1 " * 6000), HEADERS),
    Route("endless-interim", "1xx answers without end", forever(piece=b"HTTP/1.1 103 Early Hints\r\n\r\n" * 2000),
          HEADERS),
    Route("many-headers", "20,000 header lines before a good page",
          lambda _: say(OK + b"X: y\r\n" * 20_000 + head(HTML, b"Content-Length: %d" % len(PAGE))[len(OK):] + PAGE)),
    Route("cookie-1mb", "a cookie of 1 MB",
          lambda _: Reply(itertools.chain([OK, b"Set-Cookie: s="], [b"c" * 65536] * 16, [b"\r\n\r\n"]), "close"),
          HEADERS),
    Route("cookie-200kb", "cookies of 200 kB before a good page",
          lambda _: say(head(HTML, *[b"Set-Cookie: s%d=" % n + b"c" * 4000 for n in range(50)],
                             b"Content-Length: %d" % len(PAGE)) + PAGE)),
)  # fmt: skip

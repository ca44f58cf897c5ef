"""Servers that take their time."""

from tests.rawserver import say

from .answer import CHUNKED, HTML, OK, forever, head, page, stalls
from .route import Ends, Route

PAUSE = 0.2
LATE = "took longer than"
WHOLE = page("patience").encode()
NOTHING = Ends(None, None, None, LATE)
HALF = Ends(200, None, "time", LATE)

ROUTES = (
    Route("slow-headers", "a header line every 0.2 s, for ever", forever(OK, piece=b"X-Slow: yes\r\n", pause=PAUSE),
          Ends(None, None, "time", LATE)),
    Route("slow-status", "a status line byte by byte, for ever", forever(b"HTTP/1.1 200 ", piece=b"O", pause=PAUSE),
          Ends(None, None, "time", LATE)),
    Route("slow-body", "a byte of body every 0.2 s, for ever", forever(head(HTML), piece=b"x", pause=PAUSE), HALF),
    Route("slow-chunks", "a chunk of one byte every 0.2 s, for ever",
          forever(head(HTML, CHUNKED), piece=b"1\r\nx\r\n", pause=PAUSE), HALF),
    Route("slow-interim", "103 Early Hints every 0.2 s, for ever",
          forever(b"", piece=b"HTTP/1.1 103 Early Hints\r\n\r\n", pause=PAUSE), Ends(None, None, "time", LATE)),
    Route("silent", "takes the request and says nothing", lambda _: stalls(), NOTHING),
    Route("stall-in-head", "half a header line, then nothing", lambda _: stalls(OK + b"X-Half: li"),
          Ends(None, None, "time", LATE)),
    Route("stall-in-body", "half of the announced body, then nothing",
          lambda _: stalls(head(HTML, b"Content-Length: %d" % (2 * len(WHOLE))), WHOLE), HALF),
    Route("stall-at-end", "a whole page without length, and the connection stays open",
          lambda _: stalls(head(HTML), WHOLE), HALF),
    Route("stall-in-chunk", "half a chunk, then nothing",
          lambda _: stalls(head(HTML, CHUNKED), b"ffff\r\n" + WHOLE), HALF),
    Route("late", "a good page after two seconds", lambda _: say(b"", head(HTML, b"Content-Length: %d" % len(WHOLE))
          + WHOLE, pause=2.0)),
)  # fmt: skip

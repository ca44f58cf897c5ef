"""robots.txt that is a bomb, a stall or a trap; each has a host of its own, and a good page there."""

import itertools
from collections.abc import Callable

from tests.rawserver import Reply

from .answer import OK, PIECE, forever, head, packed, page, stalls, whole, zeros
from .bombs import GIGABYTE
from .route import Asked, Ends, Route

TEXT = b"Content-Type: text/plain"
READ = Ends(200, None)
RULES = b"User-agent: *\nDisallow: /private/\n"
HALF_GIGABYTE = 500_000_000
CUT = Ends(200, None, "length", "the first 512000 bytes are read")


def robots(name: str, answer: Callable[[Asked], Reply]) -> Callable[[Asked], Reply]:
    """This for /robots.txt, and a good page everywhere else."""
    return lambda asked: answer(asked) if asked.target == "/robots.txt" else whole(page(name).encode())


def text(body: bytes, *lines: bytes) -> Callable[[Asked], Reply]:
    return lambda _: whole(body, *lines, kind=TEXT)


def huge(_: Asked) -> Reply:
    line = b"# " + b"r" * 997 + b"\n"
    rest = (line * 65 for _ in range(HALF_GIGABYTE // 65_000))
    return Reply(itertools.chain([head(TEXT, b"Content-Length: %d" % HALF_GIGABYTE), RULES], rest), "close")


def moved(asked: Asked) -> Reply:
    target = b"Location: http://127.0.0.9:%d/robots-elsewhere.txt" % asked.place.quiet
    return whole(b"", target, status=b"HTTP/1.1 301 Moved\r\n")


def circle(asked: Asked) -> Reply:
    return whole(b"", b"Location: " + asked.base.encode() + b"/robots.txt", status=b"HTTP/1.1 301 Moved\r\n")


CASES = {
    "500mb": ("500 MB", huge, CUT, True),
    "endless": ("without end", forever(head(TEXT), RULES, piece=b"# more\n" * 9000), CUT, True),
    "endless-line": (
        "one line without end",
        forever(head(TEXT), RULES, piece=b"Disallow: /" + PIECE.replace(b"\n", b"")),
        CUT,
        True,
    ),
    "hangs": ("that never comes", lambda _: stalls(), Ends(None, None, None, "took longer"), False),
    "stalls": (
        "that stops in the middle",
        lambda _: stalls(head(TEXT, b"Content-Length: 999"), RULES),
        Ends(200, None, "time", "took longer"),
        False,
    ),
    "slow": (
        "a byte every 0.2 s, without end",
        forever(OK + TEXT + b"\r\n\r\n", piece=b"#", pause=0.2),
        Ends(200, None, "time", "took longer"),
        False,
    ),
    "reset": (
        "that is a reset",
        lambda _: Reply((b"HTTP/1.1 20",), "reset"),
        Ends(None, None, "disconnect", "Connection"),
        False,
    ),
    "bomb": ("1 GB of zeros in gzip", lambda _: packed(zeros(GIGABYTE, 31, b"r"), b"gzip", TEXT), CUT, False),
    "patterns": (
        "30,000 patterns that take long to match",
        text(b"User-agent: *\n" + b"Disallow: /*a*b*c*d*e*f*g*h$\n" * 15_000),
        READ,
        True,
    ),
    "backtrack": (
        "a pattern of a thousand stars",
        text(b"User-agent: *\nDisallow: /" + b"*1" * 1000 + b"*x$\n"),
        READ,
        True,
    ),
    "agents": (
        "20,000 names of agents",
        text(b"".join(b"User-agent: bot%d\n" % n for n in range(20_000)) + b"Disallow: /\nUser-agent: *\nAllow: /\n"),
        READ,
        True,
    ),
    "binary": ("random bytes", text(bytes(range(256)) * 400), READ, True),
    "nul": ("NULs", text(b"\0" * 200_000), READ, True),
    "html": ("a page", lambda _: whole(page("no rules").encode()), READ, True),
    "delay": ("a Crawl-delay of ages", text(b"User-agent: *\nCrawl-delay: 1e300\n"), READ, True),
    "delay-nan": (
        "a Crawl-delay that is no number",
        text(b"User-agent: *\nCrawl-delay: nan\nRequest-rate: 0/0\n"),
        READ,
        True,
    ),
    "delay-minus": (
        "a Crawl-delay below zero",
        text(b"User-agent: *\nCrawl-delay: -5\nRequest-rate: -1/-1s\nRequest-rate: 1/" + b"9" * 400 + b"\n"),
        READ,
        True,
    ),
    "circle": ("a redirect to itself", circle, Ends(301, None), True),
    "elsewhere": ("a redirect to another loopback address", moved, Ends(301, None), False),
    "sitemaps": (
        "20,000 sitemaps elsewhere",
        text(b"".join(b"Sitemap: http://127.0.0.9/%d.xml\n" % n for n in range(12_000))),
        READ,
        True,
    ),
    "500": ("500 for an answer", lambda _: whole(b"", status=b"HTTP/1.1 500 Oops\r\n"), Ends(500, None), False),
}

ROUTES = tuple(
    Route(f"robots-{name}", f"a robots.txt {does}", robots(f"rules, {name}", answer), ends, kind="robots", host="plain",
          story=story, most=9, said="" if story else "cannot be had|Refused")
    for name, (does, answer, ends, story) in CASES.items()
)  # fmt: skip

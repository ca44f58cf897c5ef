"""Texts whose bytes are not what they are said to be."""

from .answer import always, page, whole
from .route import Ends, Route

WORDS = "Le maire a dit « non » à Saint-Étienne, où l’été dure. "
PAGE = page("charsets", said=WORDS)
HTML = b"text/html"


def said(charset: str, body: bytes):
    kind = b"Content-Type: text/html; charset=" + charset.encode()
    return always(whole(body, kind=kind))


def unsaid(body: bytes):
    return always(whole(body, kind=b"Content-Type: text/html"))


ANY = Ends(200, "")

ROUTES = (
    Route("charset-latin-unsaid", "Latin-1 without a word of it", unsaid(PAGE.replace("’", "'").encode("latin-1"))),
    Route("charset-utf8-lie", "Windows-1252 called UTF-8", said("utf-8", PAGE.encode("cp1252"))),
    Route("charset-latin-lie", "UTF-8 called Latin-1", said("iso-8859-1", PAGE.encode())),
    Route("charset-utf16-lie", "ASCII called UTF-16", said("utf-16", PAGE.encode("ascii", "replace"))),
    Route("charset-utf16-bare", "UTF-16 without mark or word", unsaid(PAGE.encode("utf-16-le"))),
    Route("charset-utf32", "UTF-32", said("utf-32", PAGE.encode("utf-32")), ANY),
    Route("charset-utf7", "UTF-7, in which scripts can hide", said("utf-7", PAGE.encode("utf-7"))),
    Route("charset-ebcdic", "EBCDIC", said("cp037", PAGE.encode("cp037", "replace")), ANY),
    Route("charset-iso2022", "ISO-2022-JP that never shifts back",
          said("iso-2022-jp", PAGE.encode("ascii", "replace") + b"\x1b$B" + b"!" * 999), ANY),
    Route("charset-codec", "a codec of Python that is no charset", said("unicode_escape", PAGE.encode() + b"\\N{"), ANY),
    Route("charset-zip", "a charset called zlib", said("zlib_codec", PAGE.encode())),
    Route("charset-long", "a charset of 100 kB", said("x" * 100_000, PAGE.encode())),
    Route("charset-unknown", "a charset that nobody knows", said("\x1b]0;pwned\x07", PAGE.encode())),
    Route("charset-two", "two charsets, header and page at odds",
          said("koi8-r", PAGE.replace("<head>", '<head><meta charset="shift_jis">').encode())),
    Route("charset-broken", "UTF-8 with broken and overlong sequences",
          said("utf-8", PAGE.encode().replace(b"First.", b"First. \xc0\xaf \xed\xa0\x80 \xf8\x88\x80\x80\x80 \xff"))),
    Route("charset-mixed", "every second line in another charset",
          said("utf-8", b"\n".join(line.encode(("utf-8", "latin-1")[n % 2], "replace")
                                    for n, line in enumerate(PAGE.splitlines())))),
    Route("nul-bytes", "a NUL after every tenth byte",
          unsaid(b"\0".join(PAGE.encode()[n : n + 10] for n in range(0, len(PAGE.encode()), 10))), ANY),
    Route("nul-only", "a megabyte of NULs called HTML", unsaid(b"\0" * (1 << 20)), Ends(200, "")),
    Route("controls", "every control character in the text",
          said("utf-8", PAGE.encode().replace(b"First.", b"First. " + bytes(range(32)) + b"\x7f\xc2\x9b31m\xc2\x85"))),
    Route("noncharacters", "noncharacters, private use and lone surrogates",
          said("utf-8", PAGE.replace("First.", "First. \ufffe\uffff\U0010ffff\ue000 &#xD800; &#xFFFE; &#x110000; &#0;")
               .encode())),
)  # fmt: skip

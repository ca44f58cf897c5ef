"""Bodies that are small on the wire and large in memory."""

import functools
import gzip
import zlib

import brotli
from backports import zstd

from tests.rawserver import Reply

from .answer import HTML, head, packed, page, whole, zeros
from .route import Asked, Ends, Route

GIGABYTE = 1 << 30
LARGE = Ends(200, "failed:too_large")
UNKNOWN = Ends(200, "failed:undecodable")
PAGE = page("packing").encode()


@functools.cache
def brotli_bomb() -> bytes:
    pack = brotli.Compressor(quality=5, lgwin=22)
    return b"".join([*(pack.process(b"\0" * (1 << 20)) for _ in range(256)), pack.finish()])


@functools.cache
def zstd_bomb(window: int = 20) -> bytes:
    options = {zstd.CompressionParameter.window_log: window, zstd.CompressionParameter.compression_level: 1}
    pack = zstd.ZstdCompressor(options=options)
    return b"".join([*(pack.compress(b"\0" * (1 << 20)) for _ in range(256)), pack.flush()])


def nested(times: int) -> bytes:
    body = PAGE
    for _ in range(times):
        body = gzip.compress(body)
    return body


def codings(times: int, coding: bytes = b"gzip") -> bytes:
    return b", ".join([coding] * times)


def members(_: Asked) -> Reply:
    return packed(gzip.compress(b"") * 50_000 + gzip.compress(PAGE), b"gzip")


def attributes(count: int) -> bytes:
    text = page("attributes").replace("<article>", "<article " + " ".join(f"a{n}='x'" for n in range(count)) + ">")
    return text.encode()


def tags(_: Asked) -> Reply:
    return packed(gzip.compress(PAGE.replace(b"<article>", b"<b>" * 1_000_000 + b"<article>")), b"gzip")


ROUTES = (
    Route("gzip-bomb", "1 GB of zeros in 1 MB of gzip", lambda _: packed(zeros(GIGABYTE), b"gzip"), LARGE,
          said="exceeded DOWNLOAD_MAXSIZE"),
    Route("gzip-bomb-twice", "1 GB packed twice, into a few kB",
          lambda _: packed(gzip.compress(zeros(GIGABYTE)), b"gzip, gzip"), LARGE, said="exceeded DOWNLOAD_MAXSIZE"),
    Route("deflate-bomb", "1 GB in deflate without a header", lambda _: packed(zeros(GIGABYTE, -15), b"deflate"), LARGE),
    Route("br-bomb", "256 MB in some bytes of brotli, which nobody asked for", lambda _: packed(brotli_bomb(), b"br"), LARGE),
    Route("zstd-bomb", "256 MB in some kB of zstd, which nobody asked for", lambda _: packed(zstd_bomb(), b"zstd"), UNKNOWN),
    Route("zstd-window", "zstd that wants a window of 1 GB", lambda _: packed(zstd_bomb(30), b"zstd"), UNKNOWN),
    Route("html-bomb", "200 MB of paragraphs in gzip",
          lambda _: packed(zeros(200 << 20, 31, b"<p>bang</p>\n    "), b"gzip"), LARGE),
    Route("gzip-members", "50,000 empty gzip members before the page", members),
    Route("gzip-3-times", "a page packed three times", lambda _: packed(nested(3), codings(3))),
    Route("gzip-20-times", "a page packed twenty times", lambda _: packed(nested(20), codings(20)), UNKNOWN),
    Route("codings-5000", "5,000 content codings for a plain page", lambda _: packed(PAGE, codings(5000, b"identity"))),
    Route("gzip-5000-times", "5,000 content codings, each with something in it",
          lambda _: packed(gzip.compress(PAGE), codings(5000)), UNKNOWN),
    Route("gzip-lie", "gzip is announced and HTML is sent", lambda _: packed(PAGE, b"gzip")),
    Route("gzip-cut", "gzip that breaks off", lambda _: packed(gzip.compress(PAGE)[:-100], b"gzip"),
          Ends(200, "")),
    Route("gzip-damaged", "gzip with bytes turned over",
          lambda _: packed(gzip.compress(PAGE)[:60] + b"\xff" * 40, b"gzip"), Ends(200, "")),
    Route("coding-unknown", "a content coding that nobody knows", lambda _: packed(PAGE, b"rot13")),
    Route("attributes-50mb", "an element with 50 MB of attributes, in some kB",
          lambda _: packed(gzip.compress(b"<html><body><p " + b"a='x' " * 8_700_000 + b">text</p>", 1), b"gzip"), LARGE),
    Route("attributes-100000", "an element with 100,000 attributes",
          lambda _: whole(attributes(100_000)), Ends(200, ""), heavy=True),
    Route("tags-million", "a million tags, each in the one before", tags, Ends(200, "failed:too_large"), heavy=True),
    Route("zip-as-page", "a ZIP file called text/html",
          lambda _: whole(b"PK\x03\x04" + zlib.compress(PAGE) * 10), Ends(200, "not_html")),
    Route("bomb-cut", "a gzip bomb that breaks off",
          lambda _: Reply([head(HTML, b"Content-Encoding: gzip", b"Content-Length: 2000000"), zeros(GIGABYTE)[:300_000]],
                          "close"), Ends(200, None, "disconnect", "ConnectionDone")),
)  # fmt: skip

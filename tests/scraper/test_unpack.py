import gzip

import pytest
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Request, Response
from scrapy.utils.test import get_crawler

from archive import member
from scraper.unpack import Unpack

PAGE = b"<html><body>" + b"text " * 5000
GZIP = gzip.compress(PAGE)


@pytest.mark.parametrize(
    "body",
    [GZIP, GZIP[:-20], GZIP[:-8] + bytes(8), GZIP + GZIP, GZIP + b"\0", gzip.compress(b""), member.pack(PAGE)],
    ids=["whole", "cut", "wrong-sum", "two-members", "followed", "empty", "isal"],
)
@pytest.mark.parametrize("limit", [0, len(PAGE), 3 * len(PAGE)], ids=["no-limit", "just-within", "far-within"])
def test_a_body_is_what_scrapy_makes_of_it(body: bytes, limit: int) -> None:
    if body == GZIP + GZIP:
        limit *= 2
    assert Unpack._decode(body, b"gzip", limit) == HttpCompressionMiddleware._decode(body, b"gzip", limit)


def test_scrapy_has_it_do_the_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """It overrides a method of Scrapy's that no document names."""
    unpacked = []
    real = member.start
    monkeypatch.setattr(member, "start", lambda *given: unpacked.append(given) or real(*given))
    response = Response(
        "http://paper.example/", headers={"Content-Encoding": "gzip", "Content-Type": "text/html"}, body=GZIP
    )
    unpack = Unpack.from_crawler(get_crawler())
    found = unpack.process_response(Request(response.url), response)
    assert isinstance(found, HtmlResponse)
    assert (found.body, len(unpacked)) == (PAGE, 1)


def unpacked(body: bytes, coding: str, **meta: int) -> Response:
    response = Response("http://paper.example/", headers={"Content-Encoding": coding}, body=body)
    unpack = Unpack.from_crawler(get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": 100_000}))
    found = unpack.process_response(Request(response.url, meta=meta), response)
    assert isinstance(found, Response)
    return found


def test_of_too_many_codings_none_is_undone() -> None:
    thrice = gzip.compress(gzip.compress(GZIP))
    assert unpacked(thrice, "gzip, gzip, gzip").body == PAGE
    assert unpacked(gzip.compress(thrice), "gzip, gzip, gzip, gzip").body == gzip.compress(thrice)


def test_what_a_request_may_receive_packed_is_not_what_it_may_unpack() -> None:
    with pytest.raises(IgnoreRequest, match="exceeded DOWNLOAD_MAXSIZE"):
        unpacked(gzip.compress(bytes(200_000)), "gzip", download_maxsize=1 << 62)


def test_a_body_of_more_than_the_limit_is_scrapys_to_refuse() -> None:
    with pytest.raises(Exception, match="exceeded the specified maximum"):
        Unpack._decode(GZIP, b"gzip", len(PAGE) - 1)

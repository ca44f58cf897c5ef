"""robots.txt as RFC 9309 has it, and the pace it asks for, at servers that note who asks when."""

import itertools
import math

import pytest

from scraper.politeness.robots import LONGEST, read
from tests.rawserver import RawServer, Reply, say
from tests.scraper.politecrawl import gaps, page, politely, told

SLACK = 0.3
"""Seconds: a request is written a little after its turn has come."""


def redirect(to: str) -> Reply:
    return page(b"", b"301 Moved", b"Location: %b\r\n" % to.encode())


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 2", 2.0),
        ("User-agent: *\nCrawl-delay: 0.5", 0.5),
        ("User-agent: *\nRequest-rate: 1/5", 5.0),
        ("User-agent: *\nRequest-rate: 6/1m", 10.0),
        ("User-agent: *\nRequest-rate: 1/5\nCrawl-delay: 2", 5.0),
        ("User-agent: *\nCrawl-delay: 9\n\nUser-agent: pressmark\nCrawl-delay: 3", 3.0),
        ("User-agent: other\nCrawl-delay: 9", 0.0),
        ("User-agent: *\nCrawl-delay: -1", 0.0),
        ("User-agent: *\nCrawl-delay: inf", 0.0),
        ("User-agent: *\nCrawl-delay: soon", 0.0),
        ("User-agent: *\nRequest-rate: 0/0", 0.0),
        (f"User-agent: *\nRequest-rate: 1/{'9' * 400}", math.inf),
        ("<html><body>Not found</body></html>", 0.0),
        ("", 0.0),
    ],
)
def test_pace(text: str, delay: float) -> None:
    assert read(text.encode()).delay("pressmark") == delay


def test_as_much_as_the_rfc_asks_for_is_read_in_whole_lines() -> None:
    start = b"User-agent: *\nDisallow: /early\n"
    filler = b"# " + b"x" * (LONGEST - len(start) - 30) + b"\n"
    rules = read(start + filler + b"Disallow: /late\nDisallow: /p/very/deep\nDisallow: /beyond\n" * 2)
    found = [rules.allow(f"http://a.example{path}", "pressmark") for path in ("/early", "/late", "/p", "/beyond")]
    assert found == [False, False, True, True]


@pytest.mark.parametrize("length", [b"Content-Length: 500000000\r\n", b""], ids=["announced", "endless"])
def test_of_a_robots_txt_without_end_the_beginning_is_obeyed_and_kept(length: bytes) -> None:
    rules = b"User-agent: *\nDisallow: /private/\n"
    parts = itertools.chain([b"HTTP/1.1 200 OK\r\n" + length + b"\r\n" + rules], itertools.repeat(b"# more\n" * 9000))
    robots = Reply(parts, "close")
    with RawServer(lambda path: robots if path == "/robots.txt" else page()) as server:
        urls = [server.url("/a"), server.url("/private/b")]
        crawled = politely(urls)
        assert [crawled.outcome(url).status for url in urls] == [200, None]
        kept = crawled.exchange(server.url("/robots.txt"))
        assert kept.truncated == "length"
        assert kept.error == f"DownloadCancelledError: the first {LONGEST} bytes are read, no more were taken"
        assert LONGEST <= len(kept.body) < LONGEST + (1 << 20)


def test_what_a_redirect_brings_along_does_not_count() -> None:
    rules = page(b"User-agent: *\nDisallow: /private/\n")
    endless = itertools.repeat(b"# more\n" * 9000)
    begun = itertools.chain([b"HTTP/1.1 301 Moved\r\nLocation: /rules.txt\r\n\r\n"], endless)
    answers = {"/robots.txt": Reply(begun, "close"), "/rules.txt": rules}
    with RawServer(lambda path: answers.get(path, page())) as server:
        urls = [server.url("/a"), server.url("/private/b")]
        crawled = politely(urls)
        assert [crawled.outcome(url).status for url in urls] == [200, None]
        assert crawled.exchange(server.url("/rules.txt")).truncated is None


def test_garbage_forbids_nothing() -> None:
    assert read(bytes(range(256)) * 100).allow("http://a.example/", "pressmark")


@pytest.mark.parametrize("pace", ["Crawl-delay: 1", "Request-rate: 2/2"])
def test_the_pace_holds_from_the_first_page_on_whatever_autothrottle_finds(pace: str) -> None:
    robots = page(f"User-agent: *\n{pace}\n".encode())
    with RawServer(lambda path: robots if path == "/robots.txt" else page()) as server:
        urls = [server.url(f"/{number}") for number in range(3)]
        crawled = politely(urls, AUTOTHROTTLE_ENABLED=True, AUTOTHROTTLE_START_DELAY=0.1)
    assert [outcome.status for outcome in crawled.outcomes] == [200] * 3
    assert len(gaps(crawled, server.host)) == 3
    assert min(gaps(crawled, server.host)) > 1 - SLACK


def test_no_host_slows_the_crawl_to_a_halt() -> None:
    robots = page(b"User-agent: *\nCrawl-delay: 86400\n")
    with RawServer(lambda path: robots if path == "/robots.txt" else page()) as server:
        crawled = politely([server.url(f"/{number}") for number in range(3)], CRAWL_DELAY_MAX=0.5)
    assert [outcome.status for outcome in crawled.outcomes] == [200] * 3
    assert min(gaps(crawled, server.host)) > 0.5 - SLACK
    (line,) = told(crawled, "asks for 86400 s between requests")
    assert "CRAWL_DELAY_MAX=0.5" in line


ANSWERS = {
    "404": (page(b"", b"404 Not Found"), True),
    "403": (page(b"", b"403 Forbidden"), True),
    "empty": (page(b""), True),
    "304": (page(b"", b"304 Not Modified"), True),
    "five-hops": (redirect("/hop/5"), False),
    "six-hops": (redirect("/hop/6"), True),
    "loop": (redirect("/robots.txt"), True),
    "503": (page(b"", b"503 Down"), False),
    "500": (page(b"User-agent: *\nDisallow:", b"500 Oops"), False),
    "429": (page(b"", b"429 Too Many Requests"), False),
    "reset": (say(then="reset"), False),
    "cut-off": (say(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser-agent: *", then="close"), False),
    "redirect-to-nowhere": (redirect("http://nowhere.invalid/robots.txt"), False),
}


def answering(robots: Reply) -> RawServer:
    def reply(path: str) -> Reply:
        if path == "/robots.txt":
            return robots
        if path.startswith("/hop/"):
            left = int(path.removeprefix("/hop/"))
            return redirect(f"/hop/{left - 1}") if left > 1 else page(b"User-agent: *\nDisallow: /")
        return page()

    return RawServer(reply)


@pytest.mark.parametrize(("robots", "allowed"), ANSWERS.values(), ids=ANSWERS)
def test_what_may_be_fetched(robots: Reply, allowed: bool) -> None:
    with answering(robots) as server:
        crawled = politely([server.url("/a"), server.url("/b")])
    assert [outcome.error for outcome in crawled.outcomes] == [None if allowed else "Forbidden"] * 2
    assert [served.target for served in server.served].count("/a") == allowed
    assert any(exchange.url.endswith("/robots.txt") for exchange in crawled.exchanges)  # kept, whatever it was
    assert "Traceback" not in crawled.log


def test_what_cannot_be_had_is_told_once_and_may_be_disregarded() -> None:
    with answering(page(b"", b"503 Down")) as server:
        strict = politely([server.url("/a"), server.url("/b")])
        lax = politely([server.url("/a"), server.url("/b")], ROBOTS_UNREACHABLE="allow")
    (line,) = told(strict, "robots.txt cannot be had (it answers 503)")
    assert "nothing is fetched there" in line
    assert len(told(lax, "all is fetched")) == 1
    assert [outcome.status for outcome in lax.outcomes] == [200] * 2
    assert strict.stats["robotstxt/unreachable"] == 1


def test_forbidden_pages_are_counted_and_told_once_per_host() -> None:
    robots = page(b"User-agent: pressmark\nDisallow: /private\n")
    with RawServer(lambda path: robots if path == "/robots.txt" else page()) as server:
        urls = [server.url(f"/{part}/{number}") for part in ("private", "news") for number in range(5)]
        crawled = politely(urls)
    assert sorted(outcome.error or "fetched" for outcome in crawled.outcomes) == ["Forbidden"] * 5 + ["fetched"] * 5
    assert [served.target for served in server.served].count("/robots.txt") == 1
    (line,) = told(crawled, "orbidden by robots.txt")
    assert line.endswith(f"of http://127.0.0.1:{server.port}: 5 page(s), which were not fetched")
    assert crawled.stats["robotstxt/forbidden"] == 5
    assert crawled.stats["robotstxt/request_count"] == 1


def test_disobedience_asks_for_no_robots_txt() -> None:
    with answering(page(b"User-agent: *\nDisallow: /")) as server:
        crawled = politely([server.url("/a")], ROBOTSTXT_OBEY=False)
    assert [exchange.url for exchange in crawled.exchanges] == [server.url("/a")]

"""One host's slowness costs the other nothing: real crawls of a slow server beside a quick one."""

import re
import time
from threading import Event

import pytest

from tests.rawserver import RawServer, Reply
from tests.scraper.politecrawl import OTHER, Quick, after, gaps, page, politely, told
from tests.scraper.wirecrawl import Crawled

BARE = {"DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": False, "AUTOTHROTTLE_ENABLED": False}


def order(crawled: Crawled, host: str) -> list[int]:
    """The places of a host's pages in the order in which pages came."""
    return [place for place, outcome in enumerate(crawled.outcomes) if f"//{host}" in outcome.url]


def delays(crawled: Crawled) -> list[int]:
    """Milliseconds that AutoThrottle came to after each answer."""
    return [int(found) for found in re.findall(r"delay: *(\d+) ms", crawled.log)]


def of(*servers: RawServer, pages: int) -> list[str]:
    return [server.url(f"/{number}") for server in servers for number in range(pages)]


def test_a_host_that_answers_slowly() -> None:
    with Quick(20) as quick, RawServer(lambda path: after(quick.done, page())) as slow:
        crawled = politely(of(slow, pages=12) + of(quick, pages=20), **BARE, CONCURRENT_REQUESTS_PER_DOMAIN=2)
    assert len(crawled.outcomes) == 32
    assert order(crawled, quick.host)[:-1] == list(range(19))  # the last sets the slow host free, and may lose to it


def test_a_host_whose_robots_txt_is_slow() -> None:
    def slowly(path: str) -> Reply:
        return after(quick.done, page(b"", b"404 None")) if path == "/robots.txt" else page()

    with Quick(20) as quick, RawServer(slowly) as slow:
        crawled = politely(of(slow, pages=12) + of(quick, pages=20), DOWNLOAD_DELAY=0)
    assert len(crawled.outcomes) == 32
    assert order(crawled, quick.host)[:-1] == list(range(19))  # the last sets the slow host free, and may lose to it


def test_a_host_that_wants_long_pauses() -> None:
    def robots(path: str) -> Reply:
        return page(b"User-agent: *\nCrawl-delay: 3") if path == "/robots.txt" else page()

    with RawServer(robots) as slow, Quick(20) as quick:
        crawled = politely(of(slow, pages=2) + of(quick, pages=20), DOWNLOAD_DELAY=0)
    assert max(order(crawled, quick.host)) < order(crawled, slow.host)[1]
    assert min(gaps(crawled, slow.host)) > 2.7


def test_a_redirect_leads_to_the_pace_of_the_host_it_leads_to() -> None:
    def robots(path: str) -> Reply:
        return page(b"User-agent: *\nCrawl-delay: 1") if path == "/robots.txt" else page()

    with RawServer(robots, host=OTHER) as strict:
        away = [page(b"", b"302 Found", b"Location: %b\r\n" % strict.url(f"/{n}").encode()) for n in range(3)]
        with RawServer(lambda path: away[int(path[1:])] if path[1:].isdigit() else None) as open_:
            crawled = politely(of(open_, pages=3), DOWNLOAD_DELAY=0)
    assert {outcome.url for outcome in crawled.outcomes if OTHER in outcome.url} == {
        strict.url(f"/{number}") for number in range(3)
    }
    assert min(gaps(crawled, OTHER)) > 0.7


def test_connections_to_one_host_at_once_are_as_many_as_the_setting_says() -> None:
    running, most = 0, 0

    def slowly(path: str) -> Reply:
        def pieces():
            nonlocal running, most
            running += 1
            most = max(most, running)
            time.sleep(0.3)
            running -= 1
            yield b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

        return Reply(pieces())

    with RawServer(slowly) as slow:
        crawled = politely(of(slow, pages=12), **BARE, CONCURRENT_REQUESTS=16, CONCURRENT_REQUESTS_PER_DOMAIN=3)
    assert len(crawled.outcomes) == 12
    assert most == 3  # neither more, nor fewer because requests wait in the scheduler


def test_the_next_request_leaves_the_scheduler_when_its_turn_comes_not_when_another_ends() -> None:
    begun, all_began = [], Event()

    def together(path: str) -> Reply:
        begun.append(path)
        if len(begun) == 3:
            all_began.set()

        def pieces():
            yield b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
            yield b"y" if all_began.wait(4) else b"n"  # the engine looks by itself after 5 seconds

        return Reply(pieces())

    with RawServer(together) as server:
        crawled = politely(of(server, pages=3), **{**BARE, "DOWNLOAD_DELAY": 0.3})
    assert [outcome.body for outcome in crawled.outcomes] == [b"y"] * 3


def test_slowness_leads_to_a_ceiling() -> None:
    with RawServer(lambda path: page(pause=0.8)) as slow:
        crawled = politely(
            of(slow, pages=4),
            AUTOTHROTTLE_ENABLED=True,
            AUTOTHROTTLE_DEBUG=True,
            AUTOTHROTTLE_START_DELAY=0.1,
            AUTOTHROTTLE_TARGET_CONCURRENCY=1,
            AUTOTHROTTLE_MAX_DELAY=0.3,
            ROBOTSTXT_OBEY=False,
        )
    assert delays(crawled)
    assert max(delays(crawled)) == 300


@pytest.mark.parametrize("status", [b"404 None", b"500 Oops", b"302 Found"])
def test_errors_that_come_quickly_do_not_quicken_the_crawl(status: bytes) -> None:
    def quick_errors(path: str) -> Reply:
        return page(pause=0.6) if path == "/0" else page(b"", status)

    with RawServer(quick_errors) as server:
        crawled = politely(
            of(server, pages=4),
            AUTOTHROTTLE_ENABLED=True,
            AUTOTHROTTLE_DEBUG=True,
            AUTOTHROTTLE_START_DELAY=0.1,
            AUTOTHROTTLE_TARGET_CONCURRENCY=1,
            CONCURRENT_REQUESTS_PER_DOMAIN=1,
            ROBOTSTXT_OBEY=False,
        )
    first, *rest = delays(crawled)
    assert len(rest) == 3
    assert min(rest) >= first >= 600
    assert not told(crawled, "Traceback")

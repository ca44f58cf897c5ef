"""Hosts that answer 429 or 503: left alone for as long as they ask, while others are crawled."""

from pathlib import Path

import pytest

from scraper.politeness.retry_after import seconds
from tests.crawl import Desk
from tests.rawserver import RawServer, Reply
from tests.scraper.politecrawl import OTHER, gaps, page, politely, told

RETRYING = {"RETRY_ENABLED": True, "ROBOTSTXT_OBEY": False, "DOWNLOAD_DELAY": 0}
DATE = b"Sun, 22 Nov 2026 10:00:00 GMT"


def refusing(times: int, status: bytes = b"429 Too Many Requests", headers: bytes = b""):
    """A server that refuses its first requests."""
    asked: list[str] = []

    def reply(path: str) -> Reply:
        asked.append(path)
        return page(b"", status, headers) if len(asked) <= times else page()

    return reply


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        (b"3", 3.0),
        (b" 120 ", 120.0),
        (b"0", 0.0),
        (b"Sun, 22 Nov 2026 10:02:00 GMT", 120.0),
        (b"Sunday, 22-Nov-26 10:02:00 GMT", 120.0),
        (b"Sun Nov 22 10:02:00 2026", 120.0),
        (b"Sun, 22 Nov 2026 09:00:00 GMT", 0.0),
        (b"9" * 5000, float("inf")),
        (b"-5", None),
        (b"1.5", None),
        (b"soon", None),
        (b"Sun, 99 Nov 2026 10:02:00 GMT", None),
        (b"\xb2", None),
        (b"", None),
        (None, None),
    ],
)
def test_seconds(value: bytes | None, wait: float | None) -> None:
    assert seconds(value, DATE) == wait


def test_a_date_counts_from_the_servers_own_or_from_now() -> None:
    assert seconds(b"Thu, 01 Jan 1970 00:01:00 GMT", b"Thu, 01 Jan 1970 00:00:00 GMT") == 60
    for date in (None, b"yesterday"):
        assert seconds(b"Thu, 01 Jan 1970 00:01:00 GMT", date) == 0
        assert (seconds(b"Fri, 01 Jan 2100 00:00:00 GMT", date) or 0) > 1e8


@pytest.mark.parametrize("status", [b"429 Too Many Requests", b"503 Busy"])
def test_one_host_waits_while_the_other_is_crawled(status: bytes) -> None:
    busy = RawServer(refusing(1, status, b"Retry-After: 3\r\n"))
    with busy, RawServer(lambda path: page(), host=OTHER) as quick:
        urls = [busy.url(f"/{number}") for number in range(10)] + [quick.url(f"/{number}") for number in range(20)]
        crawled = politely(urls, **RETRYING, CONCURRENT_REQUESTS_PER_DOMAIN=1)
    assert [outcome.status for outcome in crawled.outcomes] == [200] * 30
    assert all(OTHER in outcome.url for outcome in crawled.outcomes[:20])
    assert max(gaps(crawled, busy.host)) > 2.9
    assert len(busy.served) == 11
    assert crawled.stats["hosts/held"] == 1


def test_requests_that_were_refused_at_once_are_one_refusal() -> None:
    with RawServer(refusing(4)) as busy:
        crawled = politely([busy.url(f"/{number}") for number in range(8)], **RETRYING)
    assert [outcome.status for outcome in crawled.outcomes] == [200] * 8
    assert len(told(crawled, "it is left alone for")) == crawled.stats["hosts/held"] < 4


def test_a_host_that_does_not_say_how_long_is_left_alone_for_ever_longer() -> None:
    with RawServer(refusing(2)) as busy:
        crawled = politely([busy.url("/")], **RETRYING, RETRY_TIMES=2)
    assert [outcome.status for outcome in crawled.outcomes] == [200]
    first, second = gaps(crawled, busy.host)
    assert first > 0.9
    assert second > 1.9


def test_tries_are_as_many_as_retry_times_allows() -> None:
    with RawServer(refusing(99, headers=b"Retry-After: 1\r\n")) as busy:
        crawled = politely([busy.url("/")], **RETRYING, RETRY_TIMES=1)
    assert [outcome.status for outcome in crawled.outcomes] == [429]
    assert len(busy.served) == 2


@pytest.mark.parametrize(
    "header",
    [b"Retry-After: 7200\r\n", b"Date: %b\r\nRetry-After: Sun, 22 Nov 2026 12:00:00 GMT\r\n" % DATE, b""],
    ids=["seconds", "date", "ever-longer"],
)
def test_a_host_that_wants_longer_than_the_crawl_waits_is_left(header: bytes) -> None:
    busy = RawServer(refusing(99, headers=header))
    with busy, RawServer(lambda path: page(), host=OTHER) as quick:
        urls = [busy.url(f"/{number}") for number in range(10)] + [quick.url(f"/{number}") for number in range(5)]
        crawled = politely(urls, **RETRYING, RETRY_AFTER_MAX=5, RETRY_TIMES=9, CONCURRENT_REQUESTS_PER_DOMAIN=1)
    assert [outcome.error for outcome in crawled.outcomes].count("HostLeft") == 10
    assert [outcome.status for outcome in crawled.outcomes].count(200) == 5
    assert len(busy.served) == (3 if not header else 1)
    assert len(told(crawled, "nothing more is asked of it in this crawl")) == 1
    assert len(told(crawled, "10 request(s) were not made")) == 1
    assert crawled.stats["hosts/left"] == 1
    assert crawled.stats["hosts/dropped"] == 10


def test_robots_txt_is_asked_for_again_when_the_host_says() -> None:
    with RawServer(refusing(1, headers=b"Retry-After: 2\r\n")) as busy:
        crawled = politely([busy.url("/")], **{**RETRYING, "ROBOTSTXT_OBEY": True})
    assert [outcome.status for outcome in crawled.outcomes] == [200]
    assert [served.target for served in busy.served] == ["/robots.txt", "/robots.txt", "/"]
    assert gaps(crawled, busy.host)[0] > 1.9


def test_the_crawl_says_that_a_host_was_left(tmp_path: Path) -> None:
    def reply(path: str) -> Reply:
        return page(b"", b"404 None") if path == "/robots.txt" else page(b"", b"429 No", b"Retry-After: 9999\r\n")

    with RawServer(reply) as busy:
        done = Desk(tmp_path).crawl("site", "-a", f"url={busy.url('/')}")
    assert done.returncode == 1
    assert "pressmark: 127.0.0.1 was left as it asked; 1 request(s) were not made" in done.stdout

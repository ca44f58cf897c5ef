"""What is due, at which moment, and what a validator is worth."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.history import History
from archive.known import Page
from archive.links.link import Link, Listing
from archive.store import open_store
from archive.summary import build
from scraper.frontier import Frontier, Pace

HOUR, DAY = 3600.0, 86400.0
NOW = datetime.now(UTC).timestamp()
URL, FEED = "http://paper.example/a", "http://paper.example/feed"
PACE = Pace((HOUR, DAY, 7 * DAY), floor=600, ceiling=DAY)


@pytest.fixture
def history(tmp_path: Path) -> History:
    """The history of a site that was never crawled."""
    (tmp_path / "data").mkdir()
    build(open_store(str(tmp_path / "data")), "paper.example", tmp_path / "h")
    return History(tmp_path / "h")


def saw(history: History, hours_ago: float, url: str = URL, outcome: str | None = "article", **given: Any) -> None:
    row = {
        "url": url, "kind": "article", "fetched_at": NOW - hours_ago * HOUR, "status": 200, "etag": '"1"',
        "last_modified": None, "payload_digest": "sha1:A", "record_type": "response", "record_id": "<urn:uuid:1>",
        "revisit_of": None, "truncated": None, "warc": "w", "offset": 0, "length": 1, "outcome": None,
        "source": FEED, "found_in": "feed", "link_title": "Title", "link_published": None, "due": "new",
        "opt_out": None,
    }  # fmt: skip
    history.saw({**row, **given})
    if outcome and row["kind"] == "article":
        history.read(url, outcome)


def due(history: History, **link: Any) -> str | None:
    """Why the page is asked for, validators or not."""
    ask = Frontier(history, PACE, now=lambda: NOW).article(Link(URL, **link))
    return ask and ("revisit" if ask.due == "full" else ask.due)


def at(hours_ago: float) -> datetime:
    return datetime.fromtimestamp(NOW - hours_ago * HOUR, UTC)


def test_a_page_never_seen_is_due_once_under_all_its_addresses(history: History) -> None:
    frontier = Frontier(history, PACE, now=lambda: NOW)
    ask = frontier.article(Link(URL))
    assert ask is not None
    assert (ask.due, ask.conditional) == ("new", False)
    assert frontier.article(Link(URL)) is None
    assert frontier.article(Link("https://www.paper.example/a?utm_source=x")) is None
    assert frontier.known(Link(URL))
    frontier.again()
    assert frontier.article(Link(URL)) == ask


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([0.5], None),
        ([1.5], "revisit"),
        ([1.5, 0.4], None),
        ([23, 22, 1], None),
        ([25, 23], "revisit"),
        ([24 * 200], "revisit"),
        ([24 * 200, 24 * 100], None),
        ([24 * 200, 1], None),
    ],
    ids=str,
)
def test_a_known_article_is_due_after_an_hour_a_day_and_a_week(
    checks: list[float], expected: str | None, history: History
) -> None:
    for hours_ago in checks:
        saw(history, hours_ago)
    assert due(history) == expected
    assert [ask.url for ask in Frontier(history, PACE, now=lambda: NOW).revisits()] == ([URL] if expected else [])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"status": 503}, "new"),
        ({"status": None, "record_type": "request"}, "new"),
        ({"truncated": "time"}, "new"),
        ({"status": 404}, None),
        ({"status": 301}, None),
        ({"outcome": "not_article"}, None),
        ({"outcome": "not_article", "hours_ago": 24 * 8}, "revisit"),
        ({"status": 301, "hours_ago": 24 * 8}, None),
    ],
    ids=str,
)
def test_what_was_no_article_is_asked_for_again_when_that_may_change(
    given: dict[str, Any], expected: str | None, history: History
) -> None:
    saw(history, **{"hours_ago": 2.0, "outcome": None, **given})
    assert due(history) == expected


def test_an_article_that_went_is_looked_for_by_its_schedule(history: History) -> None:
    saw(history, 30)
    saw(history, 26, status=404, outcome=None)
    assert due(history) == "revisit"


def test_what_fails_again_and_again_is_asked_once_a_day(history: History) -> None:
    for number in range(9):
        saw(history, 25 - number / 10, status=500, outcome=None)
    assert due(history) == "new"
    saw(history, 2, status=500, outcome=None)
    assert due(history) is None


@pytest.mark.parametrize(
    ("modified", "checked", "expected"),
    [(3, 2, None), (1, 20, "modified"), (0.1, 0.5, None), (-48, 20, None)],
    ids=["before", "since", "too-soon", "in-the-future"],
)
def test_a_page_that_its_source_calls_changed_is_due(
    modified: float, checked: float, expected: str | None, history: History
) -> None:
    saw(history, 23)
    saw(history, checked)
    assert due(history, modified=at(modified)) == expected


def test_dates_of_change_that_proved_empty_are_no_longer_believed(history: History) -> None:
    saw(history, 23)
    saw(history, 20)
    history.trust.unmodified = 5
    assert due(history, modified=at(1)) is None
    history.trust.modified = 2
    assert due(history, modified=at(1)) == "modified"


def test_a_listing_whose_every_page_changed_just_now_is_not_believed(history: History) -> None:
    frontier = Frontier(history, PACE, now=lambda: NOW)
    just_now = Listing(tuple(Link(f"{URL}{n}", modified=at(0.01)) for n in range(5)))
    mixed = Listing(tuple(Link(f"{URL}{n}", modified=at(n)) for n in range(5)))
    assert [link.modified for link in frontier.believable(just_now).pages] == [None] * 5
    assert frontier.believable(mixed) == mixed


def pages(history: History, count: int, **given: Any) -> list[Page]:
    for number in range(count):
        saw(history, 2, url=f"{URL}{number}", **given)
    return list(history.articles())


def conditional(history: History) -> list[bool]:
    return [ask.conditional for ask in Frontier(history, PACE, now=lambda: NOW).revisits()]


def test_validators_are_sent_but_some_pages_are_fetched_in_full(history: History) -> None:
    pages(history, 40)
    asks = list(Frontier(history, PACE, now=lambda: NOW).revisits())
    assert 5 <= sum(not ask.conditional for ask in asks) <= 20
    assert {ask.due for ask in asks if ask.conditional} == {"revisit"}
    assert {ask.due for ask in asks if not ask.conditional} == {"full"}
    assert not any(ask.conditional for ask in Frontier(history, PACE, conditional=False, now=lambda: NOW).revisits())


@pytest.mark.parametrize(
    "given",
    [{"etag": None}, {"record_type": "revisit", "revisit_of": "<urn:uuid:9>"}],
    ids=["no-validator", "no-original"],
)
def test_without_a_validator_or_a_record_to_refer_to_a_page_is_fetched_in_full(
    given: dict[str, Any], history: History
) -> None:
    pages(history, 20, **given)
    assert not any(conditional(history))


def test_a_site_that_lied_gets_no_validators(history: History) -> None:
    pages(history, 20)
    assert any(conditional(history))
    saw(history, 1, payload_digest="sha1:B")
    saw(history, 0.5, payload_digest="sha1:C")
    frontier = Frontier(history, PACE, now=lambda: NOW)
    assert frontier.is_lied_to()
    assert not any(conditional(history))
    again = frontier.in_full(URL)
    assert again is not None
    assert (again.due, again.conditional) == ("full", False)


def test_after_three_304s_a_page_is_fetched_in_full(history: History) -> None:
    pages(history, 20)
    for number in range(20):
        for hours_ago in (1.9, 1.8, 1.7):
            saw(history, hours_ago, url=f"{URL}{number}", status=304, outcome=None)
    assert not any(conditional(history))


def test_a_source_gets_validators_once_they_were_seen_to_change_with_it(history: History) -> None:
    poll = {"url": FEED, "kind": "feed", "outcome": None}
    frontier = Frontier(history, PACE, now=lambda: NOW)
    assert frontier.poll(FEED).due == "new"
    saw(history, 9, **poll)
    assert (frontier.poll(FEED).due, frontier.poll(FEED).conditional) == ("full", False)
    saw(history, 8, **poll, etag='"2"', payload_digest="sha1:B")
    assert (frontier.poll(FEED).due, frontier.poll(FEED).conditional) == ("revisit", True)
    assert not frontier.poll(FEED, whole=True).conditional


def test_a_source_that_fails_is_left_alone_longer_and_longer_and_recovers(history: History) -> None:
    frontier = Frontier(history, PACE, now=lambda: NOW)
    waits = []
    for number in range(30):
        saw(history, 0.0, url=FEED, kind="feed", status=500, outcome=None)
        waits.append(frontier.waits(FEED))
        assert (waits[-1] > 0) == (number >= 8)
    assert waits[8:11] == [600, 1200, 2400]
    assert waits[-1] == DAY
    saw(history, 0.0, url=FEED, kind="feed", outcome=None)
    assert frontier.waits(FEED) == 0


def test_the_rhythm_of_a_source_follows_what_it_brings(history: History) -> None:
    frontier = Frontier(history, PACE, now=lambda: NOW)
    assert frontier.is_due(FEED)
    saw(history, 20, url=FEED, kind="feed", outcome=None)
    for polled in (19, 18, 17, 16, 0.25):
        saw(history, polled, url=FEED, kind="feed", outcome=None)
    assert not frontier.is_due(FEED)  # 600 s, half as much again after each of five polls in vain
    for number in range(3):
        saw(history, 0.24, url=f"{URL}{number}")
    assert not frontier.is_due(FEED)
    later = Frontier(history, PACE, now=lambda: NOW + 1200)
    assert later.is_due(FEED)


@pytest.mark.parametrize(
    ("checked", "modified", "expected"),
    [(None, 5, True), (3, 5, False), (3, 1, True), (25, 48, True), (0.1, None, False), (1, None, True)],
    ids=["unknown", "unchanged", "changed", "once-a-day", "undated-just-polled", "undated-due"],
)
def test_a_sitemap_of_an_index_is_fetched_when_it_says_it_changed_and_once_a_day(
    checked: float | None, modified: float | None, expected: bool, history: History
) -> None:
    if checked:
        saw(history, checked, url=FEED, kind="sitemap", outcome=None)
    child = Link(FEED, modified=at(modified) if modified else None)
    assert (Frontier(history, PACE, now=lambda: NOW).child(child) is not None) == expected


def test_a_guess_is_not_repeated_within_a_week(history: History) -> None:
    frontier = Frontier(history, PACE, now=lambda: NOW)
    saw(history, 24 * 6, url=FEED, kind="feed", status=404, outcome=None)
    assert not frontier.is_worth_a_guess(FEED)
    assert Frontier(history, PACE, now=lambda: NOW + 2 * DAY).is_worth_a_guess(FEED)
    saw(history, 24 * 5, url=FEED, kind="feed", outcome=None)
    saw(history, 24 * 5 - 1, url=URL)
    assert frontier.is_worth_a_guess(FEED)


def test_no_schedule_means_no_visits(history: History) -> None:
    saw(history, 1000)
    frontier = Frontier(history, replace(PACE, revisit=()), now=lambda: NOW)
    assert (list(frontier.revisits()), frontier.article(Link(URL))) == ([], None)

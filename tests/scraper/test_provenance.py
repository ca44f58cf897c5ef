"""Every capture says why it was fetched, and by which decision on robots.txt."""

import pytest
from scrapy import Request

from archive.exchange import Context
from scraper.politeness.robots import UNREACHABLE
from scraper.provenance import context

URL = "http://paper.example/a"
HOPS = ["http://paper.example/?p=1", "http://paper.example/b"]
ARTICLE = Context(kind="article", source="http://paper.example/feed", found_in="feed")


@pytest.mark.parametrize(
    ("meta", "obeys", "decision"),
    [
        ({}, True, "allowed"),
        ({"context": ARTICLE, UNREACHABLE: True}, True, "unreachable"),
        ({"context": ARTICLE, "dont_obey_robotstxt": True}, True, "ignored"),
        ({"context": ARTICLE, UNREACHABLE: True}, False, "ignored"),
        ({"context": Context(kind="robots", robots="exempt")}, False, "exempt"),
    ],
    ids=["allowed", "unreachable", "not-asked-for-this", "not-asked-at-all", "itself"],
)
def test_the_decision_on_robots_txt(meta: dict[str, object], obeys: bool, decision: str) -> None:
    assert context(Request(URL, meta=meta), obeys).robots == decision


@pytest.mark.parametrize("given", [ARTICLE, Context(kind="robots", robots="exempt")], ids=["article", "robots"])
def test_where_a_redirect_led_from(given: Context) -> None:
    made = context(Request(URL, meta={"context": given, "redirect_urls": HOPS}), True)
    assert (made.redirected_from, made.kind, made.source) == (HOPS[-1], given.kind, given.source)
    assert context(Request(URL, meta={"context": given}), True) == given

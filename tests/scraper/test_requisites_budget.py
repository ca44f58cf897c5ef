"""What requisites may cost, and which pages wait for some."""

from dataclasses import replace
from pathlib import Path

import pytest

from archive.exchange import Location
from scraper import settings
from scraper.options import OURS
from scraper.requisites.budget import DAY, Budget, Limits
from scraper.requisites.unfinished import Unfinished

LIMITS = Limits.of({name: getattr(settings, name) for name in OURS})


def test_a_page_has_its_budget_and_so_has_the_crawl() -> None:
    budget = Budget(replace(LIMITS, per_page=2, per_crawl=3), lambda: 0.0)
    taken = [budget.take(page, "x") for page in ("a", "a", "a", "b", "b")]
    assert taken == [None, None, "REQUISITES_PER_PAGE", None, "REQUISITES_PER_CRAWL"]


def test_hosts_are_bounded_and_known_ones_remain() -> None:
    budget = Budget(replace(LIMITS, hosts=2), lambda: 0.0)
    assert [budget.take("a", host) for host in "xyzx"] == [None, None, "REQUISITE_HOSTS", None]


@pytest.mark.parametrize(
    ("limits", "paid", "waited", "reason"),
    [
        (replace(LIMITS, page_bytes=10), 10, 0, "REQUISITES_PAGE_BYTES"),
        (replace(LIMITS, crawl_bytes=10), 10, 0, "REQUISITES_CRAWL_BYTES"),
        (replace(LIMITS, wait=10), 0, 11, "REQUISITE_WAIT"),
        (LIMITS, 10, 11, None),
    ],
)
def test_what_waits_may_no_longer_be_made(limits: Limits, paid: int, waited: float, reason: str | None) -> None:
    budget = Budget(limits, lambda: waited)
    budget.pay("a", paid)
    assert budget.exhausted("a", 0.0) == reason


def test_a_crawl_that_stays_has_a_new_budget_every_day() -> None:
    now = [0.0]
    budget = Budget(replace(LIMITS, per_crawl=1, hosts=1), lambda: now[0])
    assert [budget.take("a", "x"), budget.take("b", "x")] == [None, "REQUISITES_PER_CRAWL"]
    now[0] = DAY + 1
    assert budget.take("b", "y") is None


def test_a_page_is_done_when_its_last_requisite_is() -> None:
    budget = Budget(LIMITS)
    for page in "aab":
        budget.begin(page)
    assert [budget.end(page) for page in "aba"] == [False, True, True]


AT = Location("warc/x/2026/11/22/x-20261122235958123-00001-run1.warc.gz", 10, 20)


def test_unfinished_pages_outlive_their_crawl(tmp_path: Path) -> None:
    path = tmp_path / "unfinished.jsonl"
    first = Unfinished(path)
    for page in "abc":
        first.begin(page, AT)
    first.end("b")
    first.close()
    with path.open("a") as file:
        file.write('["d", "warc/x')  # torn by a power cut
    again = Unfinished(path)
    assert again.left == {"a": AT, "c": AT}
    again.end("a")
    again.close()
    last = Unfinished(path)
    assert last.left == {"c": AT}
    last.end("c")
    last.close()
    assert list(tmp_path.iterdir()) == []

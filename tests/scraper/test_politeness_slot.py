"""What is known of one host's pace."""

from time import monotonic

from scrapy.core.downloader import Slot

from scraper.politeness.slot import PoliteSlot, Refusals


def test_neither_jitter_nor_autothrottle_leads_below_the_floor() -> None:
    slot = PoliteSlot(Slot(1, 0.5, 0.9), 0.5)
    for delay in (0.0, 0.1, 0.5):
        slot.delay = delay
        assert min(slot.download_delay() for _ in range(1000)) == 0.5
    slot.delay = 4.0
    delays = [slot.download_delay() for _ in range(1000)]
    assert min(delays) >= 0.5
    assert max(delays) > 4.0


def test_a_host_that_is_held_is_asked_when_that_ends() -> None:
    slot = PoliteSlot(Slot(1, 0.0, 0.0), 0.0)
    slot.lastseen = monotonic()
    slot.held_until = slot.lastseen + 60
    assert abs(slot.download_delay() - 60) < 1e-6


def test_waits_double_until_the_host_answers() -> None:
    refusals = Refusals()
    assert [refusals.wait(None, 100.0 + n) for n in range(4)] == [1.0, 2.0, 4.0, 8.0]
    assert refusals.wait(7.0, 104.0) == 7.0
    assert refusals.since == 100.0
    refusals.forget()
    assert refusals.wait(None, 200.0) == 1.0
    assert refusals.since == 200.0
    assert max(refusals.wait(None, 200.0) for _ in range(2000)) < float("inf")

"""One host, as the downloader treats it: how far apart its requests are, and until when it is left alone."""

from dataclasses import dataclass

from scrapy.core.downloader import Slot

FIRST_BACK_OFF = 1.0
"""Seconds; each further refusal doubles it."""


@dataclass(slots=True)
class Refusals:
    """The answers 429 and 503 of a host since its last other answer."""

    count: int = 0
    since: float = 0.0

    def wait(self, asked: float | None, now: float) -> float:
        """Seconds to wait after one more: what the host asked for, else twice as long as after the one before."""
        if not self.count:
            self.since = now
        self.count += 1
        return asked or FIRST_BACK_OFF * 2.0 ** min(self.count - 1, 30)

    def forget(self) -> None:
        """The host answers again."""
        self.count = 0


class PoliteSlot(Slot):
    """Scrapy's slot, whose `delay` AutoThrottle moves and jitter varies, with a floor below which neither leads."""

    def __init__(self, slot: Slot, floor: float) -> None:
        super().__init__(slot.concurrency, slot.delay, slot.jitter)
        self.floor = floor
        """Seconds between the starts of two requests, at least."""
        self.held_until = 0.0
        """On the monotonic clock."""
        self.left: str | None = None
        """Why nothing more is asked of the host in this crawl."""
        self.refusals = Refusals()

    def download_delay(self) -> float:
        """Seconds from the last request to the next one."""
        return max(super().download_delay(), self.floor, self.held_until - self.lastseen)

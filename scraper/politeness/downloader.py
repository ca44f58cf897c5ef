"""Scrapy's downloader and queue, so that a host that is slow, or wants to be left alone, delays no other."""

from collections import Counter
from collections.abc import Iterable
from time import monotonic
from typing import Any

from scrapy import Request, Spider
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.pqueues import DownloaderAwarePriorityQueue, DownloaderInterface
from scrapy.utils.asyncio import call_later
from scrapy.utils.httpobj import urlparse_cached

from ..requisites.request import LATER, wanted
from .leave import HostLeft
from .slot import PoliteSlot


class PoliteDownloader(Downloader):
    """A slot per host, kept as long as the crawl: it holds what the host asked for."""

    slots: dict[str, PoliteSlot]  # type: ignore[assignment] # Scrapy's of the plain kind

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._floor = crawler.settings.getfloat("DOWNLOAD_DELAY")

    def get_slot_key(self, request: Request) -> str:
        """The host; Scrapy goes by request.meta first, which a redirect takes along to the next host."""
        return urlparse_cached(request).hostname or ""

    def slot_of(self, request: Request) -> PoliteSlot:
        """The host's slot, made if there is none yet."""
        return self._get_slot(request)[1]

    def ready(self, hosts: Iterable[str]) -> list[str]:
        """Those whose next request may leave the scheduler.

        One request per host waits in the downloader, where CONCURRENT_REQUESTS counts it: for its turn, for robots.txt.
        """
        waiting = Counter(self.get_slot_key(request) for request in self.active)
        now = monotonic()
        return [host for host in hosts if self._ready(self.slots.get(host), waiting[host], now)]

    def is_full_of_requisites(self) -> bool:
        """Whether they have a third of CONCURRENT_REQUESTS; their hosts' robots.txt may take another.

        So slow hosts of pictures do not hold up the pages.
        """
        return sum(wanted(request) is not None for request in self.active) * 3 >= self.total_concurrency

    def hold(self, slot: PoliteSlot, seconds: float) -> None:
        """Ask nothing of a host for so long."""
        slot.held_until = max(slot.held_until, monotonic() + seconds)
        call_later(seconds, self.wake)

    def wake(self) -> None:
        """Have the engine look at the scheduler: a host became ready."""
        if self.crawler._engine and self.crawler._engine._slot:
            self.crawler._engine._slot.nextcall.schedule()

    @staticmethod
    def _ready(slot: PoliteSlot | None, active: int, now: float) -> bool:
        if slot is None:
            return not active
        return bool(slot.left) or (active <= len(slot.transferring) and slot.held_until <= now)

    def _get_slot(self, request: Request, spider: Spider | None = None) -> tuple[str, PoliteSlot]:  # noqa: ARG002
        key, slot = super()._get_slot(request)
        if not isinstance(slot, PoliteSlot):
            slot = self.slots[key] = PoliteSlot(slot, min(slot.delay, self._floor))
        return key, slot

    def _start_slot_gc(self) -> None:
        """Scrapy would forget a slot after a minute without requests."""

    async def _download(self, slot: Slot, request: Request) -> Response:
        self.wake()  # it waits no longer
        if left := self.slot_of(request).left:
            raise HostLeft(left)
        return await super()._download(slot, request)


class _ReadyHosts(DownloaderInterface):
    downloader: PoliteDownloader

    def stats(self, possible_slots: Iterable[str]) -> list[tuple[int, str]]:
        ready = self.downloader.ready(possible_slots)
        if isinstance(possible_slots, dict) and self.downloader.is_full_of_requisites():
            ready = [host for host in ready if -possible_slots[host].curprio > LATER / 2]
        return super().stats(ready)


class HostQueue(DownloaderAwarePriorityQueue):
    """The scheduler's queue, which passes over hosts that are not ready; their requests cost the others nothing."""

    def __init__(self, crawler: Crawler, *args: Any, **options: Any) -> None:
        super().__init__(crawler, *args, **options)
        self._downloader_interface = _ReadyHosts(crawler)

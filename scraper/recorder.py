"""Every exchange into the spool before Scrapy sees its response; segments rolled and handed on to be committed."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from scrapy.utils.spider import DefaultSpider

from archive import message, warc, work
from archive.article import Article, Reading
from archive.canonical import page_key
from archive.corpus import article, failed
from archive.errors import PressmarkError, SpoolError, TaskFailed
from archive.exchange import Context, Exchange, Location
from archive.history import History
from archive.known import KINDS, REQUISITE, Page
from archive.optout import withheld
from archive.pool import Pool
from archive.requisites.requisite import Requisite
from archive.requisites.seen import Seen
from archive.revisit import Originals
from archive.segment import Committed, Name, site_name
from archive.spool import Segment, Spool, remedy
from archive.takedown.takedowns import Takedowns

from . import options, provenance
from .committer import Committer
from .layouts import Layouts
from .politeness.opt_out import OptOuts

logger = logging.getLogger(__name__)

SYNC_SECONDS = 1.0
"""What a power cut may take of a capture that was acknowledged."""
READ_PATIENCE = 60.0
"""Seconds a rolled segment waits for its pages to be read by the crawl; what is unread then, the commit reads."""
SLOW_END = 20.0
"""Seconds after which a crawl that ends says what it waits for."""

UNDECIDED = ("failed:crash", "failed:unavailable")
"""Failures that may not be the page's fault: the commit reads it once more."""


class NotKept(IgnoreRequest):
    """The spool cannot take an exchange, so Scrapy does not get its response; the crawl is being stopped."""


@dataclass(frozen=True, slots=True)
class Captured:
    """Where an exchange's records lie, as found in `response.meta["capture"]`."""

    group: Location
    record_id: str
    readable: bool
    """Whether its publisher lets its text be had."""


class Recorder:
    """The Scrapy extension that owns the spool of the crawled site. Any spider of the project is recorded."""

    def __init__(self, crawler: Crawler) -> None:
        setting = {name: options.value(crawler.settings, name) for name in options.OURS}
        self._crawler, self._setting = crawler, setting
        self._obeys = crawler.settings.getbool("ROBOTSTXT_OBEY")
        self._uri: str = setting["ARCHIVE_URI"]
        self._spool = Spool(Path(setting["SPOOL_DIR"]))
        self._originals = Originals(setting["REVISIT_MEMORY"])
        self._readers = Pool(
            setting["EXTRACT_WORKERS"], setting["EXTRACT_SECONDS"], setting["EXTRACT_MEGABYTES"], work.warm_reader
        )
        self._run = uuid4().hex[:12]
        self._held = ExitStack()
        self._segment: Segment | None = None
        self._begun = 0.0
        self._serial = 0
        self._unread: dict[str, int] = {}
        self._unnoted = 0
        self._waiting: dict[str, int] = {}
        self._syncing: asyncio.Task[None] | None = None
        self._retiring: set[asyncio.Task[None]] = set()
        self._closing = False
        self._looking_only = False  # `scrapy shell`, `fetch` and `view` have no site, and leave no trace
        self.done = False
        """Whether the crawl came to its end, and was not stopped in the middle of it."""
        self.takedowns = Takedowns()
        """What the archive refuses, as of the latest commit."""
        self.failure: str | None = None
        """Why the crawl could not go on, or left something uncommitted; None when all is well."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's hook."""
        recorder = cls(crawler)
        crawler.signals.connect(recorder.opened, signals.spider_opened)
        crawler.signals.connect(recorder.closed, signals.spider_closed)
        return recorder

    async def opened(self, spider: Spider) -> None:
        """Make sure that captures can be kept, and bring in what an earlier crawl left; else no request is made."""
        if isinstance(spider, DefaultSpider):
            self._looking_only = True
            return
        opt_outs = self._crawler.get_downloader_middleware(OptOuts)
        assert opt_outs is not None, "the OptOuts middleware is switched off"
        self._opt_outs = opt_outs
        self._site = site_name(getattr(spider, "site", spider.name))
        self._committer = Committer(self._spool, self._uri, self._readers, self._count)
        self._layouts = Layouts(spider, self._crawler.stats)
        try:
            self._layouts.check()
            self._spool.check()
            self._held.enter_context(self._spool.lock(self._site))
            await self._committer.check()
            self.takedowns = await self._committer.takedowns()
            for name in self._spool.names(self._site):
                logger.info("bringing in %s, left by an earlier crawl", name.stem)
                await self._committer.try_once(name)
            path = self._spool.history(self._site)
            await self._committer.summarise(self._site, path)
            self.history = History(path)
            self._held.callback(self.history.close)
        except PressmarkError as error:
            self._fail(str(error))
            raise CloseSpider("archive_unavailable") from None

    def record(self, exchange: Exchange, request: Request) -> Captured | None:
        """Keep an exchange; once this returns, no crash loses it. None when nothing was sent, so nothing was seen."""
        if self._looking_only or not exchange.request:
            return None
        context = provenance.context(request, self._obeys)
        decision = self._opt_outs.decide(exchange, request)
        if decision.text:
            context = replace(context, opt_out=decision.text)
        status = message.status(exchange.head)
        if decision.action == "nothing":  # but that it was asked for, and why no more is kept
            exchange = replace(exchange, interim=b"", head=b"", body=b"", truncated=None, error=None)
        try:
            segment = self._segment or self._begin()
            known: Page | Seen | None = request.meta.get("known")
            if known is not None and known.key != page_key(exchange.url):
                known = None  # a redirect led elsewhere
            context = self._layouts.added(context, exchange.started, known.original_at if known else None)
            encoded = warc.encode(
                exchange,
                context,
                self._warcinfo_id,
                find_original=partial(self._original, context.kind, known),
                validated=known.original if known else None,
                keep_chunked=self._setting["WARC_KEEP_CHUNKED"],
                keep_secrets=self._setting["WARC_KEEP_SECRETS"],
            )
            offset = segment.append(encoded.data)
        except SpoolError as error:
            self._stop(str(error))
            raise NotKept(str(error)) from None
        at = Location(segment.name.warc, offset, encoded.length)
        self._originals.remember(encoded, at)
        self._observe(exchange, context, encoded, status)
        if context.kind in (*KINDS, REQUISITE):
            self.history.saw(provenance.row(exchange, context, encoded, at))
        self._sync_soon(segment)
        whole = exchange.truncated is None and exchange.error is None
        readable = not withheld(context.opt_out)
        if context.kind == "article" and whole and readable and status == 200:
            self._unread[segment.name.stem] += 1
        if segment.size >= self._setting["SEGMENT_BYTES"] or self._age() >= self._setting["SEGMENT_SECONDS"]:
            self._roll()
        return Captured(Location(segment.name.warc, offset, len(encoded.data)), encoded.record_id, readable)

    async def read(self, response: Response) -> Article | None:
        """The article in a captured page, read from its record by a worker process; None when there is none."""
        captured: Captured | None = response.meta.get("capture")
        if captured is None or not captured.readable:  # without evidence (from Scrapy's HTTP cache, say), no article
            return None
        name = Name.of_key(captured.group.warc)
        task = self._readers.submit(work.read_group, self._spool.folder, self._uri, captured.group)
        made = None
        try:
            found, reading = await asyncio.wrap_future(task)
            made = article(found, reading) if reading.outcome == "article" else None
            self._layouts.count(found, reading)
        except TaskFailed as error:
            logger.warning("cannot read %s: %s; its capture is kept", response.url, error)
            reading = failed(error)
        self._crawler.stats.inc_value(f"articles/{reading.outcome}")
        self.history.read(response.url, reading.outcome)
        if name.stem in self._unread:
            self._unread[name.stem] -= 1
            if reading.outcome not in UNDECIDED:
                self._note(name, captured.record_id, reading)
        return made

    async def requisites(self, group: Location, limit: int) -> list[Requisite]:
        """What a captured page or stylesheet needs, read from its record by a worker process."""
        found: list[Requisite] = await self.apart(work.requisites, self._spool.folder, self._uri, group, limit)
        return found

    @property
    def unfinished(self) -> Path:
        """Where pages are noted whose requisites are not all there."""
        return self._spool.unfinished(self._site)

    async def apart(self, function: Callable[..., Any], *args: Any) -> Any:
        """The result of an importable function, called in a worker process under the deadline of a page."""
        return await asyncio.wrap_future(self._readers.submit(function, *args))

    async def closed(self) -> None:
        """Commit what is left, for as long as COMMIT_PATIENCE allows; the rest waits in the spool."""
        if self._looking_only:
            return
        self._closing = True  # every callback is done: nobody else will read what is unread
        if self._segment is not None:
            self._roll()
        self._layouts.tell()
        await self._last_commits()
        for task in self._retiring:
            task.cancel()
        self._tell_damage()
        if left := len(self._committer.waiting):
            self._fail(
                f"{left} segment(s) of {self._site} wait in {self._spool.folder}: when {self._uri} can be written "
                "again, run `archive recover`, or crawl the site again"
            )
        self._readers.close()
        self._committer.close()
        self._held.close()
        self.done = True

    async def _last_commits(self) -> None:
        watching = asyncio.create_task(self._committer.watch())
        slow = time.monotonic() + SLOW_END
        while self._retiring and self._committer.failing_for() < self._setting["COMMIT_PATIENCE"]:
            await asyncio.wait(self._retiring, timeout=0.2)
            if time.monotonic() > slow and not self._committer.failing_for():
                slow = float("inf")
                logger.warning(
                    "waiting for %s to take %d segment(s); if it is stopped at once they stay in %s",
                    self._uri,
                    len(self._retiring),
                    self._spool.folder,
                )
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching

    def _tell_damage(self) -> None:
        try:
            damaged = self._spool.damaged(self._site)
        except OSError as error:
            self._fail(f"cannot look into the spool {self._spool.folder}: {error.strerror}; {remedy(error)}")
            return
        if damaged:
            self._fail(f"bytes that held captures were found damaged and set aside: {', '.join(map(str, damaged))}")

    def _original(self, kind: str, known: Page | Seen | None, payload_digest: str) -> warc.Original | None:
        """A stored response with this payload: of this crawl, of the same page's past, or any requisite's."""
        if known and known.payload_digest == payload_digest and known.original:
            return known.original
        holder = self.history.requisites.holder(payload_digest) if kind == REQUISITE else None
        return self._originals.find(payload_digest) or (holder.original if holder else None)

    def _begin(self) -> Segment:
        now = datetime.now(UTC)
        self._serial += 1
        self._begun = time.monotonic()
        segment = self._spool.open(Name.new(self._site, now, self._serial, self._run))
        self._warcinfo_id = warc.new_id()
        filename = segment.name.warc.rpartition("/")[2]
        segment.append(
            warc.warcinfo(self._warcinfo_id, filename, now, provenance.policy(self._crawler.settings, self._site))
        )
        self._segment = segment
        self._unread[segment.name.stem] = 0
        return segment

    def _observe(self, exchange: Exchange, context: Context, encoded: warc.Encoded, status: int | None) -> None:
        stats = self._crawler.stats
        stats.inc_value(f"archive/captures/{context.kind}")
        if context.kind not in ("robots", "optout", REQUISITE) and (status or 500) < 400:
            stats.inc_value("archive/answered")
        stats.inc_value("archive/bytes", len(encoded.data))
        if encoded.original:
            stats.inc_value("archive/revisits")
        if exchange.truncated:
            stats.inc_value(f"archive/truncated/{exchange.truncated}")

    def _count(self, done: Committed) -> None:
        stats = self._crawler.stats
        stats.inc_value("archive/segments")
        stats.inc_value("archive/committed/captures", done.captures)
        stats.inc_value("archive/committed/articles", done.articles)
        stats.inc_value("archive/committed/bytes", done.bytes)
        logger.info("committed %s: %d captures, %d articles", done.warc, done.captures, done.articles)

    def _sync_soon(self, segment: Segment) -> None:
        """A power cut may take what is younger than SYNC_SECONDS; a crash of the process takes nothing."""

        async def sync() -> None:
            await asyncio.sleep(SYNC_SECONDS)
            with suppress(OSError):  # told when the segment is closed, where the sync must succeed
                await asyncio.to_thread(segment.sync)

        if self._syncing is None or self._syncing.done():
            self._syncing = asyncio.create_task(sync())

    def _age(self) -> float:
        return time.monotonic() - self._begun

    def _roll(self) -> None:
        assert self._segment is not None
        task = asyncio.create_task(self._retire(self._segment))
        self._waiting[self._segment.name.stem] = self._segment.size
        self._segment = None
        self._layouts.tell()
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)
        if sum(self._waiting.values()) > self._setting["SPOOL_LIMIT"] and not self._crawler.engine.paused:
            logger.error(
                "the spool %s is full (SPOOL_LIMIT): the crawl pauses until %s takes some",
                self._spool.folder,
                self._uri,
            )
            self._crawler.engine.pause()

    async def _retire(self, segment: Segment) -> None:
        name = segment.name
        try:
            await asyncio.to_thread(segment.close)
        except OSError as error:
            self._stop(f"cannot sync the spool {self._spool.folder}: {error.strerror}; {remedy(error)}")
            return
        patience = time.monotonic() + READ_PATIENCE
        while self._unread[name.stem] > 0 and time.monotonic() < patience and not self._closing:
            await asyncio.sleep(0.1)
        del self._unread[name.stem]
        await self._committer.commit(name)
        with suppress(PressmarkError):  # the commit has read it, and refuses what it names
            self.takedowns = await self._committer.takedowns()
        del self._waiting[name.stem]
        self._resume_when_drained()

    def _resume_when_drained(self) -> None:
        engine = self._crawler._engine
        if engine is not None and engine.paused and sum(self._waiting.values()) <= self._setting["SPOOL_LIMIT"] / 2:
            logger.warning("the spool %s has room again: the crawl goes on", self._spool.folder)
            engine.unpause()

    def _note(self, name: Name, record_id: str, reading: Reading) -> None:
        try:
            self._spool.note(name, record_id, reading)
        except OSError as error:  # a note only saves reading the page again
            if not self._unnoted:
                logger.warning("no room for notes in %s: %s; commits read the pages again", self._spool.folder, error)
            self._unnoted += 1

    def _stop(self, message: str) -> None:
        """No capture can be kept: end the crawl, once."""
        if self.failure is None:
            self._fail(message)
            self._stopping = asyncio.create_task(self._crawler.engine.close_spider_async(reason="spool_failed"))

    def _fail(self, message: str) -> None:
        self.failure = self.failure or message
        logger.critical(message)

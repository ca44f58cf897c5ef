"""A site's hints in a crawl: which go with a capture, and whether they still find anything."""

import logging
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from scrapy import Spider
from scrapy.statscollectors import StatsCollector

from archive import hints
from archive.article import Reading
from archive.exchange import Context
from archive.extraction import declared
from archive.hints import PARTS, Hints
from archive.scan import Found

from .progress import count

logger = logging.getLogger(__name__)

TOLD = 0.5
"""Share of the pages on which a hint gave nothing from which the operator is told."""


class Hinting(Spider):
    """One that may have hints; any other may call something else so."""

    hints: tuple[Hints, ...] = ()
    """How its article pages are laid out, of each layout until when."""


class Layouts:
    """Counts `hints/read` and `hints/in_vain/PART`, and says when a layout seems to have changed."""

    def __init__(self, spider: Spider, stats: StatsCollector) -> None:
        self._site, self._stats = spider.name, stats
        self._declared: tuple[Hints, ...] = spider.hints if isinstance(spider, Hinting) else ()
        self._pages = 0
        self._in_vain: Counter[str] = Counter()

    def check(self) -> None:
        """Misuse when they cannot be meant: those that a spider gives itself were not looked at with its file."""
        declared.check(self._declared)

    def added(self, context: Context, now: datetime, original_at: float | None) -> Context:
        """Why an article is captured, with the hints for now and for when its present payload was first captured."""
        if context.kind != "article" or not self._declared:
            return context
        first = now if original_at is None else datetime.fromtimestamp(original_at, UTC)
        return replace(context, hints=hints.between(self._declared, first, now))

    def count(self, found: Found, reading: Reading) -> None:
        """Hold a reading against its hints; one of an older payload says nothing of the layout of today."""
        layout = hints.at(found.context.hints, found.capture.fetched_at)
        if layout is None or found.original or reading.outcome not in ("article", "empty"):
            return
        self._pages += 1
        self._stats.inc_value("hints/read")
        for part in hints.in_vain(layout, reading.sources):
            self._in_vain[part] += 1
            self._stats.inc_value(f"hints/in_vain/{part}")

    def tell(self) -> None:
        """Warn of what gave nothing on half or more of the pages since it was last asked."""
        for part, pages in self._in_vain.items():
            if pages >= TOLD * self._pages and part != "authors":  # many articles are unsigned
                logger.warning(
                    "hints of %s: %s matched nothing on %d of %d pages: has its layout changed?",
                    *(self._site, part, pages, self._pages),
                )
        self._pages = 0
        self._in_vain.clear()


def hinted(stats: StatsCollector) -> str:
    """What the hints gave in a crawl, in words; empty where a site has none."""
    pages = count(stats, "hints/read")
    missed = {part: count(stats, f"hints/in_vain/{part}") for part in PARTS}
    said = ", ".join(f"{part} matched nothing on {number}" for part, number in missed.items() if number)
    return f"for {pages} page(s)" + (f"; {said}" if said else "") if pages else ""

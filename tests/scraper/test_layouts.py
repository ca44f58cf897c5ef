import io
import logging
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from scrapy import Spider
from scrapy.statscollectors import MemoryStatsCollector

from archive.article import Reading
from archive.errors import Misuse
from archive.exchange import Context, Location
from archive.hints import Hints
from archive.scan import Found, scan
from archive.segment import Name
from archive.warc import encode
from scraper.layouts import Hinting, Layouts, hinted
from tests.segments import ARTICLE, EXCHANGE

OLD, NEW = Hints(body=("//td",), until="2026-11-01"), Hints(body=("//div",), published="//time")
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
READ = Reading(outcome="article", extractor="test 1", sources="text:hint published:hint")
LOST = replace(READ, sources="title:h1 published:hint")
EMPTY = replace(READ, outcome="empty", sources=None)
LIST = replace(READ, outcome="not_article", sources=None)


@pytest.fixture
def stats() -> MemoryStatsCollector:
    return MemoryStatsCollector(SimpleNamespace(settings=SimpleNamespace(getbool=lambda _: False)))  # type: ignore[arg-type]


HINTED = replace(ARTICLE, hints=(NEW,))


def site(*layouts: Hints) -> Hinting:
    spider = Hinting("paper.example")
    spider.hints = layouts
    return spider


def found(context: Context = HINTED, original: Location | None = None) -> Found:
    (one,) = scan(io.BytesIO(encode(EXCHANGE, context, "<urn:uuid:0>").data), Name("a", "a-1-1-b"))
    return replace(one, original=original)


@pytest.mark.parametrize(
    ("context", "first", "due"),
    [
        (ARTICLE, None, (NEW,)),
        (ARTICLE, datetime(2026, 11, 2, tzinfo=UTC), (NEW,)),
        (ARTICLE, datetime(2026, 10, 2, tzinfo=UTC), (OLD, NEW)),
        (Context(kind="feed"), None, ()),
        (Context(kind="requisite"), None, ()),
    ],
    ids=["new", "known", "known before", "feed", "requisite"],
)
def test_what_goes_with_a_capture(
    context: Context, first: datetime | None, due: tuple[Hints, ...], stats: MemoryStatsCollector
) -> None:
    layouts = Layouts(site(OLD, NEW), stats)
    assert layouts.added(context, NOW, first.timestamp() if first else None) == replace(context, hints=due)
    assert Layouts(site(), stats).added(context, NOW, None) is context


def test_what_gave_nothing_is_counted_and_told(stats: MemoryStatsCollector, caplog: pytest.LogCaptureFixture) -> None:
    layouts = Layouts(site(NEW), stats)
    for reading in (READ, LOST, EMPTY, LIST):
        layouts.count(found(), reading)
    layouts.count(found(ARTICLE), LOST)
    layouts.count(found(original=Location("a", 1, 2)), LOST)
    assert stats.get_stats() == {"hints/read": 3, "hints/in_vain/body": 2, "hints/in_vain/published": 1}
    assert hinted(stats) == "for 3 page(s); body matched nothing on 2, published matched nothing on 1"
    with caplog.at_level(logging.WARNING):
        layouts.tell()
        layouts.tell()
    assert [record.getMessage() for record in caplog.records] == [
        "hints of paper.example: body matched nothing on 2 of 3 pages: has its layout changed?"
    ]


def test_hints_that_a_spider_gives_itself_are_checked_before_the_first_request(stats: MemoryStatsCollector) -> None:
    with pytest.raises(Misuse, match="until: 'soon' is no day"):
        Layouts(site(Hints(until="soon")), stats).check()


def test_a_spider_of_others_may_call_anything_hints(stats: MemoryStatsCollector) -> None:
    class Other(Spider):
        name = "other"
        hints = 7

    assert Layouts(Other(), stats).added(ARTICLE, NOW, None) == ARTICLE


def test_where_all_is_well_nothing_is_told(stats: MemoryStatsCollector, caplog: pytest.LogCaptureFixture) -> None:
    layouts = Layouts(site(NEW), stats)
    assert hinted(stats) == ""
    layouts.count(found(), READ)
    assert hinted(stats) == "for 1 page(s)"
    layouts.tell()
    assert caplog.records == []

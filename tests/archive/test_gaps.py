import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import brotli
import pytest

from archive import announced
from archive.article import Reading
from archive.commit import commit
from archive.exchange import Context, Exchange
from archive.gaps import Gaps, Holdings, gaps
from archive.links.link import Link
from archive.pool import Pool
from archive.warc import Original
from tests import crawl
from tests.segments import EXCHANGE, READING, Desk

MONDAY = date(2026, 11, 2)
NOT_ARTICLE = Reading(outcome="not_article", extractor="test 1")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def url(name: str) -> str:
    return f"http://paper.example/news/{name}-of-the-town"


def rss(*items: tuple[str, datetime | None]) -> bytes:
    dates = [f"<pubDate>{format_datetime(when)}</pubDate>" if when else "" for _, when in items]
    dated = (f"<item><link>{link}</link>{when}</item>" for (link, _), when in zip(items, dates, strict=True))
    return f'<rss version="2.0"><channel><title>P</title>{"".join(dated)}</channel></rss>'.encode()


def source(body: bytes, at: datetime, kind: str = "feed", head: bytes = b"") -> tuple[Exchange, Context, None]:
    exchange = replace(EXCHANGE, url=f"http://paper.example/{kind}", started=at, body=body)
    return replace(exchange, head=b"HTTP/1.1 200 OK\r\n" + head + b"\r\n"), Context(kind=kind), None


def page(
    name: str, status: int = 200, reading: Reading | None = None, to: str = ""
) -> tuple[Exchange, Context, Reading | None]:
    head = f"HTTP/1.1 {status} Said\r\n{f'Location: {to}' if to else 'X: y'}\r\n\r\n".encode()
    exchange = replace(EXCHANGE, url=url(name), head=head, body=name.encode())
    return exchange, Context(kind="article"), reading


def stored(name: str) -> tuple[Exchange, Context, Reading | None]:
    return page(name, 200, replace(READING, canonical_url=url(name), text=name, published=noon(MONDAY)))


def opted_out(name: str) -> tuple[Exchange, Context, Reading | None]:
    exchange, context, _ = page(name)
    return exchange, replace(context, opt_out="capture: header tdm-reservation=1"), None


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def find(desk: Desk, links: list[Link], days: int = 1, polled: dict[date, int] | None = None) -> Gaps:
    return gaps(Holdings(desk.store, "paper.example"), links, MONDAY, MONDAY + timedelta(days=days - 1), polled or {})


@pytest.mark.parametrize(
    ("captured", "state"),
    [
        ([stored("a")], "stored"),
        ([page("a", 404), stored("a"), page("a", 503)], "stored"),
        ([page("a", 301, to=url("b")), stored("b")], "stored"),
        ([page("a", 200, NOT_ARTICLE)], "not an article"),
        ([page("a", 200, replace(NOT_ARTICLE, outcome="not_html"))], "not an article"),
        ([page("a", 200, replace(NOT_ARTICLE, outcome="failed:deadline"))], "failed"),
        ([opted_out("a")], "opted out"),
        ([page("a", 404)], "failed"),
        ([page("a", 301, to=url("a"))], "failed"),
        ([page("a", 301, to=url("b")), page("b", 404)], "failed"),
        ([page("a", 301, to=url("c")), stored("b")], "not fetched"),
        ([stored("b")], "not fetched"),
    ],
)
def test_what_became_of_an_announced_article(
    desk: Desk, captured: list[tuple[Exchange, Context, Reading | None]], state: str
) -> None:
    commit(desk.spool, desk.store, desk.segment(*captured))
    found = find(desk, [Link(url("a").replace("http:", "https:") + "?utm_source=rss", published=noon(MONDAY))])
    (day,) = found.days
    counts = {
        "stored": day.stored,
        "not an article": day.not_articles,
        "opted out": day.opted_out,
        "failed": day.failed,
        "not fetched": day.not_fetched,
    }
    assert counts == dict.fromkeys(counts, 0) | {state: 1}
    assert day.announced == 1
    assert [why for _, why, _ in found.missing] == ([state] if state in ("failed", "not fetched") else [])


def test_each_page_counts_once_on_the_first_day_it_was_given(desk: Desk) -> None:
    twice = [noon(MONDAY + timedelta(days=1)), noon(MONDAY), None]
    links = [
        Link(url("a") + tracking, published=when) for when, tracking in zip(twice, ("", "?fbclid=x", "/"), strict=True)
    ]
    assert [day.announced for day in find(desk, links, 2).days] == [1, 0]


def test_the_day_is_had_from_the_address_or_the_stored_article_where_the_source_gives_none(desk: Desk) -> None:
    commit(desk.spool, desk.store, desk.segment(stored("a")))
    links = [
        Link(url("a")),
        Link("http://paper.example/2026/11/02/story"),
        Link("http://paper.example/2026/13/45/story"),
    ]
    found = find(desk, links)
    assert (found.days[0].announced, found.days[0].stored) == (2, 1)
    assert found.undated == {"not fetched": 1}
    assert [day for day, *_ in found.missing] == [None, MONDAY]


def test_days_on_which_nothing_came_though_it_used_to_are_marked(desk: Desk) -> None:
    """Mondays are busy but one, Sundays are quiet; nobody looked on the last day."""
    mondays = [MONDAY + timedelta(weeks=week) for week in (0, 1, 3)]
    links = [Link(url(f"story-{day}"), published=noon(day)) for day in mondays]
    days = [MONDAY + timedelta(days=number) for number in range(28)]
    found = find(desk, links, 28, dict.fromkeys(days[:-1], 3))
    assert {day.day: day.gap for day in found.days if day.gap} == {
        MONDAY + timedelta(weeks=2): "nothing announced",
        days[-1]: "no source polled",
    }


@pytest.mark.parametrize(
    ("head", "coded"),
    [
        (b"", bytes),
        (b"Content-Encoding: br\r\n", brotli.compress),
    ],
    ids=["plain", "brotli"],
)
def test_captured_sources_are_read_again_each_answer_once(desk: Desk, head: bytes, coded: type[bytes]) -> None:
    first, second = coded(rss((url("a"), noon(MONDAY)))), coded(rss((url("b"), None)))
    at = noon(MONDAY)
    pages = [source(first, at, head=head), source(first, at + timedelta(hours=1), head=head)]
    sitemap = (
        b"<urlset><url><loc>http://paper.example/about</loc></url><url><loc>%s</loc></url></urlset>" % url("c").encode()
    )
    pages += [source(second, at + timedelta(days=1), head=head), source(sitemap, at, "sitemap")]
    commit(desk.spool, desk.store, desk.segment(*pages, source(b"<p>Not a feed", at), page("a", 404)))
    polled = announced.polled(desk.store, "paper.example", MONDAY)
    assert polled.days == {MONDAY: 4, MONDAY + timedelta(days=1): 1}
    assert (len(polled.sources), polled.cut) == (4, False)
    with Pool(1, 60, 1500) as pool:
        listed = list(announced.announced(pool, desk.store.uri, polled.sources))
    assert sorted(link.url for links in listed if not isinstance(links, str) for link in links) == [
        url("a"),
        url("b"),
        url("c"),
    ]
    assert [line for line in listed if isinstance(line, str) and "not a feed" in line]


def test_an_answer_that_repeats_an_older_one_is_read_where_that_lies(desk: Desk) -> None:
    body = rss((url("a"), noon(MONDAY)))
    earlier, later = source(body, noon(MONDAY - timedelta(days=9))), source(body, noon(MONDAY))
    commit(desk.spool, desk.store, desk.segment(earlier))
    (row,) = desk.rows("captures")
    at = announced.Location(str(row["warc"]), int(str(row["offset"])), int(str(row["length"])))
    original = Original(str(row["record_id"]), str(row["url"]), "2026-10-24T12:00:00Z", at)
    commit(desk.spool, desk.store, desk.segment(later, find_original=lambda _: original))
    polled = announced.polled(desk.store, "paper.example", MONDAY)
    assert (polled.days, [each.at for each in polled.sources]) == ({MONDAY: 1}, [at])
    assert announced.polled(desk.store, "paper.example", MONDAY + timedelta(days=1)).sources == ()


def run(desk: Desk, *words: str) -> tuple[int, str, str]:
    done = crawl.Desk(desk.folder).archive("gaps", *words, "--workers", "1")
    return done.returncode, done.stdout, done.stderr


def test_the_command(desk: Desk) -> None:
    feed = rss((url("a"), noon(MONDAY)), (url("b"), noon(MONDAY)), (url("c"), None))
    commit(desk.spool, desk.store, desk.segment(source(feed, noon(MONDAY)), stored("a")))
    span = ("--since", f"{MONDAY}", "--until", f"{MONDAY + timedelta(days=1)}")
    code, out, _ = run(desk, "paper.example", *span, "--missing")
    assert code == 1
    assert [line.split() for line in out.splitlines()] == [
        ["day", "announced", "stored", "not", "articles", "opted", "out", "failed", "not", "fetched"],
        ["2026-11-02", "Mon", "2", "1", "·", "·", "·", "1"],
        ["2026-11-03", "Tue", "·", "·", "·", "·", "·", "·", "no", "source", "polled"],
        ["undated:", "1", "not", "fetched"],
        ["undated", "not", "fetched", url("c")],
        ["2026-11-02", "not", "fetched", url("b")],
    ]
    code, out, _ = run(desk, "paper.example", *span, "--json", "--missing")
    first, _, *missing, last = map(json.loads, out.splitlines())
    assert (first["day"], first["announced"], first["stored"], first["polled"]) == ("2026-11-02", 2, 1, 1)
    assert [each["missing"] for each in missing] == [url("c"), url("b")]
    assert last == {"undated": {"not fetched": 1}, "missing": 2}


def test_the_command_exits_with_0_when_nothing_is_missing(desk: Desk) -> None:
    commit(desk.spool, desk.store, desk.segment(source(rss((url("a"), noon(MONDAY))), noon(MONDAY)), stored("a")))
    assert run(desk, "paper.example", "--since", f"{MONDAY}", "--until", f"{MONDAY}")[0] == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nosuch.example"], "nothing is archived of nosuch.example"),
        (["paper.example", "--since", "2026-11-02", "--until", "2026-11-01"], "are no span of days"),
        (["paper.example", "--since", "1900-01-01"], "are no span of days"),
        (["paper.example", "--since", "yesterday"], "does not match the format"),
    ],
)
def test_misuse_of_the_command(desk: Desk, words: list[str], says: str) -> None:
    commit(desk.spool, desk.store, desk.segment(stored("a")))
    code, _, said = run(desk, *words)
    assert code == 2
    assert says in said

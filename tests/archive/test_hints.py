"""What a site's file says of its pages' layout, as a record carries it, whoever wrote the record."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive import hints, member, warc
from archive.exchange import Context
from archive.hints import Hints
from archive.scan import scan
from archive.segment import Name
from tests.segments import EXCHANGE

OLD = Hints(body=("//td[@class='texte']",), until="2026-03-01")
MIDDLE = Hints(body=("//div[@id='milieu']",), until="2026-06-01T12:00:00+02:00")
NOW = Hints(prune=("//p[.='deux  espaces\u00a0»']", "//div[@class='مربع']"), published="//time", dates=("%d %B %Y",))
ALL = (NOW, OLD, MIDDLE)  # in any order
NAME = Name("paper.example", "paper.example-20261122080000000-00001-abc123")


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2020-01-01T00:00:00", OLD),
        ("2026-02-28T23:59:59", OLD),
        ("2026-03-01T00:00:00", MIDDLE),
        ("2026-06-01T09:59:59", MIDDLE),
        ("2026-06-01T10:00:00", NOW),
        ("2099-01-01T00:00:00", NOW),
    ],
)
def test_a_capture_is_read_by_the_layout_of_its_time(moment: str, due: Hints) -> None:
    assert hints.at(ALL, datetime.fromisoformat(moment).replace(tzinfo=UTC)) == due


def test_after_the_last_layout_nothing_is_said() -> None:
    assert hints.at((OLD,), datetime(2026, 3, 1, tzinfo=UTC)) is None
    assert hints.at((), datetime(2026, 3, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        (11, 11, (NOW,)),
        (4, 11, (MIDDLE, NOW)),
        (1, 11, (OLD, MIDDLE, NOW)),
        (1, 4, (OLD, MIDDLE)),
        (11, 4, (MIDDLE,)),
    ],
)
def test_a_page_seen_again_carries_the_layouts_since_it_was_first_seen(
    first: int, last: int, due: tuple[Hints, ...]
) -> None:
    months = (datetime(2026, month, 1, 12, tzinfo=UTC) for month in (first, last))
    assert hints.between(ALL, *months) == due


def test_nothing_is_carried_once_the_last_layout_has_ended() -> None:
    after = datetime(2026, 4, 1, tzinfo=UTC)
    assert hints.between((OLD,), after, after) == ()
    assert hints.between((OLD,), after - timedelta(days=90), after) == (OLD,)


@pytest.mark.parametrize("given", [(), (OLD,), ALL], ids=["none", "one", "all"])
def test_a_record_gives_back_what_was_put_in(given: tuple[Hints, ...]) -> None:
    data = warc.encode(EXCHANGE, Context(kind="article", hints=given), "<urn:uuid:0>").data
    (found,) = scan(io.BytesIO(data), NAME)
    assert found.context.hints == given


def test_a_site_without_hints_costs_its_records_nothing() -> None:
    encoded = warc.encode(EXCHANGE, Context(kind="article"), "<urn:uuid:0>").data
    *_, about = member.members(io.BytesIO(encoded))
    assert about.data.startswith(warc.GROUP_END)
    assert b"hints" not in about.data


def test_what_is_written_is_short_and_plain() -> None:
    assert hints.written((OLD,)) == '[{"body":["//td[@class=\'texte\']"],"until":"2026-03-01"}]'
    assert hints.written(ALL).isascii()
    assert "  " not in hints.written(ALL)


MANY = json.dumps([{"body": [f"//a{number}"]} for number in range(200)])


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        pytest.param("", 0, id="empty"),
        pytest.param("[", 0, id="no json"),
        pytest.param("[" * 10_000, 0, id="deep"),
        pytest.param("1" * 10_000, 0, id="large number"),
        pytest.param('{"body":["//p"]}', 0, id="no list"),
        pytest.param('["//p",null,[],7]', 0, id="no objects"),
        pytest.param('[{"body":"//p"}]', 0, id="text for a list"),
        pytest.param('[{"body":[1]}]', 0, id="numbers"),
        pytest.param('[{"title":["//p"]}]', 0, id="list for text"),
        pytest.param('[{"until":"soon","body":["//p"]}]', 0, id="no moment"),
        pytest.param('[{"until":"0001-01-01T00:00:00+23:00"}]', 0, id="before time"),
        pytest.param(json.dumps([{"body": ["//p"] * (hints.XPATHS + 1)}]), 0, id="many xpaths"),
        pytest.param(json.dumps([{"title": "/" * (hints.LONGEST_XPATH + 1)}]), 0, id="long xpath"),
        pytest.param(MANY, hints.MOST, id="many layouts"),
        pytest.param(f'[{{"title":"//h1{" " * hints.LONGEST}"}}]', 0, id="long"),
        pytest.param('[{"body":"//p"},{"body":["//p"]}]', 1, id="one of two"),
        pytest.param('[{"body":["//p"],"invented":["later"]}]', 1, id="unknown part"),
    ],
)
def test_a_strangers_line_is_bounded_and_never_an_exception(line: str, kept: int) -> None:
    assert len(hints.read(line)) == kept
    assert all(isinstance(each, Hints) for each in hints.read(line))


def test_another_layout_has_another_mark_and_its_end_changes_none() -> None:
    sources = hints.marked("title:h1 text:hint", OLD)
    assert str(sources).startswith("title:h1 text:hint hints:")
    assert hints.marked("title:h1 text:hint", replace(OLD, until="")) == sources
    assert hints.mark(sources) == str(sources).split()[-1] != hints.mark(hints.marked("title:h1", MIDDLE))
    assert hints.unmarked(sources) == "title:h1 text:hint"
    assert hints.marked("title:h1", None) == hints.unmarked("title:h1") == "title:h1"
    assert hints.marked(None, OLD) is hints.mark("title:h1") is hints.mark(None) is None


def test_what_gave_nothing() -> None:
    layout = Hints(prune=("//aside",), body=("//p",), title="//h3", published="//time")
    assert hints.in_vain(layout, "title:hint published:meta text:hint") == ("published",)
    assert hints.in_vain(layout, None) == ("body", "title", "published")
    assert hints.in_vain(Hints(prune=("//aside",)), "title:h1") == ()

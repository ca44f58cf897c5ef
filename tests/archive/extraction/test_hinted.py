"""What a page gives when its site's layout is known: from records, as everything is read."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive import hints, warc, work
from archive.article import Reading
from archive.errors import TaskFailed
from archive.exchange import Context
from archive.extraction.extract import EXTRACTOR
from archive.hints import Hints
from archive.pool import Pool
from archive.scan import groups
from archive.segment import Name
from tests.segments import EXCHANGE

NAME = Name("paper.example", "paper.example-20261122080000000-00001-abc123")
URL = "http://paper.example/2026/11/le-bac-de-podor-repart-a-l-aube"
STORY = (
    "Le bac de Podor repart demain à l'aube, après onze jours passés au sec pour changer son moteur et sa rampe.",
    "Les camions passeront les premiers, puis les charrettes et les vendeuses, qui ont attendu sur les deux rives.",
)
DECOY = (
    "Le moulin communal de Ndioum moud de nouveau le mil depuis lundi, et les femmes du quartier s'en réjouissent.",
    "Le cinéma en plein air revient vendredi sur la place du marché, avec deux films et un concert de hoddu.",
    "La course de pirogues de dimanche est remise à la semaine prochaine, faute de vent et faute de rameurs.",
)
COMMENT = (
    "<div id='comments' class='comments-area'><ol class='comment-list'><li class='comment'><p>{}</p></li></ol></div>"
)
SHARE = "<div class='share-buttons'><p>Partagez cet article avec vos amis du fleuve, sur toutes les rives.</p></div>"
BODY = Hints(body=("//div[@id='a']",))


def page(inside: str = "", after: str = "", head: str = "", title: str = "<h1>Le bac de Podor repart</h1>") -> bytes:
    story, decoy = ("".join(f"<p>{line}</p>" for line in lines) for lines in (STORY, DECOY))
    return (
        f"<!DOCTYPE html><html lang=fr><head><meta charset=utf-8><title>Le bac de Podor repart</title>{head}</head>"
        f"<body>{title}<div id=a>{story}{inside}</div>{after}<div id=b>{decoy}</div></body></html>"
    ).encode()


def read(body: bytes, *layouts: Hints, at: str = "2026-11-22T08:00:00+00:00") -> Reading:
    """What is read in a page's record, with the context that comes back from it."""
    exchange = replace(EXCHANGE, url=URL, body=body, started=datetime.fromisoformat(at))
    context = Context(kind="article", found_in="feed", hints=layouts)
    _, reading = work.read_alone(warc.encode(exchange, context, "<urn:uuid:0>").data, NAME)
    return reading


def lines(reading: Reading) -> tuple[str, ...]:
    return tuple(reading.text.splitlines())


def test_the_page_without_hints_is_read_otherwise() -> None:
    """Or these tests would show nothing."""
    plain = read(page())
    assert set(DECOY) <= set(lines(plain))
    assert plain.extractor == EXTRACTOR
    assert "hint" not in str(plain.sources)


def test_the_body_is_what_the_site_says() -> None:
    reading = read(page(), BODY)
    assert lines(reading) == STORY
    assert "text:hint" in str(reading.sources).split()
    assert reading.extractor == EXTRACTOR
    assert hints.mark(reading.sources) == hints.mark(hints.marked("", BODY))


@pytest.mark.parametrize(
    "body",
    [
        ("//div[@id='a']/p",),
        ("//main", "//div[@id='a']", "//div[@id='b']"),
        ("//div[@id='a'] | //div[@id='a']/p[1]",),
        ("//div[@id='a']/p/text()", "//div[1]"),
    ],
    ids=["its paragraphs", "the first that matches", "one in the other", "elements only"],
)
def test_however_the_body_is_named(body: tuple[str, ...]) -> None:
    assert lines(read(page(), Hints(body=body))) == STORY


def test_comments_and_share_bars_are_cut_within_it() -> None:
    inside = SHARE + COMMENT.format("Enfin une bonne nouvelle pour nous qui vivons sur la rive nord du fleuve.")
    assert lines(read(page(inside), BODY)) == STORY


def test_lists_of_other_articles_are_cut_within_it() -> None:
    links = "".join(f"<li><a href='/2026/11/{n}'>Le marché de Thilogne rouvre, {n}</a></li>" for n in range(4))
    line = "<p><a href='/2026/11/le-moulin'>À lire aussi : le moulin communal de Ndioum moud de nouveau</a></p>"
    box = f"<div class='related-posts'><p>{DECOY[0][:70]}</p></div>"
    assert lines(read(page(f"{line}{box}<h4>À lire</h4><ul>{links}</ul>"), BODY)) == STORY


def test_what_is_hidden_within_it_is_kept_if_it_is_text() -> None:
    """As where a paywall hides what it has sent."""
    hidden = DECOY[0][:70]
    assert lines(read(page(f"<div style='display:none'><p>{hidden}</p></div>"), BODY)) == (*STORY, hidden)


def test_short_lines_of_the_body_are_kept() -> None:
    inside = "<div>Piétons : gratuit<br>Charrettes : 200</div><table><tr><td>Camions<td>1 000</table>"
    assert lines(read(page(inside), BODY)) == (*STORY, "Piétons : gratuit", "Charrettes : 200", "Camions", "1 000")


def test_no_second_opinion_overrides_it() -> None:
    stated = " ".join(DECOY * 4)
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{stated}"}}</script>'
    assert lines(read(page(head=head), BODY)) == STORY
    assert lines(read(page(head=head), Hints(title="//h1"))) != STORY


def test_a_body_that_is_taken_for_comments_is_still_the_body() -> None:
    body = page().replace(b"<div id=a>", b"<div id='comments' class='comments-area'>")
    assert lines(read(body, Hints(body=("//div[@id='comments']",)))) == STORY
    assert lines(read(body)) != STORY


@pytest.mark.parametrize("prune", ["//div[@id='b']", "//div[@id='b']/p", "//p[contains(., 'hoddu')]/.."])
def test_what_is_pruned_is_not_read(prune: str) -> None:
    reading = read(page(), Hints(prune=(prune,)))
    assert lines(reading) == STORY
    assert "text:hint" not in str(reading.sources)


def test_what_is_pruned_is_no_part_of_the_body_either() -> None:
    layout = Hints(prune=("//div[@id='a']/p[2]",), body=("//div[@id='a']/p",))
    assert lines(read(page(), layout)) == STORY[:1]
    nothing = Hints(prune=("//div[@id='a']",), body=("//div[@id='a']/p",))
    reading = read(page(), nothing)
    assert lines(reading) == DECOY
    assert "text:hint" not in str(reading.sources)


@pytest.mark.parametrize("prune", ["//*", "//body", "/html", "//p | //div"])
def test_to_prune_everything_leaves_a_typed_outcome(prune: str) -> None:
    assert read(page(), Hints(prune=(prune,))).outcome in ("article", "empty")


def test_title_authors_and_date() -> None:
    aside = "<h3>Le bac repart à l'aube</h3><p class=s>Par Penda Sow et Ali Ba</p><i>Podor, le 20 nov. 2026 à 7h05</i>"
    layout = Hints(
        title="//h3",
        authors="//p[@class='s']",
        published="substring-after(//i, 'le ')",
        dates=("%d %b %Y à %Hh%M",),
        zone="Africa/Lagos",
    )
    head = '<meta name=author content="Web Master"><meta property="article:published_time" content="2026-11-19">'
    reading = read(page(after=aside, head=head), layout)
    assert (reading.title, reading.authors) == ("Le bac repart à l'aube", ("Penda Sow", "Ali Ba"))
    assert reading.published == datetime(2026, 11, 20, 6, 5, tzinfo=UTC)
    assert {"title:hint", "authors:hint", "published:hint"} <= set(str(reading.sources).split())


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("2026-11-20T07:05:00", datetime(2026, 11, 20, 6, 5, tzinfo=UTC)),
        ("2026-11-20T07:05:00Z", datetime(2026, 11, 20, 7, 5, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        ("2026-11-19", datetime(2026, 11, 19, 8, tzinfo=UTC)),
        ("Fri, 20 Nov 2026 07:05:00 +0000", datetime(2026, 11, 20, 7, 5, tzinfo=UTC)),
        ("2027-11-20T07:05:00", datetime(2026, 11, 19, 8, tzinfo=UTC)),
        ("hier", datetime(2026, 11, 19, 8, tzinfo=UTC)),
    ],
    ids=["its zone", "another", "a day", "the day of an hour", "as in mail", "in the future", "no date"],
)
def test_dates_that_need_no_form(written: str, due: datetime) -> None:
    head = '<meta property="article:published_time" content="2026-11-19T08:00:00Z">'
    layout = Hints(published="//i/@title", zone="Africa/Lagos")
    assert read(page(after=f"<i title='{written}'>x</i>", head=head), layout).published == due


NOTHING = [
    Hints(body=("//div[@id='gone']",), title="//h4", authors="//h4", published="//h4"),
    Hints(body=("//h4", "//div[@id='empty']")),
    Hints(body=("//div[",), prune=("]",), title="$t", authors="f()", published="//p[f:g(.)]"),
    Hints(published="//h1", dates=("%d%d", "%Q"), zone="Mars/Olympus"),
]


@pytest.mark.parametrize("layout", NOTHING, ids=["not there", "empty", "invalid", "no date"])
def test_hints_that_find_nothing_change_nothing_but_their_mark(layout: Hints) -> None:
    body = page(after="<div id=empty><img src=a.png></div>")
    plain = read(body)
    assert read(body, layout) == replace(plain, sources=hints.marked(plain.sources, layout))


def test_a_layout_holds_until_its_day_by_the_time_of_the_capture() -> None:
    old, new = Hints(body=("//div[@id='b']",), until="2026-11-01"), BODY
    assert lines(read(page(), old, new, at="2026-10-31T23:59:59+00:00")) == DECOY
    assert lines(read(page(), old, new, at="2026-11-01T00:00:00+00:00")) == STORY
    assert lines(read(page(), new, old, at="2026-10-31T23:59:59+00:00")) == DECOY
    assert read(page(), old, at="2026-11-01T00:00:00+00:00") == read(page(), at="2026-11-01T00:00:00+00:00")


def test_hints_make_no_article_of_what_is_none() -> None:
    links = "".join(
        f"<h2><a href='/2026/11/{n}-le-bac-de-podor-repart'>Le bac de Podor repart, {n}</a></h2>" for n in range(9)
    )
    head = "<title>Archives : Podor</title>"
    body = f"<html><head>{head}</head><body class=archive><div id=a>{links}</div></body></html>".encode()
    assert read(body, BODY).outcome == read(body).outcome == "not_article"


def test_an_xpath_that_takes_for_ever_costs_its_page_alone() -> None:
    slow = Hints(title="string(//*[count(//*[count(//*[count(//*) > 1]) > 1]) > 1])")
    exchange = replace(EXCHANGE, url=URL, body=page(after="<b>x</b>" * 3_000))
    data = warc.encode(exchange, Context(kind="article", found_in="feed", hints=(slow,)), "<urn:uuid:0>").data
    ((found, _),) = groups(io.BytesIO(data), NAME)
    assert found.context.hints == (slow,)
    with Pool(1, 1.0, 1500, work.warm_reader) as readers, pytest.raises(TaskFailed, match="no result within"):
        readers.submit(work.read_alone, data, NAME).result()

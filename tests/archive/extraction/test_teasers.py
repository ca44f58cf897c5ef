import pytest
from lxml.html import document_fromstring

from archive.extraction.flow import flow
from archive.extraction.teasers import begin, is_link, items

PROSE = "<p>" + "The ferry crosses again since the engine was mended on Monday. " * 4 + "</p>"
CARD = '<div><h3><a href="/n">The weir below the tannery is mended</a></h3><p>It took eleven days and a mule.</p></div>'


def found(body: str):  # type: ignore[no-untyped-def]
    return flow(document_fromstring(f"<html><body>{body}</body></html>"))


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('<p><a href="/x">The weir below the tannery</a></p>', True),
        ('<p>Lire aussi : <a href="/x">La crue arrive plus tôt que prévu</a></p>', True),
        ('<p>اقرأ أيضا <a href="/x">السوق المسقوف يفتح أبوابه في الرملة</a></p>', True),
        ('<p>The mayor said <a href="/x">on Monday</a> that the weir is mended.</p>', False),
        ('<p>He wrote it in <a href="/x">a letter to the council</a>, which nobody read.</p>', False),
        ("<p>The weir below the tannery</p>", False),
    ],
    ids=["link", "label", "label-without-colon", "word-in-sentence", "words-in-sentence", "text"],
)
def test_lines_that_lead_away(line: str, wanted: bool) -> None:
    assert is_link(found(line).lines[0]) is wanted


def test_a_list_of_headlines_is_three_or_more() -> None:
    assert len(list(items(found(f"<section>{CARD * 3}</section>")))) == 3
    assert not list(items(found(f"<section>{CARD * 2}</section>")))


def test_sections_of_a_list_article_are_no_items() -> None:
    shop = '<h2>A lamp for the pier at night, and another</h2><a href="/s">Buy it for nine coins here</a>'
    section = f"<div>{shop}{PROSE}</div>"
    assert not list(items(found(section * 4)))


def test_links_after_a_text_begin_where_it_ends() -> None:
    links = '<p><a href="/x">The weir below the tannery</a></p>' * 3
    lines = found(PROSE + links).lines
    assert begin(lines) == 1
    assert begin(found(links + PROSE * 3).lines) == 6

import pytest
from lxml.html import document_fromstring

from archive.extraction.flow import flow
from archive.extraction.reader import Text, read

ONE = "The ferry crosses the Sarkande again since Monday, when its engine was mended after eleven days."
TWO = "The captain paid for the part himself and wants the council to give him half of it back before the flood."
LEAD = "Eleven days without a crossing emptied the market."


def text(body: str, *summaries: str) -> Text:
    return read(flow(document_fromstring(f"<html><body>{body}</body></html>")), summaries)


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def test_nothing_is_read_in_nothing() -> None:
    assert text("<div>short</div>") == ([], 0.0)


@pytest.mark.parametrize("body", ["entry-content", "article-body", "x"])
def test_what_stands_around_the_text_stays_out(body: str) -> None:
    page = (
        f'<div>Home</div><h1>Ferry</h1><div class="{body}">{paragraphs(ONE, TWO)}</div><footer><p>{LEAD}</p></footer>'
    )
    assert text(page).lines == [ONE, TWO]


def test_the_standfirst_is_the_first_line_by_its_name_or_the_pages_own_summary() -> None:
    page = '<h1>Ferry</h1><p class="{}">' + LEAD + '</p><div class="entry-content">' + paragraphs(ONE, TWO) + "</div>"
    assert text(page.format("chapo")).lines == [LEAD, ONE, TWO]
    assert text(page.format("x"), LEAD).lines == [LEAD, ONE, TWO]
    assert text(page.format("x")).lines == [ONE, TWO]


def test_a_standfirst_that_the_text_repeats_is_said_once() -> None:
    page = f'<h1>Ferry</h1><p class="chapo">{ONE}</p><div class="entry-content">{paragraphs(ONE, TWO)}</div>'
    assert text(page).lines == [ONE, TWO]


def test_lists_quotes_headings_and_tables_stay() -> None:
    inner = (
        f"<p>{ONE}</p><h2>The bill</h2><ul><li>engine</li></ul><table><tr><td>9</td></tr></table>"
        f"<blockquote>So.</blockquote><p>{TWO}</p>"
    )
    assert text(f'<div class="entry-content">{inner}</div>').lines == [ONE, "The bill", "- engine", "9", "So.", TWO]


@pytest.mark.parametrize("note", ["© 2025 The Courier", "Write to ada@courier.example", "Follow @courier for more."])
def test_notes_at_the_end_go(note: str) -> None:
    assert text(f'<div class="entry-content">{paragraphs(ONE, TWO, note)}<h3>More</h3></div>').lines == [ONE, TWO]


def test_the_share_tells_of_text_that_was_left_out() -> None:
    assert text(paragraphs(ONE, TWO)).share == 1.0
    box = f'<div class="newsletter">{paragraphs(*(f"{TWO} {at}" for at in range(3)))}</div>'
    assert text(f'<div class="entry-content">{paragraphs(ONE, ONE + TWO, TWO, ONE, TWO)}</div>{box}').share > 0.5

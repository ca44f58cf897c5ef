from lxml.html import document_fromstring

from archive.extraction.bulk import bulk, share_within

LONG = "The reservoir above the town is full for the first time since the dam was mended. "
TEASER = "<p><a href=/x>Read this other story about the reservoir, the dam and all the rest</a></p>"


def test_the_bulk_is_the_text_of_the_element_that_holds_most() -> None:
    story = f"<div><p>{LONG}</p><p>{LONG * 2}</p></div>"
    root = document_fromstring(f"<html><body>{TEASER * 9}<div>{story}</div><div><p>{LONG}</p></div></body></html>")
    assert bulk(root).split("\n") == [LONG.strip(), (LONG * 2).strip()]


def test_text_between_line_breaks_counts() -> None:
    root = document_fromstring(f"<html><body><div>{LONG}<br><br>{LONG}</div>{TEASER}</body></html>")
    assert bulk(root).count("reservoir") == 2


def test_a_page_without_running_text_has_no_bulk() -> None:
    assert bulk(document_fromstring(f"<html><body>{TEASER}<p>short</p></body></html>")) == ""


def test_share_within() -> None:
    other = "Nothing of the kind was said by anyone at the meeting of the parish council last night. "
    assert share_within(LONG * 3, LONG.upper() * 2) == 1.0
    assert share_within(other, LONG * 2) == 0.0
    assert 0.4 < share_within(LONG, LONG + other) < 0.6
    assert share_within(LONG, LONG[:50]) == 0.0

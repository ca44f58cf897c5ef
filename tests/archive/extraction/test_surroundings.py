import pytest
from lxml.html import document_fromstring

from archive.extraction import surroundings

ARTICLE = "<article><h1>Mill</h1><p>ours</p><article class=related><h2>KEPT</h2></article></article>"


def text_of(body: str) -> str:
    root = document_fromstring(f"<html><body>{body}</body></html>")
    surroundings.prune(root)
    surroundings.open_headers(root)
    assert not root.xpath("//header[.//h1]")
    text: str = root.text_content()
    return text


def test_captions_and_short_asides_go() -> None:
    text = text_of(f"{ARTICLE}<figure><figcaption>CUT</figcaption></figure><aside>CUT</aside>after")
    assert "CUT" not in text
    assert "after" in text


def test_a_long_aside_or_one_with_the_headline_stays() -> None:
    assert text_of(f"<aside>{'words ' * 200}</aside><aside><h1>KEPT</h1></aside>").endswith("KEPT")


def test_articles_that_follow_go() -> None:
    text = text_of(ARTICLE + "<div><article><h1>Next</h1>CUT</article></div>")
    assert "CUT" not in text
    assert "ours" in text
    assert "KEPT" in text


def test_a_headline_inside_the_article_cuts_nothing() -> None:
    assert "KEPT" in text_of("<article><h1>Mill</h1><article><h1>Part two</h1>KEPT</article></article>")


def test_the_header_with_the_headline_is_opened() -> None:
    assert "lead" in text_of("<header><h1>Mill</h1><p>lead</p></header>")


@pytest.mark.parametrize(
    "box",
    [
        "<div class='aside wide'>{}</div>",
        "<section role=complementary>{}</section>",
        "<div class=box-newsletter>{}</div>",
        "<p id=lettre-info>{}</p>",
        "<div class=articleShare>{}</div>",
        "<ul class=boutons-partage><li>{}</li></ul>",
    ],
)
def test_boxes_go_by_name_unless_they_hold_the_article(box: str) -> None:
    assert "CUT" not in text_of(ARTICLE + box.format("CUT"))
    assert "KEPT" in text_of(ARTICLE + box.format("KEPT " * 130))
    assert "Mill" in text_of(box.format(ARTICLE))


@pytest.mark.parametrize("name", ["aside-layout", "shared-column", "shareholders", "lettres", "partages-terre"])
def test_like_names_are_left_alone(name: str) -> None:
    assert "KEPT" in text_of(f"<div class={name}><p>KEPT</p></div>")

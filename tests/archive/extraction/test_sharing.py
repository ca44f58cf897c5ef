import pytest
from lxml.html import document_fromstring

from archive.extraction import sharing

PAGE = "https://www.example.org/2025/story"
STORY = "<h1>Tide mill</h1><p>The tide mill at Penrose grinds again after ninety years of silence.</p>"
OWN = f"https://service.invalid/?u={PAGE}"


def pruned(body: str) -> str:
    root = document_fromstring(f"<html><body>{body}</body></html>")
    sharing.prune(root, {PAGE})
    text: str = root.text_content()
    return text


@pytest.mark.parametrize(
    "bar",
    [
        f"<a href='{OWN}'>CUT</a>",
        f"<div>CUT <a href='{OWN}'>CUT</a></div>",
        f"<div><p>CUT</p><a href='{OWN}'>CUT</a> <a href='#'>CUT</a></div>",
        f"<h3>CUT</h3><ul><li><a href='{OWN}'>CUT</a></li><li><a href='mailto:?body=x'>CUT</a></li></ul>",
        "<div>CUT <a href='https://service.invalid/?u=https%3A%2F%2Fwww.example.org%2F2025%2Fstory'>CUT</a></div>",
        "<div>CUT <a href='https://www.facebook.com/sharer/sharer.php'>CUT</a></div>",
        "<div>CUT <a href='https://twitter.com/intent/tweet?text=x'>CUT</a></div>",
        "<div>CUT <a href='https://api.whatsapp.com/send?text=x'>CUT</a></div>",
        "<div>CUT <a href='whatsapp://send?text=x'>CUT</a></div>",
    ],
)
@pytest.mark.parametrize("around", ["{}{}", "<article>{}{}</article>", "<div>{}<div>{}</div></div>"])
def test_share_bars_go(bar: str, around: str) -> None:
    left = pruned(around.format(STORY, bar))
    assert "CUT" not in left
    assert "ninety years" in left


@pytest.mark.parametrize(
    "kept",
    [
        f"<p>KEPT in a sentence with <a href='{OWN}'>a link</a> that goes on after it, and on.</p>",
        f"<p>KEPT, says <a href='{OWN}'>she</a>.</p>",
        f"<p><a href='{OWN}'>KEPT, a sentence of the story that is offered to be passed on</a></p>",
        f"<p>KEPT before it</p><p><a href='{OWN}'>Service</a></p>",
        "<p>KEPT <a href='https://other.invalid/?from=https://www.example.org/'>link</a></p>",
        "<p>KEPT <a href='https://www.facebook.com/example'>link</a></p>",
        "<p>KEPT <a href='mailto:desk@example.org'>link</a></p>",
        f"<p>KEPT <a href='{PAGE}?page={PAGE}'>link</a></p>",
        f"<table><tr><td>KEPT</td><td><a href='{OWN}'>Offer</a></td></tr></table>",
    ],
)
def test_sentences_and_other_links_stay(kept: str) -> None:
    assert "KEPT" in pruned(STORY + kept)


def test_the_headline_is_never_in_a_bar() -> None:
    assert "Tide mill" in pruned(f"<div><h1>Tide mill</h1><a href='{OWN}'>Service</a></div>")

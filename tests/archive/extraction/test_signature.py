import pytest

from archive.extraction import flow, markup
from archive.extraction.signature import beside, signed, undersigned

STORY = "La digue en aval de la tannerie a été réparée après un an de travaux, selon la commune. " * 3
SITE = ["Le Phare", "lephare", "lephare.example"]


def tree(body: str) -> markup.html.HtmlElement:
    root = markup.tree(f"<html><body>{body}</body></html>")
    assert root is not None
    return root


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("<h1>T</h1><a rel=author>Awa Diop</a>", ("Awa Diop",)),
        ("<h1>T</h1><a rel=author href=/author/awa>awa</a>", ("awa",)),
        ("<h1>T</h1><span class=byline>Publié par <a>Awa Diop</a> <i>Le Phare de la Côte</i></span>", ("Awa Diop",)),
        ("<h1>T</h1><i class='author vcard'>Par <a>Awa Diop</a> et <a>Luc Roy</a></i>", ("Awa Diop", "Luc Roy")),
        ("<li class=author>Ines Roy</li><h1>T</h1><div class=author>Awa Diop</div>", ("Awa Diop",)),
        ("<div class=author>Awa Diop</div><h1>T</h1>", ("Awa Diop",)),
        ("<h1>T</h1><div class=author>بقلم سلمى الحداد</div>", ("سلمى الحداد",)),
        ("<h1>T</h1><div class=author>Le Phare</div><div class=author-box>Suivez-nous sur Facebook</div>", ()),
        ("<h1>T</h1><div class=author>admin</div><div class=byline>Par la rédaction</div>", ()),
        ("<h1>T</h1><div class=author>Voir ses articles</div>", ()),
    ],
)  # fmt: skip
def test_the_people_in_marked_elements(body: str, names: tuple[str, ...]) -> None:
    assert signed(tree(body), SITE) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Par Awa Diop", ("Awa Diop",)),
        ("Par Awa Diop | Société", ("Awa Diop",)),
        ("21 novembre 2026 • Par Awa Diop", ("Awa Diop",)),
        ("posted on 2026-11-21 23:30 by Awa Diop", ("Awa Diop",)),
        ("By Awa Diop and Luc Ferrand Published in Coast", ("Awa Diop", "Luc Ferrand")),
        ("بقلم: سلمى الحداد", ("سلمى الحداد",)),
        ("Autora: Ruth de la Vega", ("Ruth de la Vega",)),
        ("Par Le Phare", ()),
        ("Détruite par Le Vent de la mer", ()),
    ],
)
def test_the_people_beside_the_headline(line: str, names: tuple[str, ...]) -> None:
    lines = flow.flow(tree(f"<h1>T</h1><div>{line}</div><p>{STORY}</p>")).lines
    assert beside(lines, 0, SITE) == names


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        ("", "<p><strong>Awa DIOP</strong></p>", ("Awa DIOP",)),
        ("", "<p style='text-align:right'>Awa Diop</p>", ("Awa Diop",)),
        ("<p><b>Awa Diop/Luc Ferrand</b></p>", "", ("Awa Diop", "Luc Ferrand")),
        ("", "<p>Awa Diop</p>", ()),
        ("", "<p><strong>Un an de travaux</strong></p>", ()),
        ("", "<p><strong>Lire aussi :</strong></p>", ()),
        ("", "<p><strong>Le Phare</strong></p>", ()),
        ("", f"<p>{STORY}</p><p>{STORY}</p><h2><strong>Awa Diop</strong></h2>", ()),
    ],
)
def test_the_people_who_sign_around_the_text(before: str, after: str, names: tuple[str, ...]) -> None:
    lines = flow.flow(tree(f"<h1>T</h1>{before}<p>{STORY}</p>{after}")).lines
    text = [line.text for line in lines if len(line.text) > 100]
    assert undersigned(lines, text, SITE) == names

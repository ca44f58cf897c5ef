from datetime import UTC, datetime

import pytest

from archive.extraction import challenge, extract

FETCHED = datetime(2026, 11, 22, tzinfo=UTC)
COOKIES = (
    "Nous et nos 812 partenaires utilisons des cookies pour des publicités personnalisées et la mesure d'audience."
)
FOOT = (
    "<footer><p>© 2026 Le Phare de la Côte, une société anonyme au capital de mille francs, sise au port.</p></footer>"
)
TEXT = (
    "<p>Le conseil a voté lundi soir le budget de la digue, dont les travaux dureront un an.</p>"
    "<p>Le maire l'a promis à ses administrés dès la fin du mois dernier.</p>"
)


def outcome(body: str, title: str = "Le Phare", head: str = "") -> str:
    page = (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"
    )
    url = "https://lephare.example/2026/11/21/la-digue-reparee"
    return extract.read_page(page.encode(), charset=None, url=url, fetched_at=FETCHED).outcome


@pytest.mark.parametrize(
    ("body", "title", "head"),
    [
        ("<script src='/_Incapsula_Resource?SWJIYLWA=1'></script>", "", ""),
        ("<p id='cmsg'>Please enable JS and disable any ad blocker</p>", "lephare.example", ""),
        ("<p>Checking.</p>", "lephare.example", "<script>window._cf_chl_opt={}</script>"),
        ("<h1>Vérifiez que vous êtes un humain</h1><p>Cochez la case.</p>", "Vérification", ""),
        ("<h1>Error establishing a database connection</h1>", "Database Error", ""),
        ("<h1>Bandwidth Limit Exceeded</h1><p>The server is unable to serve you.</p>", "509", ""),
        (f"<h2>Nous respectons votre vie privée</h2><p>{COOKIES}</p><button>Accepter</button>", "Le Phare", ""),
    ],
)  # fmt: skip
def test_what_stands_before_the_page_is_blocked(body: str, title: str, head: str) -> None:
    assert outcome(body, title, head) == "failed:blocked"


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Le carnaval en images</h1><figure><img src=1><figcaption>Le défilé</figcaption></figure>{FOOT}",
        f"<h1>Le journal de 8 heures</h1><audio src=1></audio>{FOOT}<div class=cookies><p>{COOKIES}</p></div>",
        f"<h1>Le dessin du jour</h1><img src=1><form><textarea></textarea><div class=g-recaptcha></div></form>{FOOT}",
        f"<h1>La digue vue du ciel</h1><iframe src=/v></iframe><p>{COOKIES}</p>",
    ],
)
def test_pages_without_a_text_are_empty(body: str) -> None:
    assert outcome(body) == "empty"


@pytest.mark.parametrize("extra", ["", FOOT, f"<div class=cookies><p>{COOKIES}</p></div>", "<p>www.awswaf.com/</p>"])
def test_a_brief_stays_an_article(extra: str) -> None:
    assert outcome(f"<h1>La digue réparée</h1>{TEXT}{extra}") == "article"


def test_a_large_page_is_no_challenge() -> None:
    assert not challenge.is_challenge("_Incapsula_Resource" + " " * challenge.LARGEST)

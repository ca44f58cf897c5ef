import pytest
from lxml.html import document_fromstring

from archive.extraction.partial import before_wall, has_next, reason


@pytest.mark.parametrize(
    "wall",
    [
        "Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés.",
        "Subscribe to continue reading this story.",
        "Jetzt weiterlesen mit dem Monatsabo",
        "Conteúdo exclusivo para assinantes",
        "اشترك لقراءة المقال كاملا",
    ],
    ids=["fr", "en", "de", "pt", "ar"],
)
def test_a_paywall_at_the_end_is_cut_and_told(wall: str) -> None:
    assert before_wall(["one", "two", wall]) == (["one", "two"], True)


def test_an_article_on_paywalls_is_whole() -> None:
    lines = ["La suite est réservée aux abonnés, disent-ils.", *"abcd"]
    assert before_wall(lines) == (lines, False)


@pytest.mark.parametrize(
    ("lines", "given", "wanted"),
    [
        (["one two"], {"walled": True}, "paywall"),
        (["one two…"], {"paywalled": True}, "paywall"),
        (["one two."], {"paywalled": True}, None),
        (["one two."], {"paywalled": True, "words": 400}, "paywall"),
        (["one two…"], {"words": 400}, "cut"),
        (["one two…"], {}, None),
        (["one two."], {"words": 400}, None),
        (["one two."], {"more": True}, "paged"),
        ([], {"words": 400}, None),
    ],
)
def test_reasons(lines: list[str], given: dict[str, int], wanted: str | None) -> None:
    usual = {"walled": False, "paywalled": None, "words": 0, "more": False}
    assert reason(lines, **usual | given) == wanted  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("href", "wanted"),
    [("/story/2/", True), ("/story?page=2", True), ("/story-2.html", True), ("/other-story/", False), ("/", False)],
)
def test_a_next_page_is_the_same_address_and_a_number(href: str, wanted: bool) -> None:
    root = document_fromstring(f'<html><head><link rel="next" href="{href}"></head><body>x</body></html>')
    assert has_next(root, "https://www.example.org/story/") is wanted

import pytest

from archive.extraction.notices import without

TEXT = ["The weir below the tannery was repaired after a year.", "“Subscribe to our view,” said the miller, laughing."]


@pytest.mark.parametrize(
    "line",
    [
        "Écouter cet article",
        "Listen to this article · 3 min",
        "4 min read",
        "Temps de lecture : 3 minutes",
        "Lire aussi : Le pont rouvre",
        "Read more: The bridge reopens",
        "Leia também: A ponte reabre",
        "اقرأ أيضا: الجسر يفتح من جديد",
        "Auch interessant",
        "Articles similaires",
        "Please enable JavaScript to play this video.",
        "An dieser Stelle findest du einen externen Inhalt von YouTube.",
        "Pour afficher ce contenu, vous devez accepter les cookies",
        "Share on Facebook",
        "Partager cet article",
        "___",
        "* * *",
    ],
)
def test_a_notice_is_cut_wherever_it_stands(line: str) -> None:
    assert without([TEXT[0], line, TEXT[1]], []) == TEXT


@pytest.mark.parametrize(
    "lines",
    [
        ["© 2026 The Harbour Post. All rights reserved.", "Click here to read more"],
        ["Ruth Lane covers the coast. She has written for us since 2019."],
        ["• Ruth Lane can be reached at ruth@post.example."],
        ["Get our news every day. Subscribe to our newsletter."],
        ["Abonnez-vous à notre chaîne WhatsApp", "Suivez-nous sur Facebook"],
        ["تابعونا على فيسبوك"],
    ],
)
def test_what_follows_the_last_sentence_is_cut(lines: list[str]) -> None:
    assert without([*TEXT, *lines], ["Ruth Lane"]) == TEXT


@pytest.mark.parametrize(
    "lines",
    [
        TEXT,
        ["Subscribe to a newspaper, and the weir is yours to read about.", *TEXT],
        [*TEXT, "Share prices fell by a third on Monday."],
        [*TEXT, "- Subscribe to the bundle"],
        [*TEXT, "Read more books, the mayor said, and fewer letters."],
        [*TEXT, "Ruth Lane, the mayor, was not there."],
        [*TEXT, "[…]"],
        ["Newsletter"],
        [],
    ],
)
def test_news_stays(lines: list[str]) -> None:
    assert without(lines, ["Ruth Lane"]) == lines

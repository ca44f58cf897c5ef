import random
from collections.abc import Callable

import pytest

from archive.versions.change import Difference, change, differences, edited
from tests.rows import article

TEXT = """Le pont de Sarkandé a rouvert lundi à la circulation.
L’accident a fait 12 morts et trente blessés, selon la préfecture.
Les riverains demandent une passerelle depuis dix ans.
« Nous reviendrons », a déclaré le maire."""


def never(_: object) -> bool:
    return False


def always(_: object) -> bool:
    return True


def with_line(line: str, at: int = 4) -> str:
    lines = TEXT.splitlines()
    return "\n".join([*lines[:at], line, *lines[at:]])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12 commentaires", "13 commentaires"),
        ("Lu 1 234 fois", "Lu 1\u202f301 fois"),
        ("il y a 3 heures", "il y a 2 jours"),
        ("2 hours ago", "3 hours ago"),
        ("Publié le dimanche 22 novembre 2026", "Publié le lundi 23 novembre 2026"),
        ("22/11/2026 08:15", "22/11/2026 09:20"),
        ("Par Awa Diop, il y a 3 heures", "Par Awa Diop, il y a 4 heures"),
        ("Awa Diop (12 commentaires)", "Awa Diop (13 commentaires)"),
        ("قبل 3 ساعات", "قبل 4 ساعات"),
        ("Lire aussi : le budget voté", "Lire aussi : la digue cède"),
    ],
)
@pytest.mark.parametrize("at", [0, 2, 4])
def test_what_counts_and_tells_time_is_no_edit(old: str, new: str, at: int) -> None:
    assert not edited(with_line(old, at), with_line(new, at), never, never)


@pytest.mark.parametrize("line", ["1 commentaire", "Publicité", "Aucun commentaire", "À lire aussi", "1 234", "إعلان"])
def test_furniture_may_come_and_go(line: str) -> None:
    assert not edited(TEXT, with_line(line), never, never)
    assert not edited(with_line(line, 1), TEXT, never, never)


@pytest.mark.parametrize(
    ("this", "by_that"),
    [
        ("« Nous reviendrons »", '"Nous reviendrons"'),
        ("L’accident", "L'accident"),
        ("Les riverains demandent", "Les\u00a0riverains  demandent"),
        ("trente blessés, selon", "trente blessés,\nselon"),
        ("Sarkandé", "Sarkan\u00addé"),
    ],
)
def test_typography_and_white_space_are_no_edit(this: str, by_that: str) -> None:
    assert this in TEXT
    assert not edited(TEXT, TEXT.replace(this, by_that), never, never)


@pytest.mark.parametrize(
    ("this", "by_that"),
    [
        ("12 morts", "14 morts"),
        ("12 morts et trente blessés", "12 morts, 3 jours plus tard"),
        ("lundi", "mardi"),
        ("Les riverains demandent une passerelle depuis dix ans.\n", ""),
        ("Sarkandé", "SARKANDÉ"),
        (TEXT[80:], ""),
        (TEXT, TEXT + "\nL’enquête est close."),
    ],
)
def test_what_its_writers_change_is_an_edit(this: str, by_that: str) -> None:
    assert edited(TEXT, TEXT.replace(this, by_that), never, never)


@pytest.mark.parametrize("line", ["Bilan : 12 morts", "AS Vita 1 - 0 Mazembe", "12 morts et 3 jours de deuil"])
def test_a_figure_in_a_short_line_is_an_edit_unless_other_articles_count_so_too(line: str) -> None:
    old, new = with_line(line), with_line(line.replace("1", "2").replace("3", "4"))
    shapes: list[str] = []
    assert edited(old, new, lambda asked: shapes.append(asked) or False, never)
    assert not edited(old, new, lambda asked: asked == shapes[0], never)


def test_a_moved_paragraph_is_an_edit() -> None:
    lines = TEXT.splitlines()
    assert edited(TEXT, "\n".join([lines[1], lines[0], *lines[2:]]), never, never)
    long = [f"Paragraphe {number} du feuilleton." for number in range(1000)]
    assert edited("\n".join(long), "\n".join(long[::-1]), never, never)


def test_lines_of_other_articles_are_no_edit_alone_but_hide_none() -> None:
    boilerplate = "Abonnez-vous à notre lettre du matin."
    test = boilerplate.__eq__
    assert not edited(TEXT, with_line(boilerplate), test, never)
    assert edited(TEXT, with_line(boilerplate).replace("12 morts", "14 morts"), test, never)


def test_what_rotates_is_no_edit_unless_it_is_most_of_the_text() -> None:
    old, new = with_line("Qui court deux lièvres n’en prend aucun."), with_line("L’eau chaude reste de l’eau.")
    assert not edited(old, new, never, always)
    assert edited("Une brève du matin.", "Tout autre chose, le soir.", never, always)
    assert edited(old, new.replace("12", "14"), never, lambda found: "lièvres" in found.old[0])


def test_differences_know_where_they_stand() -> None:
    old, new = "a\nb\nc\nd", "a\nx\nc\nd\ne"
    assert differences(old, new) == [
        Difference(("b",), ("x",), "a", "c", 1, None),
        Difference((), ("e",), "d", None, 4, 0),
    ]


@pytest.mark.parametrize(
    "lines", [("a",) * 3000, tuple("ab") * 1500, tuple(f"No. {n}" for n in range(3000))], ids=lambda lines: lines[1]
)
def test_long_texts_are_compared_all_the_same(lines: tuple[str, ...]) -> None:
    chance = random.Random(1)
    other = chance.sample(lines, len(lines) - 1)
    assert edited("\n".join(lines), "\n".join(other), never, never)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, None),
        ({"text": "Other."}, "text"),
        ({"text": "Other.", "title": "Other"}, "text"),
        ({"title": "Other"}, "headline"),
        ({"title": "Day 0 of the  council "}, None),
        ({"authors": ("Ada Reporter",)}, "metadata"),
        ({"authors": ("B. Writer", "Ada Reporter")}, None),
        ({"section": "World"}, "metadata"),
        ({"tags": ()}, "metadata"),
        ({"paywalled": True}, "metadata"),
        ({"paywalled": False}, None),
        ({"modified": article().fetched_at, "image": "http://paper.example/i.png", "simhash": 7}, None),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else str(value),
)
def test_why_an_article_seen_again_is_a_new_version(given: dict[str, object], why: str | None) -> None:
    known, seen = article(), article(**given)
    assert change(known, seen, lambda: True) == why
    assert change(None, seen, lambda: True) == "new"


@pytest.mark.parametrize(("title", "why"), [("Day 0 of the council", None), ("Other", "headline")])
def test_a_text_that_is_not_edited_makes_no_version_but_its_headline_does(title: str, why: str | None) -> None:
    assert change(article(), article(text="With a counter.", title=title), lambda: False) == why


def test_what_was_gone_is_back_though_it_is_the_same() -> None:
    ask: Callable[[], bool] = lambda: pytest.fail("not asked")  # noqa: E731
    assert change(article(change="gone", text=""), article(), ask) == "back"

import pytest

from archive.versions.change import edited
from archive.versions.neighbours import Neighbours, Pair, Text

AUTHORS = ("Awa Diop", "Ben Traoré", "Coumba Sy", "Demba Ly")


def body(number: int) -> str:
    words = ("pont", "digue", "bac", "école", "mil", "puits")
    return "\n".join(f"Le {word} numéro {number * 7 + at} est {'é' * number}trange." for at, word in enumerate(words))


def texts(*endings: str) -> list[Text]:
    return [
        Text(f"{number}", f"Titre {number}", f"{body(number)}\n{end}") for number, end in enumerate(endings, start=1)
    ]


def is_edit(site: Neighbours, old: str, new: str, article: str = "0") -> bool:
    return edited(old, new, lambda line: site.elsewhere(article, line), lambda found: site.rotates(article, found))


def test_only_what_is_in_doubt_asks_for_the_stored_texts() -> None:
    asked = []
    site = Neighbours(texts("Abonnez-vous."), [], lambda: asked.append(1) or [Text("9", None, "Écrivez-nous.")])
    assert not is_edit(site, body(0), body(0) + "\nAbonnez-vous.")
    assert asked == []
    assert not is_edit(site, body(0), body(0) + "\nÉcrivez-nous.")
    assert is_edit(site, body(0), body(0) + "\nLe maire dément.")
    assert asked == [1]


@pytest.mark.parametrize(
    ("old", "new", "edit"),
    [
        ("Awa Diop", "Demba Ly", False),
        ("Le maire a promis un second pont à ceux de la rive.", "Le préfet dément.", False),
        ("Le maire a promis un second pont.", "Le maire a promis un second bac.", True),
        ("Awa Diop", "Une longue précision de la rédaction. " * 12, True),
        ("Awa Diop", "Le préfet dément.\nAwa Diop", True),
        ("Le préfet dément.\nAwa Diop", "Demba Ly", True),
    ],
)
def test_a_place_where_several_lines_take_turns(old: str, new: str, edit: bool) -> None:
    """Wholly other words at such a place are taken for the next in turn; a line reworded, added or left out is not."""
    site = Neighbours(texts(*AUTHORS, *AUTHORS), [], list)
    assert is_edit(site, f"{body(0)}\n{old}", f"{body(0)}\n{new}") is edit


def test_a_brief_that_is_all_new_is_an_edit_though_others_take_turns_there() -> None:
    site = Neighbours(texts(*AUTHORS, *AUTHORS), [], list)
    assert is_edit(site, "Le bac est en panne.", "Reprise du trafic fluvial ce matin.")


def test_a_place_that_changed_in_most_articles_read_again() -> None:
    again = [Pair(f"{n}", f"{body(n)}\nJadis {'a' * n}", f"{body(n)}\nNaguère {'b' * n}") for n in range(4)]
    assert not is_edit(Neighbours([], again, list), again[0].old, again[0].new)
    assert is_edit(Neighbours([], again[:2], list), again[0].old, again[0].new)
    quiet = [Pair(f"{n}", body(n), body(n)) for n in range(10, 20)]
    assert is_edit(Neighbours([], [*again, *quiet], list), again[0].old, again[0].new)


def test_copies_of_a_story_are_no_evidence_against_it() -> None:
    new = body(0).replace("Le bac", "L'ancien bac")
    copies = [Text("0", "Titre", new), Text("1", "Titre", body(0)), Text("1", "Titre", new), Text("2", "Titre", new)]
    assert is_edit(Neighbours(copies, [], list), body(0), new)

import pytest

from archive.extraction.byline import is_byline, people, signers


@pytest.mark.parametrize(
    ("claims", "names"),
    [
        (["Ruth Lane"], ("Ruth Lane",)),
        (["By Ruth Lane and Tom Hale"], ("Ruth Lane", "Tom Hale")),
        (["Par Odile Marchetti et Luc Ferrand"], ("Odile Marchetti", "Luc Ferrand")),
        (["Ruth Lane, Tom Hale Jr., and Ines Roy"], ("Ruth Lane", "Tom Hale Jr.", "Ines Roy")),
        (["Ruth Lane", "RUTH LANE", "Tom Hale"], ("Ruth Lane", "Tom Hale")),
        (["Ruth Lane (rla)", "Tom Hale | The Post"], ("Ruth Lane", "Tom Hale")),
        (["Ruth Lane, Chief Reporter"], ("Ruth Lane",)),
        (["https://www.facebook.com/post", "ruth@post.example", "www.post.example"], ()),
        (["admin", "La rédaction", "Redaktion", "Staff writer", "AFP"], ()),
        (["Harbour Post", "harbour-post"], ()),
        (["", "  ", "7", "x" * 99], ()),
        (["Ursula von der Lohe"], ("Ursula von der Lohe",)),
        (["سلمى الحداد"], ("سلمى الحداد",)),
        (["\u202eRuth\u202c Lane\u200f"], ("Ruth Lane",)),
    ],
)
def test_people(claims: list[str], names: tuple[str, ...]) -> None:
    assert people(claims, ["Harbour Post"]) == names


def test_fewest_words() -> None:
    assert people(["Manga; Ruth Lane"], [], fewest_words=2) == ("Ruth Lane",)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (", par", True),
        ("By Ruth Lane", True),
        ("Publié le 12/03/2025 à 14:30 par Ruth Lane", True),
        ("Ruth Lane met the mayor", False),
        ("Published May 30, 2025, By Ruth Lane", True),
        ("Ruth Lane · 1er mai 2025 à 7 h 05", True),
        ("Por Ruth Lane, 3 de agosto de 2025", True),
        ("Ruth Lane, 6 مايو 2025", True),
        ("Publié le , Par Ruth Lane", True),
        ("Paris 2024", False),
        ("On 6 May 2025 the weir broke", False),
        ("By Ruth " * 30, False),
    ],
)
def test_is_byline(line: str, found: bool) -> None:
    assert is_byline(line, ["Ruth Lane"]) is found


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Published May 30, 2025, By Ruth Lane"], ("Ruth Lane",)),
        (["Publié le 6 mai 2025, par Maud Cassagne et Yves Ramel"], ("Maud Cassagne", "Yves Ramel")),
        (["Por Ruth de la Vega, 3 de agosto de 2025"], ("Ruth de la Vega",)),
        (["A first line", "By Ruth Lane"], ("Ruth Lane",)),
        (["By Friday the weir was dry."], ()),
        (["Killed by Hurricane Ruth"], ()),
        (["Par La rédaction"], ()),
        (["By Harbour Post"], ()),
        (["By the river"], ()),
        (["By Ruth Lane" + " and so on" * 20], ()),
    ],
)
def test_signers(lines: list[str], names: tuple[str, ...]) -> None:
    assert signers(lines, ["Harbour Post"]) == names


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("dimanche 22 novembre 2026, par Clarisse Obenda", True),
        ("Publié le samedi 21 novembre 2026 à 14 h 30", True),
        ("Le 22 novembre 2026, Clarisse Obenda a quitté la mairie.", False),
    ],
)
def test_a_byline_may_name_the_day_of_the_week(line: str, wanted: bool) -> None:
    assert is_byline(line, ["Clarisse Obenda"]) is wanted

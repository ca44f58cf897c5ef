import pytest

from archive.extraction.byline import is_byline, people


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
        ("By Ruth " * 30, False),
    ],
)
def test_is_byline(line: str, found: bool) -> None:
    assert is_byline(line, ["Ruth Lane"]) is found

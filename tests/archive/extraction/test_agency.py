import pytest

from archive.extraction.agency import agency


@pytest.mark.parametrize(
    ("claims", "lines", "wanted"),
    [
        (["Agence France-Presse"], ["x"], "AFP"),
        (["Hawa Dembenou"], ["PARIS (AFP) - Four were found."], "AFP"),
        ([], ["DAKAR (Reuters) — Four were found."], "Reuters"),
        ([], ["Four were found.", "Avec AFP"], "AFP"),
        ([], ["Four were found.", "(APS)"], "APS"),
        ([], ["Four were found, AFP said.", "A map of it."], None),
        ([], ["The MAP is wrong.", "He asked for a map"], None),
        ([], [], None),
    ],
)
def test_agencies(claims: list[str], lines: list[str], wanted: str | None) -> None:
    assert agency(claims, lines) == wanted

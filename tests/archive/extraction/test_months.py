import pytest
from babel import Locale

from archive.extraction import day, months


@pytest.mark.parametrize(
    "locale", ["fr", "ar_TN", "ar_MA", "ar_SY", "ar_MR", "pt", "en", "sw", "ha", "am", "so", "wo", "bm", "yo"]
)
def test_the_months_are_those_of_cldr(locale: str) -> None:
    known = day._named(locale.partition("_")[0])
    stated = Locale.parse(locale).months["format"]["wide"]
    assert {month: known.get(day._plain(name)) for month, name in stated.items()} == {month: month for month in stated}


def test_every_language_has_twelve() -> None:
    assert {language: len(names.split(", ")) for language, names in months.NAMES.items()} == dict.fromkeys(
        months.NAMES, 12
    )

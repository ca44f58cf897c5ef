"""Page numbers in addresses."""

import pytest

from archive.links.paging import numbered, page, with_parameter


@pytest.mark.parametrize(
    ("path", "scheme", "number"),
    [
        ("/liste/page/12/", "/", 12),
        ("/liste/page-12", "/", 12),
        ("/liste/page/12.html", "/", 12),
        ("/liste?page=12&tri=date", "page", 12),
        ("/spip.php?rubrique3&debut_articles=20", "debut_articles", 20),
        ("/spip.php?page=rubrique&id=3", "", None),
        ("/liste?page=1234567", "", None),
        ("/liste/12", "", None),
        ("/", "", None),
    ],
)
def test_a_page_s_number_and_where_it_stands(path: str, scheme: str, number: int | None) -> None:
    found = numbered("https://fleuve.example" + path)
    assert (found.scheme, found.number) == (scheme, number)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/liste/", "/liste/page/2/", True),
        ("/liste", "/liste?page=2", True),
        ("/liste?tri=date&page=3", "/liste?page=2&tri=date", True),
        ("/liste?tri=date", "/liste?page=2", False),
        ("/liste", "/autre/page/2/", False),
    ],
)
def test_pages_of_one_list_have_the_same_rest(one: str, other: str, same: bool) -> None:
    first, second = (numbered("https://fleuve.example" + path).rest for path in (one, other))
    assert (first == second) is same


@pytest.mark.parametrize(
    ("url", "number", "pattern", "expected"),
    [
        ("https://f.example/liste/", 1, "page/{page}/", "https://f.example/liste/"),
        ("https://f.example/liste/", 3, "page/{page}/", "https://f.example/liste/page/3/"),
        ("https://f.example/liste", 3, "?page={page}", "https://f.example/liste?page=3"),
        ("https://f.example/liste?tri=date&page=9", 3, "?page={before}", "https://f.example/liste?tri=date&page=2"),
        ("https://f.example/?rubrique3", 3, "?debut={before}0", "https://f.example/?rubrique3&debut=20"),
    ],
)
def test_the_address_of_a_page(url: str, number: int, pattern: str, expected: str) -> None:
    assert page(url, number, pattern) == expected


def test_one_parameter_is_set_and_the_others_stay_as_they_are() -> None:
    url = "https://f.example/a?b=%C3%A9&p%61ge=1&c&page=2#d"
    assert with_parameter(url, "page", "3") == "https://f.example/a?b=%C3%A9&c&page=3"
    assert with_parameter(url, "page", None) == "https://f.example/a?b=%C3%A9&c"

"""Session ids in addresses."""

import pytest

from archive.links.session import without_session

PAGE = "https://f.example/a.html"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("?PHPSESSID=0123456789abcdef", ""),
        ("?id=3&PHPSESSID=0a1b&p=2", "?id=3&p=2"),
        (";jsessionid=0A1B2C.node1", ""),
        (";jsessionid=0A1B?id=3", "?id=3"),
        ("?sid=0123456789abcdef0123456789abcdef", ""),
        ("?sid=1432", "?sid=1432"),
        ("?s=une-recherche-tres-longue", "?s=une-recherche-tres-longue"),
        ("?ASPSESSIONIDQQ=AAAA&x=1", "?x=1"),
        ("?article12", "?article12"),
        ("?b=(c)", "?b=(c)"),
    ],
)
def test_session_ids_go_and_the_rest_stays(path: str, expected: str) -> None:
    assert without_session(PAGE + path) == PAGE + expected


def test_an_id_in_a_folder_of_its_own() -> None:
    assert without_session("https://f.example/(S(lit3py55t21z5v55vlm25s55))/a.aspx") == "https://f.example/a.aspx"

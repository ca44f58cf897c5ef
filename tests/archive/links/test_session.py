"""Session ids in addresses."""

import pytest

from archive.links.markup import Page
from archive.links.session import shared, without_session

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


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        (["/a?sid=4f0c9a1e", "/b?sid=4f0c9a1e", "/c.php?id=4&sid=4f0c9a1e#top"], {"sid=4f0c9a1e"}),
        (["/a?sid=4f0c9a1e", "/b?sid=4f0c9a1e", "/b?sid=4f0c9a1e"], set()),
        (["/n?sid=100201", "/n?sid=100202", "/n?sid=100203"], set()),
        (["/a?token=4f0c9a1e", "/b?token=4f0c9a1e", "/c?token=4f0c9a1e&sid=100201"], {"token=4f0c9a1e"}),
        (["/a?cat=4f0c9a1e", "/b?cat=4f0c9a1e", "/c?cat=4f0c9a1e"], set()),
        (["/a?sid=gazette", "/b?sid=gazette", "/c?sid=gazette"], set()),
    ],
    ids=["in all links", "twice the same link", "numbers of stories", "beside another", "not its name", "no digit"],
)
def test_one_value_in_all_links_of_a_page_is_a_session(links: list[str], expected: set[str]) -> None:
    assert shared(links) == expected


def test_a_page_s_links_are_without_what_is_its_session() -> None:
    body = b"".join(b'<a href="/n.php?id=%d&sid=9b1deb4d">Le titre de la nouvelle</a>' % n for n in range(4))
    addresses = [anchor.url for anchor in Page(b"<body>" + body, PAGE).anchors]
    assert addresses == [f"https://f.example/n.php?id={n}" for n in range(4)]

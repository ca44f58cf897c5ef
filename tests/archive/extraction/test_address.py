import pytest

from archive.extraction.address import believable

STORY = "https://www.example.org/region/le-pont-de-sarkande-rouvre"
TITLES = ["Le pont de Sarkandé rouvre après deux ans", "Le pont de Sarkandé rouvre – Le Courrier"]


@pytest.mark.parametrize(
    ("claim", "url"),
    [
        (STORY, STORY),
        (STORY, f"{STORY}?utm_source=x"),
        (STORY, "http://m.example.org/region/le-pont-de-sarkande-rouvre/amp/"),
        ("https://amp.example.org/le-pont-de-sarkande-rouvre", STORY),
        (STORY, f"{STORY}-4711?showcomments=1"),
        (STORY, f"{STORY}/2/"),
        (STORY, f"{STORY}/photos"),
        ("https://blog.example.org/2024/05/le-pont-de-sarkande-rouvre", STORY),
        ("https://www.example.org/politique/le-pont-de-sarkande-rouvre-enfin-apres-deux-ans", STORY),
        (STORY, "https://www.example.org/?p=123"),
        (STORY, "https://www.example.org/node/12"),
        (STORY, "https://www.example.org/spip.php?article12"),
        ("https://www.example.org/spip.php?article12", "https://www.example.org/spip.php?article12&lang=fr"),
        ("https://www.example.org/a/Ard8wM", "https://www.example.org/nyheter/a/Ard8wM/hanna-forsvunnen"),
        ("https://www.example.org/a/733320600", "https://www.example.org/a/733320600?edtsign=1"),
        ("https://www.example.org/articleshow/71496416.cms", "https://www.example.org/amp_articleshow/71496416.cms"),
    ],
)
def test_another_form_of_the_page_is_believed(claim: str, url: str) -> None:
    assert believable(claim, url, TITLES)


@pytest.mark.parametrize(
    ("claim", "url"),
    [
        ("https://www.example.org/", STORY),
        ("https://www.example.org/index.html", STORY),
        ("https://www.example.org/", "https://www.example.org/?p=123"),
        ("https://www.example.org/region/", STORY),
        ("https://www.example.org/actualites/", "https://www.example.org/?p=123"),
        ("https://www.example.org/ville-31000/", "https://www.example.org/ville-31000/le-pont-rouvre"),
        ("https://www.example.org/region/budget-les-associations-attendent", STORY),
        ("https://www.example.org/?p=124", "https://www.example.org/?p=123"),
        ("https://www.example.org/view.php?id=9", "https://www.example.org/view.php?id=5"),
        ("https://www.example.org/medien.html", "https://www.example.org/medien.html?newsID=c3aa546f"),
        ("https://www.example.org/article.php", "https://www.example.org/article.php?id=5"),
        ("https://www.example.com/region/le-pont-de-sarkande-rouvre", STORY),
        ("https://other.blogspot.com/2024/05/le-pont.html", "https://paper.blogspot.com/2024/05/le-pont.html"),
        ("https://www.example.org/2024/05/06/", "https://www.example.org/2024/05/06/le-pont-de-sarkande-rouvre"),
        ("https://www.example.org/2024/05/06/autre-sujet", "https://www.example.org/2024/05/06/pont"),
    ],
)
def test_another_page_is_not_believed(claim: str, url: str) -> None:
    assert not believable(claim, url, TITLES)


def test_names_in_other_scripts_are_compared() -> None:
    claim = "https://example.org/%D8%A7%D9%81%D8%AA%D8%AA%D8%A7%D8%AD-%D8%A7%D9%84%D8%AC%D8%B3%D8%B1/"
    assert believable(claim, "https://example.org/?p=123", ["افتتاح الجسر الجديد"])
    assert not believable(claim, "https://example.org/?p=123", ["ارتفاع منسوب المياه"])


@pytest.mark.parametrize("piece", ["a-", "/", "%", "a=b&", "é", "1234-"])
def test_long_addresses_end(piece: str) -> None:
    long = "https://www.example.org/" + piece * 200_000
    for claim, url in ((long, STORY), (STORY, long), (long, long)):
        believable(claim, url, [piece * 200_000])

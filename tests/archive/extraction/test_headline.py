import pytest

from archive.extraction.headline import headline

STORY = "Mill wheel turns again"


@pytest.mark.parametrize(
    ("headings", "stated", "claims", "site", "found"),
    [
        (["Harbour Post", STORY], "", [f"{STORY} - Harbour Post"], [], STORY),
        (["Harbour Post", STORY], "", [f"{STORY} - Harbour Post"], ["harbour-post"], STORY),
        ([STORY, "Subscribe now"], STORY, [], [], STORY),
        (["MILL WHEEL TURNS AGAIN"], STORY, [], [], "MILL WHEEL TURNS AGAIN"),
        (["LocalMill wheel turns again"], "", ["Local: Mill wheel turns again"], [], "Local: Mill wheel turns again"),
        ([f"Lesotho: {STORY}"], "", [f"{STORY} | Harbour Post", STORY.lower()], ["Harbour Post"], STORY),
        ([f"Lesotho: {STORY}"], f"LESOTHO: {STORY}", [STORY], [], f"Lesotho: {STORY}"),
        ([f"{STORY} |"], "", [STORY], [], STORY),
        (["Wheel of the mill turns"], "", ["The mill wheel turns again"], [], "Wheel of the mill turns"),
        (["News", "Sport"], STORY, ["x"], [], STORY),
        (["Another wording altogether"], "", ["Something for search engines"], [], "Another wording altogether"),
        (["News", "Sport"], "", [f"{STORY} | Harbour Post"], ["Harbour Post"], STORY),
        ([], "", [f"Harbour Post: {STORY}", STORY], ["Harbour Post"], f"Harbour Post: {STORY}"),
        ([], "", [f"Harbour Post | {STORY}"], ["Harbour Post"], STORY),
        ([], "", [f"{STORY} – the Harbour Post’s own story – a report"], ["Harbour Post"], None),
        (["Harbour Post"], "", [STORY], ["Harbour Post"], STORY),
        (["Harbour Post"], "", [], ["Harbour Post"], "Harbour Post"),
        ([], "", [], [], None),
    ],
)
def test_headline(headings: list[str], stated: str, claims: list[str], site: list[str], found: str | None) -> None:
    assert headline(headings, stated, claims, site) == (found or next(iter(claims), None))

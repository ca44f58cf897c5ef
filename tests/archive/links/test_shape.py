"""Which addresses look like articles' and which like sections'."""

import pytest

from archive.links.shape import ARTICLE, score, section_score

ARTICLES = [
    "/2026/11/20/le-bac-reprend-du-service/",
    "/2026/11/bac-de-retour",
    "/20261120/crue.html",
    "/2026-11-20/crue-du-fleuve",
    "/region/le-bac-reprend-du-service-apres-quatre-mois",
    "/region/le-bac-reprend-48213",
    "/article/bac-48213.html",
    "/spip.php?article12",
    "/spip.php?page=article&id_article=12",
    "/?q=node/12",
    "/node/12",
    "/?p=1432",
    "/index.php?option=com_content&view=article&id=77",
    "/english/story/41877/ferry-is-back",
    "/%D8%A7%D9%84%D8%B9%D8%A8%D8%A7%D8%B1%D8%A9-%D8%AA%D8%B9%D9%88%D8%AF-%D8%A5%D9%84%D9%89-%D8%A7%D9%84%D9%86%D9%87%D8%B1",
    "/politique/budget-2026-vote",
    "/agenda/2026/11/20/fete-du-fleuve",
    "/modules.php?name=News&file=article&sid=1432",
]
OTHERS = [
    "/",
    "/sport/",
    "/a-la-une/",
    "/tag/crue-du-fleuve-a-toubali/",
    "/category/region/vie-des-communes-du-fleuve/",
    "/author/aminata-verolle-redaction-de-sarkande/",
    "/rubrique/vie-des-communes-du-haut-fleuve/",
    "/region/page/2/",
    "/2026/11/",
    "/2026/11/20/",
    "/2026/11/20/le-bac-reprend-du-service/feed/",
    "/2026/11/20/le-bac-reprend-du-service/?replytocom=4",
    "/2026/11/20/le-bac-reprend-du-service/?share=facebook",
    "/wp-login.php?redirect_to=/2026/11/20/le-bac-reprend-du-service/",
    "/wp-content/uploads/2026/11/le-bac-reprend-du-service.jpg",
    "/2026/11/20/programme-du-festival-du-fleuve.pdf",
    "/nos-offres-d-abonnement",
    "/politique-de-confidentialite/",
    "/conditions-generales-d-utilisation",
    "/spip.php?rubrique3",
    "/spip.php?page=plan",
    "/?cat=12",
    "/?page_id=2",
    "/?s=crue-du-fleuve",
    "/agenda/2026/11/20/",
    "/agenda/2026-11-20",
    "/region/2026/",
    "/calendrier/fete-du-fleuve-a-toubali",
    "/evenements?mois=11&annee=2026",
    "/agenda-des-fetes?date=2026-11-20",
    "/?tribe-bar-date=2026-11-20",
    "/%D8%AA%D8%B5%D9%86%D9%8A%D9%81/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1-%D8%A7%D9%84%D8%A8%D9%84%D8%AF-%D8%A7%D9%84%D9%8A%D9%88%D9%85",
    "/%D9%83%D8%A7%D8%AA%D8%A8/%D8%A3%D8%AD%D9%85%D8%AF-%D9%88%D9%84%D8%AF-%D9%85%D8%AD%D9%85%D8%AF-%D8%A7%D9%84%D8%A3%D9%85%D9%8A%D9%86",
]


@pytest.mark.parametrize("path", ARTICLES)
def test_an_article_address_is_known_by_its_shape(path: str) -> None:
    assert score("https://fleuve.example" + path) >= ARTICLE


@pytest.mark.parametrize("path", OTHERS)
def test_no_other_address_passes(path: str) -> None:
    assert score("https://fleuve.example" + path, words=4) < ARTICLE


def test_a_headline_as_link_text_helps_a_short_address() -> None:
    assert score("https://fleuve.example/bac-reparti") < ARTICLE <= score("https://fleuve.example/bac-reparti", words=7)


@pytest.mark.parametrize(
    ("path", "points"),
    [
        ("/category/region/", 2),
        ("/rubrique/sport", 2),
        ("/spip.php?rubrique3", 2),
        ("/?cat=12", 2),
        ("/taxonomy/term/3", 2),
        ("/index.php?option=com_content&view=category&id=3", 2),
        ("/politique", 1),
        ("/a-la-une/", 1),
        ("/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9", 1),
        ("/", 0),
        ("/contact/", 0),
        ("/mentions-legales/", 0),
        ("/tag/crue/", 0),
        ("/2026/11/", 0),
        ("/author/aminata/", 0),
        ("/2026/11/20/le-bac-reprend/", 0),
        ("/logo.png", 0),
        ("/politique?tri=date", 0),
    ],
)
def test_sections_are_known_by_kind_or_by_being_short(path: str, points: int) -> None:
    assert section_score("https://fleuve.example" + path) == points

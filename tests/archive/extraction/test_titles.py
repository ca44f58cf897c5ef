import pytest

from archive.extraction import titles


@pytest.mark.parametrize(
    ("title", "nothing"),
    [
        ("404", True),
        ("Page introuvable", True),
        ("Page non trouvée – Le Journal de la Haute-Rive", True),
        ("Le Courrier | 404 Not Found", True),
        ("Erreur 404 : page introuvable", True),
        ("Oops! That page can’t be found.", True),
        ("Seite nicht gefunden | Anzeiger", True),
        ("الصفحة غير موجودة - جريدة", True),
        ("Page introuvable : pourquoi le site de la mairie est muet", False),
        ("Introuvable depuis lundi, le chien Rex est rentré – Page introuvable", False),
        ("La page introuvable", False),
        ("", False),
    ],
)
def test_a_page_that_is_not_there(title: str, nothing: bool) -> None:
    assert titles.says_nothing([title]) is nothing


@pytest.mark.parametrize(
    ("title", "gate"),
    [
        ("Just a moment...", True),
        ("Attention Required! | Cloudflare", True),
        ("Connexion | Le Courrier", True),
        ("Connexion : la fibre arrive", False),
        ("Maintenance – le pont du Bac reste fermé dimanche matin", False),
    ],
)
def test_a_gate(title: str, gate: bool) -> None:
    assert titles.is_gate([title]) is gate


@pytest.mark.parametrize(
    ("title", "house"),
    [("Mentions légales - Courrier", True), ("من نحن", True), ("Contact : un film de rencontres", False)],
)
def test_a_page_about_the_paper(title: str, house: bool) -> None:
    assert titles.is_house([title]) is house


@pytest.mark.parametrize(
    ("title", "listing"),
    [
        ("Étiquette : pont", True),
        ("Category: Sports – Herald", True),
        ("Résultats de recherche pour pont", True),
        ("Auteur : Hawa", True),
        ("Auteur de vingt romans, il revient", False),
        ("Archives nationales : trois tonnes de papier", False),
        ("Recherche scientifique en panne", False),
    ],
)
def test_a_list(title: str, listing: bool) -> None:
    assert titles.is_list([title]) is listing

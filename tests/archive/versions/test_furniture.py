import pytest

from archive.versions.furniture import counts_alike, is_furniture, is_headline, is_label, shape


@pytest.mark.parametrize(
    "line",
    [
        "12 commentaires", "Commentaires (3)", "Aucun commentaire", "Lu 1 234 fois", "Vues : 1 234", "5 min read",
        "Temps de lecture : 3 minutes", "il y a 3 heures", "Il y a 2 jours", "2 hours ago", "hace 3 horas",
        "dimanche 22 novembre 2026", "Publié le dimanche 22 novembre 2026 à 14h05", "Mis à jour hier",
        "22/11/2026 14:05", "2026-11-22", "14:05", "1 234", "Publicité", "Advertisement",
        "Lire aussi : Le pont rouvre",
        "Read also", "Sur le même sujet", "À lire également", "قبل 3 ساعات", "إعلان", "12 تعليقات",
        "مواضيع ذات صلة",
    ],
)  # fmt: skip
def test_what_counts_dates_advertises_or_points_elsewhere(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "12 morts", "Bilan : 12 morts", "Les lecteurs", "Le vote des lecteurs", "Le 12 mars, il est parti",
        "2 - 1", "--", "...", "À la une du journal ce matin, le pont", "Le pont rouvre",
        "Related to the minister, she denied it all.",
        "Publicité mensongère : le procès s'ouvre", "Lire aussi, c'est ce que le ministre " + "demande " * 30,
    ],
)  # fmt: skip
def test_what_an_article_may_say(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("old", "new", "alike"),
    [
        ("Par Awa, il y a 3 heures", "Par Awa, il y a 5 minutes", True),
        ("Kinshasa - Lu 12 fois", "Kinshasa - Lu 1 300 fois", True),
        ("By X | 2 hours ago", "By X | 3 days ago", True),
        ("Awa (12 commentaires)", "Ada (12 commentaires)", False),
        ("12 morts et 3 jours de deuil", "12 morts et 4 jours de deuil", False),
        ("Il y a 3 jours, il est mort.", "Il y a 4 jours, il est mort.", False),
        ("12 morts", "14 morts", False),
    ],
)
def test_lines_that_differ_in_what_they_count(old: str, new: str, alike: bool) -> None:
    assert counts_alike(old, new) is alike


def test_shapes_labels_and_headlines() -> None:
    assert shape("Température : 31°, vent 12,5 km/h") == "Température : #°, vent # km/h"
    assert shape("Le pont rouvre") is None
    assert shape("Il a fait 12 morts.") is None
    assert is_label("Les plus lus :")
    assert is_headline("Le pont rouvre")
    assert not is_headline("Le pont rouvre lundi.")

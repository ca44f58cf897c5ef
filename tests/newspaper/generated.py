"""Any number of distinct, harmless articles for tests that need many; the same numbers give the same articles."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from .article import Article, blocks

PLACES = ("Sarkandé", "Port-Mahel", "Toubali", "Diankoro", "Bérenko", "Wassadougou", "Mbareck", "Ndara")
PEOPLE = ("Hawa Dembénou", "Salif Guindo", "Rokia Sanfo", "Adama Bolé", "Yaya Soumbé", "Coumba Létia", "Demba Tiré")
SUBJECTS = (
    "la coopérative des potières",
    "le comité de la digue",
    "l’association des parents d’élèves",
    "le syndicat des piroguiers",
    "la mutuelle des couturières",
    "le club de lecture",
    "la régie des eaux",
    "le groupement des apicultrices",
)
ACTIONS = (
    "a présenté ses comptes devant une salle pleine",
    "a reçu trois machines d’occasion",
    "demande une route praticable en toute saison",
    "a formé vingt-cinq apprentis en six mois",
    "ouvre un second atelier près de la gare",
    "a renoncé à son projet de hangar",
    "cherche des volontaires pour la saison des pluies",
    "a doublé le nombre de ses adhérents",
)
REASONS = (
    "parce que les stocks ne suffisent plus",
    "malgré un budget réduit d’un cinquième",
    "après deux réunions très suivies",
    "à la demande des habitants du quartier",
    "grâce à un prêt remboursable en trois ans",
    "en attendant la décision du conseil communal",
    "comme elle l’avait annoncé au printemps",
)
SCENES = (
    "Sur la place, les vendeuses de beignets n’ont pas attendu la fin des discours.",
    "Le vent de l’après-midi soulevait la poussière jusque dans la salle.",
    "Une radio posée sur le comptoir donnait les résultats du championnat.",
    "Des enfants, assis au premier rang, comptaient les chaises restées vides.",
    "Le gardien a dû rouvrir la grille pour laisser entrer les retardataires.",
    "Au loin, on entendait le moteur du bac qui faisait demi-tour.",
)


def generated(count: int) -> Iterator[Article]:
    """Articles number 1 to `count`."""
    return (_article(number) for number in range(1, count + 1))


def _article(number: int) -> Article:
    chance = random.Random(number)
    place, subject = chance.choice(PLACES), chance.choice(SUBJECTS)
    published = datetime(2026, 2, 28, 18, tzinfo=UTC) - timedelta(minutes=37 * number)
    return Article(
        path=f"/{published:%Y/%m/%d}/breve-{number}-{place.lower().replace('é', 'e')}/",
        title=f"{place} : {subject} {chance.choice(ACTIONS)} (brève n° {number})",
        summary=f"Brève numéro {number}, envoyée de {place} par nos correspondants.",
        language="fr",
        section="Brèves",
        authors=(chance.choice(PEOPLE),),
        published=published,
        metadata=("opengraph",),
        body=blocks("\n".join(_paragraph(chance, number, place) for _ in range(chance.randint(4, 7)))),
    )


def _paragraph(chance: random.Random, number: int, place: str) -> str:
    first = f"À {place}, {chance.choice(SUBJECTS)} {chance.choice(ACTIONS)}, {chance.choice(REASONS)}."
    figures = (
        f"On y comptait {chance.randint(12, 980)} personnes, selon le registre n° {number}-{chance.randint(1, 99)}."
    )
    quote = f"« Nous reviendrons dans {chance.randint(2, 30)} jours », a déclaré {chance.choice(PEOPLE)}."
    return " ".join([first, figures, chance.choice(SCENES), quote])

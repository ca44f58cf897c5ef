"""The news agency that an article is from, if it says so."""

import re
from collections.abc import Iterable, Sequence

OPENING = 160
"""Characters at the start of a text in which a dateline names the agency: PARIS (AFP) - …"""
MOST = 5
"""Agencies that an article is from at most."""
_NAMES = (
    "AFP", "Agence France-Presse", "Reuters", "AP", "Associated Press", "dpa", "EFE", "ANSA", "PTI", "ANI", "IANS",
    "Xinhua", "TASS", "Anadolu", "Belga", "ATS", "Lusa", "Angop", "Inforpress", "ANG", "APA", "PANA", "Panapress",
    "AMAP", "AIP", "AIB", "ANP", "APS", "AMI", "MAP", "TAP", "NAN", "GNA", "ENA", "SONNA", "KUNA", "WAM", "SPA", "UPI",
    "Bloomberg", "Keystone-SDA", "NTB", "Ritzau", "TT", "PAP", "MTI", "أ ف ب", "فرانس برس", "رويترز", "الأناضول",
)  # fmt: skip
_CALLED = {name.casefold(): name for name in _NAMES} | {
    "agence france-presse": "AFP", "associated press": "AP", "the associated press": "AP", "panapress": "PANA",
    "deutsche presse-agentur": "dpa",
    "فرانس برس": "AFP", "أ ف ب": "AFP", "رويترز": "Reuters", "الأناضول": "Anadolu",
}  # fmt: skip
_ANY = "|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True))
_DATELINE = re.compile(rf"\(({_ANY})\)\s*[-–—:.]|^({_ANY})\s*[-–—]\s")
_CREDIT = re.compile(
    rf"\W*(?:(?:avec|source ?:?|sources ?:?|with|par|by|mit|con|com|المصدر ?:?)\s+)?(?:l['’])?({_ANY})\W*$",
    re.IGNORECASE,
)


def agencies(claims: Iterable[str]) -> tuple[str, ...]:
    """The agencies among the names of authors, as they are written."""
    parts = (" ".join(part.split()) for claim in claims for part in re.split(r"[,;/]|\s(?:et|and|und|y|e)\s", claim))
    return tuple(dict.fromkeys(part for part in parts if part.casefold() in _CALLED))[:MOST]


def agency(claims: Iterable[str], lines: Sequence[str]) -> str | None:
    """By what the page gives as author or source, the dateline of the first line, or a credit that ends the text."""
    for claim in claims:
        if (name := _CALLED.get(" ".join(claim.split()).casefold())) is not None:
            return name
    if not lines:
        return None
    found = _DATELINE.search(lines[0][:OPENING]) or (_CREDIT.match(lines[-1]) if len(lines[-1]) < 40 else None)
    return _CALLED[next(filter(None, found.groups())).casefold()] if found else None

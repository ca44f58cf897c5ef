"""Days as people write them, such as `21 novembre 2026 à 14h05`, with the names of months in sixty languages."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from .months import NAMES

LONGEST = 300
"""Characters of a line that are looked at."""
HALF = 12
"""Hours of a clock that says am and pm."""

_WORD = r"[^\W\d_][^\s\d,;:/|()·•–—-]*"
_YEAR = r"(?P<year>(?:19|20)\d\d|[١٢][٠-٩]{3}|[۱۲][۰-۹]{3})(?!\d(?!\d?:\d\d))"
_NUMBER = r"(?<!\d)(?P<day>\d{1,2})"
_OF = r"(?:(?:de|del|do|di|of|du)\s+|d['’]\s?)?"
_LEVANT = r"(?:تشرين|كانون)\s+(?:الأول|الثاني|الاول)"
_MONTH = rf"(?P<month>{_LEVANT}|{_WORD})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_NUMBER}(?:\s?[.ºª°]|\s?(?:er|re|e|st|nd|rd|th|o|a)\b)?[\s,/-]*{_OF}{_MONTH}"
        rf"(?:\s?[/-]\s?{_WORD})?[\s,./-]*{_OF}{_YEAR}",
        rf"{_MONTH}\s{_NUMBER}(?:st|nd|rd|th)?\s?,?\s+{_YEAR}",
        rf"(?<!\d){_YEAR}\s?(?:年|년|\.)\s?(?P<named>\d{{1,2}})\s?(?:月|월|\.)\s?{_NUMBER}(?!\d)[日일]?",
        rf"(?<!\d){_YEAR}\.?\s{_MONTH}\s{_NUMBER}(?!\d)",
        rf"(?<![\d/.-]){_YEAR}(?P<sep>[/.-])(?P<named>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",
        rf"(?<![\d/.-])(?P<first>\d{{1,2}})(?P<sep>[/.-])(?P<second>\d{{1,2}})(?P=sep){_YEAR}",
    )
)
_CLOCK = re.compile(
    r"(?:[\s,|·•@–—-]|T(?=\d)|\bà|\bat\b|\bàs\b|\ba las\b|\bas\b|\bum\b|الساعة|في)*(?P<hour>\d{1,2})"
    r"(?:\s?(?:[:.hH]|heures?)\s?(?P<minute>\d\d)(?!\d)(?::\d\d)?|\s?[hH]\b|(?=\s?[apAP]\.?[mM]\b))"
    r"\s?(?P<half>[apAP]\.?[mM]\b)?\.?\s?(?P<utc>GMT|UTC|TU\b|Z\b)?(?P<zone>[+-]\d\d:?\d\d\b)?"
)


_DIRECTIONS = dict.fromkeys((0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_RUN_IN = re.compile(r".*[a-zà-ÿ](?=[A-ZÀ-Þ])")


class Day(NamedTuple):
    """A day found in a line."""

    moment: datetime
    """Midnight, or the time of day that stands behind it; without a zone unless it says one."""
    start: int
    end: int


def unmarked(text: str) -> str:
    """The text without marks of direction, which Arabic pages put around figures."""
    return text.translate(_DIRECTIONS)


def days(line: str, language: str) -> Iterator[Day]:
    """The days that a line names, as it names them; `language` (a tag such as en-US) decides what 3/4/2026 is."""
    line = line[:LONGEST]
    taken: list[tuple[int, int]] = []
    for form in _FORMS:
        for match in form.finditer(line):
            moment = _moment(match, language)
            if moment is None or any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            clock = _CLOCK.match(line, match.end())
            timed = _at(moment, clock) if clock else None
            yield Day(timed or moment, match.start(), clock.end() if clock and timed else match.end())


def _moment(match: re.Match[str], language: str) -> datetime | None:
    said = match.groupdict()
    if "first" in said:
        day, month = _ordered(int(said["first"]), int(said["second"]), said["sep"], language)
    else:
        day, month = int(said["day"]), int(said.get("named") or _month(said["month"], language))
    try:
        return datetime(int(said["year"]), month, day)  # noqa: DTZ001  pages name no zone
    except ValueError:
        return None


def _month(name: str, language: str) -> int:
    """Its number, also when the word before runs into it, as markup makes of bylines (ByDec 12); 0 if it is none."""
    known = _months(language.partition("-")[0])
    return known.get(_plain(name)) or known.get(_plain(_RUN_IN.sub("", name)), 0)


def _ordered(first: int, second: int, separator: str, language: str) -> tuple[int, int]:
    """Day and month: the day comes first but where English is written, which has it both ways; (0, 0) in doubt."""
    if first > HALF or first == second:
        return first, second
    if second > HALF or language.casefold() == "en-us":
        return second, first
    return (0, 0) if language.casefold() in ("en", "") and separator != "." else (first, second)


def _at(moment: datetime, clock: re.Match[str]) -> datetime | None:
    hour, minute = int(clock["hour"]), int(clock["minute"] or 0)
    if clock["half"]:
        hour = hour % HALF + (HALF if clock["half"][0] in "pP" else 0)
    if hour >= 2 * HALF or minute >= 60:
        return None
    timed = moment + timedelta(hours=hour, minutes=minute)
    if clock["zone"]:
        return datetime.fromisoformat(f"{timed.isoformat()}{clock['zone']}")
    return timed.replace(tzinfo=UTC) if clock["utc"] else timed


@cache
def _months(language: str) -> Mapping[str, int]:
    """Names of months; what means two in different languages (listopad) only where the page is in one of them."""
    found: dict[str, set[int]] = defaultdict(set)
    for names in map(_named, NAMES):
        for name, month in names.items():
            found[name].add(month)
    own = _named(language) if language in NAMES else {}
    return {name: next(iter(months)) for name, months in found.items() if len(months) == 1} | own


def _named(language: str) -> dict[str, int]:
    months = NAMES[language].split(", ")
    return {name: number for number, names in enumerate(months, 1) for name in names.split("|")}


def _plain(name: str) -> str:
    """Case folded, without accents, hamzas and a full stop at the end."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(kept.split()).strip(".")

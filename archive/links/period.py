"""The days that an address names, so that a backfill need not read what is of others."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

IN_PATH = re.compile(
    r"(?<![0-9A-Za-z])(199\d|20\d\d)"
    r"(?:([-_./]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?)?(?![0-9])"
)
FOLDER = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?:[/-]?(0[1-9]|[12]\d|3[01]))?(?=[/_.-])")
UPLOADS = re.compile(r"/(?:uploads|files|media)/")
DATES = ("date", "month", "day", "from", "to", "start", "end", "since", "until", "period")
YEARS, MONTHS, DAYS = ("yyyy", "year", "annee", "y"), ("mm", "month", "mois", "m"), ("dd", "day", "jour", "d")


def period(url: str) -> tuple[date, date] | None:
    """First and last day of the year, months or day that a sitemap's address names; None when it names none.

    Where the address can be read in two ways (`2024-3` may be a third page), the longer time is meant.
    """
    parts = urlsplit(url)
    spans = [*_in_query(parts.query), *_in_path(unquote(parts.path))]
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def dated(url: str) -> tuple[date, date] | None:
    """First and last day of the day or month in whose folder an article lies; None when its address names none."""
    match = FOLDER.search(urlsplit(url).path)
    return _span(match[1], match[2], match[3]) if match else None


def _in_path(path: str) -> Iterator[tuple[date, date]]:
    if not UPLOADS.search(path):  # the month when the file was put there
        yield from (_span(match[1], match[3], match[4]) for match in IN_PATH.finditer(path))


def _in_query(query: str) -> Iterator[tuple[date, date]]:
    try:
        said = {name.lower(): values[0].strip() for name, values in parse_qs(query, max_num_fields=50).items()}
    except ValueError:
        return
    year, month, day = (next((said[name] for name in names if name in said), None) for names in (YEARS, MONTHS, DAYS))
    if year and re.fullmatch(r"199\d|20\d\d", year):
        yield _span(year, month, day)
    for name in DATES:
        if match := IN_PATH.match(said.get(name, "")):
            yield _span(match[1], match[3], match[4])


def _span(year: str, month: str | None, day: str | None) -> tuple[date, date]:
    y, m, d = int(year), _within(month, 12), _within(day, 31)
    if not m:
        return date(y, 1, 1), date(y, 12, 31)
    last = monthrange(y, m)[1]
    return (date(y, m, d), date(y, m, d)) if d and d <= last else (date(y, m, 1), date(y, m, last))


def _within(text: str | None, most: int) -> int:
    """The number if it is one from 1 to `most`, else 0."""
    number = int(text) if text and re.fullmatch(r"[0-9]{1,2}", text) else 0
    return number if number <= most else 0

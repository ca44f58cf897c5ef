"""Dates as a paper writes them, by forms that its site declares: names of months and days by Babel (Unicode CLDR)."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

LANGUAGES = (
    "en", "fr", "pt", "es", "ar", "ar_DZ", "ar_MA", "ar_SY", "de", "it", "sw", "ha", "so", "am", "ff", "wo", "bm", "rw",
    "mg",
)  # fmt: skip
"""Tried in this order; Arabic has three calendars' names for the same months."""
LONGEST = 200
"""Characters of a date with what its form has around it."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)
_KNOWN = frozenset("YymBbdAaHIMSpfz%")
_SAMPLE = datetime(2001, 12, 31, 23, 59, 58, tzinfo=UTC)


def fault(form: str) -> str | None:
    """What is wrong with the form of a date, in a few words; None when nothing is."""
    has = set(_DIRECTIVE.findall(form))
    if strange := has - _KNOWN:
        return f"has %{min(strange)}, which is not understood"
    if not ("d" in has and has & set("Yy") and has & set("mBb")):
        return "lacks a day (%d), a month (%m, %B) or a year (%Y)"
    try:
        datetime.strptime(_SAMPLE.strftime(form), form)  # noqa: DTZ007  # only tried
    except (ValueError, re.error) as error:
        return f"is none: {error}"
    return None


def zone(name: str) -> ZoneInfo | None:
    """A time zone by its name; None when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return None


def iso(text: str, forms: Iterable[str], zone_name: str) -> str | None:
    """A date in one of these forms as ISO 8601, with its zone where it has an hour; None when it is in none of them."""
    if len(text) > LONGEST:
        return None
    for form in map(_plain, forms):
        if fault(form) is None and (moment := _parsed(_plain(text), form)) is not None:
            if not set(_DIRECTIVE.findall(form)) & set("HI"):
                return moment.date().isoformat()
            return (moment if moment.tzinfo else moment.replace(tzinfo=zone(zone_name))).isoformat()
    return None


def _parsed(text: str, form: str) -> datetime | None:
    named = [names for names, marks in (("months", "Bb"), ("days", "Aa")) if set(_DIRECTIVE.findall(form)) & set(marks)]
    form = form.replace("%b", "%B").replace("%a", "%A")
    for language in LANGUAGES if named else ("en",):
        english = text
        for names in named:
            pattern, meant = _names(language, names)
            english = pattern.sub(lambda word: meant[word[1].casefold()], english)  # noqa: B023  # used at once
        try:
            return datetime.strptime(english, form)  # noqa: DTZ007  # the zone is the caller's to add
        except ValueError:
            continue
    return None


@cache
def _names(language: str, kind: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds the names of months, or days, in plain text, and their English ones."""
    from babel.dates import get_day_names, get_month_names  # noqa: PLC0415  # few sites need them

    meant: dict[str, str] = {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            named = (get_month_names if kind == "months" else get_day_names)(width, context, language)
            for number, name in named.items():
                english = _MONTHS[number - 1] if kind == "months" else _DAYS[number]
                meant.setdefault(_plain(name).rstrip(".").casefold(), english)
    longest_first = "|".join(re.escape(name) for name in sorted(meant, key=len, reverse=True))
    return re.compile(rf"(?<!\w)({longest_first})(?!\w)\.?", re.IGNORECASE), meant


def _plain(text: str) -> str:
    """Digits as 0 to 9, no accents, hamza or vowel signs, which some write and some do not, nothing invisible."""
    letters = (each for each in unicodedata.normalize("NFKD", text) if unicodedata.category(each) not in ("Mn", "Cf"))
    return " ".join("".join(str(unicodedata.decimal(each, each)) for each in letters).split())

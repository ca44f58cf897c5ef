"""Settings, checked before the first request: a misspelt or ill-typed one stops the crawl with one line."""

import difflib
import logging
from typing import Any, get_args, get_type_hints

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, default_settings

from archive.errors import Misuse

from . import settings as declared

OURS: dict[str, type] = get_type_hints(declared)
SCRAPYS = {name: value for name, value in vars(default_settings).items() if name.isupper()}
LARGEST = 100 << 20
"""Bytes of one response: more, with its framing, would not be read back from its record."""
SECONDS = tuple[float, ...]
TRUTHS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def check(given: BaseSettings) -> list[str]:
    """Misuse for a setting that is misspelt or has a wrong type; returns names nobody here knows, for a warning."""
    unknown = []
    for name in given:
        if name in OURS:
            value(given, name)
        elif name in SCRAPYS:
            _check_scrapys(name, given[name])
        elif name != "SETTINGS_MODULE" and given.getpriority(name) not in (None, SETTINGS_PRIORITIES["default"]):
            unknown.append(name)
    for name in unknown:
        if close := difflib.get_close_matches(name, [*OURS, *SCRAPYS], 1, 0.85):
            raise Misuse(f"no setting is called {name}; did you mean {close[0]}?")
    if not 0 < int(given["DOWNLOAD_MAXSIZE"]) <= LARGEST:
        raise Misuse(f"setting DOWNLOAD_MAXSIZE={given['DOWNLOAD_MAXSIZE']!r} should be from 1 to {LARGEST} bytes")
    if value(given, "POLL_FLOOR") > value(given, "POLL_CEILING"):
        raise Misuse(f"POLL_FLOOR={given['POLL_FLOOR']} is above POLL_CEILING={given['POLL_CEILING']}")
    if str(given["LOG_LEVEL"]).upper() not in logging.getLevelNamesMapping():
        raise Misuse(f"Scrapy's setting LOG_LEVEL={given['LOG_LEVEL']!r} should be DEBUG, INFO, WARNING or ERROR")
    return unknown


def value(given: BaseSettings, name: str) -> Any:
    """One of our settings in its declared type; Misuse when it does not read as that, or is not above zero."""
    kind, raw = OURS[name], given[name]
    if kind == SECONDS:
        return _seconds(name, raw)
    if choices := get_args(kind):
        if raw not in choices:
            raise Misuse(f"setting {name}={raw!r} should be one of {', '.join(choices)}; see scraper/settings.py")
        return raw
    try:
        if kind is bool:
            return TRUTHS[str(raw).strip().lower()]
        result = kind(raw)
    except (KeyError, ValueError, TypeError):
        raise Misuse(f"setting {name}={raw!r} should be {_article(kind)}; see scraper/settings.py") from None
    if kind in (int, float) and result <= 0:
        raise Misuse(f"setting {name}={raw!r} should be above zero; see scraper/settings.py")
    return result


def _seconds(name: str, raw: Any) -> tuple[float, ...]:
    """Ascending numbers above zero, given as such or as text with commas; none at all is allowed."""
    parts = raw.split(",") if isinstance(raw, str) else raw
    try:
        seconds = tuple(sorted(float(part) for part in parts if str(part).strip()))
    except (ValueError, TypeError):
        seconds = (-1.0,)
    if any(second <= 0 for second in seconds):
        raise Misuse(
            f"setting {name}={raw!r} should be seconds above zero with commas between; see scraper/settings.py"
        )
    return seconds


def _check_scrapys(name: str, raw: Any) -> None:
    kind = type(SCRAPYS[name])
    if kind is bool and str(raw).strip().lower() not in TRUTHS:
        raise Misuse(f"Scrapy's setting {name}={raw!r} should be true or false")
    if raw is None or kind not in (int, float):
        return
    try:
        float(raw)
    except (ValueError, TypeError):
        raise Misuse(f"Scrapy's setting {name}={raw!r} should be a number") from None


def _article(kind: type) -> str:
    return {int: "a whole number", float: "a number", bool: "true or false", str: "text"}[kind]

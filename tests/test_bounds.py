"""SECURITY.md names every bound there is, with the value that it has."""

import importlib
import re
from pathlib import Path

import pytest
from scrapy.settings import default_settings

from scraper import settings
from scraper.options import OURS

ROOT = Path(__file__).parent.parent
UNITS = {"": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
ROWS = [
    line.strip("| ").split(" | ") for line in (ROOT / "SECURITY.md").read_text("utf-8").splitlines() if line[:1] == "|"
]
BY_SETTING = {row[0].strip("`"): row[1:] for row in ROWS if re.fullmatch(r"`[A-Z_]+`", row[0])}
BY_FILE = {row[0].strip("`"): row[1] for row in ROWS if re.fullmatch(r"`[a-z_/]+\.py`", row[0])}
NO_BOUNDS = {"EXTRACT_WORKERS", "REVISIT_AFTER"}
"""One per core; a schedule."""
SCRAPYS = {
    "DOWNLOAD_MAXSIZE",
    "DOWNLOAD_TIMEOUT",
    "RETRY_TIMES",
    "AUTOTHROTTLE_MAX_DELAY",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
}


def number(text: str) -> float:
    """`64 MiB`, `1,000` or `0.5`."""
    match = re.match(r"([\d,.]*\d)(?: ([KMG]iB))?", text)
    assert match, text
    return float(match[1].replace(",", "")) * UNITS[match[2] or ""]


def test_no_limit_is_missing() -> None:
    ours = {name for name, kind in OURS.items() if kind not in (str, bool) and not getattr(kind, "__args__", None)}
    assert (ours | SCRAPYS) - NO_BOUNDS <= BY_SETTING.keys()


@pytest.mark.parametrize("name", BY_SETTING)
def test_a_setting_has_the_default_that_is_said(name: str) -> None:
    default, bounds, hit, where = BY_SETTING[name]
    value = getattr(settings, name) if hasattr(settings, name) else getattr(default_settings, name)
    assert number(default) == value
    assert bounds
    assert hit
    assert where == "Scrapy" or (ROOT / where.strip("`")).exists()


@pytest.mark.parametrize("file", BY_FILE)
def test_a_constant_has_the_value_that_is_said(file: str) -> None:
    module = importlib.import_module(file.removesuffix(".py").replace("/", "."))
    said = re.findall(r"`(_?[A-Z][A-Z_]+)` (\d[\d,.]*\d(?: [KMG]iB)?|\d(?: [KMG]iB)?)", BY_FILE[file])
    assert said
    for name, value in said:
        assert number(value) == getattr(module, name), name

import pytest
from scrapy.settings import Settings

from archive.errors import Misuse
from scraper import options, settings


def given(**values: object) -> Settings:
    found = Settings()
    found.setmodule(settings, priority="project")
    found.setdict(values, priority="cmdline")
    return found


def test_the_defaults_are_in_order() -> None:
    assert options.check(given()) == []


def test_every_setting_of_ours_says_what_it_is() -> None:
    from pathlib import Path

    lines = Path(settings.__file__).read_text().splitlines()
    for name in options.OURS:
        at = next(number for number, line in enumerate(lines) if line.startswith(f"{name}: "))
        assert lines[at + 1].startswith('"""'), f"{name} lacks its reason"


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("SEGMENT_BYTES", "5000", 5000),
        ("EXTRACT_SECONDS", "2.5", 2.5),
        ("WARC_KEEP_CHUNKED", "yes", True),
        ("REPORT", "0", False),
        ("CONTACT", "", ""),
    ],
)
def test_values_come_in_their_type(name: str, raw: str, value: object) -> None:
    assert options.value(given(**{name: raw}), name) == value


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("SEGMENT_BYTES", "1e9"),
        ("SEGMENT_BYTES", "0"),
        ("EXTRACT_SECONDS", "soon"),
        ("REPORT", "2"),
        ("SEGMENT_BYTES", None),
    ],
)
def test_ill_typed_values_are_misuse(name: str, raw: object) -> None:
    with pytest.raises(Misuse, match=name):
        options.check(given(**{name: raw}))


@pytest.mark.parametrize(("misspelt", "meant"), [("SPOOL_DIRS", "SPOOL_DIR"), ("DOWNLOAD_DELY", "DOWNLOAD_DELAY")])
def test_misspelt_names_are_misuse(misspelt: str, meant: str) -> None:
    with pytest.raises(Misuse, match=f"did you mean {meant}"):
        options.check(given(**{misspelt: 1}))


def test_an_add_on_s_own_setting_is_only_told() -> None:
    assert options.check(given(SENTRY_DSN="x")) == ["SENTRY_DSN"]

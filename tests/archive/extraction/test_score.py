"""The gate: what extraction scores on the project's own pages may rise, and must not fall."""

from functools import cache

import pytest

from benchmarks import extraction

PINNED = {"P": 1.0, "R": 1.0, "title": 1.0, "authors": 1.0, "date": 1.0, "language": 1.0}


@cache
def means(extractor: str) -> dict[str, float]:
    (score,) = extraction.measure(list(extraction.own()), {extractor: extraction.EXTRACTORS[extractor]}).values()
    return score.table()


@pytest.mark.parametrize("column", PINNED)
def test_no_score_falls_on_own_pages(column: str) -> None:
    assert means("pressmark")[column] >= PINNED[column]


def test_own_pages_are_faults_that_the_engine_alone_makes() -> None:
    assert means("trafilatura")["F1"] < 0.95 < means("pressmark")["F1"]


def test_pages_are_in_many_languages_and_scripts() -> None:
    spoken = {page.language for page in extraction.own()} - {None}
    assert {"am", "ar", "en", "fr", "ha", "pt", "ru", "sw", "und", "zh"} <= spoken

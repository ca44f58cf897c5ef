"""The days that addresses of archive sitemaps name."""

from datetime import date

import pytest

from archive.links.period import period
from archive.links.sitemap import month

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
FEBRUARY = (date(2024, 2, 1), date(2024, 2, 29))
MARCH = (date(2024, 3, 1), date(2024, 3, 31))
DAY = (date(2024, 3, 15), date(2024, 3, 15))
CASES = {
    "/sitemap-2024-02.xml": FEBRUARY,
    "/sitemap-pt-post-2024-03.xml": MARCH,
    "/sitemap-pt-post-p2-2024-03.xml.gz": MARCH,
    "/sitemaps/2024/03.xml": MARCH,
    "/sitemaps/2024/03/articles.xml": MARCH,
    "/2024/sitemap.xml": YEAR,
    "/sitemap.xml?yyyy=2024&mm=03": MARCH,
    "/sitemap.xml?yyyy=2024&mm=03&dd=15": DAY,
    "/sitemap.xml?YEAR=2024&month=3": MARCH,
    "/sitemap.xml?date=2024-03": MARCH,
    "/sitemap.xml?from=2024-01-01&to=2024-12-31": YEAR,
    "/posttype-post.2024.03.xml": MARCH,
    "/sitemap_202403.xml": MARCH,
    "/sitemap-20240315.xml": DAY,
    "/sitemap-2024-03-15.xml": DAY,
    "/sitemaps/archive/sitemap-2024-03-p00.xml.gz": MARCH,
    "/sitemap-2024.xml": YEAR,
    "/sitemap-2024-3.xml": YEAR,
    "/sitemap-2024-p2.xml": YEAR,
    "/sitemap-2024-13.xml": YEAR,
    "/sitemap-2024-02-31.xml": FEBRUARY,
    "/sitemap-2024-02-to-2024-03.xml": (date(2024, 2, 1), date(2024, 3, 31)),
    "/sitemap%2D2024%2D03.xml": MARCH,
    "/sitemap.xml": None,
    "/post-sitemap2.xml": None,
    "/post-sitemap2024.xml": None,
    "/sitemap-1912.xml": None,
    "/sitemap-3.xml?v=20240315": None,
    "/sitemap-120240315.xml": None,
    "/sitemap-2024031599.xml": None,
    "/wp-content/uploads/2024/03/sitemap.xml": None,
    "/sitemap.xml?yyyy=٢٠٢٤&mm=03": None,
    "/sitemap.xml?" + "&".join(f"a{n}=1" for n in range(99)): None,
}


@pytest.mark.parametrize(("path", "expected"), CASES.items(), ids=lambda value: str(value)[:60])
def test_the_days_that_an_address_names(path: str, expected: tuple[date, date] | None) -> None:
    assert period("https://2023-01.fleuve.example" + path) == expected
    assert month("https://2023-01.fleuve.example" + path) == expected

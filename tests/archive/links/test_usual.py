"""Addresses worth a probe."""

import pytest

from archive.links.discover import usual_feeds, usual_sitemaps
from archive.links.usual import FEEDS, SITEMAPS


@pytest.mark.parametrize(
    ("home", "cms", "first"),
    [
        ("https://f.example", None, "https://f.example/feed/"),
        ("https://f.example/", "wordpress", "https://f.example/feed/"),
        ("https://f.example/fr/", "wordpress", "https://f.example/fr/feed/"),
        ("https://f.example/index.php?a=1#b", "spip", "https://f.example/spip.php?page=backend"),
        ("https://f.example/", "drupal", "https://f.example/rss.xml"),
        ("https://f.example/", "joomla", "https://f.example/?format=feed&type=rss"),
        ("https://f.example/", "unheard-of", "https://f.example/feed/"),
    ],
)
def test_the_likeliest_feed_comes_first(home: str, cms: str | None, first: str) -> None:
    assert usual_feeds(home, cms)[0] == first


@pytest.mark.parametrize(
    ("home", "cms", "first"),
    [
        ("https://f.example", None, "https://f.example/sitemap.xml"),
        ("https://f.example/fr/", "wordpress", "https://f.example/wp-sitemap.xml"),
    ],
)
def test_sitemaps_are_at_the_root(home: str, cms: str | None, first: str) -> None:
    assert usual_sitemaps(home, cms)[0] == first


@pytest.mark.parametrize("cms", [None, *sorted({*FEEDS, *SITEMAPS})])
def test_six_different_addresses_at_most(cms: str | None) -> None:
    for guesses in (usual_feeds("https://f.example/", cms), usual_sitemaps("https://f.example/", cms)):
        assert 4 <= len(guesses) == len(set(guesses)) <= 6

"""Addresses as pages write them, and the three kinds of source read from a whole newspaper."""

from collections.abc import Iterator
from urllib.request import urlopen

import pytest

from archive.links import discover, feed, sitemap
from archive.links.link import Link, absolute, host, language, unique
from tests.newspaper import Newspaper
from tests.newspaper.site import ABOUT, ATOM, DOCUMENT, GALLERY, GONE, PRIVATE, RSS

PAGE = "https://fleuve.example/une/"


@pytest.fixture(scope="module")
def paper() -> Iterator[Newspaper]:
    with Newspaper(copies=2) as paper:
        yield paper


def fetch(url: str) -> tuple[bytes, str]:
    with urlopen(url, timeout=5) as response:
        return response.read(), url


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (" /bac\n", "https://fleuve.example/bac"),
        ("../bac#haut", "https://fleuve.example/bac"),
        ("?q=node/1", "https://fleuve.example/une/?q=node/1"),
        ("HTTP://Fleuve.example/Bac", "http://Fleuve.example/Bac"),
        ("#haut", None),
        ("tel:12", None),
        ("http:///bac", None),
        ("http://fleuve.example:99999/", None),
    ],
)
def test_absolute_addresses(address: str, expected: str | None) -> None:
    assert absolute(address, PAGE) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [("fr", "fr"), ("fr-FR", "fr"), (" AR_mr ", "ar"), ("zh-Hant-TW", "zh"), ("french", None), ("", None), (7, None)],
)
def test_a_language_is_its_code_alone(code: object, expected: str | None) -> None:
    assert language(code) == expected


def test_www_makes_no_other_host() -> None:
    assert host("https://WWW.Fleuve.example:8080/a") == host("http://fleuve.example:8080/") == "fleuve.example:8080"


def test_unique_keeps_the_first_of_each_and_reads_no_further_than_the_limit() -> None:
    links = iter([Link("a", "1"), Link("a", "2"), Link("b"), Link("c")])
    assert unique(links, 2) == [Link("a", "1"), Link("b")]
    assert next(links) == Link("c")


def test_the_feeds_name_every_article_with_title_and_date(paper: Newspaper) -> None:
    moved = {paper.url + str(article.old_path): article for article in paper.articles.values() if article.old_path}
    expected = {**paper.articles, **moved, **paper.copies}
    links = {link.url: link for link in feed.read(*fetch(paper.url + RSS), 100).pages}
    assert set(links) - set(expected) == {paper.url + GALLERY, paper.url + DOCUMENT}
    assert set(expected) - set(links) == {paper.url + article.path for article in moved.values()}
    for url in set(links) & set(expected):
        assert (links[url].title, links[url].published) == (expected[url].title, expected[url].published)
    english = feed.read(*fetch(paper.url + ATOM), 100).pages
    assert {paper.articles[link.url].section for link in english} == {"English"}


def test_the_sitemaps_name_every_article(paper: Newspaper) -> None:
    children = sitemap.read(*fetch(paper.url + "/sitemap.xml"), 100).sitemaps
    links = {link.url: link for child in children for link in sitemap.read(*fetch(child.url), 100).pages}
    assert set(links) == {*paper.articles, *paper.copies, paper.url + ABOUT}
    for url, article in paper.articles.items():
        assert (links[url].title, links[url].published) == (article.title, article.published)
        assert links[url].modified == (article.modified or article.published)


def test_the_front_page_names_feeds_and_every_article(paper: Newspaper) -> None:
    found = discover.found(*fetch(paper.url + "/"), 100)
    assert [link.url for link in found.feeds] == [paper.url + RSS, paper.url + ATOM]
    others = {paper.url + path for path in (GALLERY, GONE, PRIVATE)}
    assert {link.url for link in found.pages} == {*paper.articles, *paper.copies, *others}

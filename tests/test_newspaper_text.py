"""What the newspaper prints is what extraction reads, letter for letter, and nothing that stands around it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from archive.article import Reading
from archive.extraction import extract
from tests.newspaper import Article, Newspaper, articles, comment_noise, other_noise
from tests.newspaper.site import ABOUT, GALLERY

FETCHED = datetime(2026, 11, 22, tzinfo=UTC)
MARKED = {"item": "- "}
"""The text marks an item of a list; the newspaper's truth does not."""
NOBODY = {"La rédaction"}
"""Signs articles and is no person."""


@pytest.fixture(scope="module")
def paper() -> Iterator[Newspaper]:
    with Newspaper() as paper:
        yield paper


def read(paper: Newspaper, path: str) -> Reading:
    return extract.read_page(paper.site.find(path).body, charset=None, url=paper.url + path, fetched_at=FETCHED)


def lines(article: Article) -> list[str]:
    return [MARKED.get(block.kind, "") + block.text for block in article.body if block.kind != "caption"]


@pytest.mark.parametrize("article", articles(), ids=lambda article: article.path)
def test_an_article_reads_as_printed(paper: Newspaper, article: Article) -> None:
    found = read(paper, article.path)
    assert found.text.splitlines() == lines(article)
    assert found.title == article.title
    assert found.authors == tuple(author for author in article.authors if author not in NOBODY)
    assert found.published is not None
    assert found.published.date() == article.published.date()
    assert [noise for noise in (*comment_noise(article), *other_noise(article)) if noise in found.text] == []


@pytest.mark.parametrize("path", [GALLERY, ABOUT])
def test_a_page_of_menus_and_a_few_words_is_empty(paper: Newspaper, path: str) -> None:
    found = read(paper, path)
    assert (found.outcome, found.text) == ("empty", "")

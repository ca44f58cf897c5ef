"""A page that is fetched again after the extractor was renewed: what only the extractor changed is no edit."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.article import Reading
from archive.pool import Pool
from archive.recover import finish
from archive.segment import Name
from archive.spool import Spool
from tests.checking import faults
from tests.rereading import OLD, TODAY, URL, Shelf
from tests.segments import Page

AROUND = b"<!-- made in 3 ms --></body>"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture(scope="module")
def pools() -> Iterator[tuple[Pool, Pool]]:
    with Pool(1, 60.0, 8000) as articles, Pool(1, 60.0, 8000) as commits:
        yield articles, commits


Crawl = Callable[..., int]


@pytest.fixture
def crawl(shelf: Shelf, pools: tuple[Pool, Pool], monkeypatch: pytest.MonkeyPatch) -> Crawl:
    """Commits pages as a crawl does, and says how many captures had to be read for it."""
    read: list[object] = []
    real = Spool.note

    def note(self: Spool, name: Name, record_id: str, reading: Reading) -> None:
        read.append(record_id)
        real(self, name, record_id, reading)

    monkeypatch.setattr(Spool, "note", note)

    def commit(*pages: Page) -> int:
        read.clear()
        name = shelf.segment(*((exchange, context, None) for exchange, context, _ in pages))
        assert finish(name, shelf.spool.folder, shelf.store.uri, *pools) is not None
        return len(read)

    return commit


def around(page: Page) -> Page:
    """The same page with something else in it that is no text."""
    exchange, *rest = page
    return (replace(exchange, body=exchange.body.replace(b"</body>", AROUND)), *rest)  # type: ignore[return-value]


@pytest.mark.parametrize(
    "said", [{}, {"old": None, "title": "As the old one had it"}, {"old": None, "section": "Town"}], ids=str
)
def test_what_only_the_extractor_reads_otherwise_is_no_version(
    shelf: Shelf, crawl: Crawl, said: dict[str, str]
) -> None:
    shelf.keep(shelf.story(0, **said))  # type: ignore[arg-type]
    assert crawl(around(shelf.story(0))) == 2
    assert shelf.told() == [(1, "new", OLD)]
    assert faults(shelf.store) == []


def test_what_its_writers_changed_is_one_as_ever(shelf: Shelf, crawl: Crawl) -> None:
    shelf.keep(shelf.story(0))
    assert crawl(shelf.story(0, words=" within two years")) == 2
    assert shelf.told() == [(1, "new", OLD), (2, "text", TODAY)]
    assert crawl(around(shelf.story(0, words=" within two years"))) == 1
    assert len(shelf.told()) == 2
    assert faults(shelf.store) == []


def test_an_old_record_that_cannot_be_read_leaves_the_stored_text_to_compare_with(shelf: Shelf, crawl: Crawl) -> None:
    name = shelf.keep(shelf.story(0))
    data = shelf.store.get(name.warc)
    shelf.store.replace(name.warc, data[: len(data) // 4] + b"\0" * (len(data) - len(data) // 4))
    assert crawl(around(shelf.story(0))) == 1
    assert shelf.told() == [(1, "new", OLD), (2, "text", TODAY)]


def test_after_a_later_reading_nothing_old_is_read_again(shelf: Shelf, crawl: Crawl) -> None:
    shelf.read_again(shelf.keep(shelf.story(0)))
    assert crawl(around(shelf.story(0))) == 1
    assert [change for _, change, _ in shelf.told()] == ["new", "extractor"]


def test_an_article_at_another_address_than_its_own_stays_the_one_it_is(shelf: Shelf, crawl: Crawl) -> None:
    shelf.keep(shelf.story(0))
    assert crawl(shelf.story(1)) == 1
    assert (len(shelf.told(0)), len(shelf.told(1))) == (1, 1)
    assert URL.format(0) != URL.format(1)

"""Wire copy is found again however it was edited; stories that merely quote one another are not."""

import random
from collections.abc import Callable
from datetime import timedelta
from itertools import accumulate, product
from typing import Any

import pytest

from archive import tables
from archive.clusters import COMMON, FURNITURE, clusters, grouped
from archive.store import Store, open_store
from tests.crawl import Desk
from tests.rows import BEGIN, article

SYLLABLES = ("ba", "de", "fo", "gu", "ka", "li", "mo", "na", "ro", "sa", "ti", "vu")
VOCABULARY = ["".join(parts) for parts in product(SYLLABLES, repeat=3)]
OFTEN = list(accumulate(1 / (rank + 3) for rank in range(len(VOCABULARY))))
Text = list[str]


def story(seed: int, words: int = 300) -> Text:
    """Words as a language has them, the first of the list far oftener than the last."""
    chance = random.Random(seed)
    return chance.choices(VOCABULARY, cum_weights=OFTEN, k=words)


def cut(words: Text) -> Text:
    return words[: len(words) // 2]


def cut_hard(words: Text) -> Text:
    return words[: len(words) // 4]


def edited(words: Text) -> Text:
    chance = random.Random(7)
    return [f"autre{chance.random()}" if chance.random() < 0.2 else word for word in words]


def reordered(words: Text) -> Text:
    return words[200:] + words[100:200] + words[:100]


def introduced(words: Text) -> Text:
    return ["BAMAKO", "22", "novembre", "APA", "Le", "journal", "rapporte", *words, "Source", "AFP"]


def added_to(words: Text) -> Text:
    return words + story(99, 250)


def another(_: Text) -> Text:
    return story(2)


def review(words: Text) -> Text:
    return [word for number in range(3, 9) for word in story(number, 300)] + words[:100]


def quote(words: Text) -> Text:
    return story(3, 400) + words[:60]


def row(number: int, words: Text, **given: Any) -> dict[str, Any]:
    made = article(number, site=f"site{number}", text=" ".join(words), **given)
    return {name: getattr(made, name) for name in made.__dataclass_fields__}


@pytest.mark.parametrize("change", [list, cut, cut_hard, edited, reordered, introduced, added_to])
def test_copies_are_found(change: Callable[[Text], Text]) -> None:
    (cluster,) = grouped([row(0, story(1)), row(1, change(story(1)), title="Un tout autre titre"), row(2, story(2))])
    assert [copy.site for copy in cluster.copies] == ["site0", "site1"]


@pytest.mark.parametrize("change", [another, review, quote])
def test_others_are_left_apart(change: Callable[[Text], Text]) -> None:
    assert grouped([row(0, story(1)), row(1, change(story(1)))]) == []


@pytest.mark.parametrize(("articles", "sites"), [(COMMON + 1, COMMON + 1), (FURNITURE + 1, 1)])
def test_a_phrase_that_many_have_makes_no_story(articles: int, sites: int) -> None:
    notice = story(5, 90)
    rows = [row(number, story(1000 + number, 60) + notice) for number in range(articles)]
    assert grouped(each | {"site": f"site{number % sites}"} for number, each in enumerate(rows)) == []
    assert len(grouped(rows[:FURNITURE])[0].copies) == FURNITURE


def test_copies_of_copies_are_one_story_the_earliest_first() -> None:
    rows = [
        row(0, edited(story(1)), published=BEGIN - timedelta(hours=1)),
        row(1, cut(story(1)), published=None),
        row(2, story(1), published=BEGIN - timedelta(hours=3)),
        row(3, story(2)),
    ]
    (cluster,) = grouped(rows)
    assert [copy.site for copy in cluster.copies] == ["site2", "site0", "site1"]
    assert cluster.copies[0].shared == 1.0


@pytest.fixture
def stored(tmp_path: Any) -> Store:
    store = open_store(str(tmp_path / "data"))
    words = " ".join(story(1))
    rows = [
        article(0, site="a.example", text=words, published=None),
        article(0, site="a.example", version=2, change="text", text="Retiré.", fetched_at=BEGIN + timedelta(days=1)),
        article(1, site="b.example", text=words, published=None, title="[bold]Un titre\x1b[2J"),
        article(2, site="c.example", text=words, published=None, fetched_at=BEGIN - timedelta(days=3)),
        article(3, site="b.example", text=words, published=None),
        article(4, site="d.example", text=" ".join(story(4))),
        article(5, site="d.example", text=" ".join(story(4))),
    ]
    tables.append(store, "articles", rows, "one")
    return store


def sites(store: Store, days: int, site: str | None = None) -> list[list[str]]:
    found = clusters(store, BEGIN.date() - timedelta(days=days), site)
    return [[copy.site for copy in cluster.copies] for cluster in found]


def test_what_several_sites_have_is_found_by_its_latest_text(stored: Store) -> None:
    assert sites(stored, 3) == [["c.example", "b.example", "b.example"]]
    assert sites(stored, 3, "c.example") == sites(stored, 3)
    assert sites(stored, 3, "d.example") == sites(stored, 0) == []


def test_the_command(stored: Store, tmp_path: Any) -> None:
    desk = Desk(tmp_path)
    done = desk.archive("clusters", "--since", "2026-11-01")
    assert done.returncode == 0, done.stderr
    head, first, _, second, *_ = done.stdout.splitlines()
    assert head == "3 copies on 2 sites"
    assert first.split() == ["earliest", "2026-11-19", "23:59", "c.example", "Day", "2", "of", "the", "council"]
    assert second.split()[:4] == ["100%", "2026-11-22", "23:59", "b.example"]
    assert "\x1b" not in done.stdout
    assert "[bold]Un titre" in done.stdout
    assert desk.archive("clusters", "--since", "2026-11-01", "--json").stdout.count('"shared": 1.0') == 3
    assert desk.archive("clusters", "--since", "2027-01-01").stdout == "no two sites have the same story\n"

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.article import Reading
from archive.commit import commit
from archive.urlkey import urlkey
from tests.segments import Page, Paper

A, B = "http://paper.example/2026/11/20/the-bridge-is-open", "http://paper.example/2026/11/20/the-bridge-has-opened"
NOT_ARTICLE = Reading(outcome="not_article", extractor="test 1")
PROVERBS = """Qui court deux lièvres n’en attrape aucun.
L’eau chaude n’oublie jamais qu’elle fut froide.
Le crocodile ne mord pas la pirogue qui le nourrit.
Un seul doigt ne ramasse pas un caillou.
La lune avance doucement, mais elle traverse la ville.
Celui qui pose une question ne s’égare pas.
Quand les éléphants se battent, l’herbe souffre.
Le mensonge donne des fleurs, jamais de fruits.
La parole est comme l’eau : versée, elle ne se ramasse plus.
Le vieux chien n’aboie pas sans raison.
On n’attache pas le bœuf avec des promesses.
La pluie tombe aussi sur le toit du chef.
Un arbre penché ne se redresse pas en un matin.
Même le singe tombe parfois de sa branche.
Petit à petit, l’oiseau fait son nid.
La main qui donne est toujours au-dessus.
Le soleil n’ignore pas un village parce qu’il est petit.
Il faut tout un peuple pour élever un enfant.
Le tam-tam résonne loin, mais il est creux.
Celui qui plante un baobab ne se repose pas à son ombre.""".splitlines()


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


def story(number: int) -> list[str]:
    chance = random.Random(number)
    words = ["pont", "digue", "marché", "école", "bac", "maire", "fleuve", "route", "mil", "pluie", "lampe", "puits"]
    return [" ".join(chance.choices(words, k=30)) + f" {number}-{at}." for at in range(4)]


def test_only_what_changed_makes_a_version(paper: Paper) -> None:
    for text, said, changes in (
        ("One.", {}, ["new"]),
        ("One.", {}, []),
        ("One.", {"image": "http://paper.example/i.png"}, []),
        ("One.", {"title": "Other"}, ["headline"]),
        ("Two.", {"title": "Other"}, ["text"]),
        ("Two.", {"title": "Other", "authors": ("A. Writer",)}, ["metadata"]),
    ):
        assert paper.read(paper.page(A, text, **said)) == changes
    assert paper.history(A) == [(1, "new"), (2, "headline"), (3, "text"), (4, "metadata")]


def test_versions_within_one_segment_are_numbered_in_order(paper: Paper) -> None:
    paper.read(*(paper.page(A, text) for text in ("one", "one", "two", "one")))
    assert paper.history(A) == [(1, "new"), (2, "text"), (3, "text")]


def test_the_same_bytes_are_no_version_whatever_another_extractor_reads_in_them(paper: Paper) -> None:
    exchange, context, reading = paper.page(A, "One.")
    assert reading is not None
    assert paper.read((exchange, context, reading)) == ["new"]
    later = replace(exchange, started=paper.now + timedelta(days=1))
    assert paper.read((later, context, replace(reading, text="Two.", extractor="test 2"))) == []


@pytest.mark.parametrize(
    ("at", "label"),
    [(0, ""), (2, ""), (4, ""), (2, "Le proverbe du jour\n"), (4, "Proverbe du jour : ")],
    ids=["above", "within", "below", "under its label", "after its label"],
)
def test_a_proverb_that_differs_at_every_look_makes_no_version(paper: Paper, at: int, label: str) -> None:
    """Twenty proverbs, fifteen articles, five runs; the last revisits one article at a time. One is edited in each."""
    chance = random.Random(at)
    texts = {f"http://paper.example/story-{number}": story(number) for number in range(15)}

    def look(url: str) -> Page:
        lines = texts[url]
        return paper.page(url, "\n".join([*lines[:at], label + chance.choice(PROVERBS), *lines[at:]]), title=url)

    assert paper.read(*map(look, texts)) == ["new"] * 15
    for run in range(3):
        texts[f"http://paper.example/story-{run}"][1] += " Ajout."
        assert paper.read(*map(look, texts)) == ["text"]
    assert [paper.read(look(url)) for url in [*texts][::3]] == [[]] * 5


def test_links_to_other_articles_make_no_version(paper: Paper) -> None:
    titles = {f"http://paper.example/story-{n}": f"Le titre de l’article {'abcdefgh'[n]}" for n in range(8)}
    chance = random.Random(3)

    def look(url: str) -> Page:
        links = chance.sample([title for other, title in titles.items() if other != url], 3)
        return paper.page(url, "\n".join([*story(int(url[-1])), "Sur le même sujet", *links]), title=titles[url])

    paper.read(*map(look, titles))
    assert paper.read(*map(look, titles)) == []
    assert [paper.read(look(url)) for url in [*titles][:3]] == [[]] * 3


def test_an_edit_that_a_copy_has_too_is_an_edit(paper: Paper) -> None:
    copy = "http://other.example/wire"
    lines = story(1)
    assert paper.read(paper.page(A, "\n".join(lines)), paper.page(copy, "\n".join(lines))) == ["new", "new"]
    lines[2] = "La préfecture dément."
    assert paper.read(paper.page(A, "\n".join(lines)), paper.page(copy, "\n".join(lines))) == ["text", "text"]


def test_a_copy_at_another_address_says_nothing_of_the_article(paper: Paper) -> None:
    copy = "http://paper.example/rebroadcast/the-bridge"
    assert paper.read(paper.page(A, "One.")) == ["new"]
    assert paper.read(paper.page(copy, "One, in short.", canonical_url=A)) == []
    assert paper.read(paper.answer(copy, 404)) == []
    assert paper.read(paper.page(A, "Two.")) == ["text"]


# gone, and back


@pytest.mark.parametrize(
    "given",
    [
        {"status": 404},
        {"status": 410},
        {"status": 200, "reading": NOT_ARTICLE},
        {"status": 302, "to": "/"},
        {"status": 301, "to": "http://paper.example/?error=404"},
        {"status": 301, "to": "http://other.example/"},
        {"status": 301, "to": "/fr/"},
        {"status": 301, "to": "/2026/11/20/"},
        {"status": 301, "to": "/index.php"},
    ],
    ids=str,
)
def test_an_article_that_was_and_is_not_any_more_is_gone_once_and_back_once(
    paper: Paper, given: dict[str, object]
) -> None:
    assert paper.read(paper.page(A, "One.")) == ["new"]
    assert paper.read(paper.answer(A, **given)) == ["gone"]  # type: ignore[arg-type]
    assert paper.read(paper.answer(A, **given)) == []  # type: ignore[arg-type]
    assert paper.read(paper.answer(A.replace("http:", "https:"), 404)) == []
    assert paper.read(paper.page(A, "One.")) == ["back"]
    assert paper.read(paper.page(A, "One.")) == []
    first, gone, _ = sorted(paper.rows("articles"), key=lambda row: str(row["version"]))
    capture = next(row for row in paper.rows("captures") if row["record_id"] == gone["record_id"])
    assert (gone["text"], gone["word_count"], gone["title"]) == ("", 0, first["title"])
    for name in ("warc", "offset", "length", "fetched_at", "url", "payload_digest"):
        assert gone[name] == capture[name]


@pytest.mark.parametrize(
    "given",
    [
        {"status": 403},
        {"status": 429},
        {"status": 500},
        {"status": 503},
        {"status": 304},
        {"status": 404, "truncated": "disconnect"},
        {"status": 404, "method": "HEAD", "request": b"HEAD /a HTTP/1.1\r\n\r\n"},
        {"status": 404, "kind": "requisite"},
        {"status": 200, "reading": replace(NOT_ARTICLE, outcome="empty")},
        {"status": 200, "reading": replace(NOT_ARTICLE, outcome="failed:deadline")},
        {"status": 302},
        {"status": 302, "to": "/login?next=/the-bridge"},
        {"status": 302, "to": A},
        {"status": 302, "to": A + "/?utm_source=x"},
        {"status": 301, "to": B},
        {"status": 301, "to": "/?p=1234"},
        {"status": 302, "to": "http://[broken"},
    ],
    ids=str,
)
def test_an_answer_that_says_nothing_of_the_article_leaves_it_as_it_was(paper: Paper, given: dict[str, object]) -> None:
    paper.read(paper.page(A, "One."))
    assert paper.read(paper.answer(A, **given)) == []  # type: ignore[arg-type]


def test_what_was_never_an_article_cannot_be_gone(paper: Paper) -> None:
    assert paper.read(paper.answer(A, 404), paper.answer(B, 200, NOT_ARTICLE), paper.answer(B, 301, to="/")) == []


@pytest.mark.parametrize(
    ("title", "text", "changes"),
    [
        ("Headline", "Quite another text of other words.", ["new"]),
        ("Other", "\n".join(story(1)), ["new"]),
        ("Other", "\n".join(story(2)), ["gone", "new"]),
    ],
    ids=["same headline", "same text", "another story"],
)
def test_a_redirect_to_an_article_means_gone_unless_it_is_the_same_story(
    paper: Paper, title: str, text: str, changes: list[str]
) -> None:
    paper.read(paper.page(A, "\n".join(story(1))))
    assert sorted(paper.read(paper.answer(A, 301, to=B), paper.page(B, text, title=title))) == changes


def test_a_redirect_is_followed_through_the_segment(paper: Paper) -> None:
    middle, section = "http://paper.example/moved/1", "http://paper.example/news-of-the-town"
    paper.read(paper.page(A, "One."), paper.page(B, "Another."))
    changes = paper.read(
        paper.answer(A, 301, to=middle),
        paper.answer(middle, 302, to="/"),
        paper.answer(B, 301, to=section),
        paper.answer(section, 200, kind="section"),
    )
    assert changes == ["gone", "gone"]


def test_a_redirect_to_a_list_polled_earlier_means_gone(paper: Paper) -> None:
    section = "http://paper.example/news-of-the-town"
    paper.read(paper.answer(section, 200, kind="section"), paper.page(A, "One."))
    assert paper.read(paper.answer(A, 301, to=section)) == ["gone"]


def test_redirects_in_a_circle_end(paper: Paper) -> None:
    paper.read(paper.page(A, "One."))
    other = "http://paper.example/circle"
    assert (
        paper.read(paper.answer(A, 301, to=other), paper.answer(other, 301, to=B), paper.answer(B, 301, to=other)) == []
    )


def test_an_article_that_calls_another_address_its_own_is_gone_where_it_was_read(paper: Paper) -> None:
    own = "http://agency.example/wire/1"
    paper.read(paper.page(A, "One.", canonical_url=own))
    assert paper.read(paper.answer(A, 404)) == ["gone"]
    assert paper.history(own) == [(1, "new"), (2, "gone")]


def test_a_first_copy_that_vanishes_is_not_the_article(paper: Paper) -> None:
    copy = "http://paper.example/rebroadcast/the-bridge"
    paper.read(paper.page(copy, "One.", canonical_url=A))
    assert paper.read(paper.page(A, "One.")) == []
    assert paper.read(paper.answer(copy, 404)) == []
    assert paper.read(paper.answer(A, 404)) == ["gone"]
    assert paper.read(paper.page(copy, "One.", canonical_url=A)) == []


def test_gone_and_back_within_one_segment(paper: Paper) -> None:
    pages = paper.page(A, "One."), paper.answer(A, 404), paper.page(A, "One."), paper.answer(A, 410)
    paper.read(*pages)
    assert paper.history(A) == [(1, "new"), (2, "gone"), (3, "back"), (4, "gone")]


def test_a_page_that_another_extractor_takes_for_no_article_is_not_gone(paper: Paper) -> None:
    exchange, context, reading = paper.page(A, "One.")
    paper.read((exchange, context, reading))
    later = replace(exchange, started=paper.now + timedelta(days=1))
    assert paper.read((later, context, NOT_ARTICLE)) == []


def test_committing_twice_adds_nothing(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a crash between the rows and the end of the commit."""
    paper.read(paper.page(A, "One."), paper.page(B, "Two."))
    name = paper.segment(paper.answer(A, 404), paper.page(B, "Three."))
    with monkeypatch.context() as patched:
        patched.setattr(paper.spool, "discard", lambda name: None)
        commit(paper.spool, paper.store, name)
    first = paper.rows("articles")
    commit(paper.spool, paper.store, name)
    assert paper.rows("articles") == first
    assert Counter(row["change"] for row in first) == {"new": 2, "gone": 1, "text": 1}
    assert urlkey(A) in {row["urlkey"] for row in paper.rows("captures")}

"""Patterns from the addresses of papers of several kinds: every article, and nothing of the menu."""

import re
import time

import pytest

from scraper.look.pattern import FEWEST, LONGEST, fits, infer, share

BASE = "https://paper.example"
MENU = ("/", "/contact.html", "/contact/", "/rubrique/sport/", "/mentions-legales/")

FORMS = {
    "dates": (
        [f"/2026/11/{day:02}/le-pont/" for day in range(1, 9)],
        r"^https?://[^/]+/\d{4}/\d{2}/\d{2}/[^/?]+/?(\?|$)",
    ),
    "short-days": (
        [f"/2026/1/{day}/le-pont/" for day in (1, 2, 13)],
        r"^https?://[^/]+/\d{4}/\d{1,2}/\d{1,2}/[^/?]+/?(\?|$)",
    ),
    "months": ([f"/2026/1{month}/le-pont/" for month in range(3)], r"^https?://[^/]+/\d{4}/\d{2}/[^/?]+/?(\?|$)"),
    "spip": ([f"/spip.php?article{number}" for number in (9, 10, 11)], r"^https?://[^/]+/spip\.php\?article\d+(&|$)"),
    "node": ([f"/node/{number}" for number in (9, 10, 11)], r"^https?://[^/]+/node/\d+/?(\?|$)"),
    "number-first": (
        [f"/{folder}/42{at}-le-pont.html" for at, folder in enumerate(("sport", "ville", "vie"))],
        r"^https?://[^/]+/[^/?]+/\d+-[^/?]+\.html/?(\?|$)",
    ),
    "number-last": (
        [f"/news/Vie/le-pont_n_45{at}.html" for at in range(4)],
        r"^https?://[^/]+/news/Vie/[^/?]+_n_\d+\.html/?(\?|$)",
    ),
    "words": ([f"/le-pont-{word}" for word in "abcdef"], r"^https?://[^/]+/(?:[^/?-]+-){2,}[^/?]+/?(\?|$)"),
    "arabic": (
        [f"/news/3820{at}/%D8%B3-%D8%B4{at}" for at in range(4)],
        r"^https?://[^/]+/news/\d+/[^/?]+/?(\?|$)",
    ),
    "drupal": (
        ["/ville/le-pont", "/sport/le-bac", "/vie/le-riz", "/node/3", "/node/9", "/?q=node/2", "/?q=node/6"],
        r"^https?://[^/]+/(?:[^/?]+/[^/?]+-[^/?]+|node/\d+|\?q=node/\d+)/?([?&]|$)",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form(form: str) -> None:
    paths, pattern = FORMS[form]
    articles = [BASE + path for path in paths]
    assert infer(articles, [BASE + path for path in MENU]) == pattern
    assert share(pattern, articles) == 1
    tracked = [url + ("&" if "?" in url else "?") + "utm_source=rss" for url in articles]
    assert share(pattern, tracked) == 1
    assert not any(re.search(pattern, BASE + path) for path in MENU)
    assert len(pattern) <= LONGEST


def test_tracking_is_no_part_of_it() -> None:
    articles = [f"{BASE}/le-pont-{word}/?utm_source=rss&fbclid=IwAR{word}1" for word in "abcd"]
    assert infer(articles, [BASE + "/"]) == r"^https?://[^/]+/[^/?]+-[^/?]+/?(\?|$)"


def test_a_stray_one_is_left_out() -> None:
    articles = [f"{BASE}/2026/11/{day:02}/le-pont/" for day in range(1, 20)]
    pattern = infer([*articles, f"{BASE}/special/le/grand/pont"], [])
    assert pattern == r"^https?://[^/]+/\d{4}/\d{2}/\d{2}/[^/?]+/?(\?|$)"


def test_folders_are_named_where_only_that_tells() -> None:
    articles = [f"{BASE}/{folder}/{word}" for folder in ("vie", "ville") for word in ("pont", "bac", "riz")]
    pattern = infer(articles, [f"{BASE}/rubrique/sport", f"{BASE}/page/contact"])
    assert pattern == r"^https?://[^/]+/(?:vie|ville)/[^/?]+/?(\?|$)"


@pytest.mark.parametrize(
    ("articles", "others"),
    [
        ([f"/a{at}" for at in range(FEWEST - 1)], []),
        (["/pont", "/bac", "/riz", "/eau"], ["/contact"]),
        ([f"/{'x/' * at}pont" for at in range(12)], []),
        ([], ["/"]),
    ],
    ids=["few", "alike", "every-form", "none"],
)
def test_in_doubt_there_is_none(articles: list[str], others: list[str]) -> None:
    assert infer([BASE + path for path in articles], [BASE + path for path in others]) is None


def test_what_is_special_in_an_expression_is_escaped() -> None:
    articles = [f"{BASE}/a(b|c)+[d]*/le.pont{{{number}}}.html" for number in range(5)]
    pattern = infer(articles, [BASE + "/"])
    assert pattern is not None
    assert share(pattern, articles) == 1
    assert not re.search(pattern, BASE + "/ab/le-pont1.html")


@pytest.mark.parametrize("hostile", ["/" + "a-" * 950, "/" + "/".join("ab" * 400), "/?" + "&".join("a1" * 300)])
def test_addresses_that_are_traps_cost_little(hostile: str) -> None:
    began = time.process_time()
    infer([f"{BASE}{hostile}{number}" for number in range(100)], [BASE + "/"])
    pattern = infer([f"{BASE}/le-pont-{word}" for word in "abcdef"], [BASE + "/mentions-legales"])
    assert pattern is not None
    assert not fits(pattern, [BASE + hostile + "/x/"] * 10, [])
    assert time.process_time() - began < 30  # a bound, no measure: what doubles with each letter never ends

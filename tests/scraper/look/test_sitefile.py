"""Site files as text: formatted, and nothing but constants."""

import ast
import subprocess
from pathlib import Path

import pytest

from archive.errors import Misuse
from scraper.look.sitefile import LINES, Declaration, changed, class_name, file_name, quoted, visible
from scraper.sources import Feed, Section, Sitemap, Source, WordPress
from tests.crawl import BIN, ROOT

HOSTILE = {
    "double": 'He said "no"',
    "single": "l'eau",
    "both": """l'eau "dit" """,
    "triple": '"""; import os; """',
    "backslash": "a\\",
    "lines": "a\nb\r\nc\u2028d",
    "control": "\x00\x07\x1b[2J\x7f",
    "bidi": "\u202eabc\u2066\u200f",
    "surrogate": "\ud800",
    "tags": "\U000e0041\U0001f600",
    "braces": "{0} %s {{",
    "long": "le pont " * 60,
    "wide": "全国紙" * 40,
    "accents": "Le Courrier de Sarkandé",
    "arabic": "صدى الوادي",
}
LONG = "https://www.a-newspaper-with-a-long-name.example"


def declaration(**facts: object) -> Declaration:
    given: dict[str, object] = {
        "name": "paper.example",
        "title": "The Paper",
        "language": "en",
        "status": "probed 2026-11-22",
        "sources": (Feed("https://paper.example/feed/"),),
    }
    return Declaration(**{**given, **facts})  # type: ignore[arg-type]


def facts(text: str) -> dict[str, ast.expr]:
    _, declared = ast.parse(text).body
    assert isinstance(declared, ast.ClassDef)
    _, *statements = declared.body
    assigned = [statement for statement in statements if isinstance(statement, ast.Assign)]
    assert len(assigned) == len(statements)
    return {ast.unparse(statement.targets[0]): statement.value for statement in assigned}


def is_formatted(text: str, path: Path) -> None:
    path.write_text(text, "utf-8")
    for check in (["check"], ["format", "--diff"]):
        line = [str(BIN / "ruff"), *check, "--config", str(ROOT / "pyproject.toml"), str(path)]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_said_is_a_string(said: str, tmp_path: Path) -> None:
    assert ast.literal_eval(quoted(said)) == said
    assert quoted(said).isprintable()
    url = f"https://paper.example/{said[:30]}"
    text = declaration(
        title=said, notes=said, cms=said, sources=(Feed(url),), article=said[:30], samples=(url,), others=(url,)
    ).render()
    is_formatted(text, tmp_path / "paper_example.py")
    found = facts(text)
    title = ast.literal_eval(found["title"])
    assert said.startswith(title)
    assert title == said or len(said) > 100
    assert ast.literal_eval(found["article"]) == said[:30]
    assert ast.unparse(found["sources"]) == f"(Feed({url!r}),)"


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE)
def test_a_terminal_sees_letters(said: str) -> None:
    assert visible(said).isprintable()


SOURCES: dict[str, tuple[Source, ...]] = {
    "one": (Feed(f"{LONG}/feed/"),),
    "two-on-a-line": (WordPress("https://paper.example/wp-json/"), Feed("https://paper.example/feed/")),
    "two-on-lines": (Feed(f"{LONG}/some/where/feed/"), Sitemap(f"{LONG}/sitemap_index.xml")),
    "paged": (Section(f"{LONG}/news/", f"{LONG}/news/?page={{n}}"),),
    "one-too-long": (Feed(f"{LONG}/{'a' * 70}"),),
    "far-too-long": (Feed(f"{LONG}/{'a' * 170}"), Feed("https://paper.example/rss")),
    "paged-short": (Section(f"{LONG}/", f"{LONG}/?p={{n}}"),),
    "many": tuple(Section(f"{LONG}/section-{number}/") for number in range(20)),
}


@pytest.mark.parametrize("sources", SOURCES.values(), ids=SOURCES)
def test_its_form_is_the_formatters(sources: tuple[Source, ...], tmp_path: Path) -> None:
    made = declaration(
        sources=sources,
        country="ML",
        article=r"/\d+",
        samples=(f"{LONG}/{'le-pont-' * 12}1", f"{LONG}/2"),
        others=(f"{LONG}/",),
        notes="publishes at night",
    )
    text = made.render()
    is_formatted(text, tmp_path / "paper_example.py")
    lines = [line for line in text.partition('"""\n\n')[2].splitlines() if line]
    assert len(lines) <= LINES
    assert made.fitting() == sources[: len(made.fitting())]
    assert made.fitting()


@pytest.mark.parametrize(("name", "kept"), [("one", True), ("two-on-a-line", True), ("far-too-long", False)])
def test_the_pattern_goes_only_where_one_source_needs_its_lines(name: str, kept: bool) -> None:
    made = declaration(sources=SOURCES[name], country="ML", article=r"/\d+", samples=("/1",), others=("/",))
    assert (r'article = r"/\d+"' in made.render()) == kept


def test_notes_make_room_for_a_source() -> None:
    sources = (WordPress(f"{LONG}/wp-json/"), Feed(f"{LONG}/feed/"), Sitemap(f"{LONG}/wp-sitemap.xml"))
    made = declaration(sources=sources, article="a", samples=("a",), others=("b",), notes="x")
    assert made.fitting() == sources
    assert "notes" not in made.render()


def test_a_pattern_without_samples_is_none() -> None:
    assert "article" not in declaration(article=r"\d", samples=("1",)).render()


def test_names() -> None:
    assert [file_name(name) for name in ("le-faso.net", "24.example.org", "127.0.0.1-80")] == [
        "le_faso_net.py",
        "24_example_org.py",
        "127_0_0_1_80.py",
    ]
    assert [class_name(name) for name in ("le-faso.net", "24h.ch", "feed.com", "none.org")] == [
        "LeFaso",
        "Site24h",
        "SiteFeed",
        "SiteNone",
    ]
    for taken in ("site", "demo", "__init__"):
        with pytest.raises(Misuse, match="no site can be called"):
            file_name(taken)


def test_facts_are_changed_in_place() -> None:
    text = declaration(country="ML", sources=SOURCES["two-on-lines"], notes="x").render()
    now = declaration(
        sources=(Section("https://paper.example/"),), status="probed 2027-01-01", language="fr", cms="spip"
    )
    lines = {fact: now.line(fact) for fact in ("status", "sources", "docstring")}
    assert changed(text.replace('    status = "probed 2026-11-22"\n', ""), lines, now.sources) == (
        "from scraper import NewsSpider, Section\n\n\nclass Paper(NewsSpider):\n"
        '    """paper.example, made with spip."""\n\n    name = "paper.example"\n    title = "The Paper"\n'
        '    country = "ML"\n    language = "en"\n    status = "probed 2027-01-01"\n'
        '    sources = (Section("https://paper.example/"),)\n    notes = "x"\n'
    )


@pytest.mark.parametrize("text", ["", "1 +", "x = 1\n", "from scraper import Feed\nx = 1\n", "\0"])
def test_other_files_are_left_alone(text: str) -> None:
    with pytest.raises(Misuse, match="change it by hand"):
        changed(text, {}, ())

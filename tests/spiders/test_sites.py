"""Every site that comes with pressmark is a declaration that holds together; none of them is fetched."""

import ast
import re
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy.settings import Settings

import spiders
from scraper import NewsSpider, Section
from scraper.commands.sites import declared
from scraper.loader import SiteLoader

FOLDER = Path(spiders.__file__).parent
FILES = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "site", "demo"}
SITES = declared(SiteLoader(Settings({"SPIDER_MODULES": ["spiders"]})))
NAMED = Counter(source.url for site in SITES for source in site.sources)


def test_every_file_is_a_site() -> None:
    assert FILES
    assert sorted(f"spiders.{stem}" for stem in FILES) == sorted(site.__module__ for site in SITES)


@pytest.mark.parametrize("site", SITES, ids=[site.name for site in SITES])
def test_a_site(site: type[NewsSpider]) -> None:
    path = FOLDER / (re.sub(r"[.-]", "_", site.name) + ".py")
    assert site.__module__ == f"spiders.{path.stem}"
    reads_as_a_declaration(path)
    says_what_it_is(site)
    names_its_sources(site)
    tells_articles_from_others(site)
    assert site().name == site.name


def reads_as_a_declaration(path: Path) -> None:
    taken, declaration = ast.parse(path.read_text("utf-8")).body
    assert isinstance(taken, ast.ImportFrom)
    assert taken.module == "scraper"
    assert isinstance(declaration, ast.ClassDef)
    assert ast.get_docstring(declaration)
    _, *facts = declaration.body
    assert all(isinstance(fact, ast.Assign) for fact in facts)
    counted = [fact for fact in facts if ast.unparse(fact.targets[0]) != "hints"]  # these are as long as pages need
    assert 5 <= sum((fact.end_lineno or 0) - fact.lineno + 1 for fact in counted) <= 12


def says_what_it_is(site: type[NewsSpider]) -> None:
    assert site.title
    assert re.fullmatch(r"[A-Z]{2}", site.country) or (site.status.startswith("probed") and not site.country)
    assert re.fullmatch(r"[a-z]{2,3}( [a-z]{2,3})*", site.language)
    word, _, day = site.status.partition(" ")
    assert (word, day) == ("declared", "") or (word in ("probed", "verified") and date.fromisoformat(day))


def names_its_sources(site: type[NewsSpider]) -> None:
    for source in site.sources:
        assert belongs(source.url, site.name)
        assert NAMED[source.url] == 1
        if isinstance(source, Section) and source.pages:
            assert belongs(source.pages, site.name)
            assert source.pages.format(n=2) != source.pages


def tells_articles_from_others(site: type[NewsSpider]) -> None:
    assert bool(site.article) == bool(site.samples) == bool(site.others)
    matching = {url for url in (*site.samples, *site.others) if re.search(site.article or "", url)}
    assert matching == set(site.samples)
    assert all(belongs(url, site.name) for url in (*site.samples, *site.others))


def belongs(url: str, name: str) -> bool:
    """Whether it is an absolute web address on the site's own domain."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and f".{parts.hostname}".endswith(f".{name}") and not parts.fragment

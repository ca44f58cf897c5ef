"""`scrapy checksite` as an operator runs it."""

import json
import shutil
from pathlib import Path

import pytest

from tests.scraper.test_sites_command import scrapy

SITE = """from scraper import Feed, Hints, NewsSpider


class Courrier(NewsSpider):
    name = "courrier.example"
    sources = (Feed("https://courrier.example/feed"),)
    hints = (Hints(body=("//div[@id='recit']",)),)
"""
STORY = "Le bac de Podor repart demain à l'aube, après onze jours passés au sec pour changer son moteur et sa rampe."
PAGE = f"<html lang=fr><title>Le bac repart</title><h1>Le bac repart</h1><div id=recit><p>{STORY}</p></div></html>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package of one site with hints, and a page of it that nothing is written down of."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "__init__.py").write_text("")
    (tmp_path / "papers" / "courrier_example.py").write_text(SITE)
    place = tmp_path / "pages" / "courrier.example" / "bac"
    place.mkdir(parents=True)
    (place / "page.html").write_text(PAGE)
    said = {"url": "https://courrier.example/2026/11/le-bac-repart", "fetched_at": "2026-11-22T08:00:00Z"}
    (place / "page.json").write_text(json.dumps(said))
    return tmp_path


def check(folder: Path, *words: str) -> tuple[int, str, str]:
    done = scrapy("checksite", "--pages", str(folder / "pages"), *words, folder=folder)
    return done.returncode, done.stdout, done.stderr


def test_from_a_page_to_a_check_that_fails_when_the_hint_is_wrong(folder: Path) -> None:
    assert check(folder, "--write", "courrier.example")[:2] == (
        0,
        "courrier.example/bac: written\n1 page(s), 0 of them not as written down\n",
    )
    written = json.loads((folder / "pages" / "courrier.example" / "bac" / "page.json").read_text())["reading"]
    assert (written["text"], written["title"]) == ([STORY], "Le bac repart")
    assert "text:hint" in written["sources"]
    site = folder / "papers" / "courrier_example.py"
    site.write_text(SITE.replace("recit", "autre"))
    code, said, _ = check(folder)
    assert code == 1
    assert "courrier.example/bac: differs\n    sources is " in said


def test_one_page_that_is_none_hides_no_other(folder: Path) -> None:
    pages = folder / "pages"
    shutil.copytree(pages / "courrier.example", pages / "gone.example")
    (pages / "courrier.example" / "aube").mkdir()
    (pages / "courrier.example" / "aube" / "page.html").write_text(PAGE)
    page = pages / "courrier.example" / "bac" / "page.json"
    page.write_text(json.dumps({**json.loads(page.read_text()), "reading": {"text": [STORY]}}))
    code, said, _ = check(folder)
    assert (code, said.splitlines()[-1]) == (1, "3 page(s), 2 of them not as written down")
    assert "no site is called gone.example" in said
    assert "courrier.example/aube: differs\n    " in said
    assert "courrier.example/bac: ok" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["courier.example"], "pressmark: no site is called courier.example; did you mean courrier.example?"),
        (["-s", "EXTRACT_SECONDS=soon"], "pressmark: setting EXTRACT_SECONDS='soon' should be a number"),
        (["--pages", "nowhere"], "pressmark: no page is saved in nowhere"),
        (["--pages", "nowhere", "courrier.example"], "pressmark: no page of courrier.example is saved"),
    ],
)
def test_misuse_is_one_line(folder: Path, words: list[str], says: str) -> None:
    code, said, told = check(folder, *words)
    assert (code, said) == (2, "")
    assert told.startswith(says)
    assert len(told.splitlines()) == 1


def test_a_site_whose_hints_are_wrong_is_named_with_its_file_before_any_request(folder: Path) -> None:
    (folder / "papers" / "courrier_example.py").write_text(SITE.replace("//div[@id='recit']", "//div["))
    done = scrapy("crawl", "courrier.example", "-s", "CONTACT=a@b.example", folder=folder)
    assert done.returncode == 2
    last = done.stderr.splitlines()[-1]
    assert last.startswith(
        "pressmark: papers/courrier_example.py, line 4: Misuse: Courrier: hints: body: XPath '//div['"
    )
    assert "Traceback" not in done.stderr
    done = scrapy("sites", folder=folder)
    assert done.returncode == 1
    assert done.stderr.startswith("pressmark: papers/courrier_example.py, line 4: Misuse: Courrier: hints: body: ")

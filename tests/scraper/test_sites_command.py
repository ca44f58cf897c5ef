"""`scrapy sites` as an operator runs it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.crawl import BIN, ROOT

SITE = """from scraper import Feed, NewsSpider, Section


class Site(NewsSpider):
    name = "courrier.example"
    title = "Le Courrier [du Fleuve]"
    country = "SN"
    language = "fr wo"
    status = "probed 2026-11-22"
    sources = (Feed("https://courrier.example/rss"), Feed("https://courrier.example/2"), Section("https://courrier.example/"))
    notes = "publishes at night"
"""


def scrapy(command: str, *words: str, folder: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Run a command of ours; with `folder`, on the sites in its package `papers`."""
    places = [str(folder or ""), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}
    only = ["-s", "SPIDER_MODULES=papers"] if folder else []
    line = [str(BIN / "scrapy"), command, *words, *only]
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a package of one site."""
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "__init__.py").write_text("")
    (papers / "courrier_example.py").write_text(SITE)
    return tmp_path


def test_a_line_per_site(folder: Path) -> None:
    done = scrapy("sites", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    _, line, legend = (" ".join(line.split()) for line in done.stdout.splitlines())
    assert line == (
        "courrier.example Le Courrier [du Fleuve] SN fr wo probed 2026-11-22 2 feeds, 1 section publishes at night"
    )
    assert legend.startswith("declared: ")


def test_an_object_per_site(folder: Path) -> None:
    done = scrapy("sites", "--json", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "name": "courrier.example",
        "title": "Le Courrier [du Fleuve]",
        "country": "SN",
        "language": "fr wo",
        "status": "probed 2026-11-22",
        "sources": {
            "feed": ["https://courrier.example/rss", "https://courrier.example/2"],
            "section": ["https://courrier.example/"],
        },
        "article": None,
        "notes": "publishes at night",
    }


def test_those_that_come_with_it() -> None:
    done = scrapy("sites", "--json")
    assert done.returncode == 0, done.stderr
    names = [json.loads(line)["name"] for line in done.stdout.splitlines()]
    assert names == sorted(names)
    assert {"lefaso.net", "malijet.com"} <= set(names)
    assert not {"site", "demo"} & set(names)


def test_a_file_that_does_not_load_is_named_and_hides_no_other(folder: Path) -> None:
    (folder / "papers" / "a_example.py").write_text("\nclass A(NewsSpider):\n    pass\n")
    done = scrapy("sites", folder=folder)
    assert done.returncode == 1
    assert done.stderr == "pressmark: papers/a_example.py, line 2: NameError: name 'NewsSpider' is not defined\n"
    assert "courrier.example" in done.stdout


def test_scrapy_list_names_it_too(folder: Path) -> None:
    (folder / "papers" / "a_example.py").write_text("\nclass A(NewsSpider):\n    pass\n")
    done = scrapy("list", folder=folder)
    assert (done.returncode, done.stdout) == (0, "courrier.example\n")
    assert "papers/a_example.py:2: RuntimeWarning: NameError: name 'NewsSpider' is not defined" in done.stderr


def test_an_argument_is_misuse() -> None:
    done = scrapy("sites", "malijet.com")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "pressmark: scrapy sites takes no argument: malijet.com\n"

import itertools
import warnings
from pathlib import Path

import pytest
from scrapy.settings import Settings

from scraper.loader import Broken, SiteLoader

SITE = """from scraper import Feed, NewsSpider


class {name}(NewsSpider):
    name = "{name}.example"
    sources = (Feed("https://{name}.example/feed"),)
"""
NUMBERS = itertools.count()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of sites, by a name that was not imported before, with one site in it."""
    folder = tmp_path / f"folder{next(NUMBERS)}"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "good.py").write_text(SITE.format(name="good"))
    monkeypatch.syspath_prepend(tmp_path)
    return folder


def load(folder: str) -> SiteLoader:
    return SiteLoader(Settings({"SPIDER_MODULES": [folder]}))


def test_sites_are_found_also_in_folders_below(folder: Path) -> None:
    (folder / "north").mkdir()
    (folder / "north" / "__init__.py").write_text("")
    (folder / "north" / "other.py").write_text(SITE.format(name="other"))
    loader = load(folder.name)
    assert loader.list() == ["good.example", "other.example"]
    assert loader.load("other.example").__module__ == f"{folder.name}.north.other"
    assert loader.broken == []


@pytest.mark.parametrize(
    ("text", "line", "error"),
    [
        ("from scraper import Feeed\n", 1, "ImportError: cannot import name 'Feeed'"),
        ("\nclass Site(NewsSpider):\n    pass\n", 2, "NameError: name 'NewsSpider' is not defined"),
        ("class Site\n", 1, "SyntaxError: "),
        ("\n\n1 / 0\n", 3, "ZeroDivisionError: "),
        ("\0", 0, "SyntaxError: "),
    ],
    ids=["import", "name", "syntax", "any", "null"],
)
def test_a_file_that_does_not_load_costs_itself(folder: Path, text: str, line: int, error: str) -> None:
    (folder / "bad.py").write_text(text)
    with pytest.warns(RuntimeWarning, match=error) as warned:
        loader = load(folder.name)
    assert loader.list() == ["good.example"]
    (broken,) = loader.broken
    assert (broken.file, broken.line) == (f"{folder.name}/bad.py", line)
    assert broken.error.startswith(error)
    assert [(each.filename, each.lineno) for each in warned] == [(broken.file, line)]


def test_it_is_said_once_however_many_loaders_there_are(folder: Path) -> None:
    (folder / "bad.py").write_text("1 / 0\n")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("default")
        loaders = [load(folder.name), load(folder.name)]
    assert len(warned) == 1
    assert loaders[0].broken == loaders[1].broken


def test_two_files_for_one_name(folder: Path) -> None:
    (folder / "later.py").write_text(SITE.format(name="good"))
    with pytest.warns(RuntimeWarning, match="good.example is declared in"):
        loader = load(folder.name)
    assert loader.broken == [
        Broken(f"{folder.name}/good.py", 0, f"good.example is declared in {folder.name}/later.py too")
    ]


def test_a_folder_that_is_not_there() -> None:
    with pytest.warns(RuntimeWarning, match="No module named 'nowhere'"):
        loader = load("nowhere")
    assert loader.list() == []
    assert [broken.file for broken in loader.broken] == ["nowhere.py"]

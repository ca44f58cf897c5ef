"""Pages saved for sites read as it is written down beside them: written by us in their sites' kind of layout."""

from pathlib import Path

import pytest
from scrapy.settings import Settings

from archive import work
from scraper.loader import SiteLoader
from scraper.saved import FOLDER, differences, load, places

OWN = Path(__file__).parent / "papers" / "pages"
LOADERS = {
    FOLDER: SiteLoader(Settings({"SPIDER_MODULES": ["spiders"]})),
    OWN: SiteLoader(Settings({"SPIDER_MODULES": ["tests.spiders.papers"]})),
}
SAVED = [(folder, place) for folder in LOADERS for place in places(folder)]


def test_there_are_pages_of_both() -> None:
    assert {folder for folder, _ in SAVED} == {FOLDER, OWN}


@pytest.mark.parametrize(("folder", "place"), SAVED, ids=[f"{place.parent.name}/{place.name}" for _, place in SAVED])
def test_a_saved_page_reads_as_it_should(folder: Path, place: Path) -> None:
    page = load(place)
    _, reading = work.read_alone(*page.records(LOADERS[folder].load(place.parent.name)))
    assert differences(page, reading) == []

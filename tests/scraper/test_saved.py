import json
from pathlib import Path
from typing import Any

import pytest

from archive import work
from archive.errors import Misuse
from scraper import Hints, NewsSpider
from scraper.saved import differences, load, places

TEXT = "<p>Le bac de Podor repart demain à l'aube, après onze jours passés au sec pour changer son moteur.</p>"
PAGE = f"<html lang=fr><title>Le bac repart</title><h1>Le bac repart</h1><div id=a>{TEXT}</div></html>"
SAID = {"url": "http://paper.example/2026/11/le-bac-repart", "fetched_at": "2026-11-22T08:00:00+01:00"}


class Site(NewsSpider):
    """Two layouts."""

    name = "paper.example"
    article = r"/\d{4}/"
    hints = (Hints(title="//title", until="2026-11-01"), Hints(body=("//div[@id='a']",)))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder of a page of it."""
    place = tmp_path / "pages" / Site.name / "bac"
    place.mkdir(parents=True)
    (place / "page.html").write_text(PAGE)
    (place / "page.json").write_text(json.dumps(SAID))
    return place


def test_pages_are_found_by_their_sites(place: Path) -> None:
    (place.parent.parent / "other.example" / "x").mkdir(parents=True)
    (place.parent.parent / "other.example" / "x" / "page.json").write_text("{}")
    folder = place.parent.parent
    assert [found.name for found in places(folder)] == ["x", "bac"]
    assert places(folder, [Site.name]) == [place]
    assert places(folder, ["a.example"]) == places(folder / "nowhere") == []


def test_a_page_becomes_the_record_that_a_crawl_would_have_written(place: Path) -> None:
    said = SAID | {"found_in": "feed", "link_title": "Le bac", "link_published": "2026-11-21T08:00:00Z"}
    (place / "page.json").write_text(json.dumps(said | {"content_type": "text/html; charset=windows-1252"}))
    found, reading = work.read_alone(*load(place).records(Site))
    assert found.capture.fetched_at.isoformat() == "2026-11-22T07:00:00+00:00"
    assert (found.capture.site, found.capture.url, found.capture.status) == (Site.name, SAID["url"], 200)
    assert (found.context.found_in, found.context.title, found.context.expected) == ("feed", "Le bac", True)
    assert found.context.hints == Site.hints[1:]
    assert reading.published == found.context.published
    assert "text:hint" in str(reading.sources)


def test_what_is_written_down_is_what_is_expected(place: Path) -> None:
    _, reading = work.read_alone(*load(place).records(Site))
    assert differences(load(place), reading) == ["nothing is written down of what is to be read in it"]
    load(place).write(reading)
    page = load(place)
    assert differences(page, reading) == []
    assert {name: page.said[name] for name in SAID} == SAID
    changed: dict[str, Any] = page.said["reading"]
    changed["title"], changed["text"] = "Le bac", ["Le bac.", *changed["text"]]
    told = differences(page, reading)
    assert told[0] == "title is 'Le bac repart', not 'Le bac'"
    assert "-Le bac." in told


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[", "cannot be read"),
        ("[]", "should be an object"),
        ("{}", "should be an object"),
        (json.dumps({"url": SAID["url"]}), "None is no moment"),
        (json.dumps(SAID | {"url": "http://[/"}), "is no web address"),
        (json.dumps(SAID | {"url": "/2026/a"}), "is no web address"),
        (json.dumps(SAID | {"link_title": 7}), "should be text"),
        (json.dumps(SAID | {"fetched_at": "2026-11-22T08:00:00"}), "no moment with its zone"),
        (json.dumps(SAID | {"fetched_at": "soon"}), "cannot be read"),
        (json.dumps(SAID | {"link_published": 7}), "7 is no moment"),
        (json.dumps(SAID | {"reading": {"headline": "x"}}), "not headline"),
        (json.dumps(SAID | {"reading": {"text": "x"}}), "should be lists"),
        (None, "cannot be read: No such file"),
    ],
)
def test_what_is_no_saved_page_is_named(place: Path, text: str | None, says: str) -> None:
    (place / "page.json").unlink() if text is None else (place / "page.json").write_text(text)
    with pytest.raises(Misuse, match=str(place)) as told:
        load(place)
    assert says in str(told.value)

"""What a selection means of captures, and that the tables understand it in the same way."""

from datetime import date

import pytest

from archive import tables
from archive.capture import Capture
from archive.errors import Misuse
from archive.selection import Selection
from tests.kiosk import ANNA, ARABIC, BRIDGE, FRONT, OTHER, SITE, kiosk

LAST, FORM, SILENT, FEED = (f"http://paper.example/{name}" for name in ("last", "form", "silent", "feed"))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> tables.Snapshot:
    return tables.Snapshot(kiosk(tmp_path_factory.mktemp("selection")).store, "captures")


@pytest.mark.parametrize(
    ("selection", "urls"),
    [
        (Selection(OTHER), {"http://other.example/anna"}),
        (Selection(SITE, since=date(2026, 11, 22)), {BRIDGE, LAST}),
        (Selection(until=date(2026, 11, 20)), {FRONT, FEED, ANNA, ARABIC, "http://other.example/anna"}),
        (Selection(SITE, date(2026, 11, 21), date(2026, 11, 21)), {ANNA, ARABIC, BRIDGE, FORM, SILENT}),
        (Selection(since=date(2026, 11, 23)), set()),
        (Selection(url=ANNA), {ANNA}),
        (Selection(url="*/anna"), {ANNA, "http://other.example/anna"}),
        (Selection(url="http://paper.example/f*"), {FEED, FORM}),
        (Selection(url="http://paper.example/_orm"), set()),
        (Selection(url="http://paper.example/%"), set()),
        (Selection(url="http://paper.example/جريدة*"), {ARABIC}),
        (Selection(url="*?page=*"), {ARABIC}),
        (Selection(url="*'; DROP TABLE t"), set()),
        (Selection(url="*\\"), set()),
        (Selection("nobody's"), set()),
    ],
    ids=lambda value: str(value) if isinstance(value, Selection) else "",
)
def test_days_are_included_and_only_stars_are_wild(
    snapshot: tables.Snapshot, selection: Selection, urls: set[str]
) -> None:
    assert {row["url"] for row in snapshot.selected(selection, ["url"])} == urls
    every = [Capture(**row) for row in snapshot.rows()]
    assert {capture.url for capture in every if selection.matches(capture)} == urls


def test_a_selection_for_people() -> None:
    assert str(Selection(SITE, until=date(2026, 11, 2), url="*")) == "paper.example, the first day to 2026-11-02, *"
    assert str(Selection()) == "all sites"
    assert Selection(url="https://öl.example/ä*").patterns[1] == "https://xn--l-0ga.example/%C3%A4*"


def test_days_the_wrong_way_round_are_misuse() -> None:
    with pytest.raises(Misuse, match="after"):
        Selection(since=date(2026, 11, 2), until=date(2026, 11, 1))

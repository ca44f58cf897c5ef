"""The ledger says what is refused, in every form of an address, and is never guessed at."""

import pytest

from archive.errors import DamagedRecord
from archive.store import Store
from archive.takedown import takedowns
from archive.takedown.takedowns import Takedown, Takedowns

URL = "https://paper.example/2026/11/the-story/"
GIVEN = {"urls": (URL,), "urlkeys": ("example,paper)/2026/11/the-story",), "records": ("<urn:uuid:1>",)}


def test_it_is_read_as_it_was_written_begun_and_done(store: Store) -> None:
    work = {"warc/a": ((0, 10, "<urn:uuid:1>", "2026"),)}
    begun = Takedown.new("A", "é “b”", work=work, rows={"id": ("x",)}, sums={"warc/a": ("1", "")}, **GIVEN)
    assert not takedowns.read(store).entries
    takedowns.begin(store, begun)
    assert takedowns.read(store) == Takedowns((begun,))
    assert takedowns.read(store).begun == (begun,)
    done = takedowns.finish(store, begun)
    assert takedowns.read(store).entries == (done,)
    assert (done.state, done.work, done.rows, takedowns.read(store).begun) == ("done", {}, {}, ())


@pytest.mark.parametrize(
    "url",
    [URL, f"{URL}?utm_source=x", "http://www.paper.example/2026/11/the-story/amp/#top"],
    ids=["own", "utm", "amp"],
)
def test_every_form_of_a_page_is_refused_and_no_other(url: str) -> None:
    ledger = Takedowns((Takedown.new("A", "b", **GIVEN), Takedown.new("A", "c")))
    assert ledger.refuses(url) is ledger.entries[0]
    assert ledger.refuses("https://paper.example/2026/11/another-story/") is None
    assert (ledger.records, ledger.urlkeys) == ({"<urn:uuid:1>"}, set(GIVEN["urlkeys"]))
    assert Takedowns().refuses(url) is None


def test_an_entry_that_cannot_be_read_stops_everything(store: Store) -> None:
    store.put("takedowns/20261122T080000000Z-abcdef01.json", b"{")
    with pytest.raises(DamagedRecord, match="restore it"):
        takedowns.read(store)

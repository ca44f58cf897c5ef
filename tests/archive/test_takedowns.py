import json
from pathlib import Path

import pytest

from archive import takedowns
from archive.errors import DamagedRecord
from archive.store import open_store

SAID = {
    "at": "2026-11-22T08:00:00Z",
    "by": "someone",
    "reason": "asked for",
    "urls": ["https://paper.example/a"],
    "urlkeys": ["example,paper)/a"],
    "records": ["<urn:uuid:1>"],
    "segments": [],
}


def test_none_is_nothing(tmp_path: Path) -> None:
    taken = takedowns.read(open_store(str(tmp_path)))
    assert (taken.records, taken.urlkeys, taken.refuses("https://paper.example/a")) == (frozenset(), frozenset(), None)


def test_a_page_is_refused_in_any_form_of_its_address(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    store.put("takedowns/20261122T080000000Z-00000000.json", json.dumps(SAID).encode())
    taken = takedowns.read(store)
    assert taken.records == {"<urn:uuid:1>"}
    assert taken.urlkeys == {"example,paper)/a"}
    found = taken.refuses("http://www.paper.example/a?utm_source=x")
    assert found is not None
    assert found.reason == "asked for"
    assert taken.refuses("https://paper.example/b") is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", json.dumps(SAID | {"records": "x"}).encode()])
def test_an_entry_that_cannot_be_read_is_damage(tmp_path: Path, content: bytes) -> None:
    store = open_store(str(tmp_path))
    store.put("takedowns/x.json", content)
    with pytest.raises(DamagedRecord, match=r"takedowns/x\.json"):
        takedowns.read(store)

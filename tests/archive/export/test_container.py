"""Files that appear together, or not at all."""

import pytest

from archive.errors import StoreRefused
from archive.export.container import Files, Zip, put
from archive.export.destination import kept
from archive.store import Store


def test_a_set_that_cannot_be_completed_leaves_nothing_of_it(store: Store) -> None:
    def fill() -> None:
        with kept(Files(store, "set/")) as files:
            put(files, "a", [b"ours"])
            put(files, "b", [b"ours"])
            store.put("set/b", b"theirs")

    with pytest.raises(StoreRefused):
        fill()
    assert [entry.key for entry in store.list("")] == ["set/b"]
    assert store.get("set/b") == b"theirs"


def test_files_appear_together(store: Store) -> None:
    with kept(Files(store)) as files:
        put(files, "a", [b"a", b"b"])
        put(files, "b", [])
        assert list(store.list("")) == []
    assert [store.get(key) for key in ("a", "b")] == [b"ab", b""]


def test_the_digest_of_a_zip_is_that_of_the_object(store: Store) -> None:
    with kept(Zip(store.create("x.zip"))) as package:
        put(package, "a", [b"a"])
    assert package.whole.written.sha256 == store.sha256("x.zip")
    assert package.whole.written.bytes == store.size("x.zip")

"""Objects that are written piece by piece, to a folder and to S3."""

import io
import os
from pathlib import Path
from typing import Any

import pytest

from archive.errors import StoreRefused
from archive.store import Store
from archive.upload import FIRST_PART_BYTES, Upload


def everything(store: Store) -> list[Path]:
    """Files of a store in a folder, hidden ones too."""
    return [path for path in Path(store.uri).rglob("*") if path.is_file()] if "://" not in store.uri else []


def test_an_object_is_there_whole_when_it_is_finished_and_not_before(store: Store) -> None:
    draft = store.create("out/large.bin")
    pieces = [os.urandom(9 << 20) for _ in range(2)]
    for piece in pieces:
        draft.write(piece)
    assert store.size("out/large.bin") is None
    assert list(store.list("out/")) == []
    draft.close()
    assert store.size("out/large.bin") is None
    draft.finish()
    draft.discard()
    assert store.get("out/large.bin") == b"".join(pieces)
    assert len(everything(store)) <= 1


@pytest.mark.parametrize("data", [b"", b"little"], ids=["empty", "little"])
def test_small_objects(store: Store, data: bytes) -> None:
    draft = store.create("small")
    draft.write(data)
    draft.finish()
    assert store.get("small") == data


def test_what_is_discarded_leaves_nothing(store: Store) -> None:
    draft = store.create("out/gone.bin")
    draft.write(b"x" * (FIRST_PART_BYTES + 1))
    draft.discard()
    assert list(store.list("")) == everything(store) == []


def test_what_is_there_is_not_replaced(store: Store) -> None:
    early = store.create("taken")
    store.put("taken", b"first")
    early.write(b"second")
    with pytest.raises(StoreRefused, match="not replaced"):
        early.finish()
    early.discard()
    with pytest.raises(StoreRefused, match="not replaced"):
        store.create("taken")
    assert store.get("taken") == b"first"


def test_parts_grow_so_that_ten_thousand_of_them_hold_terabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against an API that only takes down what it is sent, in small."""
    monkeypatch.setattr("archive.upload.FIRST_PART_BYTES", 10)
    monkeypatch.setattr("archive.upload.GROWS_AFTER", 3)
    sent: list[bytes] = []

    def ask(operation: str, **words: Any) -> Any:
        body = words.get("Body")
        if isinstance(body, io.BytesIO):
            sent.append(body.read())
        return {"UploadId": "1", "ETag": str(len(sent))}

    upload = Upload(ask, "key", lambda: None, "s3://bucket/key")
    for _ in range(50):
        upload.write(b"abc")
    upload.finish()
    assert [len(each) for each in sent] == [10, 10, 10, 20, 20, 20, 30, 30]
    assert b"".join(sent) == b"abc" * 50

import hashlib
import io
from pathlib import Path

import pytest

from archive.commit import commit
from archive.errors import DamagedRecord
from archive.fixity import manifest, receipt
from archive.objects import replace as replace_object
from archive.segment import Name
from archive.store import Store
from archive.summed import Summed
from tests.segments import ARTICLE, EXCHANGE, READING, Desk

NAME = Name("paper.example", "paper.example-20261122080000000-00001-abc123")
CONTENT = bytes(range(256)) * 9000


@pytest.mark.parametrize("reads", [[], [10], [10, -3, 10], [10**7], [500, 2, 90], [100, -200, 50, 10**7]])
def test_a_stream_is_summed_once_whatever_is_read_again(reads: list[int]) -> None:
    """Negative: so many bytes back."""
    summed = Summed(io.BytesIO(CONTENT))
    at = 0
    for size in reads:
        if size < 0:
            at = summed.seek(max(0, at + size))
        else:
            at += len(summed.read(size))
    assert summed.sha256() == hashlib.sha256(CONTENT).hexdigest()


def test_bytes_that_were_passed_over_are_summed_all_the_same() -> None:
    summed = Summed(io.BytesIO(CONTENT))
    summed.seek(1000)
    assert summed.read(10) == CONTENT[1000:1010]
    assert summed.sha256() == hashlib.sha256(CONTENT).hexdigest()


def test_what_is_put_is_read_in_its_place(store: Store) -> None:
    for index in (b"first\n", b"second\n"):
        manifest.put(store, NAME, "0" * 64, index, "a comment")
        said = {NAME.warc: "0" * 64, NAME.cdxj: hashlib.sha256(index).hexdigest()}
        assert manifest.read(store, NAME) == said
    assert store.get(NAME.manifest).startswith(b"# a comment\n" + b"0" * 64 + b"  warc/")


@pytest.mark.parametrize("content", [b"", b"\xff", b"0" * 64 + b"  other\n", b"0" * 63 + b"  x\n", b"\n", b"# only\n"])
def test_what_cannot_be_a_manifest_is_damage(tmp_path: Path, content: bytes) -> None:
    store = Desk(tmp_path).store
    store.put(NAME.manifest, content)
    with pytest.raises(DamagedRecord):
        manifest.read(store, NAME)


def test_none_is_a_key_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        manifest.read(Desk(tmp_path).store, NAME)


def test_a_renewed_one_is_of_the_objects_as_they_are_and_says_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    name = desk.segment((EXCHANGE, ARTICLE, READING))
    commit(desk.spool, desk.store, name)
    written = desk.store.get(name.manifest)
    (line,) = receipt.read(desk.store, name)
    receipt.put(desk.store, name, [line, receipt.Line(record="<urn:uuid:gone>", outcome="article")])
    replace_object(desk.store, name.cdxj, b"changed\n")
    manifest.renew(desk.store, name)
    assert manifest.read(desk.store, name) == {key: desk.store.sha256(key) for key in (name.warc, name.cdxj)}
    comment = desk.store.get(name.manifest).splitlines()[0]
    assert comment.startswith(b"# renewed 20")
    assert all(line in comment for line in written.splitlines())
    assert list(receipt.read(desk.store, name)) == [line]

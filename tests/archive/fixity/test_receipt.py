from dataclasses import asdict, replace
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from archive import tables
from archive.errors import DamagedRecord
from archive.fixity import receipt
from archive.fixity.receipt import Line
from archive.segment import Name
from archive.store import Store, open_store
from tests.rows import article

NAME = Name("paper.example", "paper.example-20261122080000000-00001-abc123")
LINES = [Line(record="<urn:uuid:1>", outcome="empty"), Line(record="<urn:uuid:2>", id="x", version=2, sha256="0" * 64)]


def test_a_row_has_the_same_hash_before_and_after_the_table(store: Store) -> None:
    row = article(1, tags=(), paywalled=True, text="Œuvre\nπ 𝄞")
    tables.append(store, "articles", [row], "one")
    (there,) = tables.Snapshot(store, "articles").rows()
    assert receipt.row_sha256(there) == receipt.row_sha256(asdict(row))


def test_a_column_added_later_changes_no_hash() -> None:
    row = asdict(article(1, paywalled=None))
    assert receipt.row_sha256(row) == receipt.row_sha256({k: v for k, v in row.items() if k != "paywalled"})


@pytest.mark.parametrize("column", tables.names("articles"))
def test_every_column_counts(column: str) -> None:
    row = asdict(article(1))
    old = row[column]
    new = (
        old + timedelta(microseconds=1) if hasattr(old, "astimezone") else not old if isinstance(old, bool) else "other"
    )
    assert receipt.row_sha256(row | {column: new}) != receipt.row_sha256(row)


def test_the_zone_of_a_time_does_not_count() -> None:
    row = article(1)
    elsewhere = replace(row, fetched_at=row.fetched_at.astimezone(timezone(timedelta(hours=5))))
    assert receipt.row_sha256(asdict(elsewhere)) == receipt.row_sha256(asdict(row))


def test_what_is_put_is_read(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    for lines in (LINES, [], LINES[:1]):
        receipt.put(store, NAME, lines)
        assert list(receipt.read(store, NAME)) == lines


def test_what_is_not_kept_goes(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    receipt.keep(store, NAME, {"<urn:uuid:2>"})
    receipt.put(store, NAME, LINES)
    receipt.keep(store, NAME, {"<urn:uuid:2>"})
    assert list(receipt.read(store, NAME)) == LINES[1:]


@pytest.mark.parametrize("at", range(0, 300, 7))
def test_a_changed_byte_is_damage(tmp_path: Path, at: int) -> None:
    store = open_store(str(tmp_path))
    receipt.put(store, NAME, LINES)
    content = bytearray(store.get(NAME.receipt))
    content[at % len(content)] ^= 1
    store.delete(NAME.receipt)
    store.put(NAME.receipt, bytes(content))
    with pytest.raises(DamagedRecord):
        list(receipt.read(store, NAME))


@pytest.mark.parametrize("content", [b"", b"{}\n", b"[]\n", b"x" * 20_000, b'{"record": 1, "more": 2}\n', b"{" * 9_000])
def test_what_cannot_be_a_receipt_is_damage(tmp_path: Path, content: bytes) -> None:
    store = open_store(str(tmp_path))
    store.put(NAME.receipt, content)
    with pytest.raises(DamagedRecord):
        list(receipt.read(store, NAME))

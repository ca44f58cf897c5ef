"""Records as they lie in the archive, with everything that belongs to them, or the reason why not."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive import tables, warc
from archive.capture import Capture
from archive.export import records
from archive.export.records import Damage, Group, groups, warcinfo
from archive.member import members
from archive.selection import Selection
from archive.store import open_store
from tests.kiosk import DAYS, SITE, Kiosk, Page, kiosk

FIRST = Selection(SITE, until=date(2026, 11, 20))


def captures(made: Kiosk, selection: Selection = FIRST) -> list[Capture]:
    rows = tables.Snapshot(made.store, "captures").selected(selection)
    return sorted((Capture(**row) for row in rows), key=lambda each: (each.warc, each.offset))


def spoiled(made: Kiosk, key: str, at: int, to: int | None = None) -> None:
    """A byte flipped, or the file cut."""
    path = Path(made.store.uri) / key
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.unlink()
    path.write_bytes(data[:to])


def test_groups_are_the_bytes_of_the_archive(tmp_path: Path) -> None:
    made = kiosk(tmp_path)
    chosen = captures(made)
    whole = made.store.get(chosen[0].warc)
    found = [each for each in groups(made.store, iter(chosen)) if isinstance(each, Group)]
    assert warcinfo(made.store, chosen[0].warc) + b"".join(each.data for each in found) == whole
    (one,) = groups(made.store, iter(chosen[2:3]))
    assert one == found[2]


@pytest.mark.parametrize("apart", [0, 1 << 20], ids=["far", "near"])
def test_a_request_larger_than_what_is_read_ahead_comes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: int
) -> None:
    monkeypatch.setattr(records, "TAIL_BYTES", 100)
    monkeypatch.setattr(records, "GAP_BYTES", apart)
    made = kiosk(tmp_path)
    chosen = captures(made)
    found = [each.data for each in groups(made.store, iter(chosen)) if isinstance(each, Group)]
    whole = made.store.get(chosen[0].warc)
    assert whole.endswith(b"".join(found))
    assert len(found) == len(chosen)


def test_damage_costs_the_damaged_capture_alone(tmp_path: Path) -> None:
    made = kiosk(tmp_path)
    chosen = captures(made)
    hit = chosen[1]
    spoiled(made, hit.warc, hit.offset + hit.length // 2)
    found = list(groups(made.store, iter(chosen)))
    assert [type(each) for each in found] == [Group, Damage, Group, Group]
    assert str(found[1]).startswith(f"{hit.warc} at {hit.offset}: left out: ")


def test_a_torn_request_and_a_missing_file_are_damage(tmp_path: Path) -> None:
    made = kiosk(tmp_path)
    chosen = captures(made)
    spoiled(made, chosen[-1].warc, 0, to=-20)
    *_, last = groups(made.store, iter(chosen[1:]))
    assert isinstance(last, Damage)
    assert "cut short" in last.problem
    (Path(made.store.uri) / chosen[0].warc).unlink()
    assert {each.problem for each in groups(made.store, iter(chosen)) if isinstance(each, Damage)} == {
        "its WARC is not in the archive"
    }
    assert warcinfo(made.store, chosen[0].warc) == b""


def test_another_record_in_its_place_is_not_exported(tmp_path: Path) -> None:
    """Such as a tombstone, which keeps the id of what was taken down."""
    made = kiosk(tmp_path)
    first, second, *_ = captures(made)
    moved = replace(first, offset=second.offset, length=second.length)
    tombstone = replace(first, record_type="metadata")
    for wrong in (moved, tombstone):
        (found,) = groups(made.store, iter([wrong]))
        assert isinstance(found, Damage)
        assert "lies where" in found.problem


def test_metadata_of_others_lies_within_a_group_and_ours_closes_it(tmp_path: Path) -> None:
    made = Kiosk(tmp_path)
    name = made.segment(*(Page(f"http://paper.example/{number}", DAYS[0], b"text") for number in range(2)))
    with made.store.open(name.warc) as stream:
        _, *kept = [made.store.get(name.warc, each.offset, each.length) for each in members(stream)]
    theirs = warc.record([("WARC-Record-ID", "<urn:uuid:1>"), ("WARC-Type", "metadata")], b"outlinks: none")
    first, second = [*kept[:2], theirs, kept[2]], kept[3:5]  # the last has lost what closes it
    store = open_store(str(tmp_path / "other"))
    store.put("warc/x.warc.gz", b"".join(first + second))
    starts = (0, sum(map(len, first)))
    rows = [replace(each, warc="warc/x.warc.gz", offset=at) for each, at in zip(captures(made), starts, strict=True)]
    whole, torn = groups(store, iter(rows))
    assert isinstance(whole, Group)
    assert whole.data == b"".join(first)
    assert isinstance(torn, Damage)
    store.put("warc/y.warc.gz", b"".join(kept[:2] + kept[3:]))
    (torn, _) = groups(
        store,
        iter(
            [
                replace(each, warc="warc/y.warc.gz", offset=at)
                for each, at in zip(captures(made), (0, sum(map(len, kept[:2]))), strict=True)
            ]
        ),
    )
    assert isinstance(torn, Damage)
    assert "not there" in torn.problem

"""Packages that others wrote: read where they lie, and not believed."""

import gzip
import json
import struct
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from archive.errors import DamagedRecord, Misuse
from archive.replay import waczreader
from archive.store import open_store
from tests import playable
from tests.playable import PAGES
from tests.replaying import replaying

NAME = "data-1.warc.gz"
WARC = b"0123456789" * 20


def line(url: str = "http://a.example/", filename: str = NAME, offset: object = "10", length: object = "20") -> bytes:
    fields = {
        "url": url,
        "mime": "text/html",
        "status": "200",
        "offset": offset,
        "length": length,
        "filename": filename,
    }
    return b"example,a)/ 20260101000000 " + json.dumps(fields).encode() + b"\n"


def package(path: Path, index: bytes, *, coding: int = ZIP_STORED, name: str = NAME, **more: bytes) -> Path:
    with ZipFile(path, "w") as zipped:
        zipped.writestr("datapackage.json", "{}")
        zipped.writestr(f"archive/{name}", WARC, compress_type=coding)
        zipped.writestr("indexes/index.cdx.gz", gzip.compress(index), compress_type=ZIP_STORED)
        for inside, data in more.items():
            zipped.writestr(inside.replace("__", "/").replace("_dot_", "."), data)
    return path


def read(folder: Path, index: bytes) -> bytes:
    """What the index lines lead to."""
    found = b""
    for row in index.splitlines():
        fields = json.loads(row.split(b" ", 2)[2])
        with (folder / "archive" / fields["filename"]).open("rb") as file:
            file.seek(int(fields["offset"]))
            found += file.read(int(fields["length"]))
    return found


def opened(tmp_path: Path, path: Path) -> tuple[waczreader.Opened, bytes, Path]:
    folder = tmp_path / "opened"
    folder.mkdir()
    return waczreader.prepare(path, folder, 10), (folder / "indexes" / "index.cdxj").read_bytes(), folder


@pytest.mark.parametrize("coding", [ZIP_STORED, ZIP_DEFLATED], ids=["stored", "deflated"])
def test_index_lines_lead_into_the_package(tmp_path: Path, coding: int) -> None:
    path = package(tmp_path / "a.wacz", line() + line(offset=30, length=5), coding=coding)
    result, index, folder = opened(tmp_path, path)
    assert (result.lines, result.skipped) == (2, 0)
    assert read(folder, index) == WARC[10:30] + WARC[30:35]
    unpacked = sum(file.lstat().st_size for file in (folder / "archive").iterdir() if not file.is_symlink())
    assert unpacked == (0 if coding == ZIP_STORED else len(WARC))


@pytest.mark.parametrize(
    "bad",
    [
        line(filename="../../etc/passwd"),
        line(filename="/etc/passwd"),
        line(filename="other.warc.gz"),
        line(offset="-1"),
        line(offset=len(WARC) - 5),
        line(length="0"),
        line(length="x"),
        line(offset=None),
        line(url=["a"]),  # type: ignore[arg-type]
        b"example,a)/ 2026 {}\n",
        b"example,a)/ 20260101000000 [\n",
        b"[" * 100_000 + b"\n",
        b"\xff\xfe\n",
    ],
    ids=range(13),
)
def test_lines_that_lead_elsewhere_are_left_out(tmp_path: Path, bad: bytes) -> None:
    result, index, folder = opened(tmp_path, package(tmp_path / "a.wacz", line() + bad))
    assert (result.lines, result.skipped, read(folder, index)) == (1, 1, WARC[10:30])


def test_no_field_has_pywb_read_elsewhere(tmp_path: Path) -> None:
    more = {"orig.filename": "../../secret", "orig.offset": "0", "orig.length": "9", "load_url": "http://127.0.0.1/"}
    bad = line().replace(b"{", json.dumps(more).encode()[:-1] + b", ", 1)
    _, index, _ = opened(tmp_path, package(tmp_path / "a.wacz", bad))
    assert {*json.loads(index.split(b" ", 2)[2])} == {"url", "mime", "status", "filename", "offset", "length"}


def test_an_index_out_of_order_is_sorted(tmp_path: Path) -> None:
    rows = [line(f"http://a.example/{n}").replace(b"example,a)/", b"example,a)/%d" % n) for n in (3, 1, 2)]
    result, index, _ = opened(tmp_path, package(tmp_path / "a.wacz", b"".join(rows)))
    assert [row[11:12] for row in index.splitlines()] == [b"1", b"2", b"3"]
    assert result.lines == 3


@pytest.mark.parametrize("name", ["../../evil.warc.gz", "/evil.warc.gz", "a/../../evil.warc.gz"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    package(tmp_path / "a.wacz", line(filename=name), coding=ZIP_DEFLATED, name=name)
    result, index, folder = opened(tmp_path, tmp_path / "a.wacz")
    assert (result.lines, read(folder, index)) == (1, WARC[10:30])
    assert {file.name for file in (folder / "archive").iterdir()} == {"package", "0.warc"}
    assert not [*tmp_path.rglob("evil*")]


def test_pages_are_listed_as_far_as_they_can_be_read(tmp_path: Path) -> None:
    listed = [
        b'{"format": "json-pages-1.0"}',
        b'{"url": "http://a.example/", "ts": "2026-01-01T00:00:00Z", "title": "A"}',
        b"[1]",
        b'{"url": "http://a.example/b", "ts": "2026-01-01T00:00:00.5Z", "title": 5}',
        b'{"url": "http://a.example/c", "ts": 5}',
    ]
    path = package(tmp_path / "a.wacz", line(), pages__pages_dot_jsonl=b"\n".join(listed))
    assert [(page.url, page.timestamp, page.title) for page in opened(tmp_path, path)[0].pages] == [
        ("http://a.example/", "20260101000000", "A"),
        ("http://a.example/b", "20260101000000", None),
    ]


def damaged(path: Path, kind: str) -> bytes:
    data = bytearray(path.read_bytes())
    if kind == "cut":
        return bytes(data[: len(data) // 2])
    if kind == "index":
        data[data.index(b"\x1f\x8b") + 30] ^= 1
    if kind == "directory":
        at = data.rindex(b"PK\x01\x02")
        data[at + 42 : at + 46] = struct.pack("<L", 0xFFFFFF)
    return bytes(data) if kind != "no zip" else b"no zip"


@pytest.mark.parametrize("kind", ["cut", "index", "directory", "no zip"])
def test_a_damaged_package_is_refused_in_a_line(tmp_path: Path, kind: str) -> None:
    path = package(tmp_path / "a.wacz", line() * 50)
    path.write_bytes(damaged(path, kind))
    with pytest.raises(DamagedRecord, match=r"a\.wacz cannot be read as a WACZ"):
        opened(tmp_path, path)


def test_what_holds_no_warc_is_no_package(tmp_path: Path) -> None:
    package(tmp_path / "a.wacz", line(), name="notes.txt")
    with pytest.raises(Misuse, match="holds no WARC"):
        opened(tmp_path, tmp_path / "a.wacz")


def test_a_package_replays(tmp_path: Path) -> None:
    """One WARC stored, one compressed; by real pywb."""
    store = open_store(str(tmp_path / "data"))
    index = b""
    with ZipFile(tmp_path / "b.wacz", "w") as zipped:
        for serial, coding in ((0, ZIP_STORED), (1, ZIP_DEFLATED)):
            name = playable.put(store, tmp_path, [page.exchange for page in PAGES[serial::2]], serial=serial)
            zipped.writestr(f"archive/{serial}.warc.gz", store.get(name.warc), compress_type=coding)
            index += store.get(name.cdxj).replace(name.warc.encode(), b"%d.warc.gz" % serial)
        zipped.writestr("indexes/index.cdxj", index)
        page = {"url": PAGES[0].asked, "ts": "2026-11-20T08:00:00Z", "title": "A \x1b[31mtitle"}
        zipped.writestr("pages/pages.jsonl", json.dumps(page))
    with replaying(tmp_path, "--wacz", "b.wacz") as running:
        for played in PAGES:
            assert running.get(played.asked, "mp_")[0] == 200
            if played.coding != "x-deflate":
                assert running.get(played.asked) == (200, played.text)
        assert f"/archive/20261120080000/{PAGES[0].asked}  A \ufffd[31mtitle\n" in running.said

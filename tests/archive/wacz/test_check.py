"""Whatever is altered in a package, the check names it, also where other validators let it pass."""

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.export.job import Job
from archive.selection import Selection
from archive.wacz.check import Fault, check
from tests.kiosk import ANNA, kiosk

WARC, INDEX, IDX = "archive/all-00000.warc.gz", "indexes/index.cdx.gz", "indexes/index.idx"
PAGES, MANIFEST, SEAL = "pages/pages.jsonl", "datapackage.json", "datapackage-digest.json"
Files = dict[str, bytes]
Alter = Callable[[Files], object]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("check")
    Job(kiosk(folder).store, Selection(), f"{folder}/all.wacz").wacz()
    with zipfile.ZipFile(folder / "all.wacz") as package:
        return {name: package.read(name) for name in package.namelist()}


def faults(files: Files, deflated: str = "") -> list[str]:
    """What the check says of a package of these files."""
    packed, said = io.BytesIO(), list[Fault]()
    with zipfile.ZipFile(packed, "w") as package:
        for name, data in files.items():
            package.writestr(name, data, zipfile.ZIP_DEFLATED if name == deflated else zipfile.ZIP_STORED)
    check(packed, said.append)
    return [f"{fault.path} {fault.offset}: {fault.problem}" for fault in said]


def sealed(files: Files) -> Files:
    """With a manifest that agrees with what was altered, so that only the contents are at fault."""
    manifest = json.loads(files[MANIFEST])
    for each in manifest["resources"]:
        data = files[each["path"]]
        each |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    files[MANIFEST] = json.dumps(manifest).encode()
    files[SEAL] = json.dumps(
        {"path": MANIFEST, "hash": f"sha256:{hashlib.sha256(files[MANIFEST]).hexdigest()}"}
    ).encode()
    return files


def index(files: Files, change: Callable[[list[bytes]], Iterator[bytes]]) -> None:
    """An index of other lines, its blocks' index with it."""
    files[INDEX] = gzip.compress(b"".join(change(gzip.decompress(files[INDEX]).splitlines(keepends=True))))
    first = gzip.decompress(files[INDEX]).partition(b" {")[0]
    files[IDX] = first + b' {"offset": 0, "length": %d}\n' % len(files[INDEX])


def shifted(files: Files) -> None:
    index(files, lambda lines: (line.replace(b'"offset": "', b'"offset": "1') for line in lines))


STRANGE = [
    b'a)/ 2026 {"url": "http://a/", "mime": "x", "length": "1", "offset": "99999999999999999999", "filename": "a"}\n',
    b'a)/ 2026 {"url": "\\ud800", "mime": "x", "length": "1", "offset": "9", "filename": "a"}\n',
    b'a)/ 2026 {"url": {"a": 1}, "mime": "x", "length": "1", "offset": "9", "filename": "a"}\n',
    b"a)/ 2026 " + b"[" * 100_000 + b"\n",
]


def lied(files: Files) -> None:
    index(files, lambda lines: (line.replace(b"paper.example/last", b"paper.example/lost") for line in lines))


def without_original(files: Files) -> None:
    """The first record of Anna's page."""
    old, manifest = files.pop(WARC), json.loads(files[MANIFEST])
    from archive import warc
    from archive.member import members

    kept = [
        old[each.offset : each.offset + each.length]
        for each in members(io.BytesIO(old))
        if (warc.parse(each.data).type, warc.parse(each.data).headers.get("WARC-Target-URI")) != ("response", ANNA)
    ]
    files[WARC] = b"".join(kept)
    files[MANIFEST] = json.dumps(manifest).encode()


def reversed_index(files: Files) -> None:
    index(files, reversed)


def another_page(files: Files) -> None:
    files[PAGES] += b'{"url": "http://paper.example/never", "ts": "2026-11-20T08:00:00Z"}\n'


def flipped(files: Files) -> None:
    data = bytearray(files[WARC])
    data[len(data) // 2] ^= 1
    files[WARC] = bytes(data)


@pytest.mark.parametrize(
    ("alter", "named"),
    [
        (lambda files: files.pop(SEAL), f"{SEAL} None: missing"),
        (lambda files: files.pop(MANIFEST), f"{MANIFEST} None: missing"),
        (lambda files: files.pop(PAGES), f"{PAGES} None: missing"),
        (lambda files: files.pop(WARC), "archive/ None: holds no .warc"),
        (lambda files: files.pop(INDEX), "indexes/ None: holds no .cdx.gz"),
        (lambda files: files.update({"notes.txt": b"x"}), "notes.txt None: is not in datapackage.json"),
        (lambda files: files.update({SEAL: b'{"path": "datapackage.json", "hash": "sha256:00"}'}), "is not the digest"),
        (lambda files: files.update({MANIFEST: files[MANIFEST] + b" "}), "is not the digest of"),
        (lambda files: files.update({MANIFEST: b"\xff[" * 9}), "is no manifest"),
        (another_page, f"{PAGES} None: does not match its hash"),
        (lambda files: (another_page(files), sealed(files)), "no capture of http://paper.example/never"),
        (lambda files: files.update({PAGES: b"[1]\nnot json\n"}), "line 2 is no page"),
        (lambda files: (shifted(files), sealed(files)), "no record begins where"),
        (lambda files: (lied(files), sealed(files)), "is not of the length, address or time"),
        (lambda files: index(files, lambda _: iter(STRANGE)), "line 4 cannot be read"),
        (lambda files: (reversed_index(files), sealed(files)), "is out of order"),
        (lambda files: (index(files, lambda lines: iter(lines[1:])), sealed(files)), "is in no index"),
        (lambda files: (files.update({IDX: files[IDX].replace(b'"offset": 0', b'"offset": 7')}), sealed(files)), IDX),
        (lambda files: (files.update({INDEX: files[INDEX][:-9]}), sealed(files)), "cut short"),
        (lambda files: (without_original(files), sealed(files)), f"revisit of {ANNA}, whose original is not"),
        (lambda files: (flipped(files), sealed(files)), f"{WARC} "),
    ],
    ids=range(21),
)
def test_what_is_altered_is_named(whole: Files, alter: Alter, named: str) -> None:
    files = dict(whole)
    alter(files)
    said = faults(files)
    assert any(named in each for each in said), said


def test_a_package_as_it_was_made_has_no_faults(whole: Files) -> None:
    assert faults(whole) == []


def test_what_cannot_be_fetched_by_range_is_named(whole: Files, tmp_path: Path) -> None:
    assert faults(whole, deflated=WARC) == [
        f"{WARC} None: compressed in the ZIP: no record can be fetched from it by its offset"
    ]
    assert faults(whole, deflated=INDEX) == [
        f"{INDEX} None: compressed twice: no block can be fetched from it by its offset"
    ]
    with (
        zipfile.ZipFile(tmp_path / "x", "w") as package,
        package.open("datapackage.json", "w", force_zip64=True) as one,
    ):
        one.write(b"{}")
    said: list[Fault] = []
    with (tmp_path / "x").open("rb") as stream:
        check(stream, said.append)
    assert any("central directory lacks" in fault.problem for fault in said)


def test_bombs_and_what_is_no_zip_are_not_read(whole: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.wacz.check.MANIFEST_BYTES", 1 << 20)
    said: list[Fault] = []
    check(io.BytesIO(b"PK nonsense"), said.append)
    assert "not a ZIP file" in said[0].problem
    bomb = whole | {PAGES: bytes(4 << 20)}
    assert any("was not read" in each for each in faults(bomb, deflated=PAGES))

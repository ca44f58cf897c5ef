"""Every form of export, from a folder and from S3, to a folder and to S3."""

import io
import json
import subprocess
import tarfile
import tracemalloc
import zipfile
from datetime import date, timedelta
from pathlib import Path
from random import Random

import bagit
import polars
import pytest
from warcio.archiveiterator import ArchiveIterator

from archive import tables, warc
from archive.errors import ExportFailed, Misuse, StoreRefused
from archive.export import rows
from archive.export.job import Job, Watch
from archive.export.records import Damage
from archive.index import cdxj
from archive.selection import Selection
from archive.store import Store, open_store
from archive.wacz.check import Fault, check
from tests.crawl import BIN
from tests.kiosk import ANNA, ARABIC, BRIDGE, DAYS, FRONT, HTML, SAME, SITE, Kiosk, Page, kiosk

SECOND = Selection(SITE, date(2026, 11, 21), date(2026, 11, 21))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Kiosk:
    return kiosk(tmp_path_factory.mktemp("job"))


@pytest.fixture
def folder(tmp_path: Path) -> Kiosk:
    return kiosk(tmp_path)


@pytest.fixture
def place(store: Store) -> Store:
    """A folder, or a prefix on S3, to export to."""
    store.put("here", b"")
    return store


@pytest.fixture
def desk(tmp_path: Path) -> Store:
    """Where exports go when it does not matter."""
    (tmp_path / "desk").mkdir()
    return open_store(str(tmp_path / "desk"))


def job(made: Kiosk, to: Store, name: str, selection: Selection = SECOND, **given: object) -> Job:
    return Job(made.store, selection, f"{to.uri}/out/{name}", **given)  # type: ignore[arg-type]


def out(store: Store, name: str) -> bytes:
    return store.get(f"out/{name}")


def records(data: bytes) -> list[tuple[str, str]]:
    """Type and URL of every record, as another reader has them."""
    return [
        (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"))
        for record in ArchiveIterator(io.BytesIO(data))
    ]


def lines(data: bytes, path: str) -> list[dict[str, object]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [json.loads(line) for line in package.read(path).splitlines()]


def test_a_wacz_holds_what_was_selected_and_replays_by_itself(tmp_path: Path, store: Store) -> None:
    made = kiosk(tmp_path, store)
    done = job(made, store, "second.wacz", title="The second day").wacz()
    assert (done.captures, done.originals, done.pages, done.left_out, done.unresolved) == (5, 2, 3, 0, 0)
    data = out(store, "second.wacz")
    faults: list[Fault] = []
    with store.open("out/second.wacz") as stream:
        checked = check(stream, faults.append)
    assert not faults
    assert (checked.entries, checked.pages) == (5, 3)  # neither the POST nor what never answered
    _, *pages = lines(data, "pages/pages.jsonl")
    bridge, anna, arabic = sorted(pages, key=lambda page: (page["url"] != BRIDGE, page["url"] == ARABIC))
    assert (anna["ts"], anna["text"]) == ("2026-11-21T08:00:00Z", "Anna built a bridge.")
    assert {arabic["url"], bridge["url"]} == {ARABIC, BRIDGE}
    assert all(page["title"] for page in pages)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        (inner,) = [info for info in package.infolist() if info.filename.startswith("archive/")]
        found = records(package.read(inner))
    assert found.count(("response", ANNA)) == found.count(("revisit", ANNA)) == 1
    assert [kind for kind, url in found if url == ARABIC].count("revisit") == 1
    assert {url for kind, url in found if url} == {
        *(ANNA, ARABIC, BRIDGE),
        *(f"http://paper.example/{name}" for name in ("form", "silent")),
    }


def test_members_are_copied_byte_for_byte_with_the_warcinfo_they_refer_to(made: Kiosk, desk: Store) -> None:
    done = job(made, desk, "all.warc.gz", Selection(SITE, until=date(2026, 11, 20))).warc()
    (segment, *_) = [entry.key for entry in made.store.list(f"warc/{SITE}/")]
    data = out(desk, "all.warc.gz")
    assert data.endswith(made.store.get(segment))
    assert [kind for kind, _ in records(data)][:2] == ["warcinfo", "warcinfo"]
    assert (done.files[0].bytes, done.files[0].sha256) == (len(data), desk.sha256("out/all.warc.gz"))


def test_warcs_roll(made: Kiosk, desk: Store) -> None:
    done = job(made, desk, "all.warc.gz", Selection(), warc_size=2000).warc()
    names = [each.path for each in done.files]
    assert names[:2] == ["all-00000.warc.gz", "all-00001.warc.gz"]
    assert [entry.key for entry in desk.list("out/")] == [f"out/{name}" for name in names]
    found = [record for name in names for record in records(out(desk, name))]
    assert sum(kind in ("response", "revisit") for kind, _ in found) == done.captures - 1 == 11


def test_the_index_is_that_of_the_archive(made: Kiosk, desk: Store) -> None:
    job(made, desk, "all.cdxj", Selection()).cdxj()
    kept = b"".join(made.store.get(entry.key) for entry in made.store.list("cdxj/"))
    assert out(desk, "all.cdxj").splitlines() == sorted(kept.splitlines())
    assert {entry.url for entry in cdxj.read(out(desk, "all.cdxj"))} >= {FRONT, ARABIC}


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_rows_have_every_column_of_the_tables(made: Kiosk, desk: Store, form: str) -> None:
    done = job(made, desk, f"x.{form}", SECOND).table(getattr(rows, form), captures=True)
    assert [each.path for each in done.files] == [f"x.{form}", f"x-captures.{form}"]
    read = polars.read_ndjson if form == "jsonl" else polars.read_parquet
    articles, captures = (read(io.BytesIO(out(desk, each.path))) for each in done.files)
    assert articles["url"].to_list() == [BRIDGE]
    assert captures.height == 5
    assert (articles.columns, captures.columns) == tuple(tables.schema(name).names for name in ("articles", "captures"))
    if form == "parquet":
        assert articles.schema["fetched_at"] == polars.Datetime("us", "UTC")
    row = articles.row(0, named=True)
    assert warc.read(made.store.get(row["warc"], row["offset"], row["length"])).payload == row["text"].encode()


@pytest.mark.parametrize(
    ("store", "suffix"), [("folder", ""), ("s3", ""), ("folder", ".zip"), ("folder", ".tar")], indirect=["store"]
)
def test_a_bag_is_valid(made: Kiosk, place: Store, tmp_path: Path, suffix: str) -> None:
    done = job(made, place, f"bag{suffix}", contact="archive@paper.example").bag()
    folder = tmp_path / "opened" / "bag"
    if suffix:
        packed = io.BytesIO(out(place, f"bag{suffix}"))
        assert done.files[0].sha256 == place.sha256(f"out/bag{suffix}")
        kind = zipfile.ZipFile(packed) if suffix == ".zip" else tarfile.TarFile(fileobj=packed)
        with kind as opened:
            opened.extractall(folder.parent)
    else:
        for entry in place.list("out/bag/"):
            path = folder / entry.key.removeprefix("out/bag/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(place.get(entry.key))
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert (bag.info["Captures"], bag.info["Originals-Of-Revisits"], bag.info["Site"]) == ("5", "2", SITE)
    assert bag.info["Contact-Email"] == "archive@paper.example"
    (path,) = (folder / "data" / "warc").iterdir()
    found = records(path.read_bytes())
    for entry in cdxj.read((folder / "data" / "index.cdxj").read_bytes()):
        assert entry.location.warc == path.name
        with path.open("rb") as file:
            file.seek(entry.location.offset)
            member = warc.read(file.read(entry.location.length))
        assert (member.type, entry.url) in found


def test_nothing_selected_makes_nothing(made: Kiosk, desk: Store) -> None:
    before = [entry.key for entry in desk.list("")]
    nowhere = Selection("nobody.example")
    forms = {"a.wacz": Job.wacz, "a": Job.bag, "a.zip": Job.bag, "a.warc.gz": Job.warc, "a.cdxj": Job.cdxj}
    for name, make in forms.items():
        with pytest.raises(ExportFailed, match=r"nobody\.example: no file was made"):
            make(job(made, desk, name, nowhere))
    with pytest.raises(ExportFailed, match=r"no articles of nobody\.example: no file was made"):
        job(made, desk, "a.jsonl", nowhere).table(rows.jsonl, captures=False)
    assert [entry.key for entry in desk.list("")] == before
    assert not list(Path(desk.uri).rglob("*.part"))


def test_what_is_there_is_not_replaced(made: Kiosk, place: Store) -> None:
    place.put("out/x.wacz", b"precious")
    place.put("out/bag/note", b"precious")
    for make in (job(made, place, "x.wacz").wacz, job(made, place, "bag").bag):
        with pytest.raises(StoreRefused, match="not replaced"):
            make()
    assert out(place, "x.wacz") == out(place, "bag/note") == b"precious"


def test_names_that_readers_would_not_know_are_misuse(made: Kiosk, desk: Store) -> None:
    for make in (job(made, desk, "x.zip").wacz, job(made, desk, "x.warc").warc):
        with pytest.raises(Misuse, match="has to end with"):
            make()


def test_a_damaged_record_is_left_out_and_said(folder: Kiosk, desk: Store) -> None:
    """The original of Anna's revisit."""
    row = next(tables.rows(folder.store, "captures", url=ANNA, record_type="response"))
    path = Path(folder.store.uri) / row["warc"]
    data = bytearray(path.read_bytes())
    data[row["offset"] + row["length"] // 2] ^= 1
    path.unlink()
    path.write_bytes(data)
    said: list[Damage] = []
    done = job(folder, desk, "x.wacz", watch=Watch(left_out=said.append)).wacz()
    assert (done.left_out, done.unresolved, done.originals) == (1, 1, 1)
    assert [each.capture.url for each in said] == [ANNA]
    faults: list[Fault] = []
    check(io.BytesIO(out(desk, "x.wacz")), faults.append)
    assert [fault.problem for fault in faults] == [f"revisit of {ANNA}, whose original is not in the package"]


def test_a_taken_down_original_does_not_come_along(folder: Kiosk, desk: Store) -> None:
    """Its row is gone, whatever still lies in the WARC."""
    from deltalake import DeltaTable

    DeltaTable(f"{folder.store.uri}/captures").delete(f"url = '{ANNA}' AND record_type = 'response'")
    done = job(folder, desk, "x.warc.gz").warc()
    assert (done.originals, done.unresolved) == (1, 1)
    assert ("response", ANNA) not in records(out(desk, "x.warc.gz"))


def test_a_page_not_modified_has_its_text_and_what_is_no_article_none(folder: Kiosk, desk: Store) -> None:
    folder.segment(
        Page(FRONT, DAYS[2], head=SAME, again=FRONT, kind="section"), Page(ANNA, DAYS[2], head=SAME, again=ANNA)
    )
    folder.segment(Page(ANNA, DAYS[2] + timedelta(days=1), b"Her bridge fell."))
    third = Selection(SITE, date(2026, 11, 22), date(2026, 11, 22))
    done = job(folder, desk, "x.wacz", third).wacz()
    data = out(desk, "x.wacz")
    _, extra = lines(data, "pages/extraPages.jsonl")
    assert (extra["url"], extra["ts"]) == (FRONT, "2026-11-22T08:00:00Z")
    (package,) = [json.loads(zipfile.ZipFile(io.BytesIO(data)).read("datapackage.json"))]
    assert (package["mainPageUrl"], package["mainPageDate"]) == (FRONT, "2026-11-22T08:00:00Z")
    assert done.pages == 4
    anna = next(page for page in lines(data, "pages/pages.jsonl") if page.get("url") == ANNA)
    assert (anna["ts"], anna["text"]) == ("2026-11-22T08:00:00Z", "Anna built a bridge.")


def test_memory_does_not_grow_with_the_selection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.export.records.SPAN_BYTES", 1 << 20)
    made, to = Kiosk(tmp_path), open_store(str(tmp_path))
    noise = Random(1)
    made.segment(
        *(
            Page(f"http://paper.example/{n}", DAYS[0] + timedelta(seconds=n), noise.randbytes(200_000), "page", HTML)
            for n in range(150)
        )
    )
    list(tables.rows(made.store, "captures"))  # what is imported and cached once
    tracemalloc.start()
    done = job(made, to, "x.wacz", Selection()).wacz()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (done.captures, done.files[0].bytes > 30_000_000) == (150, True)
    assert peak < 10_000_000


def test_other_validators_pass_what_is_exported(made: Kiosk, desk: Store) -> None:
    job(made, desk, "all.warc.gz", Selection()).warc()
    path = f"{desk.uri}/out/all.warc.gz"
    for command in (["gunzip", "-t"], [f"{BIN}/warcio", "check", "-v"], [f"{BIN}/fastwarc", "check", "-q"]):
        done = subprocess.run([*command, path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

import http.server
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from archive import tables
from archive.article import Article
from archive.capture import Capture
from archive.errors import StoreError, StoreRefused, StoreUnavailable
from archive.store import Store, open_store
from archive.tables import snapshot
from tests.lossy import Lossy
from tests.rows import BEGIN, article, capture
from tests.s3 import Server

WRITER = """
import sys
from archive import tables
from archive.store import open_store
from tests.rows import capture
uri, names = sys.argv[1], sys.argv[2:]
store = open_store(uri)
print("ready", flush=True)
sys.stdin.readline()
for name in names:
    tables.append(store, "captures", [capture(number, run=name) for number in range(10)], name)
"""


def delta(store: Store, table: str) -> DeltaTable:
    uri, options = store.table(table)
    return DeltaTable(uri, storage_options=options)


def write_at_once(store: Store, *names: list[str]) -> None:
    """A process for each list of segments, all beginning at the same moment."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, store.uri, *some], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for some in names
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.communicate("go\n", timeout=120)
    assert [writer.returncode for writer in writers] == [0] * len(writers)


@pytest.mark.parametrize(("table", "value"), [("captures", Capture), ("articles", Article)])
def test_columns_are_the_fields_and_the_day(table: str, value: type[Capture] | type[Article]) -> None:
    assert tables.schema(table).names == [field.name for field in fields(value)] + ["day"]


def test_columns_have_the_types_and_the_nulls_of_the_fields() -> None:
    columns = tables.schema("articles")
    moment, many = pa.timestamp("us", "UTC"), pa.list_(pa.string())
    assert columns.field("id") == pa.field("id", pa.string(), nullable=False)
    assert columns.field("fetched_at") == pa.field("fetched_at", moment, nullable=False)
    assert columns.field("published") == pa.field("published", moment)
    assert columns.field("authors") == pa.field("authors", many, nullable=False)
    assert columns.field("simhash") == pa.field("simhash", pa.int64(), nullable=False)
    assert columns.field("paywalled") == pa.field("paywalled", pa.bool_())


def test_rows_come_back_as_they_were(store: Store) -> None:
    bare = capture(1, status=None, mime=None, record_type="request", outcome=None, etag=None, source=None)
    assert tables.append(store, "captures", [capture(), bare], "one")
    assert [Capture(**row) for row in tables.rows(store, "captures")] == [capture(), bare]
    plain = article(1, authors=(), tags=(), title=None, published=None, paywalled=True, text="Été\n" * 9)
    assert tables.append(store, "articles", iter([article(), plain]), "one")
    back = list(tables.rows(store, "articles"))
    lists = ("authors", "tags")
    assert [Article(**row | {name: tuple(row[name]) for name in lists}) for row in back] == [article(), plain]


def test_a_segment_is_added_once_whoever_asks(store: Store) -> None:
    assert tables.append(store, "captures", [capture(1), capture(2)], "one")
    assert not tables.append(store, "captures", [capture(1), capture(2)], "one")
    assert tables.append(store, "captures", [capture(1)], "two")
    assert tables.append(store, "articles", [article(1)], "one")
    assert [row["offset"] for row in tables.rows(store, "captures", ["offset"])].count(2000) == 1
    assert delta(store, "captures").version() == 2


def test_no_rows_make_no_commit(store: Store) -> None:
    assert not tables.append(store, "articles", [], "one")
    assert list(tables.rows(store, "articles")) == []
    assert tables.versions(store, "paper.example", {article().id}) == {}
    assert list(tables.rows(store, "captures", url="http://paper.example/", fetched_at=BEGIN)) == []
    assert tables.counts(store) == []


def test_a_commit_whose_acknowledgement_is_lost_is_made_once(aws: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(f"s3://{aws.bucket()}")
    tables.append(store, "captures", [capture()], "one")
    with Lossy(aws, b"/_delta_log/00000000000000000002.json", times=1) as relay:
        monkeypatch.setenv("AWS_ENDPOINT_URL", relay.endpoint)
        assert tables.append(open_store(store.uri), "captures", [capture(1), capture(2)], "two")
        assert relay.left == 0
    assert sorted(row["offset"] for row in tables.rows(store, "captures")) == [0, 1000, 2000]


def test_writers_at_once_lose_and_double_nothing(store: Store) -> None:
    mine, yours = [f"mine-{i}" for i in range(8)], [f"yours-{i}" for i in range(8)]
    write_at_once(store, mine, yours)
    assert Counter(row["run"] for row in tables.rows(store, "captures", ["run"])) == dict.fromkeys(mine + yours, 10)
    assert delta(store, "captures").version() == 16  # created once, though both found no table


def test_a_table_is_created_once_however_many_want_it(store: Store) -> None:
    for number in range(2):
        fresh = open_store(f"{store.uri}/{number}")
        with ThreadPoolExecutor(6) as crawlers:
            done = [crawlers.submit(tables.append, fresh, "captures", [capture()], str(i)) for i in range(6)]
        assert all(each.result() for each in done)
        assert [entry["operation"] for entry in delta(fresh, "captures").history()].count("CREATE TABLE") == 1


def test_writers_of_the_same_segments_at_once_write_them_once(store: Store) -> None:
    names = [f"segment-{i}" for i in range(5)]
    write_at_once(store, names, names, names)
    assert Counter(row["run"] for row in tables.rows(store, "captures", ["run"])) == dict.fromkeys(names, 10)


def test_rows_lie_in_the_utc_day_of_their_capture(store: Store) -> None:
    tables.append(store, "captures", [capture(number) for number in range(4)], "over midnight")
    days = [row["day"] for row in tables.rows(store, "captures", ["day", "offset"])]
    assert Counter(days) == {date(2026, 11, 22): 2, date(2026, 11, 23): 2}
    assert delta(store, "captures").metadata().partition_columns == ["day"]


def test_a_row_that_lacks_what_none_may_lack_is_an_error_and_stores_nothing(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    with pytest.raises(ValueError, match="has no url"):
        tables.append(store, "captures", [capture(), replace(capture(1), url=None)], "one")  # type: ignore[arg-type]
    assert list(tables.rows(store, "captures")) == []


def test_a_table_of_an_earlier_release_gains_the_newer_columns(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    uri, options = store.table("captures")
    newest = tables.schema("captures").get_field_index("outcome")
    DeltaTable.create(uri, tables.schema("captures").remove(newest), partition_by=["day"], storage_options=options)
    assert list(tables.rows(store, "captures")) == []
    tables.append(store, "captures", [capture()], "one")
    assert [row["outcome"] for row in tables.rows(store, "captures")] == ["article"]


def test_reads_of_one_warc_find_its_rows_only(store: Store) -> None:
    stem = "warc/a-very-long-name.of-a-paper.example/2026/11/22/a-very-long-name.of-a-paper.example-20261122235958123"
    keys = [f"{stem}-{number:05}-run1.warc.gz" for number in range(3)]
    for key in keys:
        tables.append(store, "captures", [capture(number, warc=key) for number in range(5)], key)
    assert [row["warc"] for row in tables.rows(store, "captures", ["warc"], warc=keys[1])] == [keys[1]] * 5
    both = tables.rows(store, "captures", ["warc", "offset"], warc=keys[:2], offset=[0, 1000])
    assert sorted((row["warc"], row["offset"]) for row in both) == [(key, at) for key in keys[:2] for at in (0, 1000)]
    assert list(tables.rows(store, "captures", warc="warc/none")) == []


def test_reading_a_large_table_takes_little_memory(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    for segment in range(6):
        text = "".join(f"{word:x}" for word in range(1000 * segment, 1000 * segment + 1000))
        tables.append(store, "articles", [article(i, text=f"{i} {text}") for i in range(2000)], f"{segment}")
    held = [pa.total_allocated_bytes() for _ in tables.rows(store, "articles", ["text"])]
    assert len(held) == 12_000
    assert max(held) < 16 << 20  # of 40 MB


def test_versions_are_the_latest_of_the_site_s_articles(store: Store) -> None:
    first = [article(number) for number in range(3000)]
    again = [replace(each, version=2, title="Changed", tags=("late",)) for each in first[:1500]]
    other = replace(first[0], site="other.example", version=7)
    for name, some in (("two", again), ("one", first), ("other", [other])):
        tables.append(store, "articles", some, name)
    found = tables.versions(store, "paper.example", {each.id for each in first[1000:]} | {"unheard of"})
    assert len(found) == 2000
    assert Counter(each.version for each in found.values()) == {1: 1500, 2: 500}
    latest = found[again[1200].id]
    assert all(getattr(latest, field.name) == getattr(again[1200], field.name) for field in fields(tables.Version))
    assert tables.versions(store, "paper.example", set()) == {}
    by_address = tables.versions(store, "paper.example", {"unheard of"}, {first[7].url, "http://elsewhere.example/"})
    assert {each.url for each in by_address.values()} == {first[7].url}


def test_versions_are_had_whole(store: Store) -> None:
    first = [article(number, fetched_at=BEGIN + timedelta(days=number)) for number in range(5)]
    tables.append(store, "articles", [*first, replace(first[2], version=2, text="Other.", tags=())], "one")
    versions = tables.versions(store, "paper.example", {first[2].id, first[4].id})
    whole = tables.articles(store, "paper.example", versions.values())
    assert whole == {first[2].id: replace(first[2], version=2, text="Other.", tags=()), first[4].id: first[4]}
    assert tables.articles(store, "paper.example", []) == {}


def test_the_latest_rows_since_a_day(store: Store) -> None:
    some = [article(number, fetched_at=BEGIN + timedelta(days=number)) for number in range(5)]
    tables.append(store, "articles", [*some, replace(some[4], site="other.example")], "one")
    snapshot = tables.Snapshot(store, "articles")
    day = (BEGIN + timedelta(days=2)).date()
    assert [row["id"] for row in snapshot.since(("id",), "paper.example", day, 9)] == [each.id for each in some[:1:-1]]
    assert [row["id"] for row in snapshot.since(("id",), "paper.example", day, 1)] == [some[4].id]


@pytest.mark.parametrize("part", ["100%_sure", "o'clock", "back\\slash"])
def test_values_that_hold_a_part_whatever_is_in_it(store: Store, part: str) -> None:
    urls = [f"http://paper.example/{part}/", "http://paper.example/100xxsure/"]
    tables.append(store, "articles", [article(number, url=url) for number, url in enumerate([*urls, urls[0]])], "one")
    assert list(tables.Snapshot(store, "articles").holding("url", part, 9)) == urls[:1]


def test_finds_the_response_that_a_revisit_refers_to(store: Store) -> None:
    url = capture(1).url
    again = capture(2, url=url, record_type="revisit", fetched_at=BEGIN + timedelta(microseconds=1))
    tables.append(store, "captures", [capture(number) for number in range(5)] + [again], "one")

    def found(at: datetime) -> list[int]:
        rows = tables.rows(store, "captures", ("offset",), url=url, fetched_at=at, record_type="response")
        return [row["offset"] for row in rows]

    assert found(capture(1).fetched_at) == [1000]
    assert found(again.fetched_at) == []


def test_counts_by_table_and_site(store: Store) -> None:
    other = [capture(number, site="other.example") for number in (7, 3)]
    tables.append(store, "captures", [capture(number) for number in range(5)], "one")
    tables.append(store, "captures", other, "two")
    tables.append(store, "articles", [article(2)], "one")
    assert tables.counts(store) == [
        tables.Count("captures", "other.example", 2, other[1].fetched_at, other[0].fetched_at),
        tables.Count("captures", "paper.example", 5, BEGIN, capture(4).fetched_at),
        tables.Count("articles", "paper.example", 1, article(2).fetched_at, article(2).fetched_at),
    ]


# when the store does not do as asked


class Forbidding(http.server.BaseHTTPRequestHandler):
    """An S3 that knows nobody."""

    def do_GET(self) -> None:
        body = b"<?xml version='1.0'?><Error><Code>InvalidAccessKeyId</Code><Message>Who are you?</Message></Error>"
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def forbidding(aws: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forbidding) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        yield open_store("s3://bucket/prefix")
        server.shutdown()
        thread.join()


def complaint(wanted: type[StoreError], store: Store) -> str:
    """What reading and appending say: one line, the same for both, naming the store."""
    said = set()
    for use in (
        lambda: list(tables.rows(store, "captures")),
        lambda: tables.append(store, "captures", [capture()], "one"),
    ):
        with pytest.raises(wanted) as caught:
            use()
        said.add(str(caught.value))
    words = said.pop()
    assert words.startswith(f"{store.uri}, table captures: ")
    assert words.isprintable()
    assert len(words) < 500
    return words


def test_refused_credentials(forbidding: Store) -> None:
    assert "wrong credentials: check the access key and the secret key (InvalidAccessKeyId to GET" in complaint(
        StoreRefused, forbidding
    )


def test_a_missing_bucket(aws: Server) -> None:
    assert "NoSuchBucket" in complaint(StoreRefused, open_store("s3://no-such-bucket/prefix"))


def test_a_damaged_log(tmp_path: Path) -> None:
    log = tmp_path / "captures/_delta_log/00000000000000000000.json"
    log.parent.mkdir(parents=True)
    log.write_text("no JSON")
    assert "try again" in complaint(StoreUnavailable, open_store(str(tmp_path)))


def test_a_lost_file_of_rows(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    tables.append(store, "captures", [capture()], "one")
    for file in tmp_path.glob("captures/day=*/*"):
        file.unlink()
    with pytest.raises(StoreUnavailable, match="Failed to fetch metadata"):
        list(tables.rows(store, "captures"))
    with pytest.raises(StoreUnavailable):
        tables.counts(store)


def test_rows_are_replaced_in_one_commit_though_the_segment_was_committed_before(store: Store) -> None:
    tables.append(store, "articles", [article(1), article(2), article(3)], "one")
    where = [{"id": article(number).id, "version": 1} for number in (1, 2)]
    tables.replace(store, "articles", [article(1, title="Other")], "one", where)
    tables.replace(store, "articles", [article(4)], "one", [])
    tables.replace(store, "articles", [], "one", [{"id": article(3).id}])
    tables.replace(store, "articles", [], "one", [])
    assert sorted(row["title"] for row in tables.rows(store, "articles")) == ["Day 4 of the council", "Other"]
    assert tables.landed(store, "articles", "one")
    assert not tables.landed(store, "articles", "two")


@pytest.mark.parametrize("at_once", [1_000_000, 3, 1])
def test_versions_that_do_not_count_from_one_are_found_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(snapshot, "_AT_ONCE", at_once)
    store = open_store(str(tmp_path))
    wrong = {1: [2], 2: [1, 3], 3: [1, 1], 17: [0, 1]}
    rows = [article(number, version=each) for number, versions in wrong.items() for each in versions]
    tables.append(store, "articles", [*rows, article(4), article(4, version=2), article(5)], "one")
    found = {article_id: versions for _, article_id, versions in tables.Snapshot(store, "articles").misnumbered()}
    assert found == {article(number).id: versions for number, versions in wrong.items()}


def test_a_damaged_file_is_found_and_forgotten(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    for number in (1, 2, 3):
        tables.append(store, "articles", [article(number)], str(number))
    lost, cut, whole = sorted(key for key, _ in tables.Snapshot(store, "articles").files())
    (tmp_path / lost).unlink()
    (tmp_path / cut).write_bytes((tmp_path / cut).read_bytes()[:-1])
    assert sorted(tables.unreadable(store, "articles", deep=False)) == [lost, cut]
    assert sorted(tables.unreadable(store, "articles")) == [lost, cut]
    tables.forget(store, "articles", [lost, cut])
    assert [key for key, _ in tables.Snapshot(store, "articles").files()] == [whole]
    assert len(list(tables.rows(store, "articles"))) == 1

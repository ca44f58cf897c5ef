import os
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from archive.errors import Misuse, StoreRefused, StoreUnavailable
from archive.s3 import PART_BYTES, PIECE_BYTES, SINGLE_BYTES
from archive.store import Entry, Store, open_store
from tests.lossy import Lossy
from tests.s3 import ACCESS, SECRET, Server

KEY = "warc/site/2026/11/22/site-1.warc.gz"


@pytest.mark.parametrize("body", [b"", b"\x00\xffbytes" * 1000])
def test_gives_back_what_was_put(store: Store, tmp_path: Path, body: bytes) -> None:
    (tmp_path / "segment").write_bytes(body)
    for key, source in (("from/bytes", body), ("from/a file", tmp_path / "segment")):
        store.put(key, source, "application/warc")
        assert (store.size(key), store.get(key)) == (len(body), body)
        assert store.sha256(key) == open_store(str(tmp_path)).sha256("segment")
        with store.open(key) as stream:
            assert stream.read() == body


def test_ranges_stop_where_the_object_does(store: Store) -> None:
    store.put(KEY, b"0123456789")
    spans = [(3, 4), (8, 5), (4, None), (0, 0), (10, 1), (99, None)]
    assert [store.get(KEY, *span) for span in spans] == [b"3456", b"89", b"456789", b"", b"", b""]
    with pytest.raises(Misuse):
        store.get(KEY, -1)
    with pytest.raises(Misuse):
        store.get(KEY, 0, -1)


def test_streams_can_seek(store: Store) -> None:
    store.put(KEY, bytes(range(256)) * 100)
    with store.open(KEY) as stream:
        assert stream.read(3) == b"\0\1\2"
        assert stream.seek(-2, os.SEEK_END) == 25598
        assert stream.read(9) == b"\xfe\xff"
        stream.seek(256)
        assert stream.read(2) == b"\0\1"


def test_absent(store: Store) -> None:
    store.put("a/b", b"x")
    for key in ("a/c", "a", "a/b/c", "z/z"):
        assert store.size(key) is None
        assert store.sha256(key) is None
        store.delete(key)
        with pytest.raises(KeyError):
            store.get(key)
        with pytest.raises(KeyError):
            store.open(key)
    store.delete("a/b")
    assert store.size("a/b") is None
    assert not list(store.list(""))


def test_puts_once(store: Store, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"other")
    store.put(KEY, b"first")
    store.put(KEY, b"first")
    for other in (b"other", tmp_path / "other", b""):
        with pytest.raises(StoreRefused, match="other content"):
            store.put(KEY, other)
    assert store.get(KEY) == b"first"


def test_a_takedown_replaces_what_is_there(store: Store, tmp_path: Path) -> None:
    (tmp_path / "segment").write_bytes(b"blotted")
    store.put(KEY, b"written")
    for source in (tmp_path / "segment", b"blotted"):  # a second try is none the worse
        store.replace(KEY, source)
        assert (store.get(KEY), store.sha256(KEY)) == (b"blotted", open_store(str(tmp_path)).sha256("segment"))
    assert store.purge(KEY) == 0
    assert [entry.key for entry in store.list("")] == [KEY]
    with pytest.raises(Misuse):
        store.replace("../elsewhere", b"")


def test_a_large_object_is_replaced_with_its_old_versions(aws: Server, tmp_path: Path) -> None:
    bucket = aws.bucket()
    aws.client().put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    store, body = open_store(f"s3://{bucket}"), large(tmp_path)
    for key in ("a", "b"):
        store.put(key, b"written")
    store.replace("a", body)
    store.delete("b")
    assert (store.size("a"), store.purge("a"), store.purge("b"), store.purge("")) == (body.stat().st_size, 1, 2, 0)
    assert store.sha256("a") == open_store(str(tmp_path)).sha256(body.name)
    left = aws.client().list_object_versions(Bucket=bucket)
    assert ([each["Key"] for each in left["Versions"]], left.get("DeleteMarkers")) == (["a"], None)


def test_one_of_many_writers_wins(store: Store) -> None:
    def put(body: bytes) -> bool:
        try:
            store.put(KEY, body)
        except StoreRefused:
            return False
        return store.get(KEY) == body

    with ThreadPoolExecutor(8) as writers:
        assert sum(writers.map(put, [b"%d" % number for number in range(8)])) == 1


def test_no_key_escapes(store: Store) -> None:
    for key in ["", "/a", "a/", "a//b", "..", "a/../../b", "./a", "a/.hidden", "a\\b", "a\0b", "a\nb", "a\udc80"]:
        for act in (store.get, store.open, store.size, store.sha256, store.delete, store.table):
            with pytest.raises(Misuse):
                act(key)
        with pytest.raises(Misuse):
            store.put(key, b"")


def test_lists_whole_keys_in_order(store: Store) -> None:
    keys = ["a0", "a b/x", "a-b/x", "a.b", "a/b/c", "a/b-c", "a/b.c", "aé/x", "b/" + "n" * 200]
    for key in reversed(keys):
        store.put(key, key.encode())
    assert list(store.list("")) == [Entry(key, len(key.encode())) for key in sorted(keys)]
    for prefix in ("a/", "a", "a/b", "a/b/", "a/b/c", "c", "/", "../"):
        assert [entry.key for entry in store.list(prefix)] == [key for key in sorted(keys) if key.startswith(prefix)]


def test_check_leaves_nothing(store: Store) -> None:
    store.put(KEY, b"x")
    store.check()
    assert [entry.key for entry in store.list("")] == [KEY]


def test_tables_keep_the_rows_of_all_writers(store: Store) -> None:
    uri, options = store.table("captures")
    write_deltalake(uri, pa.table({"writer": [-1], "row": [-1]}), storage_options=options)

    def append(writer: int) -> None:
        for row in range(5):
            write_deltalake(uri, pa.table({"writer": [writer], "row": [row]}), mode="append", storage_options=options)

    with ThreadPoolExecutor(2) as writers:
        list(writers.map(append, range(2)))
    rows = DeltaTable(uri, storage_options=options).to_pyarrow_table().to_pylist()
    assert sorted((row["writer"], row["row"]) for row in rows) == [
        (-1, -1),
        *((w, r) for w in (0, 1) for r in range(5)),
    ]
    assert {entry.key.split("/")[0] for entry in store.list("")} == {"captures"}


@pytest.mark.parametrize(
    "uri", ["", " ", "s3:bucket", "s3:/bucket", "s3://", "s3://b?c", "s3://b/../c", "http://b", "gs://b", "file://b/c"]
)
def test_refuses_what_names_no_store(uri: str) -> None:
    with pytest.raises(Misuse, match=r"data|key|bucket"):
        open_store(uri)


def large(tmp_path: Path, size: int = SINGLE_BYTES + PART_BYTES + 1) -> Path:
    path = tmp_path / "large"
    block = os.urandom(1 << 20)
    with path.open("wb") as file:
        for number in range(size >> 20):
            file.write(number.to_bytes(4) + block[4:])
        file.write(block[: size % (1 << 20)])
    return path


def uploads(server: Server, store: Store) -> list[object]:
    return server.client().list_multipart_uploads(Bucket=store.uri.split("/")[2]).get("Uploads", [])


def test_large_objects_pass_in_bounded_memory(aws: Server, tmp_path: Path) -> None:
    store, segment = open_store(f"s3://{aws.bucket()}"), large(tmp_path)
    tracemalloc.start()
    try:
        store.put(KEY, segment)
        with store.open(KEY) as stream, segment.open("rb") as file:
            while piece := file.read(PIECE_BYTES + 7):
                assert stream.read(len(piece)) == piece
            assert stream.read() == b""
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert store.size(KEY) == segment.stat().st_size
    assert peak < 4 * PART_BYTES
    store.put(KEY, segment)
    with segment.open("ab") as file:
        file.write(b"more")
    with pytest.raises(StoreRefused, match="other content"):
        store.put(KEY, segment)
    assert uploads(aws, store) == []


@pytest.mark.parametrize(
    ("asked", "times", "size"),
    [
        (rb"PUT", 1, 10),
        (rb"PUT", 1, 1 << 21),
        (rb"PUT .*partNumber=2", 1, SINGLE_BYTES + 1),
        (rb"POST .*\?uploads", 1, SINGLE_BYTES + 1),
        (rb"POST .*uploadId", 4, SINGLE_BYTES + 1),  # every answer to the last request
    ],
)
def test_a_lost_answer_is_no_loss(aws: Server, tmp_path: Path, asked: bytes, times: int, size: int) -> None:
    bucket, source = aws.bucket(), large(tmp_path, size)
    with Lossy(aws, asked, times) as relay, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", relay.endpoint)
        store = open_store(f"s3://{bucket}")
        store.put(KEY, source)
        assert relay.left < times  # a server may answer otherwise when it is asked again for what it has done
        assert store.size(KEY) == size
    assert uploads(aws, store) == []


def test_an_answer_that_breaks_off_is_asked_for_again(aws: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    body = os.urandom(1 << 20)
    with Lossy(aws, b"GET", times=2, keep=5000) as relay:
        monkeypatch.setenv("AWS_ENDPOINT_URL", relay.endpoint)
        store = open_store(f"s3://{aws.bucket()}/prefix")
        store.put(KEY, body)
        assert store.get(KEY) == body
        relay.left = 99
        with pytest.raises(StoreUnavailable):
            store.get(KEY)


def test_a_failed_upload_leaves_no_parts(aws: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket, source = aws.bucket(), large(tmp_path)
    with Lossy(aws, rb"partNumber=3", times=99) as relay:
        monkeypatch.setenv("AWS_ENDPOINT_URL", relay.endpoint)
        store = open_store(f"s3://{bucket}")
        with pytest.raises(StoreUnavailable):
            store.put(KEY, source)
        assert relay.left < 99
    assert uploads(aws, store) == []
    assert list(aws.client().list_objects_v2(Bucket=bucket).get("Contents", [])) == []


def test_lists_more_than_a_page(aws: Server) -> None:
    bucket, client, keys = aws.bucket(), aws.client(), [f"cdxj/{number:04}" for number in range(1005)]
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda key: client.put_object(Bucket=bucket, Key=f"prefix/{key}"), keys))
    assert [entry.key for entry in open_store(f"s3://{bucket}/prefix").list("cdxj/")] == keys


def test_objects_others_put_have_a_hash_too(aws: Server) -> None:
    bucket = aws.bucket()
    aws.client().put_object(Bucket=bucket, Key=KEY, Body=b"x")
    store = open_store(f"s3://{bucket}")
    assert store.sha256(KEY) == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    store.put(KEY, b"x")


def test_a_profile_serves_the_sdk_and_the_tables(aws: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bucket = aws.bucket()
    lines = {"region": "us-east-1", "endpoint_url": aws.endpoint, "ca_bundle": aws.env.get("AWS_CA_BUNDLE")}
    lines |= {"aws_access_key_id": ACCESS, "aws_secret_access_key": SECRET}
    (tmp_path / "config").write_text(
        "[profile paper]\n" + "".join(f"{name} = {value}\n" for name, value in lines.items() if value)
    )
    for name in aws.env:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_PROFILE", "paper")
    store = open_store(f"s3://{bucket}/prefix")
    store.check()
    uri, options = store.table("captures")
    write_deltalake(uri, pa.table({"row": [1]}), storage_options=options)
    assert DeltaTable(uri, storage_options=options).to_pyarrow_table().num_rows == 1


def test_temporary_credentials_reach_the_tables(keys: pytest.MonkeyPatch) -> None:
    keys.setenv("AWS_SESSION_TOKEN", "token")
    keys.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    uri, options = open_store("s3://bucket/prefix").table("articles")
    assert uri == "s3://bucket/prefix/articles"
    assert options["aws_session_token"] == "token"
    assert options["aws_endpoint_url"] == "https://s3.eu-west-1.amazonaws.com"

"""docs/downstream.md as its reader would use it: every Python block is run, every column is there."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from deltalake import DeltaTable

from archive import tables, warc
from archive.exchange import Context, Exchange
from archive.store import Store
from tests.rows import BEGIN, article, capture
from tests.s3 import ACCESS, SECRET, Server

PAGE = (Path(__file__).parent.parent / "docs/downstream.md").read_text()
BLOCKS = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
TYPES = {
    "string": "string",
    "int64": "int64",
    "bool": "bool",
    "date": "date32[day]",
    "timestamp": "timestamp[us, tz=UTC]",
    "list of string": "list<item: string>",
}
GIVEN_AT_COMMIT = {"version", "change"}  # no row of the table is without, though an Article may be
BODY = b"<p>The town council met.</p>"


@pytest.fixture
def corpus(store: Store) -> Store:
    """A page on the record, two versions of its article, and another article; in two commits."""
    exchange = Exchange(
        url="http://paper.example/page-1",
        method="GET",
        started=BEGIN,
        request=b"GET /page-1 HTTP/1.1\r\n\r\n",
        head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        body=BODY,
    )
    record = warc.encode(exchange, Context(), "<urn:uuid:0>")
    store.put(capture().warc, record.data)
    place = {"record_id": record.record_id, "offset": 0, "length": record.length}
    first = article(1, text="The town council met.", **place)
    second = replace(first, version=2, change="headline", title="Council meets")
    tables.append(store, "captures", [capture(1, **place), capture(2, status=404)], "one")
    tables.append(store, "articles", [first], "one")
    tables.append(store, "articles", [second, article(2, **place)], "two")
    return store


def run(corpus: Store, replacements: dict[str, str], without: str) -> None:
    """All blocks but those of the other kind of store, in order, as one program."""
    names: dict[str, object] = {}
    for block in BLOCKS:
        if not re.search(without, block):
            for old, new in replacements.items():
                block = block.replace(old, new)  # noqa: PLW2901
            exec(compile(block, "docs/downstream.md", "exec"), names)


def test_blocks_run(
    corpus: Store, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if corpus.uri.startswith("s3:"):
        server: Server = request.getfixturevalue("aws")
        if server.certificate:
            pytest.skip("no reader but ours is told of this server's certificate")
        for name in server.env:
            monkeypatch.delenv(name)
        places = {"s3://bucket/prefix": corpus.uri, "https://s3.example.org": server.endpoint}
        run(
            corpus, places | {'"KEY"': f'"{ACCESS}"', '"SECRET"': f'"{SECRET}"', '"false"': '"true"'}, r"\./data|Path\("
        )
    else:
        run(corpus, {"./data": corpus.uri}, r"s3://|boto3")
    printed = capsys.readouterr().out
    assert f"{BODY!r}" in printed
    assert "2 new rows; keep 2" in printed
    assert printed.count("Council meets") == 4


@pytest.mark.parametrize("table", tables.TABLES)
def test_columns_are_the_tables(table: str) -> None:
    section = PAGE.partition(f"\n## {table}\n")[2].partition("\n## ")[0]
    documented = re.findall(r"^\| (\w+) \| ([\w ]+) \| (yes|no) \| .+ \|$", section, re.MULTILINE)
    assert [(name, TYPES[kind], null) for name, kind, null in documented] == [
        (field.name, str(field.type), "yes" if field.nullable and field.name not in GIVEN_AT_COMMIT else "no")
        for field in tables.schema(table)
    ]


def test_skipping_is_by_the_columns_that_have_statistics(corpus: Store) -> None:
    uri, options = corpus.table("articles")
    kept = DeltaTable(uri, storage_options=options).metadata().configuration["delta.dataSkippingStatsColumns"]
    named = re.findall(r"`(\w+)`", PAGE.partition("filters on\n")[2].partition("skip those")[0])
    assert sorted(named) == sorted(kept.split(","))

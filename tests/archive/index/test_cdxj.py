import json
import os
import subprocess
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from archive import warc
from archive.capture import Capture
from archive.errors import DamagedRecord
from archive.exchange import Context, Exchange, Location
from archive.index import cdxj
from archive.scan import scan
from archive.segment import Name
from tests.rows import BEGIN, capture

PYWB_PYTHON = os.environ.get("PRESSMARK_PYWB_PYTHON", Path(__file__).parents[3] / ".venv-pywb/bin/python")
INDEXER = "from pywb.indexer.cdxindexer import main; main()"
LOOK_UP = """
import json, sys
from pywb.warcserver.index.aggregator import SimpleAggregator
from pywb.warcserver.index.indexsource import FileIndexSource
found, errors = SimpleAggregator({"ours": FileIndexSource(sys.argv[1])})({"url": sys.argv[2]})
json.dump([dict(line) for line in found], sys.stdout)
"""
NAME = Name("paper.example", "paper.example-20261122235958123-00001-run1")
PAGE = Exchange(
    url="https://www.paper.example/Été?b=2&a=1",
    method="GET",
    started=BEGIN,
    request=b"GET / HTTP/1.1\r\n\r\n",
    head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n",
    body=b"<p>text</p>",
)


def pywb(program: str, *words: str | Path) -> str:
    done = subprocess.run([PYWB_PYTHON, "-c", program, *words], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def segment(tmp_path: Path) -> tuple[Path, list[Capture]]:
    """A WARC of a page, its repetition, other answers and none, where it lies in the archive; and its captures."""
    info = warc.warcinfo("<urn:uuid:0>", "a", BEGIN, [])
    page = warc.encode(PAGE, Context(), "<urn:uuid:0>")
    original = warc.Original(page.record_id, page.url, page.date, Location(NAME.warc, len(info), page.length))
    later = replace(PAGE, started=BEGIN + timedelta(seconds=5))
    others = [
        replace(later, url="http://paper.example/a b", head=b"HTTP/1.1 404 Not Found\r\n\r\n"),
        replace(later, url="http://paper.example/", method="HEAD", request=b"HEAD / HTTP/1.1\r\n\r\n", body=b""),
        replace(later, url="http://paper.example/none", head=b"", body=b"", error="no answer"),
    ]
    encoded = [warc.encode(later, Context(), "<urn:uuid:0>", find_original=lambda _: original)]
    encoded += [warc.encode(exchange, Context(), "<urn:uuid:0>") for exchange in others]
    file = tmp_path / NAME.warc
    file.parent.mkdir(parents=True)
    file.write_bytes(info + page.data + b"".join(each.data for each in encoded))
    with file.open("rb") as stream:
        return file, [found.capture for found in scan(stream, NAME)]


def test_is_what_pywb_writes_for_the_same_warc(segment: tuple[Path, list[Capture]]) -> None:
    file, captures = segment
    theirs = pywb(INDEXER, "-j", "-s", "-d", file.parents[5], file).splitlines()
    ours = cdxj.index(captures).decode().splitlines()
    assert len(ours) == 3
    assert ours == [line for line in theirs if not line.startswith("example,paper)/ ")]  # to HEAD


def test_pywb_finds_a_page_and_its_repetition_by_another_form_of_the_url(
    segment: tuple[Path, list[Capture]], tmp_path: Path
) -> None:
    _, captures = segment
    (tmp_path / "index.cdxj").write_bytes(cdxj.index(captures))
    page, again = json.loads(pywb(LOOK_UP, tmp_path / "index.cdxj", "http://paper.example/%C3%89t%C3%A9/?a=1&b=2"))
    assert (page["timestamp"], page["status"], page["mime"]) == ("20261122235958", "200", "text/html")
    assert (again["timestamp"], again["mime"], again["digest"]) == ("20261123000003", "warc/revisit", page["digest"])
    assert (page["filename"], int(page["offset"])) == (NAME.warc, captures[0].offset)


def test_is_sorted_by_bytes() -> None:
    urls = ["http://paper.example/b", "http://paper.example/a-b", "http://paper.example/a", "http://paper.example.org/"]
    lines = cdxj.index(capture(i, url=url) for i, url in enumerate(urls)).splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(urls)


def test_tells_time_in_utc() -> None:
    east = timezone(timedelta(hours=9))
    assert cdxj.line(capture(fetched_at=BEGIN.astimezone(east))) == cdxj.line(capture())


def test_reads_what_it_wrote() -> None:
    rows = [capture(1), capture(2, record_type="revisit"), capture(3, mime=None, payload_digest=None)]
    page, again, unnamed = cdxj.read(cdxj.index(rows))
    assert (page.urlkey, page.timestamp, page.url) == (rows[0].urlkey, "20261122235959", rows[0].url)
    assert (page.mime, page.status, f"sha1:{page.digest}") == ("text/html", "200", rows[0].payload_digest)
    assert page.location == Location(rows[0].warc, rows[0].offset, rows[0].length)
    assert (again.mime, again.status) == ("warc/revisit", None)
    assert (unnamed.mime, unnamed.digest) == ("unk", None)


@pytest.mark.parametrize("bad", [b"", b"a", b"a 2026", b"a 2026 {", b"a 2026 {}", b"a 2026 []", b"\xff 2026 {}"])
def test_a_line_that_is_none_is_told_by_its_number(bad: bytes) -> None:
    with pytest.raises(DamagedRecord, match="line 2 "):
        list(cdxj.read(cdxj.index([capture()]) + bad + b"\n"))

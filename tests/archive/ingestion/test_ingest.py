"""Whole files into an archive, committed as a crawl's segments are, in this process."""

import io
import json
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive import member, tables, warc, work
from archive.capture import Capture
from archive.commit import commit
from archive.errors import DamagedRecord, Misuse, SpoolError, StoreUnavailable
from archive.exchange import Context, Exchange, Location
from archive.fixity.verify import chosen
from archive.index import cdxj
from archive.ingestion.ingest import Ingestion, Report
from archive.ingestion.sources import expand
from archive.scan import scan
from archive.segment import Committed, Name
from archive.spool import Spool
from archive.store import Store, open_store
from archive.takedown import doomed, redaction, takedowns
from archive.takedown.tombstone import is_tombstone
from tests import checking, foreign
from tests.bytesearch import holders
from tests.foreign import URL, pair, uid


def stored(store: Store) -> list[str]:
    """The keys of its segments."""
    return [key for key, _ in chosen(store, None, None, None)]


DIGEST = foreign.sha1(foreign.page())


class Desk:
    """An archive, a spool, and files of others."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self.store, self.spool = folder, store, Spool(folder / "spool")
        self.spool.check()

    def finish(self, name: Name) -> Committed | None:
        done = commit(self.spool, self.store, name, patient=True)
        if not isinstance(done, list):
            return done
        for found in done:
            reading = work.read_capture(self.spool.folder, self.store.uri, found)
            self.spool.note(name, found.capture.record_id, reading)
        last = commit(self.spool, self.store, name)
        assert not isinstance(last, list)
        return last

    def file(self, records: Iterable[bytes], name: str = "others.warc.gz") -> str:
        path = self.folder / name
        path.write_bytes(foreign.gz(records) if name.endswith(".gz") else b"".join(records))
        return str(path)

    def take(self, path: str, **how: object) -> Report:
        (source,) = expand([path])
        given = {"patience": 0.0, **how}
        return Ingestion(self.store, self.spool, self.finish, "test/1", **given).take(source)  # type: ignore[arg-type]

    def rows(self, table: str) -> list[dict[str, object]]:
        return sorted(tables.rows(self.store, table), key=lambda row: (str(row["fetched_at"]), str(row["url"])))

    def faults(self) -> list[str]:
        return checking.faults(self.store)

    def group(self, row: dict[str, object]) -> list[warc.Record]:
        """The records of a capture, up to and with the metadata record."""
        data = self.store.get(str(row["warc"]), int(str(row["offset"])))
        found: list[warc.Record] = []
        for each in member.members(io.BytesIO(data)):
            found.append(warc.parse(each.data))
            if each.data.startswith(warc.GROUP_END):
                break
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, open_store(str(tmp_path / "data")))


def about(record: warc.Record) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in record.block.decode().split("\r\n") if line)


def test_a_file_becomes_captures_articles_and_an_index(tmp_path: Path, store: Store) -> None:
    desk = Desk(tmp_path, store)
    records = [foreign.warcinfo(), *pair(1), *pair(2), *pair(3, body=b"<html><title>404</title></html>")]
    report = desk.take(desk.file(records))
    assert (report.records, report.captures, report.pages, report.articles, report.damage) == (7, 3, 3, 2, 0)
    assert [row["title"] for row in desk.rows("articles")] == ["Bridge number 1 is built", "Bridge number 2 is built"]
    rows = desk.rows("captures")
    assert {
        (row["site"], row["kind"], row["method"], row["status"], row["robots"], row["found_in"]) for row in rows
    } == {("paper.example", "article", "GET", 200, "unknown", "ingest")}
    assert {row["source"] for row in rows} == {"ingest:others.warc.gz"}
    assert desk.faults() == []
    (name,) = [Name.of_key(key) for key in stored(store)]
    assert [entry.url for entry in cdxj.read(store.get(name.cdxj))] == [row["url"] for row in rows]
    again = desk.take(desk.file(records))
    assert (again.captures, again.skipped) == (0, {"already archived": 3})
    assert len(stored(store)) == 1


def test_a_row_leads_back_to_the_file(desk: Desk) -> None:
    more = (("WARC-IP-Address", "192.0.2.7"), ("WARC-Warcinfo-ID", uid("Other/1.0")), ("X-Theirs", "kept"))
    metadata = foreign.record(
        "metadata",
        b"via: http://paper.example/\r\nhopsFromSeed: L\r\n",
        ("WARC-Record-ID", uid("meta")),
        ("WARC-Date", foreign.DATE),
        ("WARC-Target-URI", URL),
        ("WARC-Concurrent-To", uid("response")),
    )
    answer = foreign.response(None, *more)
    path = desk.file([foreign.warcinfo(), foreign.request(("WARC-Concurrent-To", uid("response"))), answer, metadata])
    report = desk.take(path)
    (row,) = desk.rows("captures")
    assert (row["record_id"], row["ip"], row["ingested_from"]) == (uid("response"), "192.0.2.7", "others.warc.gz")
    response, request, theirs, ours = desk.group(row)
    assert response.block == foreign.http(foreign.page())
    assert {"WARC-Date": foreign.DATE, "X-Theirs": "kept"}.items() <= response.headers.items()
    assert [request.headers["WARC-Record-ID"], theirs.headers["WARC-Record-ID"]] == [uid("request"), uid("meta")]
    assert b"hopsFromSeed: L" in theirs.block
    said = about(ours)
    assert (said["ingestedSha256"], said["ingestedFrom"]) == (report.sha256, "others.warc.gz")
    offset = int(said["ingestedOffsets"].split()[0])
    with Path(path).open("rb") as file:
        file.seek(offset)
        assert next(iter(ArchiveIterator(file))).rec_headers["WARC-Record-ID"] == uid("response")
    first = list(member.members(io.BytesIO(desk.store.get(str(row["warc"])))))[:2]
    infos = [warc.parse(each.data) for each in first]
    assert about(infos[0])["ingestedSha256"] == report.sha256
    assert infos[1].headers["WARC-Record-ID"] == response.headers["WARC-Warcinfo-ID"]
    assert desk.faults() == []


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_records_does_not_matter(desk: Desk, seed: int) -> None:
    records = [record for number in range(12) for record in pair(number, f"2019-05-02T10:{number:02}:00Z")]
    random.Random(seed).shuffle(records)
    report = desk.take(desk.file(records))
    assert (report.captures, report.articles, dict(report.skipped)) == (12, 12, {})
    assert {row["method"] for row in desk.rows("captures")} == {"GET"}
    assert desk.faults() == []


@pytest.mark.parametrize(
    ("records", "rows", "skipped"),
    [
        pytest.param([foreign.response()], [("response", "article", "", 200)], {}, id="no request"),
        pytest.param([foreign.request()], [("request", "page", "GET", None)], {}, id="no answer"),
        pytest.param(
            [foreign.request(("WARC-Concurrent-To", uid("gone")))],
            [],
            {"requests of answers that are not taken in": 1},
            id="an answer that is elsewhere",
        ),
        pytest.param(
            [foreign.request(("WARC-Concurrent-To", uid("response")), method="POST"), foreign.response()],
            [("response", "page", "POST", 200)],
            {},
            id="a form sent",
        ),
        pytest.param(
            [foreign.response(foreign.http(b"", status="404 Not Found"))],
            [("response", "article", "", 404)],
            {},
            id="not found",
        ),
        pytest.param(
            [foreign.response(foreign.http(b"\x89PNG", "Content-Type: image/png"))],
            [("response", "page", "", 200)],
            {},
            id="an image",
        ),
        pytest.param(
            [foreign.response(url="http://paper.example/robots.txt")],
            [("response", "robots", "", 200)],
            {},
            id="robots",
        ),
        pytest.param(
            [foreign.response(None, ("WARC-Truncated", "length"))],
            [("response", "article", "", 200)],
            {},
            id="truncated",
        ),
        pytest.param(
            [
                foreign.record(
                    "resource",
                    b"GIF89a",
                    ("WARC-Record-ID", uid(1)),
                    ("WARC-Date", foreign.DATE),
                    ("WARC-Target-URI", "http://paper.example/logo.gif"),
                    ("Content-Type", "image/gif"),
                )
            ],
            [("resource", "page", "", None)],
            {},
            id="a resource",
        ),
        pytest.param(
            [
                foreign.record("metadata", b"a: b", ("WARC-Date", foreign.DATE), ("WARC-Target-URI", "metadata://x")),
                foreign.response(url="dns:paper.example"),
                foreign.response(),
                foreign.response(),
            ],
            [("response", "article", "", 200)],
            {"metadata of no capture": 1, "addresses that are not http or https": 1, "already archived": 1},
            id="what has no place",
        ),
    ],
)
def test_what_becomes_of_each_kind_of_record(
    desk: Desk, records: list[bytes], rows: list[tuple[object, ...]], skipped: dict[str, int]
) -> None:
    report = desk.take(desk.file(records))
    found = [(row["record_type"], row["kind"], row["method"], row["status"]) for row in desk.rows("captures")]
    assert (found, dict(report.skipped)) == (rows, skipped)
    assert desk.faults() == []
    assert desk.take(desk.file(records)).captures == 0


def revisit(name: object, *more: tuple[str, str], block: bytes = b"", date: str = "2019-05-03T10:00:00Z") -> bytes:
    fields = (
        ("WARC-Record-ID", uid(name)),
        ("WARC-Date", date),
        ("WARC-Target-URI", URL),
        ("Content-Type", "application/http; msgtype=response"),
        ("WARC-Profile", "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"),
    )
    return foreign.record("revisit", block, *fields, *more)


@pytest.mark.parametrize(
    "more",
    [
        pytest.param((("WARC-Refers-To", uid("response")),), id="by id"),
        pytest.param((("WARC-Refers-To-Target-URI", URL), ("WARC-Refers-To-Date", foreign.DATE)), id="by address"),
        pytest.param(
            (("WARC-Payload-Digest", foreign.sha1(foreign.page())), ("WARC-Truncated", "length")), id="by digest"
        ),
    ],
)
@pytest.mark.parametrize("apart", [False, True], ids=["one file", "two files"])
def test_a_revisit_leads_to_its_original(desk: Desk, more: tuple[tuple[str, str], ...], apart: bool) -> None:
    again = revisit("again", *more, block=foreign.http(b""))
    if apart:
        desk.take(desk.file([foreign.response()], "first.warc"))
        desk.take(desk.file([again]))
    else:
        desk.take(desk.file([again, foreign.response()]))
    first, second = desk.rows("captures")
    assert (second["record_type"], second["revisit_of"]) == ("revisit", first["record_id"])
    assert second["payload_digest"] == first["payload_digest"] == warc.digest(foreign.page())
    assert (second["outcome"], second["truncated"]) == ("article", None)
    assert [row["version"] for row in desk.rows("articles")] == [1]
    headers = desk.group(second)[0].headers
    assert (headers["WARC-Refers-To-Target-URI"], headers["WARC-Refers-To-Date"]) == (URL, foreign.DATE)
    assert desk.faults() == []
    assert desk.take(desk.file([again])).captures == 0


def test_a_revisit_of_what_nobody_has_is_kept_and_says_nothing(desk: Desk) -> None:
    desk.take(desk.file([revisit("alone", ("WARC-Refers-To", uid("elsewhere")))]))
    (row,) = desk.rows("captures")
    assert desk.store.get(Name.of_key(str(row["warc"])).cdxj) == b""  # it would replay as an error
    assert (row["record_type"], row["revisit_of"], row["kind"]) == ("revisit", None, "page")
    assert desk.group(row)[0].headers["WARC-Refers-To"] == uid("elsewhere")
    assert desk.faults() == []


def test_a_304_as_others_write_it_is_kept_and_does_not_hide_the_page(desk: Desk) -> None:
    block = b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n'
    desk.take(desk.file([foreign.response(), revisit("again", ("WARC-Refers-To", uid("response")), block=block)]))
    first, second = desk.rows("captures")
    assert (second["status"], second["etag"], second["revisit_of"]) == (304, '"x"', first["record_id"])
    index = desk.store.get(Name.of_key(str(second["warc"])).cdxj)
    assert [entry.timestamp for entry in cdxj.read(index)] == ["20190502100000"]
    assert desk.faults() == []


def test_chunks_are_kept_and_read(desk: Desk) -> None:
    content = foreign.page()
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(content), content)
    block = foreign.http(body, "Content-Type: text/html", "Transfer-Encoding: chunked")
    report = desk.take(desk.file([foreign.response(block, ("WARC-Payload-Digest", foreign.sha1(body)))]))
    (row,) = desk.rows("captures")
    assert (report.articles, report.damage, row["payload_digest"]) == (1, 0, warc.digest(content))
    assert desk.group(row)[0].block == block
    assert desk.faults() == []


def test_what_is_not_true_is_said_and_an_altered_page_is_no_article(desk: Desk) -> None:
    false = ("WARC-Block-Digest", foreign.sha1(b"other"))
    report = desk.take(desk.file([foreign.response(None, false), *pair(1)]))
    assert (report.captures, report.pages, report.damage) == (2, 1, 1)
    altered, _ = desk.rows("captures")[::-1]
    first, *_, ours = desk.group(altered)
    assert altered["kind"] == "page"
    assert foreign.sha1(b"other") in about(ours)["ingestedFaults"]
    assert first.headers["WARC-Block-Digest"] == foreign.sha1(first.block)
    assert desk.faults() == []


def test_an_id_that_another_record_has_is_not_taken(desk: Desk) -> None:
    clash = foreign.response(foreign.http(b"other"), name="response 1", url="http://paper.example/other")
    records = [
        *pair(1),
        clash,
        foreign.response(url="http://paper.example/nameless").replace(uid("response").encode(), b"7"),
    ]
    report = desk.take(desk.file(records))
    ids = [row["record_id"] for row in desk.rows("captures")]
    assert report.captures == len(set(ids)) == 3
    assert uid("response 1") in ids
    other = next(row for row in desk.rows("captures") if row["url"] == "http://paper.example/other")
    assert about(desk.group(other)[-1])["ingestedIds"] == f"{other['record_id']} was {uid('response 1')}"
    assert desk.take(desk.file(records)).captures == 0
    assert desk.faults() == []


def test_an_export_of_ours_keeps_what_it_says(desk: Desk) -> None:
    exchange = Exchange(
        url=URL,
        method="GET",
        started=datetime(2019, 5, 2, 10, 0, 0, 123456, tzinfo=UTC),
        request=b"GET /2019 HTTP/1.1\r\n\r\n",
        head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        body=foreign.page(),
    )
    context = Context(
        kind="article", source="http://paper.example/feed", found_in="feed", title="As fed", expected=True
    )
    path = desk.folder / "export.warc.gz"
    stored = warc.encode(exchange, context, uid("info"))
    validated = warc.Original(stored.record_id, stored.url, stored.date, Location("elsewhere.warc.gz", 0, 1))
    later = replace(
        exchange, started=exchange.started + timedelta(days=1), head=b"HTTP/1.1 304 Not Modified\r\n\r\n", body=b""
    )
    path.write_bytes(stored.data + warc.encode(later, context, uid("info"), validated=validated).data)
    assert desk.take(str(path)).articles == 1
    row, again = desk.rows("captures")
    assert (again["status"], again["revisit_of"]) == (304, row["record_id"])
    told = {name: row[name] for name in ("kind", "found_in", "source", "link_title", "robots", "ingested_from")}
    assert told == {
        "kind": "article",
        "found_in": "feed",
        "source": "http://paper.example/feed",
        "link_title": "As fed",
        "robots": "allowed",
        "ingested_from": "export.warc.gz",
    }
    assert desk.faults() == []


def test_what_calls_itself_ours_cannot_undo_what_the_page_asks(desk: Desk) -> None:
    claim = foreign.record(
        "metadata",
        b"kind: feed\r\nrobots: allowed\r\noptOut: mark: nothing\r\npublished: soon\r\nfoundIn: feed\r\n",
        ("WARC-Record-ID", uid("claim")),
        ("WARC-Date", foreign.DATE),
        ("WARC-Concurrent-To", uid("response")),
    )
    asks = foreign.http(foreign.page(), "Content-Type: text/html", "X-Robots-Tag: noarchive")
    desk.take(desk.file([foreign.response(asks), claim]))
    (row,) = desk.rows("captures")
    assert (row["opt_out"], row["kind"], row["link_published"]) == ("capture: header noarchive", "article", None)
    assert desk.rows("articles") == []
    assert desk.faults() == []


def test_a_copy_with_other_ids_is_known_by_its_moment(desk: Desk) -> None:
    exact = "2019-05-02T10:00:00.123456Z"
    desk.take(desk.file([foreign.response(date=exact)]))
    report = desk.take(desk.file([foreign.response(name="renamed", date=exact)], "copy.warc"))
    assert (report.captures, dict(report.skipped)) == (0, {"already archived": 1})
    assert desk.take(desk.file([foreign.response(name="of the same second")], "x.warc")).captures == 1


@pytest.mark.parametrize("fails", [1, 2, 3])
def test_killed_in_the_middle_and_run_again_nothing_is_missing_or_double(
    desk: Desk, fails: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.ingestion.ingest.SEGMENT_CAPTURES", 2)
    path = desk.file([record for number in range(6) for record in pair(number)])
    whole, turns = desk.finish, iter(range(1, 99))

    def finish(name: Name) -> Committed | None:
        if next(turns) == fails:
            raise StoreUnavailable("the store went away")
        return whole(name)

    desk.finish = finish  # type: ignore[method-assign]
    with pytest.raises(StoreUnavailable):
        desk.take(path)
    assert list(desk.spool.folder.glob("*/*.warc.gz*"))
    desk.finish = whole  # type: ignore[method-assign]
    desk.take(path)
    assert len(desk.rows("captures")) == len(desk.rows("articles")) == 6
    assert desk.faults() == []
    assert not list(desk.spool.folder.glob(".ingest-*"))


def test_a_full_disk_ends_it_with_what_to_do(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno
    import os

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(SpoolError, match="free space"):
        desk.take(desk.file(pair(1)))


def test_a_site_on_which_another_works_is_left_out_and_said(desk: Desk) -> None:
    records = [*pair(1), *pair(2, url="http://other.example/2019/05/01/bridge-number-2-is-built")]
    with desk.spool.lock("paper.example"):
        report = desk.take(desk.file(records))
    assert [row["site"] for row in desk.rows("captures")] == ["other.example"]
    assert len(report.problems) == 1
    assert report.problems[0].startswith("paper.example: left out: another process is working on paper.example")
    assert desk.take(desk.file(records)).captures == 1


@pytest.mark.parametrize(
    ("url", "site", "expected"),
    [
        ("https://www.other.example/a", None, "other.example"),
        ("http://other.example:8080/a", None, "other.example-8080"),
        ("http://m.paper.sn/a", None, "paper.sn"),
        ("http://deep.below.paper.sn/a", None, "paper.sn"),
        ("http://notpaper.sn/a", None, "notpaper.sn"),
        ("http://sn/a", None, "sn"),
        ("http://other.example/a", "given", "given"),
    ],
)
def test_the_site_is_that_of_the_host(desk: Desk, url: str, site: str | None, expected: str) -> None:
    desk.take(desk.file([foreign.response(url="http://paper.sn/")]))
    desk.take(desk.file([foreign.response(name="x", url=url)]), site=site)
    assert expected in {row["site"] for row in desk.rows("captures") if row["url"] == url}


def test_hosts_of_one_owner_in_one_file_are_one_site(desk: Desk) -> None:
    urls = ("http://m.paper.sn/a", "http://www.paper.sn/b", "http://m.other.sn/", "http://img.other.sn/")
    desk.take(desk.file(foreign.response(url=url, name=url) for url in urls))
    assert {row["site"] for row in desk.rows("captures")} == {"paper.sn", "m.other.sn", "img.other.sn"}


def test_records_are_described_by_the_warcinfo_they_name_or_follow(desk: Desk) -> None:
    named = (("WARC-Warcinfo-ID", uid("Second/1")),)
    records = [
        *(foreign.warcinfo("First/1"), foreign.response(name=1, url="http://a.example/")),
        *(foreign.warcinfo("Second/1"), foreign.response(name=2, url="http://b.example/")),
        *(
            foreign.warcinfo("Bad/1").replace(foreign.DATE.encode(), b"9999"),
            foreign.response(name=3, url="http://c.example/"),
        ),
        foreign.response(None, *named, name=4, url="http://d.example/"),
    ]
    desk.take(desk.file(records))
    found = {}
    for row in desk.rows("captures"):
        members = member.members(io.BytesIO(desk.store.get(str(row["warc"]))))
        infos = [warc.parse(each.data) for each in members if b"WARC-Type: warcinfo" in each.data[:40]]
        found[row["url"]] = [about(info)["software"] for info in infos[1:]]
    assert list(found.values()) == [["First/1"], ["Second/1"], [], ["Second/1"]]


@pytest.mark.parametrize("site", ["../evil", "WWW.Paper.Example", "", ".hidden", "a/b"])
def test_a_site_must_have_a_name_that_leads_nowhere(desk: Desk, site: str) -> None:
    with pytest.raises(Misuse, match="is no site's name"):
        desk.take(desk.file(pair(1)), site=site)


def test_what_was_taken_down_stays_so(desk: Desk) -> None:
    entry = {
        "at": "2026-11-22T08:00:00Z",
        "by": "editor",
        "reason": "court order",
        "urls": [URL],
        "urlkeys": [],
        "records": [uid("response 2")],
        "segments": [],
    }
    desk.store.put("takedowns/20261122T080000000Z-0badcafe.json", json.dumps(entry).encode())
    variant = URL.replace("http://", "https://www.") + "?utm_source=x"
    report = desk.take(desk.file([foreign.request(url=variant), foreign.response(url=variant), *pair(1), *pair(2)]))
    assert [row["record_id"] for row in desk.rows("captures")] == [uid("response 1")]
    assert report.skipped["taken down"] == 3
    desk.store.put("takedowns/20261122T080000001Z-0badcafe.json", b"{}")
    with pytest.raises(DamagedRecord, match="restore it"):
        desk.take(desk.file(pair(3)))


def test_a_dry_run_stores_nothing(desk: Desk) -> None:
    report = desk.take(desk.file([*pair(1), *pair(2)]), dry=True)
    assert (report.captures, report.pages, report.articles) == (2, 2, 0)
    assert not (desk.folder / "data").exists() or stored(desk.store) == []
    assert not list(desk.spool.folder.iterdir())


def test_older_captures_take_their_place_in_the_history(desk: Desk) -> None:
    def of(date: str, number: int) -> bytes:
        return foreign.response(foreign.http(foreign.page(number)), name=date, date=date)

    desk.take(desk.file([of("2020-01-01T00:00:00Z", 2), of("2021-01-01T00:00:00Z", 3)]))
    desk.take(desk.file([of("2019-01-01T00:00:00Z", 1), of("2020-06-01T00:00:00Z", 2), of("2018-01-01T00:00:00Z", 1)]))
    rows = sorted(desk.rows("articles"), key=lambda row: int(str(row["version"])))
    assert [(row["version"], row["change"], str(row["fetched_at"])[:4]) for row in rows] == [
        (1, "new", "2018"),
        (2, "text", "2020"),
        (3, "text", "2021"),
    ]
    assert desk.faults() == []


def test_folders_and_buckets_are_taken_whole(tmp_path: Path, store: Store) -> None:
    for name in ("a.warc", "b/c.warc.gz", "b/d.warc.zst", "b/note.txt"):
        store.put(f"in/{name}", name.encode())
    found = [source.uri.removeprefix(f"{store.uri}/in/") for source in expand([f"{store.uri}/in", f"{store.uri}/in/"])]
    assert found == ["a.warc", "b/c.warc.gz", "b/d.warc.zst"]
    (one,) = expand([f"{store.uri}/in/a.warc"])
    with one.open() as stream:
        assert (stream.read(), one.name, one.size) == (b"a.warc", "a.warc", 6)
    for nothing in (f"{store.uri}/none", f"{store.uri}/in/none.warc"):
        with pytest.raises(Misuse, match="no such file"):
            expand([nothing])


def read(data: bytes, name: Name) -> tuple[list[int], list[Capture]]:
    """Where the faults of a segment are, and its captures."""
    faults: list[int] = []
    found = [each.capture for each in scan(io.BytesIO(data), name, lambda at, _: faults.append(at))]
    return faults, found


def test_after_damage_in_a_segment_the_next_exchange_is_found(desk: Desk) -> None:
    desk.take(desk.file([foreign.warcinfo(), *pair(1), foreign.warcinfo("Another/2"), *pair(2), *pair(3)]))
    (key,) = stored(desk.store)
    name, whole = Name.of_key(key), desk.store.get(key)
    places = list(member.members(io.BytesIO(whole)))
    captures = read(whole, name)[1]
    starts = [capture.offset for capture in captures]
    assert len(places) == 3 + 3 * 3
    for place in places:
        data = bytearray(whole)
        data[place.offset + place.length // 2] ^= 0xFF
        faults, found = read(bytes(data), name)
        hit = max((start for start in starts if start <= place.offset), default=None)
        alone = warc.parse(place.data).type == "warcinfo"
        assert faults == [place.offset]
        assert found == [each for each in captures if alone or each.offset != hit]


def test_a_record_whose_id_was_taken_is_taken_down_with_what_belongs_to_it(desk: Desk) -> None:
    """Its request and metadata name it by the id that is now another's."""
    others = "http://paper.example/2019/06/01/the-mayor-has-gone-fishing"
    theirs = foreign.record(
        "metadata",
        b"note: The mayor has gone fishing\r\n",
        ("WARC-Record-ID", uid("meta")),
        ("WARC-Date", foreign.DATE),
        ("WARC-Target-URI", others),
        ("WARC-Refers-To", uid("response")),
    )
    concurrent = ("WARC-Concurrent-To", uid("response"))
    desk.take(desk.file([foreign.response(), foreign.request(concurrent)]))
    mayor = foreign.response(foreign.http(foreign.page(9, "The mayor has gone fishing")), url=others)
    desk.take(desk.file([mayor, foreign.request(concurrent, url=others), theirs], "second.warc.gz"))
    first, second = stored(desk.store)
    before = desk.store.get(first)
    plan = doomed.of_pages(desk.store, [others], lambda _: None)
    takedown = redaction.prepared(desk.store, plan, "A", "b")
    takedowns.begin(desk.store, takedown)
    redaction.carry_out(desk.store, desk.spool, takedown, lambda _: None)
    assert desk.store.get(first) == before
    kept = [warc.parse(each.data) for each in member.members(io.BytesIO(desk.store.get(second)))]
    assert [record.type for record in kept if not is_tombstone(record)] == ["warcinfo"]
    assert [row["url"] for row in desk.rows("captures")] == [URL]
    assert (desk.faults(), holders(desk.store, "mayor has gone fishing")) == ([], {})

"""A takedown reaches all that was derived from a page, and nothing else."""

import gzip
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from archive import tables, warc
from archive.article import article_id
from archive.commit import commit
from archive.exchange import Context, Exchange
from archive.fixity.fault import Fault
from archive.fixity.opened import opened
from archive.fixity.segment import check
from archive.fixity.whole import segments, whole
from archive.folder import FolderStore
from archive.segment import Name
from archive.store import Store
from archive.takedown import doomed, redaction, takedowns
from archive.takedown.takedowns import Takedown
from tests.bytesearch import holders
from tests.segments import EXCHANGE, READING, Desk, Page

BASE = "http://www.paper.example"
URL = f"{BASE}/2026/11/20/the-ferry-captain-resigns/"
TITLE = "Ferry captain resigns “for good”"
FIRST = "Captain Ousmane Diallo-Keïta left the ferry company on Monday after 21 years."
SECOND = "He had accused the board of selling lifebelts at the market of Port-Mahel."
TEXT = f"{FIRST}\n{SECOND}\nSubscribe to our newsletter for more news of the river."
EDITED = f"{TEXT}\nThe board denies all of it, and says that the belts were only lent."
OTHER = "The bridge at Toubali opens in May, says the ministry of works.\nSubscribe to our newsletter for more news."
WORDS = ("Ousmane Diallo-Keïta left the ferry", "accused the board of selling lifebelts", "the belts were only lent")
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


class Paper(Desk):
    """A paper of which one story has to go."""

    def __init__(self, folder: Path, store: Store | None = None) -> None:
        super().__init__(folder)
        self.store = store or self.store
        self.now = EXCHANGE.started

    def exchange(self, url: str, body: str | bytes, head: bytes = HTML) -> Exchange:
        self.now += timedelta(minutes=1)
        data = body.encode() if isinstance(body, str) else body
        return replace(EXCHANGE, url=url, head=head, body=data, started=self.now)

    def story(self, url: str, text: str, title: str = TITLE, canonical: str = URL) -> Page:
        paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
        reading = replace(READING, title=title, text=text, canonical_url=canonical)
        about = replace(Context(kind="article", source=f"{BASE}/feed", found_in="feed"), title=title)
        return self.exchange(url, f"<h1>{title}</h1>{paragraphs}"), about, reading

    def source(self, kind: str, url: str, body: str | bytes, head: bytes = HTML) -> Page:
        return self.exchange(url, body, head), Context(kind=kind), None

    def commit(self, *pages: Page) -> Name:
        kept: dict[str, warc.Original] = {}
        name = self.segment(*pages, find_original=kept.get)
        commit(self.spool, self.store, name)
        return name

    def take_down(self, *urls: str, everywhere: bool = False) -> Takedown:
        plan = doomed.of_pages(self.store, urls or (URL,), lambda _: None, everywhere=everywhere)
        takedown = redaction.prepared(self.store, plan, "A. Archivist", "court order 12/2026")
        takedowns.begin(self.store, takedown)
        return redaction.carry_out(self.store, self.spool, takedown, lambda _: None)

    def faults(self) -> list[Fault]:
        at, found = opened(self.store)
        for key, _ in segments(self.store):
            checked = check(at, key, text=False)
            found += [*checked.faults, *(fault for _, fault in checked.altered)]
        return [*found, *whole(at)]

    def urls(self, table: str = "captures") -> list[str]:
        return sorted({str(row["url"]).removeprefix(BASE) for row in self.rows(table)})


def feed() -> bytes:
    item = f"<p>{FIRST}</p><p><b>{SECOND}</b></p>".replace("ï", "&iuml;")
    escaped = item.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<rss><item><title>{TITLE}</title><content:encoded>{escaped}</content:encoded></item></rss>".encode()


def published(paper: Paper) -> None:
    """The story in all forms in which an archive comes by it, and its neighbours."""
    packed = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Encoding: gzip\r\n\r\n"
    moved = b"HTTP/1.1 301 Moved\r\nLocation: /2026/11/20/the-ferry-captain-resigns/\r\n\r\n"
    api = json.dumps([{"content": {"rendered": f"<p>{FIRST}</p>"}}])
    about = replace(Context(kind="article", source=f"{BASE}/feed"), title=TITLE)
    paper.commit(
        paper.source("feed", f"{BASE}/feed", gzip.compress(feed()), packed),
        (paper.exchange(f"{BASE}/?p=7", b"", moved), about, None),
        paper.story(URL, TEXT),
        paper.story(f"{BASE}/2026/11/21/bridge/", OTHER, "Bridge opens", f"{BASE}/2026/11/21/bridge/"),
        paper.source("wordpress", f"{BASE}/wp-json/wp/v2/posts", api),
        paper.source("section", f"{BASE}/", f"<a href=x>{TITLE}</a>"),
        paper.source("section", f"{BASE}/river", f"<meta content='{FIRST[:70]}…'>"),
    )
    paper.commit(
        paper.story(f"{URL}amp/", TEXT),
        paper.story(URL.replace("http://www.", "https://"), EDITED),
        paper.story(f"{BASE}/2026/11/22/board/", f"{OTHER}\nThe board met.\n{SECOND}", "Board", f"{BASE}/board/"),
    )


def bare(paper: Paper) -> dict[str, bytes]:
    """Each record that is read where its row says, by its id."""
    rows = tables.rows(paper.store, "captures", ("record_id", "warc", "offset", "length"))
    found = {row["record_id"]: paper.store.get(row["warc"], row["offset"], row["length"]) for row in rows}
    assert all(warc.read(data).headers["WARC-Record-ID"] == each for each, data in found.items())
    return found


def check_with_others(data: bytes, tmp_path: Path) -> None:
    """gunzip's, warcio's and fastwarc's own reading of a segment."""
    path = tmp_path / "segment.warc.gz"
    path.write_bytes(data)
    subprocess.run(["gunzip", "-t", path], check=True)
    checker = Checker(type("Command", (), {"verbose": False, "inputs": [str(path)]}))
    checker.process_one(str(path))
    assert checker.exit_value == 0
    ours = [record.rec_headers["WARC-Record-ID"] for record in ArchiveIterator(io.BytesIO(data))]
    records = [(record.record_id, record.verify_block_digest()) for record in FastIterator(io.BytesIO(data))]
    assert ["<" + each.strip("<>") + ">" for each, _ in records] == ours


def test_nothing_of_a_story_is_left_anywhere_and_all_else_is(
    store: Store, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    paper = Paper(tmp_path / "desk", store)
    s3 = None if isinstance(store, FolderStore) else request.getfixturevalue("aws")
    if s3:  # old versions have to go too
        bucket, enabled = store.uri.split("/")[2], {"Status": "Enabled"}
        s3.client().put_bucket_versioning(Bucket=bucket, VersioningConfiguration=enabled)
    published(paper)
    before, sizes = bare(paper), dict(segments(store))
    assert holders(store, *WORDS, TITLE, s3=s3).keys() == {*WORDS, TITLE}

    done = paper.take_down(everywhere=True)

    assert holders(store, *WORDS, TITLE, s3=s3) == {}
    assert paper.urls() == paper.urls("articles") == ["/2026/11/21/bridge/"]
    assert dict(segments(store)) == sizes
    assert bare(paper).items() <= before.items()
    assert paper.faults() == []
    for key in done.segments:
        check_with_others(store.get(key), tmp_path)
        assert done.sums[key][0] != done.sums[key][1] == store.sha256(key)
    (entry,) = takedowns.read(store).entries
    assert (done.counts["versions"] > 2) == (s3 is not None)
    assert (entry.by, entry.reason, entry.state, entry.left) == ("A. Archivist", "court order 12/2026", "done", ())


def test_what_only_names_or_quotes_the_story_stays_unless_told(tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    published(paper)
    plan = doomed.of_pages(paper.store, [URL + "?utm_source=x"], lambda _: None)
    assert {held.url.removeprefix(BASE): held.why for held in plan.spared} == {
        "/": "headline",
        "/2026/11/22/board/": "quoted",
    }
    why = {held.url.removeprefix(BASE): held.why for held in plan.captures}
    assert why == {
        "/2026/11/20/the-ferry-captain-resigns/": "page",
        "/2026/11/20/the-ferry-captain-resigns/amp/": "page",
        URL.replace("http://www.", "https://"): "page",
        "/?p=7": "leads",
        "/feed": "text",
        "/river": "text",
        "/wp-json/wp/v2/posts": "text",
    }
    assert set(plan.urls) == {URL, f"{BASE}/?p=7", URL.replace("http://www.", "https://")}
    paper.take_down()
    assert paper.urls() == ["/", "/2026/11/21/bridge/", "/2026/11/22/board/"]
    assert holders(paper.store, *WORDS).keys() == {WORDS[1]}  # which the other article quotes
    assert paper.faults() == []


def test_one_record_goes_with_what_repeats_it_and_its_page_may_be_crawled_again(tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    story = paper.story(URL, TEXT)
    again = replace(story[0], url=f"{BASE}/copy", started=story[0].started + timedelta(hours=1))
    first = warc.encode(story[0], story[1], "<urn:uuid:0>")
    paper.commit(story)
    (row,) = paper.rows("captures")
    at = warc.Location(str(row["warc"]), int(str(row["offset"])), int(str(row["length"])))
    original = warc.Original(str(row["record_id"]), URL, first.date, at)
    commit(paper.spool, paper.store, paper.segment((again, story[1], None), find_original=lambda _: original))
    paper.commit(paper.story(URL, EDITED))
    plan = doomed.of_record(paper.store, str(row["record_id"]).strip("<>"))
    assert [(held.why, held.url) for held in plan.captures] == [("record", URL), ("revisit", f"{BASE}/copy")]
    takedown = redaction.prepared(paper.store, plan, "A", "b")
    takedowns.begin(paper.store, takedown)
    redaction.carry_out(paper.store, paper.spool, takedown, lambda _: None)
    assert [(row["version"], row["change"]) for row in paper.rows("articles")] == [(2, "text")]
    assert (paper.faults(), takedowns.read(paper.store).refuses(URL)) == ([], None)
    paper.commit(paper.story(URL, f"{EDITED}\nA third word was added to the story by its editors."))
    assert {row["version"] for row in paper.rows("articles")} == {2, 3}


def test_a_segment_that_comes_later_brings_nothing_of_it_back(tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    paper.commit(paper.story(URL, TEXT))
    taken = paper.take_down()
    late = paper.segment(
        paper.story(f"{URL}?utm_source=mail", EDITED), paper.story(f"{BASE}/2026/11/21/bridge/", OTHER, "Bridge", "x")
    )
    commit(paper.spool, paper.store, late)
    assert paper.urls() == ["/2026/11/21/bridge/"]
    assert holders(paper.store, *WORDS, TITLE) == {}
    entry = takedowns.read(paper.store).entries[1]
    assert (entry.continues, entry.reason, entry.segments) == (taken.name, taken.reason, (late.warc,))
    assert paper.faults() == []


CARRY_OUT = """
import sys
from archive.takedown import redaction, takedowns
from archive.spool import Spool
from archive.store import open_store
from pathlib import Path
store = open_store(sys.argv[1])
(begun,) = takedowns.read(store).begun
redaction.carry_out(store, Spool(Path(sys.argv[2])), begun, lambda step: None)
"""
MOMENTS: dict[str, Callable[[Path, set[Path]], bool]] = {
    "captures deleted": lambda data, _: (data / "captures/_delta_log/00000000000000000003.json").exists(),
    "a segment rewritten": lambda data, _: any(path.stat().st_nlink == 1 for path in data.rglob("*.warc.gz")),
    "an old file gone": lambda data, before: not all(path.exists() for path in before),
}


@pytest.mark.parametrize("moment", sorted(MOMENTS), ids=lambda each: each.replace(" ", "-"))
def test_killed_at_any_step_it_is_completed_by_the_next(moment: str, tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    published(paper)
    data, reached = tmp_path / "data", MOMENTS[moment]
    plan = doomed.of_pages(paper.store, [URL], lambda _: None, everywhere=True)
    takedowns.begin(paper.store, redaction.prepared(paper.store, plan, "A", "b"))
    before = set(data.rglob("*.parquet"))
    for path in data.rglob("*.warc.gz"):
        (tmp_path / path.name).hardlink_to(path)
    assert not reached(data, before)
    with subprocess.Popen([sys.executable, "-c", CARRY_OUT, str(data), str(tmp_path / "spool")]) as process:
        while process.poll() is None and not reached(data, before):
            time.sleep(0.0005)
        process.kill()
    assert reached(data, before)
    for begun in takedowns.read(paper.store).begun:
        assert any("cut short" in fault.problem for fault in paper.faults())
        redaction.carry_out(paper.store, paper.spool, begun, lambda _: None)
    assert holders(paper.store, *WORDS, TITLE) == {}
    assert (paper.faults(), takedowns.read(paper.store).begun) == ([], ())


def test_a_page_that_was_never_stored_is_refused_from_now_on(tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    paper.commit(paper.story(f"{BASE}/other-story", OTHER, "Bridge", f"{BASE}/other-story"))
    paper.take_down()
    ledger = takedowns.read(paper.store)
    assert ledger.refuses(f"{URL}amp/?utm_medium=rss")
    assert ledger.refuses(f"{BASE}/other-story") is None
    assert article_id(URL) not in {row["id"] for row in paper.rows("articles")}
    assert len(paper.rows("captures")) == 1


def test_a_picture_of_the_page_is_named_and_goes_by_its_own_address(tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"
    picture = paper.exchange(f"{BASE}/captain.png", b"PNG", head), Context(kind="requisite", source=URL), None
    other = paper.exchange(f"{BASE}/site.png", b"PNG of all", head), Context(kind="requisite", source=BASE), None
    paper.commit(paper.story(URL, TEXT), picture, other)
    plan = doomed.of_pages(paper.store, [URL], lambda _: None, everywhere=True)
    assert [(held.url.removeprefix(BASE), held.why) for held in plan.spared] == [("/captain.png", "shown")]
    paper.take_down(f"{BASE}/captain.png")
    assert paper.urls() == ["/2026/11/20/the-ferry-captain-resigns/", "/site.png"]


def test_what_is_there_again_is_named(tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    name = paper.commit(paper.story(URL, TEXT))
    backup = paper.store.get(name.warc)
    paper.take_down()
    paper.store.replace(name.warc, backup)
    assert any("was taken down, and is still there" in fault.problem for fault in paper.faults())


def test_a_damaged_record_goes_too_and_what_cannot_be_searched_is_said(tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    name = paper.commit(paper.story(URL, TEXT))
    other = paper.commit(paper.source("feed", f"{BASE}/feed", b"??", HTML[:-2] + b"Content-Encoding: zstd\r\n\r\n"))
    (row,) = (row for row in paper.rows("captures") if row["url"] == URL)
    at, length = int(str(row["offset"])), int(str(row["length"]))
    data = paper.store.get(name.warc)
    wrong = gzip.decompress(data[at : at + length]).replace(b"Ousmane", b"Osumane")
    paper.store.replace(name.warc, data[:at] + gzip.compress(wrong) + data[at + length :])
    paper.store.replace(name.cdxj, b"nonsense\n" + paper.store.get(name.cdxj))
    plan = doomed.of_pages(paper.store, [URL], lambda _: None)
    said = {each.warc: each.why for each in plan.unread}
    assert "does not match its block digest" in said[name.warc]
    assert "zstd" in said[other.warc]
    assert len(paper.take_down().left) == 2
    assert paper.store.get(name.cdxj) == b"nonsense\n"
    assert holders(paper.store, "lifebelts at the market", TITLE) == {}


def test_files_of_a_commit_that_never_was_go_when_they_hold_it(tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    folder = tmp_path / "data/articles/day=2026-11-22"
    paper.commit(paper.story(f"{BASE}/bridge-opens", OTHER, "Bridge", f"{BASE}/bridge-opens"))
    (innocent,) = folder.glob("*.parquet")
    (folder / "part-of-another-writer.parquet").write_bytes(innocent.read_bytes())
    paper.commit(paper.story(URL, TEXT))
    (guilty,) = set(folder.glob("*.parquet")) - {innocent, folder / "part-of-another-writer.parquet"}
    (folder / "part-of-a-dead-one.parquet").write_bytes(guilty.read_bytes())
    (folder / "part-torn.parquet#1").write_bytes(guilty.read_bytes()[:-9])
    paper.take_down()
    assert (holders(paper.store, *WORDS, TITLE), paper.faults()) == ({}, [])
    assert {each.name for each in folder.iterdir()} == {innocent.name, "part-of-another-writer.parquet"}


def test_the_address_that_a_page_calls_its_own_is_refused_too_but_no_front_page(tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    own, copied = f"{BASE}/2026/11/20/never-captured/", f"{BASE}/print.php?id=7"
    paper.commit(paper.story(copied, TEXT, canonical=own), paper.source("section", f"{BASE}/", "<p>front</p>"))
    assert paper.take_down(copied).urls == tuple(sorted((own, copied)))
    assert (paper.urls(), paper.urls("articles")) == (["/"], [])
    paper.commit(paper.story(f"{BASE}/story?x=1", EDITED, canonical=f"{BASE}/"))
    assert paper.take_down(f"{BASE}/story?x=1").urls == (f"{BASE}/story?x=1",)
    assert paper.urls() == ["/"]


def test_a_feed_that_brings_it_back_is_found_by_its_words(tmp_path: Path) -> None:
    paper = Paper(tmp_path)
    paper.commit(paper.story(URL, TEXT))
    paper.take_down()
    paper.commit(paper.source("feed", f"{BASE}/feed", feed()), paper.source("feed", f"{BASE}/sport", b"<rss/>"))
    plan = doomed.of_pages(paper.store, [URL], lambda _: None, known=[SECOND])
    assert [(held.url, held.why) for held in plan.captures] == [(f"{BASE}/feed", "text")]
    assert doomed.of_pages(paper.store, [URL], lambda _: None).captures == ()

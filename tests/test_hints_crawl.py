"""A paper whose file has hints, crawled by the real program: what is read live is read again from its records alone."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive import tables, work
from archive.commit import commit
from archive.hints import Hints, mark, marked
from archive.scan import Found, scan
from archive.segment import Name
from archive.spool import Spool
from archive.store import open_store
from tests.archive.ingestion.test_ingest import Desk as Intake
from tests.crawl import Desk
from tests.rawserver import RawServer, Reply, say

SITE = """from scraper import Feed, Hints, NewsSpider


class Courrier(NewsSpider):
    name = "courrier.example"
    sources = (Feed("{base}/feed"),)
    hints = (
        Hints(body=("//div[@id='suite']",), until="2026-01-01"),
        Hints(
            prune=("//p[@class='pub']",),
            body=("//div[@id='recit']",),
            title="//h3",
            published="substring-after(//i, 'le ')",
            dates=("%A %d %B %Y à %Hh%M",),
            zone="Africa/Lagos",
        ),
    )
"""
OLD = Hints(body=("//div[@id='suite']",), until="2026-01-01")
STORY = (
    "Le bac de Podor repart demain à l'aube, après onze jours passés au sec pour changer son moteur et sa rampe.",
    "Les camions passeront les premiers, puis les charrettes et les vendeuses, qui ont attendu sur les deux rives.",
)
DECOY = (
    "Le moulin communal de Ndioum moud de nouveau le mil depuis lundi, et les femmes du quartier s'en réjouissent.",
    "Le cinéma en plein air revient vendredi sur la place du marché, avec deux films et un concert de hoddu.",
    "La course de pirogues de dimanche est remise à la semaine prochaine, faute de vent et faute de rameurs.",
)
PATHS = ("/2026/11/le-bac-de-podor-repart", "/2026/11/le-bac-de-podor-repart-encore")


def paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def page(body: str) -> Reply:
    text = (
        "<!DOCTYPE html><html lang=fr><head><meta charset=utf-8><title>Le Courrier du Fleuve</title></head><body>"
        f"<h1>Le Courrier</h1><i>Paru le vendredi 20 novembre 2026 à 7h05</i>{body}"
        f"<div id=suite>{paragraphs(DECOY)}</div></body></html>"
    )
    return answer(text, "text/html")


def answer(text: str, kind: str) -> Reply:
    body = text.encode()
    return say(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


def served(target: str) -> Reply | None:
    ad = "<p class=pub>Le savon du fleuve lave plus blanc, même à l'eau froide, et il se vend dans les boutiques.</p>"
    story = f"<h3>Le bac repart à l'aube</h3><div id=recit>{paragraphs(STORY)}{ad}</div>"
    changed = f"<h3>Le bac repart à l'aube</h3><article>{paragraphs(STORY)}</article>"
    pages = dict(zip(PATHS, (page(story), page(changed)), strict=True))
    items = "".join(f"<item><title>x</title><link>{path}</link></item>" for path in PATHS)
    feed = answer(f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>', "text/xml")
    return {"/feed": feed, "/robots.txt": answer("", "text/plain"), **pages}.get(target)


@dataclass(frozen=True)
class Crawled:
    desk: Desk
    log: str
    rows: dict[str, dict[str, Any]]
    """By path."""
    found: dict[str, Found]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("hints")
    desk = Desk(folder)
    (folder / "papers").mkdir()
    (folder / "papers" / "__init__.py").write_text("")
    with RawServer(served) as server:
        (folder / "papers" / "courrier_example.py").write_text(SITE.format(base=server.url("")))
        quick = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=False", "SPIDER_MODULES=papers", "TDMREP_FETCH=False")
        words = [word for setting in quick for word in ("-s", setting)]
        done = desk.crawl("courrier.example", *words, PYTHONPATH=str(folder))
        assert done.returncode == 0, done.stdout
        rows = {row["url"].removeprefix(server.url("")): row for row in tables.rows(desk.store, "articles")}
        yield Crawled(desk, done.stdout, rows, captures(desk, server.url("")))


def captures(desk: Desk, base: str) -> dict[str, Found]:
    keys = {row["warc"] for row in tables.rows(desk.store, "captures")}
    (key,) = keys
    found = scan(io.BytesIO(desk.store.get(key)), Name.of_key(key))
    return {each.capture.url.removeprefix(base): each for each in found}


def test_the_rows_are_as_hinted(crawled: Crawled) -> None:
    row = crawled.rows[PATHS[0]]
    assert (row["title"], tuple(row["text"].splitlines())) == ("Le bac repart à l'aube", STORY)
    assert row["published"] == datetime(2026, 11, 20, 6, 5, tzinfo=UTC)
    assert {"title:hint", "published:hint", "text:hint"} <= set(row["sources"].split())


def test_where_the_layout_changed_the_page_is_read_as_any_and_the_operator_told(crawled: Crawled) -> None:
    row = crawled.rows[PATHS[1]]
    assert STORY[0] in row["text"]
    assert "text:hint" not in row["sources"]
    assert "hints of courrier.example: body matched nothing on 1 of 2 pages: has its layout changed?" in crawled.log
    assert "│ Hints           │ for 2 page(s); body matched nothing on 1" in crawled.log
    assert "'hints/in_vain/body': 1" in crawled.log


def test_the_layout_of_the_day_is_in_the_records_of_articles_and_of_nothing_else(crawled: Crawled) -> None:
    carried = {path: found.context.hints for path, found in crawled.found.items()}
    assert carried["/feed"] == carried["/robots.txt"] == ()
    (now,) = carried[PATHS[0]]
    assert (now.body, now.until) == (("//div[@id='recit']",), "")
    assert mark(crawled.rows[PATHS[0]]["sources"]) == mark(marked("", now))


@pytest.mark.parametrize("path", PATHS)
def test_offline_it_is_read_as_it_was_live(crawled: Crawled, path: str) -> None:
    reading = work.read_capture(None, crawled.desk.archive_uri, crawled.found[path])
    row = crawled.rows[path]
    for name in ("title", "text", "published", "sources", "extractor", "simhash"):
        assert getattr(reading, name) == row[name], name


def test_verification_reads_every_row_again_and_finds_it_so(crawled: Crawled) -> None:
    done = crawled.desk.archive("verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert "not read again" not in done.stdout


def test_what_was_not_read_before_a_crash_is_read_so_by_the_recovery(crawled: Crawled, tmp_path: Path) -> None:
    found = crawled.found[PATHS[0]]
    name = Name.of_key(found.capture.warc)
    spool, store = Spool(tmp_path / "spool"), open_store(str(tmp_path / "data"))
    spool.check()
    with_records = spool.open(name)
    with_records.append(crawled.desk.store.get(name.warc))
    with_records.close()
    unread = commit(spool, store, name, patient=True)
    assert isinstance(unread, list)
    for each in unread:
        spool.note(name, each.capture.record_id, work.read_capture(spool.folder, store.uri, each))
    commit(spool, store, name)
    texts = {row["url"]: (row["text"], row["sources"]) for row in tables.rows(store, "articles")}
    assert texts == {row["url"]: (row["text"], row["sources"]) for row in crawled.rows.values()}


def test_an_ingested_copy_reads_as_its_original(crawled: Crawled, tmp_path: Path) -> None:
    found = crawled.found[PATHS[0]]
    copy = tmp_path / "copy.warc.gz"
    copy.write_bytes(crawled.desk.store.get(found.capture.warc))
    desk = Intake(tmp_path, open_store(str(tmp_path / "data")))
    desk.take(str(copy), site="courrier.example")
    texts = {row["url"]: (row["text"], row["sources"]) for row in tables.rows(desk.store, "articles")}
    assert texts == {row["url"]: (row["text"], row["sources"]) for row in crawled.rows.values()}


def test_show_says_which_hints_there_were(crawled: Crawled) -> None:
    done = crawled.desk.archive("show", crawled.found[PATHS[0]].capture.url)
    line = next(line for line in done.stdout.splitlines() if "hints: " in line)
    assert json.loads(line.partition("hints: ")[2])[0]["body"] == ["//div[@id='recit']"]

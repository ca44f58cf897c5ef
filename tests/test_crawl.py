"""The whole path, as an operator walks it: one command from a news site to evidence and text."""

import gzip
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from archive import tables
from tests.crawl import BIN, ROOT, Desk
from tests.newspaper import Newspaper
from tests.s3 import Server

COMMENT_WORDS = (
    "Leave a Reply",
    "Laisser un commentaire",
    "Your email address will not be published",
    "Votre adresse e-mail ne sera pas publiée",
    "No comments yet",
    "Poster un message",
    "Ajouter un commentaire",
)


@dataclass(frozen=True)
class Crawled:
    """What one crawl of the newspaper left behind."""

    desk: Desk
    paper: Newspaper
    log: str
    items: list[dict[str, object]]

    def rows(self, table: str) -> list[dict[str, object]]:
        return list(tables.rows(self.desk.store, table))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    desk = Desk(tmp_path_factory.mktemp("crawl"))
    output = desk.folder / "articles.jsonl"
    with Newspaper() as paper:
        done = desk.crawl("demo", "-a", f"url={paper.url}", "-o", str(output), "-s", "REQUISITES=all")
        assert done.returncode == 0, done.stdout
        yield Crawled(desk, paper, done.stdout, [json.loads(line) for line in output.read_text().splitlines()])


def test_every_article_is_in_the_corpus_once_with_its_text(crawled: Crawled) -> None:
    rows = {str(row["canonical_url"]): row for row in crawled.rows("articles")}
    assert len(rows) == len(crawled.rows("articles"))
    for url, truth in crawled.paper.articles.items():
        text = str(rows[url]["text"])
        assert rows[url]["title"] == truth.title
        assert rows[url]["language"] in (truth.language, "und")
        for paragraph in truth.paragraphs:
            assert paragraph in text
        assert truth.title not in text.splitlines()


def test_no_trace_of_a_comment_section_is_in_the_corpus(crawled: Crawled) -> None:
    readers = [comment.text for article in crawled.paper.articles.values() for comment in article.comments]
    assert readers
    for row in crawled.rows("articles"):
        for words in (*COMMENT_WORDS, *readers):
            assert words not in str(row["text"])


def test_every_request_the_newspaper_saw_is_a_capture(crawled: Crawled) -> None:
    captured = Counter(str(row["url"]).removeprefix(crawled.paper.url) for row in crawled.rows("captures"))
    assert captured == Counter(crawled.paper.requests)


def test_robots_txt_is_obeyed_and_said(crawled: Crawled) -> None:
    assert not [path for path in crawled.paper.requests if path.startswith("/private/")]
    assert "Forbidden by robots.txt" in crawled.log
    decisions = {str(row["kind"]): row["robots"] for row in crawled.rows("captures")}
    assert decisions["robots"] == "exempt"
    assert decisions["article"] == "allowed"


def test_captures_know_what_they_are(crawled: Crawled) -> None:
    rows = crawled.rows("captures")
    kinds = Counter(str(row["kind"]) for row in rows)
    assert kinds["feed"] == 2
    assert kinds["sitemap"] == 3
    assert kinds["robots"] == kinds["section"] == 1
    assert kinds["requisite"] == 29
    by_status = Counter(row["status"] for row in rows if row["kind"] != "optout")
    assert by_status[301] == by_status[404] == 1
    revisit = next(row for row in rows if row["record_type"] == "revisit")
    original = next(row for row in rows if row["record_id"] == revisit["revisit_of"])
    assert original["payload_digest"] == revisit["payload_digest"]
    assert [row["outcome"] for row in rows if str(row["url"]).endswith(".pdf")] == ["not_html"]


def test_articles_are_scrapy_items(crawled: Crawled) -> None:
    by_url = {str(item["canonical_url"]): item for item in crawled.items}
    assert set(by_url) >= set(crawled.paper.articles)
    for row in crawled.rows("articles"):
        item = by_url[str(row["canonical_url"])]
        assert item["text"] == row["text"]
        assert datetime.fromisoformat(str(item["fetched_at"])).tzinfo is not None
    assert "'item_scraped_count'" in crawled.log


def test_the_report_says_what_was_brought_and_what_to_try(crawled: Crawled) -> None:
    for words in ("Pages fetched", "Articles stored", "Bytes", "archive verify", "archive replay", "polars.read_delta"):
        assert words in crawled.log


@pytest.mark.parametrize("command", [("gunzip", "-t"), (f"{BIN}/warcio", "check", "-v"), (f"{BIN}/fastwarc", "check")])
def test_other_tools_accept_the_warc(crawled: Crawled, command: tuple[str, ...]) -> None:
    (path,) = (crawled.desk.folder / "data" / "warc").rglob("*.warc.gz")
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_warc_says_who_wrote_it_and_how(crawled: Crawled) -> None:
    (path,) = (crawled.desk.folder / "data" / "warc").rglob("*.warc.gz")
    with gzip.open(path) as file:
        head = file.read(2000).decode()
    for field in ("WARC-Type: warcinfo", "software: pressmark/", "robots: obey", "isPartOf: demo", "settings-sha256: "):
        assert field in head


def test_archive_ls_and_verify(crawled: Crawled) -> None:
    (listed,) = map(json.loads, crawled.desk.archive("ls", "--json").stdout.splitlines())
    assert (listed["site"], listed["segments"]) == ("demo", 1)
    assert listed["captures"] == len(crawled.rows("captures"))
    assert listed["articles"] == len(crawled.rows("articles"))
    verified = crawled.desk.archive("verify")
    assert verified.returncode == 0
    assert f"{listed['captures']} captures, {listed['articles']} articles: no faults" in verified.stdout


def test_nothing_waits_in_the_spool(crawled: Crawled) -> None:
    assert crawled.desk.spool.sites() == []


def test_a_second_crawl_adds_captures_but_no_versions(crawled: Crawled) -> None:
    before = len(crawled.rows("captures")), len(crawled.rows("articles"))
    done = crawled.desk.crawl("demo", "-a", f"url={crawled.paper.url}")
    assert done.returncode == 0, done.stdout
    assert len(crawled.rows("captures")) > before[0]
    assert len(crawled.rows("articles")) == before[1]
    assert "0 new or changed" in done.stdout
    assert crawled.desk.archive("verify").returncode == 0


@pytest.mark.parametrize(("feed", "sitemap"), [(True, True), (True, False), (False, True), (False, False)])
def test_any_site_is_crawled_from_its_address(tmp_path: Path, feed: bool, sitemap: bool) -> None:
    desk = Desk(tmp_path)
    fast = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=false")
    with Newspaper(feed=feed, sitemap=sitemap) as paper:
        done = desk.crawl("site", "-a", f"url={paper.url}/", *fast)
        assert done.returncode == 0, done.stdout
        found = {row["canonical_url"] for row in tables.rows(desk.store, "articles")}
        assert found >= set(paper.articles)
        sites = {row["site"] for row in tables.rows(desk.store, "captures")}
        assert sites == {paper.url.removeprefix("http://").replace(":", "-")}


def test_the_same_keys_and_rows_on_s3(crawled: Crawled, tmp_path: Path, aws: Server) -> None:
    desk = Desk(tmp_path, f"s3://{aws.bucket()}/press")
    done = desk.crawl("demo", "-a", f"url={crawled.paper.url}")
    assert done.returncode == 0, done.stdout
    for prefix in ("warc/", "cdxj/"):
        (there,) = [entry.key for entry in desk.store.list(prefix)]
        (here, *_) = [entry.key for entry in crawled.desk.store.list(prefix)]
        assert there.split("/")[:2] == here.split("/")[:2]
    texts = {row["canonical_url"]: row["text"] for row in tables.rows(desk.store, "articles")}
    assert texts == {row["canonical_url"]: row["text"] for row in crawled.rows("articles")}
    verified = desk.archive("verify")
    assert verified.returncode == 0, verified.stdout


def blocks(page: str) -> list[str]:
    """The Python in a page of ours."""
    return re.findall(r"```python\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("code", blocks("README.md"), ids=lambda code: code.splitlines()[0])
def test_the_lines_of_the_readme_run(crawled: Crawled, code: str) -> None:
    command = [sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=crawled.desk.folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "False" not in done.stdout


def test_looking_at_a_page_leaves_no_trace(tmp_path: Path) -> None:
    with Newspaper() as paper:
        environment = {**os.environ, "ARCHIVE_URI": f"{tmp_path}/data", "SPOOL_DIR": f"{tmp_path}/spool"}
        command = [str(BIN / "scrapy"), "fetch", "--nolog", paper.url]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert "Le Courrier du Fleuve" in done.stdout
    assert list(tmp_path.iterdir()) == []

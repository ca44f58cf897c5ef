"""What other programs find on a paper's pages: each is run by an interpreter that has it, and prints URLs."""

import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.papers import Hit, Paper

PROGRAM = Path(__file__).parent / "peers.py"
PATIENCE = 75
"""Seconds until a peer is stopped."""
HEADINGS = ("\npaper", "\nfinder", "articles\nfound", "\nrecall", "no\narticle", "\nprec.", "\nrequests", "\nnote")


@dataclass(frozen=True, slots=True)
class Finder:
    """A way to find articles; `sort` is what peers.py calls it."""

    name: str
    sort: str


FINDERS = (
    Finder("trafilatura feeds", "feeds"),
    Finder("trafilatura sitemaps", "sitemaps"),
    Finder("news-please sitemap", "SitemapCrawler"),
    Finder("news-please rss", "RssCrawler"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """What one finder found on one paper's morning."""

    kind: str
    finder: str
    there: int
    """Articles that were there."""
    articles: int
    """Articles found, each once."""
    others: int
    """URLs found that are no article."""
    requests: int
    note: str = ""


def run(finder: Finder, python: str, paper: Paper) -> Found:
    """Let a peer look at a paper."""
    before = len(paper.log)
    with tempfile.TemporaryDirectory(prefix="peer-") as folder:
        command = [python, str(PROGRAM), finder.sort, f"{paper.url}/", folder]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, timeout=PATIENCE, stdin=subprocess.DEVNULL
            )
            said, note = done.stdout, (done.stderr.strip().splitlines() or [""])[-1][:60] if done.returncode else ""
        except subprocess.TimeoutExpired as late:
            said, note = (late.stdout or b"").decode(), f"stopped after {PATIENCE} s"
    urls = [line for line in said.splitlines() if line.startswith("http")]
    return _found(finder.name, paper, urls, len(paper.log) - before, note)


def ours(paper: Paper, hits: list[Hit]) -> Found:
    """What our first crawl fetched, judged alike."""
    fetched = [paper.url + hit.target for hit in hits if hit.status == 200]
    lists = {url for url in fetched if paper.article_at(url) is None}
    return _found("pressmark (fetched)", paper, [url for url in fetched if url not in lists], len(hits))


def _found(name: str, paper: Paper, urls: Iterable[str], requests: int, note: str = "") -> Found:
    known = {url: paper.article_at(url) for url in urls}
    articles = {article for article in known.values() if article is not None and article.number <= paper.initial}
    return Found(
        paper.kind.name,
        name,
        paper.initial,
        len(articles),
        sum(each is None for each in known.values()),
        requests,
        note,
    )


def row(found: Found) -> list[str]:
    """What the table says of it."""
    listed = found.articles + found.others
    shares = [f"{found.articles / found.there:.3f}", f"{found.articles / listed:.3f}" if listed else "-"]
    return [
        *(found.kind, found.finder, f"{found.articles}/{found.there}", shares[0], str(found.others), shares[1]),
        *(str(found.requests), found.note),
    ]

"""What extraction gets right, and what it costs, beside trafilatura alone and the peers that are installed.

`extraction.py [FOLDER…]`: each a set of saved pages, its `gold.jsonl` a line per page: id, url, html (a path, gzip or
not), and as far as known body, title, authors, date, language and `sentinels`, phrases of comments that must not come
out. Without a folder: the project's own pages, one for each fault that extraction has to avoid.

Body: 4-word shingles; precision and recall are means over pages, F1 is of those means. CPU: seconds in this process,
page by page in turn, as a share of trafilatura's with metadata.
"""

import gzip
import json
import logging
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from statistics import mean
from typing import Any

from rich.console import Console
from rich.table import Table

from archive.extraction import extract

OWN = Path(__file__).parents[1] / "tests/archive/extraction/pages"
FETCHED = datetime(2026, 11, 22, tzinfo=UTC)
COLUMNS = ("P", "R", "F1", "leak", "title", "authors", "date", "language", "CPU")


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page, and what should be read in it; None where nobody said."""

    url: str
    html: bytes
    charset: str | None = None
    body: str | None = None
    title: str | None = None
    authors: tuple[str, ...] | None = None
    date: str | None = None
    language: str | None = None
    sentinels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What an extractor made of a page."""

    text: str = ""
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    language: str | None = None


Extractor = Callable[[Page], Found]


def pressmark(page: Page) -> Found:
    """This project's extraction."""
    read = extract.read_page(page.html, charset=page.charset, url=page.url, fetched_at=FETCHED)
    return Found(read.text, read.title, read.authors, _day(read.published), read.language)


def trafilatura(page: Page) -> Found:
    """trafilatura with its own defaults and metadata."""
    from trafilatura import bare_extraction

    found = bare_extraction(page.html, url=page.url, with_metadata=True)
    if found is None:
        return Found()
    authors = tuple(filter(None, (found.author or "").split("; ")))
    return Found(found.text or "", found.title, authors, found.date, found.language)


def newspaper(page: Page) -> Found:
    """newspaper4k."""
    from newspaper import Article

    found = Article(page.url)
    found.download(input_html=page.html.decode("utf-8", "replace"))
    found.parse()
    return Found(found.text, found.title, tuple(found.authors), _day(found.publish_date), found.meta_lang)


def newsplease(page: Page) -> Found:
    """news-please."""
    from newsplease import NewsPlease

    found = NewsPlease.from_html(page.html.decode("utf-8", "replace"), url=page.url)
    return Found(
        found.maintext or "", found.title, tuple(found.authors or ()), _day(found.date_publish), found.language
    )


def resiliparse(page: Page) -> Found:
    """resiliparse, which reads no metadata."""
    from resiliparse.extract.html2text import extract_plain_text

    return Found(extract_plain_text(page.html.decode("utf-8", "replace"), main_content=True, comments=False))


def readability(page: Page) -> Found:
    """readability-lxml."""
    from lxml.html import fromstring
    from readability import Document

    found = Document(page.html.decode("utf-8", "replace"))
    return Found(fromstring(found.summary()).text_content(), found.short_title())


EXTRACTORS: dict[str, Extractor] = {"pressmark": pressmark, "trafilatura": trafilatura}
PEERS: dict[str, Extractor] = {
    "newspaper": newspaper, "newsplease": newsplease, "resiliparse": resiliparse, "readability": readability,
}  # fmt: skip


def own(folder: Path = OWN) -> Iterator[Page]:
    """The project's own pages: what must be read in each is saved beside it."""
    for page in sorted(folder.iterdir()):
        said = json.loads((page / "reading.json").read_text("utf-8"))
        yield Page(
            url=said.get("url", "https://www.example.org/2025/story"),
            html=(page / "page.html").read_bytes(),
            charset=said.get("charset"),
            body="\n".join(said["text"]) if said.get("text") else None,
            title=said.get("title"),
            authors=tuple(said["authors"]) if said.get("authors") else None,
            date=(said.get("published") or "")[:10] or None,
            language=said.get("language"),
        )


def saved(folder: Path) -> Iterator[Page]:
    """The pages of a folder with a `gold.jsonl`."""
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        said = json.loads(line)
        html = (folder / said["html"]).read_bytes()
        yield Page(
            url=said.get("url") or "https://www.example.org/2025/story",
            html=gzip.decompress(html) if html.startswith(b"\x1f\x8b") else html,
            body=said.get("body") or None,
            title=said.get("title") or None,
            authors=tuple(said.get("authors") or ()) or None,
            date=said["date"][:10] or None if isinstance(said.get("date"), str) else None,
            language=(said.get("language") or "")[:2] or None,
            sentinels=tuple(said.get("sentinels") or ()),
        )


@dataclass(slots=True)
class Score:
    """How one extractor fared with a set."""

    points: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    seconds: float = 0.0

    def add(self, page: Page, found: Found) -> None:
        """Count a page."""
        if page.body:
            gold, got = _shingles(page.body), _shingles(found.text)
            hit = sum((gold & got).values())
            if got:
                self.points["P"].append(hit / sum(got.values()))
            self.points["R"].append(hit / sum(gold.values()))
        if page.sentinels:
            self.points["leak"].append(any(_squeezed(each) in _squeezed(found.text) for each in page.sentinels))
        for name in ("title", "date", "language"):
            if (wanted := getattr(page, name)) is not None:
                self.points[name].append(_squeezed(getattr(found, name) or "") == _squeezed(wanted))
        if page.authors is not None:
            wanted, got_names = set(map(_squeezed, page.authors)), set(map(_squeezed, found.authors))
            self.points["authors"].append(2 * len(wanted & got_names) / (len(wanted) + len(got_names)))

    def table(self) -> dict[str, float]:
        """Means over pages, and F1 of mean precision and recall."""
        means = {name: mean(values) for name, values in self.points.items()}
        precision, recall = means.get("P", 0.0), means.get("R", 0.0)
        return means | ({"F1": 2 * precision * recall / (precision + recall)} if precision + recall else {})


def measure(pages: Sequence[Page], extractors: dict[str, Extractor]) -> dict[str, Score]:
    """Every extractor on every page, in turn; one that raises has found nothing."""
    scores = {name: Score() for name in extractors}
    for page in pages:
        for name, read in extractors.items():
            began = time.process_time()
            try:
                found = read(page)
            except Exception:  # a peer's failure on a page is its score there
                found = Found()
            scores[name].seconds += time.process_time() - began
            scores[name].add(page, found)
    return scores


def main(folders: Sequence[str]) -> None:
    """Print a table for each set."""
    logging.disable(logging.CRITICAL)
    extract.warm()
    extractors = EXTRACTORS | {name: read for name, read in PEERS.items() if find_spec(name)}
    trafilatura(Page("https://www.example.org/", b"<html><body><p>warm</p></body></html>"))
    for folder in folders or [""]:
        pages = list(saved(Path(folder)) if folder else own())
        _print(Path(folder).name or "own pages", len(pages), measure(pages, extractors))


def _print(name: str, pages: int, scores: dict[str, Score]) -> None:
    table = Table("", *COLUMNS, title=f"{name}, {pages} pages")
    for extractor, score in scores.items():
        means = score.table() | {"CPU": score.seconds / scores["trafilatura"].seconds}
        table.add_row(extractor, *(f"{means[column]:.3f}" if column in means else "" for column in COLUMNS))
    Console(width=100).print(table)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))) if words else Counter()


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


def _day(moment: Any) -> str | None:
    return str(moment)[:10] if moment else None


if __name__ == "__main__":
    main(sys.argv[1:])

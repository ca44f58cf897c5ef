"""Pages saved for a site, each with what is to be read in it: read from a WARC record, as a crawl reads them."""

import difflib
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive import hints, warc
from archive.article import Reading
from archive.errors import Misuse
from archive.exchange import Context, Exchange
from archive.segment import Name, site_name

from .spider import NewsSpider

FOLDER = Path(__file__).parent.parent / "tests" / "spiders" / "pages"
"""Where they are: SITE/NAME/page.html beside page.json."""
FACTS = ("outcome", "title", "authors", "published", "text", "sources")
"""Of a reading: what is written down of it."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One page."""

    folder: Path
    said: dict[str, Any]
    """page.json: `url` and `fetched_at`; if they are to be given, `content_type`, and `found_in`, `link_title` and
    `link_published` as its source gave them; and `reading`, any of FACTS, the text as a list of lines."""

    def records(self, site: type[NewsSpider]) -> tuple[bytes, Name]:
        """The page as a crawl of the site would have written it."""
        moment = datetime.fromisoformat(self.said["fetched_at"]).astimezone(UTC)
        kind = self.said.get("content_type", "text/html")
        url, published = self.said["url"], self.said.get("link_published")
        context = Context(
            kind="article",
            found_in=self.said.get("found_in"),
            title=self.said.get("link_title"),
            published=datetime.fromisoformat(published).astimezone(UTC) if published else None,
            expected=site.article is not None and re.search(site.article, url) is not None,
            hints=hints.between(site.hints, moment, moment),
        )
        exchange = Exchange(
            url=url,
            method="GET",
            started=moment,
            request=b"GET / HTTP/1.1\r\n\r\n",
            head=f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode(),
            body=(self.folder / "page.html").read_bytes(),
        )
        return warc.encode(exchange, context, warc.new_id()).data, Name.new(site_name(site.name), moment, 1, "saved")

    def write(self, reading: Reading) -> None:
        """Write down a reading as the one that is expected."""
        text = json.dumps({**self.said, "reading": plain(reading)}, ensure_ascii=False, indent=2)
        (self.folder / "page.json").write_text(f"{text}\n", "utf-8")


def places(folder: Path, sites: Collection[str] = ()) -> list[Path]:
    """The folders SITE/NAME in which pages are saved, of these sites or of all."""
    found = {path.parent for path in folder.glob("*/*/page.*")}
    return sorted(place for place in found if not sites or place.parent.name in sites)


def load(folder: Path) -> Saved:
    """The page saved in a folder; Misuse when it cannot be taken as one."""
    try:
        said = json.loads((folder / "page.json").read_text("utf-8"))
        with (folder / "page.html").open("rb"):
            pass
        fault = _fault(said)
    except (OSError, ValueError) as error:
        fault = error.strerror if isinstance(error, OSError) else str(error)
        raise Misuse(f"{folder}: page.html and page.json cannot be read: {fault}") from None
    if fault:
        raise Misuse(f"{folder / 'page.json'}: {fault}")
    return Saved(folder, said)


def plain(reading: Reading) -> dict[str, Any]:
    """What is written down of a reading."""
    published = reading.published.isoformat() if reading.published else None
    given = {
        "authors": list(reading.authors),
        "published": published,
        "text": reading.text.splitlines(),
        "sources": hints.unmarked(reading.sources),  # what else the hints say is no matter
    }
    return {fact: given.get(fact, getattr(reading, fact)) for fact in FACTS}


def differences(page: Saved, reading: Reading) -> list[str]:
    """A line for each thing that is not as it is written down, of a text those around; empty when all is."""
    now, due = plain(reading), page.said.get("reading")
    if not due:
        return ["nothing is written down of what is to be read in it"]
    facts = [fact for fact in FACTS if fact in due and fact != "text" and now[fact] != due[fact]]
    lines = [f"{fact} is {now[fact]!r}, not {due[fact]!r}" for fact in facts]
    if "text" in due and now["text"] != due["text"]:
        lines += difflib.unified_diff(due["text"], now["text"], "text as written down", "text as read", lineterm="")
    return lines


def _fault(said: object) -> str | None:
    if not isinstance(said, dict) or not isinstance(said.get("url"), str):
        return "should be an object with `url` and `fetched_at`"
    if not re.fullmatch(r"https?://[\w.-]+(:\d+)?/[!-~]*", said["url"], re.ASCII):
        return f"url: {said['url']!r} is no web address as a crawl writes it"
    if not all(isinstance(said.get(name, ""), str) for name in ("content_type", "found_in", "link_title")):
        return "content_type, found_in and link_title should be text"
    moments = [said.get("fetched_at"), *([said["link_published"]] if "link_published" in said else [])]
    for moment in moments:
        if not isinstance(moment, str) or datetime.fromisoformat(moment).tzinfo is None:
            return f"{moment!r} is no moment with its zone, such as 2026-11-22T08:00:00Z"
    reading = said.get("reading", {})
    if not isinstance(reading, dict) or (unknown := sorted(reading.keys() - FACTS)):
        return f"reading should have some of {', '.join(FACTS)}" + (f", not {unknown[0]}" if unknown else "")
    lists = isinstance(reading.get("text", []), list) and isinstance(reading.get("authors", []), list)
    return None if lists else "text and authors should be lists"

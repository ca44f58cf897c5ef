"""What a crawl made of each misbehaviour, held against what it should have."""

import gzip
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator

from tests.crawl import BIN

from .route import Ends, Route
from .run import Run, wired
from .town import GOOD

Row = dict[str, Any]
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal would obey: control characters, and those that turn the direction of writing."""


def faults(run: Run, route: Route) -> list[str]:
    """What is not as it should be, if anything."""
    rows = run.rows(run.town.judged(route))
    found = [*_of_row(rows[0] if rows else None, route.ends), *_of_log(run, route)]
    besides = bool(route.host) + (route.kind == "feed")  # its robots.txt; a second page, where all of the first was new
    if (asked := run.town.requests[route.name]) > route.most + besides:
        found.append(f"{asked} requests, at most {route.most} were meant")
    if route.ends is None or route.ends.outcome != "":
        stored = wired(run.town.address(route)) in {row["url"] for row in run.articles}
        repeated = bool(rows) and rows[0]["record_type"] == "revisit"  # the text of another address, byte for byte
        if stored != route.is_story and not (repeated and route.is_story):
            found.append("its text is in the corpus" if stored else "its text is not in the corpus")
    return found


def _of_row(row: Row | None, ends: Ends | None) -> Iterator[str]:
    if row is None or ends is None:
        if row is not ends:
            yield "there is no capture" if row is None else f"there is a capture, of status {row['status']}"
        return
    for name in ("status", "truncated"):
        if row[name] != getattr(ends, name):
            yield f"{name} is {row[name]}, not {getattr(ends, name)}"
    outcome = row["outcome"]
    if (outcome is None) != (ends.outcome is None) or not (outcome or "").startswith(ends.outcome or ""):
        yield f"the outcome is {outcome}, not {ends.outcome}"
    error = row["error"] or ""
    if ends.error not in error or bool(ends.error) != bool(error):
        yield f"the error is {error!r}, not {ends.error!r}"


def _of_log(run: Run, route: Route) -> Iterator[str]:
    if not route.said:
        return
    places = [route.name, *([run.town.base(route)] if route.host else [])]
    places += [urlsplit(run.town.address(route)).netloc] if route.ends is None and route.url else []
    lines = [line for line in run.log.splitlines() if any(place in line for place in places)]
    if not any(re.search(route.said, line) for line in lines):
        yield f"the log does not say {route.said!r} of it"


def described(run: Run, route: Route) -> str:
    """How it ended, in words for the table."""
    rows = run.rows(run.town.judged(route))
    if not rows:
        return (
            "refused before anything was sent"
            if route.kind == "requisite"
            else "no request could be sent; told in the log"
        )
    row = rows[0]
    told = [str(row["status"] or "no status"), row["outcome"]]
    told += [f"truncated: {row['truncated']}" if row["truncated"] else None, _short(row["error"])]
    return ", ".join(filter(None, told)) + (f"; {len(rows)} captures" if len(rows) > 1 else "")


def _short(error: str | None) -> str | None:
    if not error:
        return None
    plain = re.sub(r"https?://127[\d.:]+|:\d{4,5}\b|\b0x[0-9a-f]+", "…", error)
    return plain if len(plain) <= 70 else f"{plain[:69]}…"


def unkept(run: Run) -> list[str]:
    """Truncated captures that are not kept with what had come and the reason, as another program reads the WARC."""
    held: dict[str, tuple[str | None, int]] = {}
    for path in warcs(run):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, no_record_parse=True):
                about, block = record.rec_headers, record.content_stream().read()
                if record.rec_type == "response":
                    held[about.get_header("WARC-Record-ID")] = about.get_header("WARC-Truncated"), len(block)
                elif record.rec_type == "metadata" and re.search(rb"\r\n(unparsed|interim): ", block):
                    reason = re.search(rb"\r\ntruncated: (\w+)", block)
                    held[about.get_header("WARC-Concurrent-To")] = (reason[1].decode() if reason else None), len(block)
    cut = [row for row in run.captures if row["truncated"]]
    assert len(cut) > len(run.town.routes) / 10 or len(run.town.routes) < 30
    wanted = [(row, held.get(row["record_id"], (None, 0))) for row in cut]
    return [row["url"] for row, (reason, size) in wanted if reason != row["truncated"] or not size]


def warcs(run: Run) -> list[Path]:
    """All WARC files of the archive."""
    return sorted((run.desk.folder / "data" / "warc").rglob("*.warc.gz"))


def unreadable(run: Run) -> list[str]:
    """What other programs say against the WARCs."""
    said = []
    for path in warcs(run):
        with gzip.open(path) as stream:
            while stream.read(1 << 20):
                pass
        done = subprocess.run([f"{BIN}/fastwarc", "check", str(path)], capture_output=True, text=True, check=False)
        said += [done.stdout + done.stderr] if done.returncode else []
    return said


def lost(run: Run) -> list[str]:
    """Good articles that are not in the corpus as they were written."""
    texts = [(row["url"], row["text"]) for row in run.articles]
    return [
        name
        for number, name in enumerate(GOOD)
        if not any(
            url.endswith(f"/good-{number}.html") and text.count(f"spoke of {name} for hours") == 9
            for url, text in texts
        )
    ]


def junk(run: Run) -> list[str]:
    """Texts in the corpus that hold what is no text, or what no article of the paper said."""
    found = []
    for row in run.articles:
        told = [
            row["text"],
            row["title"],
            row["section"],
            row["canonical_url"],
            row["image"],
            *row["authors"],
            *row["tags"],
        ]
        if any(re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", text or "") for text in told):
            found.append(f"{row['url']}: control characters")
        if any(words in (row["text"] or "") for words in ("root:x:0:0", "secrets of the house", "smuggler")):
            found.append(f"{row['url']}: what is none of its own")
    return found


def obeyed(text: str) -> list[str]:
    """Lines that a terminal would not merely show."""
    return [line for line in text.splitlines() if OBEYED.search(line)]


def unsound(run: Run, seconds: float) -> list[str]:
    """What our own verification says against the archive; every article is read again."""
    command = [f"{BIN}/archive", "verify", "--archive", run.desk.archive_uri]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds)
    return [done.stdout + done.stderr] if done.returncode else []

"""The sweep of crawls: the real program against the real newspaper, ended by a signal at a seeded moment."""

import random
import signal
import subprocess
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.errors import PressmarkError
from archive.pool import Pool
from tests.crawl import Desk
from tests.newspaper import Newspaper
from tests.sweep.aftermath import Outcome, Promise, judge, recover

ALWAYS = f"REVISIT_AFTER={','.join(map(str, range(1, 300)))}"
"""What an earlier crawl archived is due again, so that every crawl has something to lose."""
SMALL = ("-s", "SEGMENT_BYTES=60000", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=4", "-s", "LOG_LEVEL=INFO", "-s", ALWAYS)
"""Segments so small that some roll and commit while the crawl goes on."""
ARTICLES, LAST = 30, 46
"""Generated articles, and the requests that a crawl makes at least: a moment after them is in its last commits."""
PATIENCE = 60.0
"""Seconds in which a crawl that is told to end has to."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Signals, the second as soon as the first is heard, after so many requests and seconds of a crawl."""

    signals: tuple[signal.Signals, ...]
    requests: int
    seconds: float

    @property
    def name(self) -> str:
        return " ".join(each.name for each in self.signals)


KINDS = ((signal.SIGKILL,), (signal.SIGTERM,), (signal.SIGINT,), (signal.SIGINT, signal.SIGINT))


def chosen(count: int, seed: int) -> list[Ending]:
    """So many endings, half of them kills, spread over the crawl and its last commits."""
    chance = random.Random(seed)
    kinds = [KINDS[0] if number % 2 else KINDS[1 + number // 2 % 3] for number in range(count)]
    return [
        Ending(kind, chance.choice((*range(LAST), *[LAST] * (LAST // 3))), round(chance.uniform(0, 0.8), 2))
        for kind in kinds
    ]


def swept(folder: Path, endings: list[Ending], readers: Pool, committer: Pool) -> Iterator[tuple[Ending, Outcome]]:
    """Each ending, and what it came to; ten crawls share an archive."""
    with Newspaper(extra_articles=ARTICLES, delay=0.02) as paper:
        for number, ending in enumerate(endings):
            at = folder / f"crawls-{number // 10}"
            at.mkdir(parents=True, exist_ok=True)
            yield ending, ended(Desk(at), paper, ending, readers, committer)


def ended(desk: Desk, paper: Newspaper, ending: Ending, readers: Pool, committer: Pool) -> Outcome:
    """Crawl, end it, bring the spool in, and look."""
    before = len(paper.requests)
    faults = tuple(crash(desk, paper, ending))
    promise = Promise(acknowledged(desk), frozenset(), frozenset(), "crawl")
    asked = paper.requests[before:]
    try:
        recover(desk.folder, readers, committer)
        outcome = judge(desk.folder, promise, readers, committer)
    except PressmarkError as error:
        return Outcome(0, 0, faults=(*faults, f"{type(error).__name__}: {error}"))
    graceful = ending.signals in KINDS[1:3]
    if graceful and len(promise.acknowledged) < len(asked):
        faults += (f"a graceful end kept {len(promise.acknowledged)} of {len(asked)} answers",)
    return Outcome(outcome.lost, outcome.doubled, outcome.orphans, (*outcome.faults, *faults))


def crash(desk: Desk, paper: Newspaper, ending: Ending) -> Iterator[str]:
    """Start a crawl and end it; what was wrong with its end."""
    process = desk.start("demo", "-a", f"url={paper.url}", *SMALL)
    assert process.stdout is not None
    while "Spider opened" not in (line := process.stdout.readline()):
        if not line:
            yield "the crawl did not begin"
            return
    before = len(paper.requests)
    while len(paper.requests) < before + ending.requests and process.poll() is None:
        time.sleep(0.005)
    time.sleep(ending.seconds)
    children = _children(process.pid)
    process.send_signal(ending.signals[0])
    if len(ending.signals) > 1 and process.poll() is None:
        time.sleep(0.3)
        process.send_signal(ending.signals[1])
    try:
        output, _ = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        yield f"it did not end within {PATIENCE:g} s of {ending.name}"
        process.kill()
        return
    if "Traceback" in output:
        yield "a traceback: " + output.rpartition("Traceback")[2].strip()[-300:]
    if left := _outlived(children):
        yield f"{left} worker(s) outlived the crawl"


def acknowledged(desk: Desk) -> dict[str, str]:
    """Ids of the captures of which every record is in the spool or the archive, each with its address."""
    found: dict[str, str] = {}
    for path in (*desk.spool.folder.glob("*/*.warc.gz*"), *(desk.folder / "data" / "warc").rglob("*.warc.gz")):
        with path.open("rb") as file, suppress(ArchiveLoadFailed, zlib.error, EOFError):
            for record in ArchiveIterator(file):
                if record.rec_type == "metadata" and record.content_stream().read():
                    headers = record.rec_headers
                    found[headers.get_header("WARC-Concurrent-To")] = headers.get_header("WARC-Target-URI")
    return found


def _children(process: int) -> list[int]:
    """Of a process, all its children's ids."""
    with suppress(OSError):
        tasks = Path(f"/proc/{process}/task").iterdir()
        return [int(each) for task in tasks for each in (task / "children").read_text().split()]
    return []


def _outlived(processes: list[int], seconds: float = 5.0) -> int:
    end = time.monotonic() + seconds
    while left := [each for each in processes if _is_alive(each)]:
        if time.monotonic() > end:
            return len(left)
        time.sleep(0.05)
    return 0


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False

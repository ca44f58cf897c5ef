"""A long crawl of a newspaper that fails in many ways: does memory stay flat, and is everything there in the end?

Every page has two pictures of its own; of each hundred pages eight fail, six of them at first only. Now and then a
worker is killed. Memory, open files and temporary files are sampled; slopes are those of a line through the samples
after warm-up. Afterwards what was archived is held against what was served, and verified. Linux only.
"""

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import faulty
import pages
from rich.console import Console
from rich.table import Table

from archive import tables
from archive.store import open_store

HERE = Path(__file__).parent
SETTINGS = {
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "DOWNLOAD_TIMEOUT": 10,
    "REQUISITES_PER_CRAWL": 10**7,
    "SEGMENT_BYTES": 64 << 20,
    "SPOOL_LIMIT": 1 << 30,
    "LOG_LEVEL": "INFO",
    "LOGSTATS_INTERVAL": 5,
    "REPORT": False,
}
PAGE = os.sysconf("SC_PAGE_SIZE")
WARM = 0.2
"""Share of the samples that is warm-up."""
GROWTH = 50e6
"""Bytes that the crawling process may grow by in 100,000 pages."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The state of things at one moment: bytes and counts."""

    seconds: float
    pages: int
    main: int
    workers: int
    """The largest."""
    files: int
    temporary: int
    spool: int


@contextmanager
def served(count: int) -> Iterator[str]:
    """The address of the paper, in a process of its own."""
    with subprocess.Popen(
        [sys.executable, str(HERE / "faulty.py"), str(count)], stdout=subprocess.PIPE, text=True
    ) as p:
        try:
            assert p.stdout is not None
            yield p.stdout.readline().strip()
        finally:
            p.terminate()


def crawl(origin: str, folder: Path, every: float, killing: float) -> tuple[list[Sample], int]:
    """Crawl to the end; samples, and how many workers were killed. The log is left in the folder."""
    chosen = {**SETTINGS, "ARCHIVE_URI": folder / "stored", "SPOOL_DIR": folder / "spool"}
    words = [word for name, value in chosen.items() for word in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"url={origin}/", *words]
    (folder / "tmp").mkdir()
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "scraper.settings", "TMPDIR": str(folder / "tmp")}
    samples: list[Sample] = []
    killed = 0
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        began = time.monotonic()
        while process.poll() is None:
            time.sleep(every)
            workers = _workers(process.pid)
            sample = _sample(process.pid, workers, folder, time.monotonic() - began)
            samples += [sample] if sample.main else []  # else it has just ended
            if workers and time.monotonic() - began > (killed + 1) * killing:
                os.kill(workers[killed % len(workers)], signal.SIGKILL)
                killed += 1
    if process.returncode:
        sys.exit(
            f"the crawl ended with exit code {process.returncode}; its log:\n{(folder / 'log').read_text()[-3000:]}"
        )
    return samples, killed


def _sample(pid: int, workers: list[int], folder: Path, seconds: float) -> Sample:
    return Sample(
        seconds=seconds,
        pages=_crawled(folder / "log"),
        main=_resident(pid),
        workers=max(map(_resident, workers), default=0),
        files=sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()),
        temporary=sum(1 for _ in (folder / "tmp").rglob("*")),
        spool=sum(path.stat().st_size for path in (folder / "spool").rglob("*.warc.gz*")),
    )


def _crawled(log: Path) -> int:
    """Pages so far, as the last lines of the log tell."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 20_000))
        told = re.findall(rb"Crawled (\d+) pages", file.read())
    return int(told[-1]) if told else 0


def _workers(pid: int) -> list[int]:
    try:
        return [
            int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()
        ]
    except OSError:
        return []


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def slope(samples: list[Sample], value: str) -> float:
    """Growth after warm-up, per 100,000 pages."""
    warm = samples[int(len(samples) * WARM) :]
    line = statistics.linear_regression([each.pages for each in warm], [getattr(each, value) for each in warm])
    return line.slope * 100_000


def table(samples: list[Sample]) -> Table:
    """Ten moments, the first and the last among them."""
    shown = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for heading in ("minutes", "pages", "main MB", "worker MB", "files", "temporary", "spool MB"):
        shown.add_column(heading, justify="right")
    for at in range(10):
        each = samples[at * (len(samples) - 1) // 9]
        sizes = (each.main / 1e6, each.workers / 1e6)
        counts = (each.files, each.temporary)
        row = (f"{each.seconds / 60:.1f}", str(each.pages), *(f"{size:.0f}" for size in sizes), *map(str, counts))
        shown.add_row(*row, f"{each.spool / 1e6:.0f}")
    return shown


def found(folder: Path, origin: str, count: int) -> Iterator[str]:
    """What is not as it should be in the archive."""
    store = open_store(str(folder / "stored"))
    captures = Counter(row["url"] for row in tables.rows(store, "captures", ("url",), outcome="article"))
    articles = Counter(row["url"] for row in tables.rows(store, "articles", ("url",)))
    due = {origin + pages.path(number) for number in range(1, count + 1) if faulty.is_archived(number)}
    yield from (f"{len(each)} {what}" for what, each in {
        "articles are missing": due - articles.keys(),
        "articles were not to be": articles.keys() - due,
        "articles have more than one row": [url for url, rows in articles.items() if rows > 1],
        "articles have no capture": articles.keys() - captures.keys(),
    }.items() if each)  # fmt: skip
    shown = [
        f"{origin}/own/{number}-{which}.png"
        for number in range(1, count + 1)
        for which in range(faulty.PICTURES)
        if faulty.is_archived(number) and faulty.is_shown(number, which)
    ]
    stored = Counter(row["url"] for row in tables.rows(store, "captures", ("url",), kind="requisite", status=200))
    yield from (f"{len(each)} {what}" for what, each in {
        "pictures are missing": set(shown) - stored.keys(),
        "pictures were captured more than once": [url for url, rows in stored.items() if rows > 1],
    }.items() if each)  # fmt: skip
    if left := [path.name for path in (folder / "spool").rglob("*.warc.gz*")]:
        yield f"the spool holds {', '.join(left)}"
    if left := [path.name for path in (folder / "tmp").rglob("*")]:
        yield f"temporary files are left: {', '.join(left[:5])}"
    verify = [sys.executable, "-m", "archive", "verify", "--archive", str(folder / "stored"), "--no-text"]
    verified = subprocess.run(verify, check=False, capture_output=True, text=True)
    if verified.returncode:
        yield f"archive verify: {verified.stdout[-500:]} {verified.stderr[-500:]}"


def main() -> None:
    """Crawl, then tell; exit code 1 when something grew or is not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100_000, help="how many (default: 100000, about an hour)")
    parser.add_argument("--every", type=float, default=5.0, help="seconds between samples (default: 5)")
    parser.add_argument("--killing", type=float, default=60.0, help="seconds between killed workers (default: 60)")
    given = parser.parse_args()
    console = Console(highlight=False, soft_wrap=True)
    with tempfile.TemporaryDirectory(prefix="soak-") as name, served(given.pages) as origin:
        folder = Path(name)
        samples, killed = crawl(origin, folder, given.every, given.killing)
        faults = list(found(folder, origin, given.pages))
        lines = sum(1 for line in (folder / "log").open() if " WARNING: " in line or " ERROR: " in line)
    console.print(table(samples))
    grown = slope(samples, "main")
    console.print(
        f"in 100,000 pages the crawling process grows by {grown / 1e6:.1f} MB, a worker by "
        f"{slope(samples, 'workers') / 1e6:.1f} MB, open files by {slope(samples, 'files'):.1f}, temporary files by "
        f"{slope(samples, 'temporary'):.1f}; {killed} workers were killed; the log has {lines} warnings"
    )
    faults += [f"the crawling process grows by {grown / 1e6:.0f} MB in 100,000 pages"] if grown > GROWTH else []
    console.print("\n".join(faults) or "every article and every picture is there once, and verified")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

"""CPU, speed and memory of a crawl beside plain Scrapy and wget, on made-up pages that this machine serves.

(a) Scrapy by itself, storing nothing: the same spider as (b), which records it as pressmark does, without extraction.
(c) `scrapy crawl site`: capture, WARC, extraction and commit. (d) `wget --warc-file`. (e) is what (c) cannot beat: the
same pages read by the same pool of workers and nothing else; the CPU of its main process is that of making the pages.

Every contender runs with one page too, and what that takes ("start") is deducted, so that figures are those of each
further page. Contenders take turns, because machines are noisy; medians are told, of ratios those within one round.
Linux only.
"""

import argparse
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pages
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from usage import Usage, measure

HERE = Path(__file__).parent
WORKERS = 2
MANNERS = {
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": 0,
    "LOG_LEVEL": "INFO",
}
"""The same for plain Scrapy as for pressmark."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a contender runs: the server, and a folder of its own."""

    origin: str
    count: int
    folder: Path


@dataclass(frozen=True, slots=True)
class Contender:
    """A way to fetch the pages, or to read them."""

    name: str
    command: Callable[[Ground], list[str]]
    proof: str
    """A pattern for what it prints; the group is the number of pages it dealt with, or else it occurs once a page."""


@dataclass(frozen=True, slots=True)
class Run:
    """One contender's turn."""

    pages: int
    start: Usage
    """With one page."""
    whole: Usage
    stored: int
    """Bytes."""

    @property
    def main_cpu(self) -> float:
        """Seconds a page."""
        return (self.whole.main_cpu - self.start.main_cpu) / (self.pages - 1)

    @property
    def worker_cpu(self) -> float:
        """Seconds a page, of all workers together."""
        return (self.whole.worker_cpu - self.start.worker_cpu) / (self.pages - 1)

    @property
    def cpu(self) -> float:
        """Seconds a page."""
        return self.main_cpu + self.worker_cpu

    @property
    def rate(self) -> float:
        """Pages per second; the ceiling tells its own, from when its workers were warm."""
        told = re.search(r"pages in ([\d.]+) s", self.whole.output)
        return self.pages / float(told[1]) if told else (self.pages - 1) / (self.whole.seconds - self.start.seconds)


def plain(ground: Ground, **settings: object) -> list[str]:
    """Scrapy on its own, storing nothing."""
    return _scrapy("runspider", str(HERE / "spider.py"), "-a", f"url={ground.origin}", **settings)


def captured(ground: Ground) -> list[str]:
    """The same spider, recorded."""
    return ["env", "SCRAPY_SETTINGS_MODULE=scraper.settings", *plain(ground, **_ours(ground))]


def complete(ground: Ground) -> list[str]:
    """What an operator runs."""
    command = _scrapy("crawl", "site", "-a", f"url={ground.origin}/", **_ours(ground))
    return ["env", "SCRAPY_SETTINGS_MODULE=scraper.settings", *command]


def wget(ground: Ground) -> list[str]:
    """GNU Wget, one connection."""
    listing = ground.folder / "list"
    listing.write_text("".join(f"{ground.origin}{pages.path(number)}\n" for number in range(1, ground.count + 1)))
    (ground.folder / "stored").mkdir()
    return ["wget", "-nv", "-i", str(listing), "-O", "/dev/null", f"--warc-file={ground.folder}/stored/pages"]


def ceiling(ground: Ground) -> list[str]:
    """Extraction alone."""
    return [sys.executable, str(HERE / "ceiling.py"), str(ground.count), str(WORKERS)]


def _scrapy(*words: str, **settings: object) -> list[str]:
    chosen = [f"{name}={value}" for name, value in {**MANNERS, **settings}.items()]
    return [sys.executable, "-m", "scrapy", *words, *(word for each in chosen for word in ("-s", each))]


def _ours(ground: Ground) -> dict[str, object]:
    return {
        "ARCHIVE_URI": ground.folder / "stored",
        "SPOOL_DIR": ground.folder / "spool",
        "EXTRACT_WORKERS": WORKERS,
        "REPORT": False,
    }


CONTENDERS = (
    Contender("(a) plain Scrapy", plain, r"'response_received_count': (\d+)"),
    Contender("(b) capture, WARC", captured, r"'archive/committed/captures': (\d+)"),
    Contender("(c) complete", complete, r"'archive/committed/articles': (\d+)"),
    Contender("(d) wget", wget, r"URL:http"),
    Contender("(e) extraction", ceiling, r"(\d+) pages in"),
)


@contextmanager
def served(count: int, coding: str) -> Iterator[str]:
    """The address of the made-up newspaper, in a process of its own."""
    command = [sys.executable, str(HERE / "server.py"), str(count), coding]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def served_per_second(origin: str, count: int, coding: str) -> float:
    """How fast the server is by itself, asked one page after the other."""
    host, port = origin.removeprefix("http://").split(":")
    began = time.perf_counter()
    with socket.create_connection((host, int(port))) as connection:
        for number in range(1, count + 1):
            request = f"GET {pages.path(number)} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: {coding}\r\n\r\n"
            connection.sendall(request.encode())
            head, _, body = connection.recv(1 << 18).partition(b"\r\n\r\n")
            left = int(head.partition(b"Content-Length: ")[2].split(b"\r\n")[0]) - len(body)
            while left:
                left -= len(connection.recv(left))
    return count / (time.perf_counter() - began)


def run(contender: Contender, origin: str, count: int) -> tuple[Usage, int]:
    """Run a contender once in a folder that goes afterwards; returns what it used and stored."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        usage = measure(contender.command(Ground(origin, count, folder)), folder)
        found = re.findall(contender.proof, usage.output)
        done = int(found[-1]) if found and found[-1].isdigit() else len(found)
        if done < count:
            sys.exit(f"{contender.name} dealt with {done} of {count} pages:\n{usage.output[-3000:]}")
        return usage, sum(file.stat().st_size for file in folder.glob("stored/**/*") if file.is_file())


def rounds(contenders: Iterable[Contender], number: int, count: int, coding: str, console: Console) -> list[list[Run]]:
    """The runs of each contender, made in turns."""
    runs: dict[str, list[Run]] = {contender.name: [] for contender in contenders}
    with served(1, coding) as small, served(count, coding) as large:
        rate = served_per_second(large, count, coding)
        console.print(f"{count} pages, {coding}; the server alone gives {rate:.0f} pages/s")
        for turn in range(1, number + 1):
            for contender in contenders:
                with console.status(f"round {turn} of {number}: {contender.name}"):
                    start, _ = run(contender, small, 1)
                    runs[contender.name].append(Run(count, start, *run(contender, large, count)))
    return list(runs.values())


def table(names: Iterable[str], runs: list[list[Run]]) -> Table:
    """One row per contender."""
    shown = Table(box=SIMPLE_HEAD, pad_edge=False)
    shown.add_column("medians", no_wrap=True)
    for heading in (
        "main\nms CPU",
        "workers\na page",
        "to (a)\nmain, all",
        "pages/s",
        "start\ns",
        "peak MB\nmain, worker",
    ):
        shown.add_column(heading, justify="right", no_wrap=True)
    shown.add_column("stored\nMB", justify="right", no_wrap=True)
    for name, own in zip(names, runs, strict=True):
        shown.add_row(
            name,
            f"{1000 * middle(own, lambda run: run.main_cpu):.2f}",
            f"{1000 * middle(own, lambda run: run.worker_cpu):.2f}",
            f"{ratio(own, runs[0], lambda run: run.main_cpu):.2f} {ratio(own, runs[0], lambda run: run.cpu):5.2f}",
            f"{middle(own, lambda run: run.rate):.0f}",
            f"{middle(own, lambda run: run.start.seconds):.1f}",
            f"{max(run.whole.main_peak for run in own) / 1e6:.0f} {max(run.whole.worker_peak for run in own) / 1e6:3.0f}",
            f"{middle(own, lambda run: run.stored) / 1e6:.1f}",
        )
    return shown


def middle(runs: list[Run], value: Callable[[Run], float]) -> float:
    """The median."""
    return median(map(value, runs))


def ratio(ours: list[Run], theirs: list[Run], value: Callable[[Run], float]) -> float:
    """The median of the rounds' ratios: noise that lasts longer than a round leaves them alone."""
    return median(value(one) / value(other) for one, other in zip(ours, theirs, strict=True))


def verdict(runs: list[list[Run]]) -> str:
    """The aims, and how near the crawl comes to them."""
    plain, captured, complete, _, ceiling = runs
    return (
        f"(b) takes {ratio(captured, plain, lambda run: run.main_cpu):.2f} times the CPU of (a) (aim: at most 1.1); "
        f"(c) does {ratio(complete, ceiling, lambda run: run.rate):.2f} of the pages per second of (e) (aim: at least "
        f"0.8); the main process of (c) peaks at {max(run.whole.main_peak for run in complete) / 1e6:.0f} MB (aim: under 200)"
    )


def main() -> None:
    """Take turns, then tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000, help="how many (default: 2000)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each contender (default: 3)")
    parser.add_argument("--identity", action="store_true", help="serve without gzip: five times the bytes to store")
    given = parser.parse_args()
    if not shutil.which("wget"):
        sys.exit("wget is needed: apt-get install wget")
    console = Console(highlight=False)
    runs = rounds(CONTENDERS, given.rounds, given.pages, "identity" if given.identity else "gzip", console)
    console.print(table([contender.name for contender in CONTENDERS], runs))
    console.print(verdict(runs), soft_wrap=True)


if __name__ == "__main__":
    main()

"""CPU, speed and memory of a crawl beside plain Scrapy and wget, on made-up pages that this machine serves.

(a) Scrapy by itself, storing nothing; (t) the same with CONCURRENT_ITEMS=1, which halves its work for small items.
(b) the same spider, recorded as pressmark does: capture, WARC and commit, no extraction.
(c) `scrapy crawl site`: all of it.
(d) `wget --warc-file`.
(e) what (c) cannot beat: the same pages read by the same workers and nothing else; its main process makes the pages.
(f) the same workers with trafilatura alone, as its users call it: (c) is held against that.

Every contender runs with a few pages too, by which all its workers have started, and what that takes ("start") is
deducted, so that figures are those of each further page. Contenders take turns, because machines are noisy; medians
are told, of ratios those within one round. Peaks are the highest of all rounds. Linux only.
"""

import argparse
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pages
from contenders import CONTENDERS, HERE, WORKERS, Contender, Ground
from rich.console import Console
from rich.table import Table
from usage import Usage, measure

FEW = 2 * WORKERS
"""Pages of the start: a single one would start one worker, and the other's start pass for the cost of pages."""


@dataclass(frozen=True, slots=True)
class Run:
    """One contender's turn: with FEW pages, with all, and the bytes stored."""

    pages: int
    start: Usage
    whole: Usage
    stored: int

    @property
    def main_cpu(self) -> float:
        """Seconds a page."""
        return (self.whole.main_cpu - self.start.main_cpu) / (self.pages - FEW)

    @property
    def worker_cpu(self) -> float:
        """Seconds a page, of all workers together."""
        return (self.whole.worker_cpu - self.start.worker_cpu) / (self.pages - FEW)

    @property
    def rate(self) -> float:
        """Pages per second; the ceiling tells its own, from when its workers were warm."""
        told = re.search(r"pages in ([\d.]+) s", self.whole.output)
        return self.pages / float(told[1]) if told else (self.pages - FEW) / (self.whole.seconds - self.start.seconds)


Runs = dict[str, list[Run]]
"""By the letter of the contender."""


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
    """How fast the server is by itself, asked for one page after the other."""
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
    """Run a contender once, in a folder that goes afterwards: what it used, and the bytes it stored."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        usage = measure(contender.command(Ground(origin, count, folder)), folder)
        found = re.findall(contender.proof, usage.output)
        done = int(found[-1]) if found and found[-1].isdigit() else len(found)
        if done < count:
            sys.exit(f"{contender.name} dealt with {done} of {count} pages:\n{usage.output[-3000:]}")
        return usage, sum(file.stat().st_size for file in folder.glob("stored/**/*") if file.is_file())


def rounds(number: int, count: int, coding: str, console: Console) -> Runs:
    """All contenders in turns."""
    runs: Runs = {contender.name[1]: [] for contender in CONTENDERS}
    with served(FEW, coding) as small, served(count, coding) as large:
        rate = served_per_second(large, count, coding)
        console.print(f"{count} pages, {coding}; the server alone gives {rate:.0f} pages/s")
        for turn in range(1, number + 1):
            for contender in CONTENDERS:
                with console.status(f"round {turn} of {number}: {contender.name}"):
                    start, _ = run(contender, small, FEW)
                    runs[contender.name[1]].append(Run(count, start, *run(contender, large, count)))
    return runs


def table(runs: Runs) -> Table:
    """One row per contender."""
    shown = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)  # fits 80 columns
    shown.add_column("\nmedians", no_wrap=True)
    headings = ("CPU ms\nmain", "a page\nworkers", "main\nto (a)", "\npages/s", "start\ns", "peak MB\nmain", "\nworker")
    for heading in (*headings, "stored\nMB"):
        shown.add_column(heading, justify="right", no_wrap=True)
    for contender, own in zip(CONTENDERS, runs.values(), strict=True):
        shown.add_row(
            contender.name,
            f"{1000 * median(run.main_cpu for run in own):.2f}",
            f"{1000 * median(run.worker_cpu for run in own):.2f}",
            f"{ratio(own, runs['a'], lambda run: run.main_cpu):.2f}",
            f"{median(run.rate for run in own):.0f}",
            f"{median(run.start.seconds for run in own):.1f}",
            f"{max(run.whole.main_peak for run in own) / 1e6:.0f}",
            f"{max(run.whole.worker_peak for run in own) / 1e6:.0f}",
            f"{median(run.stored for run in own) / 1e6:.1f}",
        )
    return shown


def ratio(ours: list[Run], theirs: list[Run], value: Callable[[Run], float]) -> float:
    """The median of the rounds' ratios: noise that lasts longer than a round leaves them alone."""
    return median(value(one) / value(other) for one, other in zip(ours, theirs, strict=True))


def verdict(runs: Runs) -> str:
    """The aims, and how near the crawl comes to them."""
    to_plain, to_tuned = (ratio(runs["b"], runs[other], lambda run: run.main_cpu) for other in "at")
    of_ceiling, of_trafilatura = (ratio(runs["c"], runs[other], lambda run: run.rate) for other in "ef")
    possible = median(e.worker_cpu / (a.main_cpu + e.worker_cpu) for a, e in zip(runs["a"], runs["e"], strict=True))
    beside = median(
        1000 * (c.main_cpu + c.worker_cpu - e.worker_cpu) for c, e in zip(runs["c"], runs["e"], strict=True)
    )
    peak = max(run.whole.main_peak for run in runs["b"] + runs["c"]) / 1e6
    return (
        f"Capture and WARC take {to_plain:.2f} times the CPU of plain Scrapy (aim: at most 1.1), {to_tuned:.2f} times "
        f"that of tuned Scrapy; the whole crawl reads {of_trafilatura:.2f} times as many pages a second as trafilatura "
        f"alone (aim: at least 0.8), and {of_ceiling:.2f} of what its workers could extract by themselves, of which plain "
        f"Scrapy leaves {possible:.2f}, for {beside:.1f} ms of CPU a page beside extraction; its main process peaks at "
        f"{peak:.0f} MB (aim: under 200)."
    )


def main() -> None:
    """Take turns, then tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000, help="how many (default: 2000); less than 500 tell little")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each contender (default: 3)")
    parser.add_argument("--identity", action="store_true", help="serve without gzip: five times the bytes to store")
    given = parser.parse_args()
    if given.pages <= FEW or given.rounds < 1:
        parser.error(f"more than {FEW} pages and at least 1 round")
    if not shutil.which("wget"):
        sys.exit("wget is needed: apt-get install wget")
    console = Console(highlight=False)
    runs = rounds(given.rounds, given.pages, "identity" if given.identity else "gzip", console)
    console.print(table(runs))
    console.print(verdict(runs), soft_wrap=True)


if __name__ == "__main__":
    main()

"""`make faults`: commits, compactions and takedowns while requests fail at random, and what came of it, in a table."""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner

from archive import tables
from archive.__main__ import main as archive
from archive.commit import commit
from archive.errors import PressmarkError
from archive.store import Store, open_store
from tests import faults
from tests.checking import faults as found
from tests.faults import FaultProxy, Rule
from tests.s3 import MiniStack, Server
from tests.segments import Paper

TRIES, SEGMENTS, CHANCE, MOST = 80, 4, 0.08, 60
URL = "http://paper.example/"


@dataclass
class Outcome:
    """What one archive came to."""

    injected: int = 0
    errors: int = 0
    """Lines that were said: one for each try that failed."""
    lost: int = 0
    doubled: int = 0
    wrong: list[str] = field(default_factory=list)


def run(server: Server, proxy: FaultProxy, fault: faults.Fault, folder: Path) -> Outcome:
    """Feed an archive through a fault, merge it, take a page down, then look at it without."""
    outcome, bucket = Outcome(), server.bucket()
    os.environ["AWS_ENDPOINT_URL"] = server.endpoint
    truth = open_store(f"s3://{bucket}/press")
    os.environ["AWS_ENDPOINT_URL"] = proxy.endpoint
    proxy.obey(Rule(fault, times=MOST, chance=CHANCE))
    paper, put = Paper(folder), Counter[str]()
    for number in range(SEGMENTS):
        urls = [URL + str(number), URL + "again"]
        put.update(urls)
        name = paper.segment(*(paper.page(url, f"{url} as it was at look {number}, word for word") for url in urls))
        until(lambda name=name: commit(paper.spool, open_store(truth.uri), name), outcome)  # type: ignore[misc]
    where = ("--archive", truth.uri)
    until(lambda: call("compact", "--today", "2", *where), outcome)
    begin = ("redact", "--url", URL + "0", "--reason", "test", "--yes", "--spool", str(folder / "spool"), *where)
    until(lambda: call(*begin), outcome)
    outcome.injected = proxy.befell.total()
    proxy.obey()
    del put[URL + "0"]
    return compared(truth, put, outcome)


def call(*words: str) -> None:
    """An `archive` command; one that fails has to say so in one line."""
    done = CliRunner().invoke(archive, words)
    if done.exit_code:
        if not isinstance(done.exception, SystemExit):
            raise RuntimeError(f"{words[0]} broke") from done.exception
        raise PressmarkError((done.stderr or done.stdout).splitlines()[-1])


def until(work: Callable[[], object], outcome: Outcome) -> None:
    """As an operator or a crawl does: again until it is done."""
    for _ in range(TRIES):
        try:
            work()
            return
        except PressmarkError:
            outcome.errors += 1
        except Exception as error:  # told, and counted as wrong
            outcome.wrong.append(f"{type(error).__name__}: {error}")
    outcome.wrong.append("never done")


def compared(truth: Store, put: Counter[str], outcome: Outcome) -> Outcome:
    """Count captures and versions that are not there once."""
    os.environ["AWS_ENDPOINT_URL"] = ""
    for table in tables.TABLES:
        has = Counter(row["url"] for row in tables.rows(truth, table, ["url"]))
        outcome.lost += (put - has).total()
        outcome.doubled += (has - put).total()
    outcome.wrong += found(truth)
    return outcome


def main() -> None:
    """Round after round until the time is over; exit code 1 when anything was lost, doubled or wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=5)
    given = parser.parse_args()
    end, bad = time.monotonic() + 60 * given.minutes, 0
    print(f"{'fault':12} injected  errors    lost doubled   wrong")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "server").mkdir()
        with MiniStack(Path(folder) / "server") as server, FaultProxy(server, seed=given.seed) as proxy:
            os.environ |= server.env
            for number, (name, fault) in enumerate([*faults.ALL.items()] * 1000):
                if time.monotonic() > end:
                    break
                (place := Path(folder) / str(number)).mkdir()
                got = run(server, proxy, fault, place)
                counts = (got.injected, got.errors, got.lost, got.doubled, len(got.wrong))
                print(f"{name:12}" + " ".join(f"{count:8}" for count in counts), *got.wrong[:3], flush=True)
                bad += got.lost + got.doubled + len(got.wrong)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()

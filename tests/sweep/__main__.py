"""`make sweep`: 200 seeded moments at which a crawl, a commit, a compaction or a takedown ends, and what it came to."""

import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console
from rich.table import Table

from archive import work
from archive.pool import Pool
from tests.sweep import crawls, disks
from tests.sweep.aftermath import Outcome
from tests.sweep.disk import moments

Row = tuple[str, str, Outcome]
"""The step in which it ended, by what, and the outcome."""


@click.command()
@click.option("--crawls", "crawled", default=60, show_default=True, help="Crawls ended by a signal.")
@click.option("--kills", default=80, show_default=True, help="Moments of a recorded life after which all is killed.")
@click.option("--power-cuts", "cuts", default=60, show_default=True, help="... after which the power goes.")
@click.option("--seed", default=20261122, show_default=True)
@click.option("--keep", type=click.Path(path_type=Path), help="A new folder, in which what went wrong is left.")
def main(crawled: int, kills: int, cuts: int, seed: int, keep: Path | None) -> None:
    """End crawls, commits, compactions and takedowns at seeded moments, start again, and count what is wrong."""
    began = time.monotonic()
    with (
        TemporaryDirectory() as folder,
        Pool(1, 60, 2000, work.warm_reader) as readers,
        Pool(1, 600, 8000) as committer,
    ):
        rows = []
        for row in _swept(keep or Path(folder), (crawled, kills, cuts), seed, readers, committer):
            rows.append(row)
            if not row[2].is_good:
                click.echo(f"{row[0]}, {row[1]}: {row[2]}", err=True)
    _print(rows)
    click.echo(f"{len(rows)} moments in {time.monotonic() - began:.0f} s, seed {seed}")
    sys.exit(0 if all(outcome.is_good for _, _, outcome in rows) else 1)


def _swept(folder: Path, counts: tuple[int, int, int], seed: int, readers: Pool, committer: Pool) -> Iterator[Row]:
    crawled, kills, cuts = counts
    folder.mkdir(parents=True, exist_ok=True)
    calls = disks.life(folder)
    length = sum(1 for _ in moments(calls, folder / "life"))
    some = [*disks.chosen(kills, length, seed, power_cut=False), *disks.chosen(cuts, length, seed, power_cut=True)]
    for moment, step, outcome in disks.swept(calls, folder, some, readers, committer):
        yield step, "power cut" if moment.power_cut else "SIGKILL", outcome
    for ending, outcome in crawls.swept(folder, crawls.chosen(crawled, seed), readers, committer):
        yield "crawl" if ending.requests < crawls.LAST else "crawl's last commits", ending.name, outcome


def _print(rows: list[Row]) -> None:
    outcomes: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for step, by, outcome in rows:
        outcomes[step, by].append(outcome)
    table = Table()
    for column in ("step", "ended by", "moments", "lost", "doubled", "orphans", "other"):
        table.add_column(column, justify="left" if column in ("step", "ended by") else "right")
    for (step, by), of in sorted(outcomes.items()):
        counts = (len(of), *(sum(each) for each in zip(*map(_counts, of), strict=True)))
        table.add_row(step, by, *map(str, counts))
    Console(width=100).print(table)


def _counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.lost, outcome.doubled, len(outcome.orphans), len(outcome.faults)


if __name__ == "__main__":
    main()

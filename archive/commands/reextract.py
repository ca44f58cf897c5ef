"""`archive reextract`."""

import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from functools import partial
from itertools import groupby
from pathlib import Path

import click
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from .. import diff, work
from ..errors import Misuse, SiteBusy
from ..pool import Pool
from ..reextraction.due import segments
from ..reextraction.numbering import settle
from ..reextraction.segment import How
from ..reextraction.segment import reextract as one
from ..reextraction.tally import NUMBERS, Example, Tally
from ..segment import Name
from ..selection import Selection
from ..spool import Spool
from ..store import Store
from .gaps import DAY
from .history import drawn
from .options import archive_option, bar, clean, console, existing, json_option, readers, spool_option, workers_option

SHOWN = 3
"""Texts that --dry-run shows."""
LINES = 12
"""Lines of a text's difference that are shown."""
ALWAYS = ("read", "same", "longer", "shorter", "words")
HEADINGS = {"metadata": "metadata", "gone": "no article", "failed": "failed", "found": "found", "written": "written",
            "rescued": "rescued"}  # fmt: skip
"""Of columns that are shown where there is anything in them."""


@click.command(epilog="Example: archive reextract --site paper.example --dry-run")
@archive_option
@spool_option
@workers_option
@click.option("--site", help="Only this site.")
@click.option("--since", type=DAY, help="First day of capture, UTC.")
@click.option("--until", type=DAY, help="Last day, included.")
@click.option("--url", metavar="PATTERN", help="Only these addresses; * stands for any characters.")
@click.option("--version", help="Only texts that this extractor read; by default those that any but today's did.")
@click.option("--metadata", is_flag=True, help="Write a version, too, where the text is the same but metadata are not.")
@click.option("--rescue", is_flag=True, help="Make articles of pages, too, in which none was found before.")
@click.option("--diff", "shown", type=click.IntRange(0), metavar="N", help="Show N texts before and after.")
@click.option("--dry-run", is_flag=True, help="Only say what would be written, and show a few texts.")
@json_option
def reextract(
    *,
    uri: str,
    spool: Path,
    workers: int,
    site: str | None,
    since: datetime | None,
    until: datetime | None,
    url: str | None,
    version: str | None,
    metadata: bool,
    rescue: bool,
    shown: int | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read stored pages again with today's extractor, and write a version wherever the text differs.

    The latest text of each article is read again from its WARC record. Nothing is replaced: the new text is one more
    version, whose change is `extractor`. Cut short, it goes on where it stopped when run again.

    `longer` and `shorter` texts are those that differ, by their words. `found` are pages that made no article before
    and would make one now, `no article` the reverse: their text stays. Exit code 1 when anything could not be read.
    """
    store = existing(uri)
    selection = Selection(site, since and since.date(), until and until.date(), url)
    found = segments(store, selection)
    if not found:
        raise Misuse(f"no article page is archived of {selection}: `archive ls` prints the sites there are")
    examples = (SHOWN if dry_run else 0) if shown is None else shown
    tallies: list[Tally] = []
    with readers(workers) as pool, bar("read again", "pages") as progress:
        task = progress.add_task("", total=sum(pages for _, pages in found))
        how = How(_today(pool), selection, version, metadata, rescue, not dry_run, examples)
        for name, due in groupby(found, lambda each: Name.of_key(each[0]).site):
            run = _Site(store, Spool(spool), how, pool, partial(progress.advance, task))
            tallies.append(run.tally(name, list(due)))
    _say(tallies, how, as_json)
    sys.exit(1 if any(each.problems for each in tallies) else 0)


def _today(pool: Pool) -> str:
    return str(pool.submit(work.extractor).result())


class _Site:
    def __init__(self, store: Store, spool: Spool, how: How, pool: Pool, advance: Callable[[int], None]) -> None:
        self._store, self._spool, self._how, self._advance = store, spool, how, advance
        self._read = partial(pool.submit, work.read_stored, store.uri)

    def tally(self, site: str, found: list[tuple[str, int]]) -> Tally:
        """Its segments one after the other, the oldest first; none while another process here works on the site."""
        total = Tally(site)
        with ExitStack() as held:
            if self._how.act:
                try:
                    held.enter_context(self._spool.lock(site))
                except SiteBusy as error:
                    total.problem(f"{site}: left alone: {error}: run it again afterwards")
                    return total
            for key, pages in found:
                total.add(self._segment(key, pages), self._how.examples)
            if self._how.act:
                settle(self._store, site)
        return total

    def _segment(self, key: str, pages: int) -> Tally:
        done = 0

        def told(count: int) -> None:
            nonlocal done
            done += count
            self._advance(count)

        tally = one(self._store, key, self._how, self._read, told)
        self._advance(pages - done)
        return tally


def _say(tallies: list[Tally], how: How, as_json: bool) -> None:
    if as_json:
        for each in tallies:
            numbers = {name: getattr(each, name) for name in NUMBERS}
            examples = [asdict(example) for example in each.examples]
            said = {"site": each.site, "extractor": how.extractor, "dry_run": not how.act, **numbers}
            click.echo(json.dumps({**said, "problems": each.problems, "diffs": examples}, ensure_ascii=False))
        return
    out = console()
    for example in [example for each in tallies for example in each.examples][: how.examples]:
        _show(out, example, how)
    out.print(_table(tallies))
    for problem in [problem for each in tallies for problem in each.problems]:
        click.echo(clean(problem), err=True)
    if not how.act:
        click.echo("nothing was written")


def _table(tallies: list[Tally]) -> Table:
    some = [name for name in HEADINGS if any(getattr(each, name) for each in tallies)]
    table = Table(Column("site", overflow="fold"), box=None, header_style="bold", pad_edge=False)
    for heading in (*ALWAYS, *(HEADINGS[name] for name in some)):
        table.add_column(heading, justify="right", no_wrap=True)
    for each in tallies:
        always, rest = ([f"{getattr(each, name):,}" for name in names] for names in (ALWAYS[:-1], some))
        table.add_row(clean(each.site), *always, f"+{each.words_added:,} -{each.words_removed:,}", *rest)
    return table


def _show(out: Console, example: Example, how: How) -> None:
    out.print(Text(example.url, "bold"), soft_wrap=True)
    out.print(Text(f"   {example.extractor} -> {how.extractor}"), soft_wrap=True)
    lines = diff.lines(example.old, example.new)
    for line in lines[:LINES]:
        out.print(Text.assemble("   ", drawn(line, out)), soft_wrap=True)
    if len(lines) > LINES:
        out.print(Text(f"   {len(lines) - LINES:,} more lines differ"))

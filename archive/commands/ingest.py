"""`archive ingest`."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from importlib.metadata import version
from pathlib import Path

import click
from rich.filesize import decimal
from rich.progress import Progress, TaskID
from rich.table import Table

from .. import work
from ..errors import StoreError, TaskFailed
from ..ingestion.ingest import RECORD_BYTES, Ingestion, Report
from ..ingestion.sites import Sites
from ..ingestion.sources import Source, expand
from ..member import LIMIT
from ..pool import Pool
from ..recover import finish
from ..spool import Spool
from ..store import open_store
from .options import archive_option, clean, console, json_option, readers, spool_option, transfer, workers_option
from .recover import COMMIT_MEGABYTES, COMMIT_SECONDS

EXAMPLE = """Take in WARC files that others wrote: wget, Heritrix, Browsertrix, warcprox, Common Crawl, another archive.

A FILE is a .warc, .warc.gz or .warc.zst file, a folder with such files, or s3://bucket/key. Each record is stored as it
is, with the file that it came from; each news page is read like one that was crawled. Doing it twice adds nothing.

\b
    archive ingest crawl.warc.gz
    archive ingest --site courrier.example s3://others/warcs/ ~/wget/

Exit code 1 when a file was damaged, or something in it was not true; what was whole is taken in all the same.
"""


@click.command(help=EXAMPLE)
@click.argument("files", nargs=-1, required=True, metavar="FILE|URI...")
@archive_option
@spool_option
@workers_option
@click.option("--site", help="Keep everything under this site, whatever its host.")
@click.option("--dry-run", "dry", is_flag=True, help="Read and report; store nothing.")
@click.option(
    "--max-record",
    "limit",
    default=RECORD_BYTES >> 20,
    show_default=True,
    type=click.IntRange(1, (LIMIT >> 20) - 1),
    help="Megabytes of the largest record that is taken in.",
)
@click.option(
    "--wait", default=60.0, show_default=True, help="Seconds to wait for a site on which another process works."
)
@json_option
def ingest(
    *,
    files: tuple[str, ...],
    uri: str,
    spool: Path,
    workers: int,
    site: str | None,
    dry: bool,
    limit: int,
    wait: float,
    as_json: bool,
) -> None:
    """See EXAMPLE."""
    store = open_store(uri)
    Sites(store, site)  # says at once when that is no name
    sources = expand(files)
    Spool(spool).check()
    reports: list[Report] = []
    with readers(workers) as reading, Pool(1, COMMIT_SECONDS, COMMIT_MEGABYTES) as committer:
        if not dry:
            committer.submit(work.check_store, uri).result()
        bring_in = partial(finish, spool=spool, archive_uri=uri, readers=reading, committer=committer)
        software = f"pressmark/{version('pressmark')}"
        how = Ingestion(store, Spool(spool), bring_in, software, site, limit << 20, wait, dry)
        with transfer("reading") as shown:
            for source in sources:
                task = shown.add_task(source.name, total=source.size)
                turn = partial(_turn, shown, task, source.name)
                reports.append(_taken(how, source, partial(shown.advance, task), turn))
                _tell(reports[-1], as_json)
    _sum_up(reports, as_json, dry)
    sys.exit(1 if any(each.damage or each.problems for each in reports) else 0)


def _turn(shown: Progress, task: TaskID, name: str, site: str) -> None:
    shown.update(task, description=f"{clean(name)}, storing {site}")


def _taken(how: Ingestion, source: Source, told: Callable[[int], None], turn: Callable[[str], None]) -> Report:
    try:
        return how.take(source, told, turn)
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
    except (StoreError, TaskFailed) as error:
        problem = f"not all of it is in the archive: {error}; ingest it again, which adds what is missing"
    return Report(source.uri, bytes=source.size, problems=[problem])


def _tell(report: Report, as_json: bool) -> None:
    """What is wrong with a file, as soon as it is known."""
    if as_json:
        click.echo(json.dumps(asdict(report)))
        return
    name = clean(report.file)
    for fault in report.faults:
        skipped = f" ({fault.until - fault.offset} bytes skipped)" if fault.until > fault.offset else ""
        click.echo(f"{name} at {fault.offset}: {clean(fault.problem)}{skipped}", err=True)
    if report.damage > len(report.faults):
        click.echo(f"{name}: {report.damage - len(report.faults)} more faults", err=True)
    for problem in report.problems:
        click.echo(f"{name}: {clean(problem)}", err=True)


def _sum_up(reports: list[Report], as_json: bool, dry: bool) -> None:
    skipped = sum((Counter(each.skipped) for each in reports), Counter[str]())
    names = ("records", "captures", "pages", "articles", "damage")
    sums = {"files": len(reports), **{name: sum(getattr(each, name) for each in reports) for name in names}}
    if as_json:
        click.echo(json.dumps({**sums, "skipped": dict(skipped), "dry_run": dry}))
        return
    table = Table(box=None, show_header=False)
    table.add_row("Files", f"{len(reports):,}, {decimal(sum(each.bytes for each in reports))}")
    table.add_row("Records read", f"{sums['records']:,}")
    verb = "to store" if dry else "stored"
    table.add_row(f"Captures {verb}", f"{sums['captures']:,}, of which {sums['pages']:,} may be articles")
    if not dry:
        table.add_row("Articles", f"{sums['articles']:,} new or changed versions")
    for reason, count in skipped.most_common():
        table.add_row("Skipped" if reason == skipped.most_common(1)[0][0] else "", f"{count:,}  {reason}")
    table.add_row("Damage", f"{sums['damage']:,}" if sums["damage"] else "none")
    console().print(table)

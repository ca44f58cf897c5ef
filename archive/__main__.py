"""The `archive` command. Exit code 0: done; 1: a problem was found; 2: misuse."""

import json
import os
import signal
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.filesize import decimal
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from . import replay as wayback
from . import tables, verify, work
from .errors import Misuse, PressmarkError, SiteBusy
from .pool import Pool
from .recover import finish
from .segment import Committed, Name
from .spool import Spool
from .store import Store, open_store

READ_SECONDS, READ_MEGABYTES = 30.0, 1500
COMMIT_SECONDS, COMMIT_MEGABYTES = 3600.0, 8000

WIDE = 1000
"""Columns of output that goes to a file or another program, so that nothing is cut."""

archive_option = click.option(
    "--archive", "uri", envvar="ARCHIVE_URI", default="data", show_default=True, help="A folder, or s3://bucket/prefix."
)
spool_option = click.option(
    "--spool",
    envvar="SPOOL_DIR",
    default="spool",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The spool.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
workers_option = click.option(
    "--workers", default=os.cpu_count() or 1, show_default=True, type=click.IntRange(1), help="Extraction processes."
)


class Commands(click.Group):
    """Says our errors in one line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except Misuse as error:
            click.echo(f"archive: {error}", err=True)
            sys.exit(2)
        except PressmarkError as error:
            click.echo(f"archive: {error}", err=True)
            sys.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pressmark")
def main() -> None:
    """What pressmark keeps: list it, bring in what a crash left, verify it, replay it."""


@main.command()
@archive_option
@click.option("--segments", is_flag=True, help="Every WARC file, not only sums by site.")
@json_option
def ls(uri: str, segments: bool, as_json: bool) -> None:
    """Sites, segments, bytes, captures and articles."""
    store = _existing(uri)
    if segments:
        listed = [{"warc": entry.key, "bytes": entry.size} for entry in store.list("warc/")]
    else:
        listed = _by_site(store)
    if as_json:
        for row in listed:
            click.echo(json.dumps(row, default=str))
        return
    table = Table(*(listed[0] if listed else ["nothing is archived yet"]), box=None, header_style="bold")
    for row in listed:
        table.add_row(*(_shown(name, value) for name, value in row.items()))
    Console(highlight=False, width=None if sys.stdout.isatty() else WIDE).print(table)


@main.command()
@archive_option
@spool_option
@workers_option
@click.option("--site", help="Only this site's captures.")
def recover(uri: str, spool: Path, workers: int, site: str | None) -> None:
    """Bring in what a crash or an outage left in the spool: every capture once, every article once."""
    kept = Spool(spool)
    if spool.exists():
        kept.check()
    problems = 0
    sites = [each for each in kept.sites() if site in (None, each)]
    if not sites and not kept.damaged():
        click.echo(f"nothing waits in {spool}")
        return
    with _readers(workers) as readers, Pool(1, COMMIT_SECONDS, COMMIT_MEGABYTES) as committer:
        committer.submit(work.check_store, uri).result()
        for each in sites:
            try:
                with kept.lock(each):
                    problems += _recover_site(kept, each, partial(finish, readers=readers, committer=committer), uri)
            except SiteBusy as error:
                click.echo(f"{each}: left alone: {error}")
    for path in kept.damaged():
        problems += 1
        click.echo(f"{path}: damaged bytes that held records were set aside here", err=True)
    sys.exit(1 if problems else 0)


@main.command(name="verify")
@archive_option
@workers_option
@click.option("--site", help="Only this site.")
@click.option("--text/--no-text", default=True, show_default=True, help="Read every article again from its record.")
@json_option
def verify_(uri: str, workers: int, site: str | None, text: bool, as_json: bool) -> None:
    """Hold records, digests, indexes and rows against one another; exit code 1 when anything is wrong."""
    store = _existing(uri)
    keys = [key for key in verify.segments(store) if site in (None, Name.of_key(key).site)]
    if site is not None and not keys:
        raise Misuse(f"nothing is archived of {site}: `archive ls` prints the sites there are")
    faults: list[verify.Fault] = []
    sums: dict[str, int] = defaultdict(int)
    opened = verify.Tables.of(store)
    with _readers(workers) as readers, _bar("verified") as bar:
        task = bar.add_task("", total=len(keys))
        for key in keys:
            checked = verify.verify_segment(store, opened, readers if text else None, key)
            faults += checked.faults
            for name in ("captures", "articles", "skipped"):
                sums[name] += getattr(checked, name)
            bar.advance(task)
    faults += verify.verify_whole(store, opened) if site is None else ()
    if as_json:
        for fault in faults:
            click.echo(json.dumps(asdict(fault)))
        click.echo(json.dumps({"segments": len(keys), **sums, "faults": len(faults)}))
    else:
        for fault in faults:
            at = "" if fault.offset is None else f" at {fault.offset}"
            click.echo(f"{fault.object}{at}: {fault.problem}")
        skipped = f", {sums['skipped']} read by another extractor version and not compared" if sums["skipped"] else ""
        click.echo(
            f"{len(keys)} segments, {sums['captures']} captures, {sums['articles']} articles{skipped}: "
            f"{len(faults) or 'no'} fault{'s' * (len(faults) != 1)}"
        )
    sys.exit(1 if faults else 0)


@main.command()
@archive_option
@click.option("--port", default=8090, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--wayback", "program", envvar="PRESSMARK_WAYBACK", help="pywb's program, if not in .venv-pywb or on the PATH."
)
def replay(uri: str, port: int, program: str | None) -> None:
    """Browse the archive as it was, with pywb on http://127.0.0.1:PORT/."""
    store = _existing(uri)
    program = wayback.find_wayback(program)
    latest: dict[str, tuple[str, str]] = {}
    for url, timestamp in wayback.pages(store):
        latest[url] = max(latest.get(url, ("", "")), (timestamp, url))
    for timestamp, url in sorted(latest.values(), reverse=True)[:10]:
        click.echo(f"http://127.0.0.1:{port}/{wayback.COLLECTION}/{timestamp}/{url}")
    for ending in (signal.SIGINT, signal.SIGTERM):  # a shell starts background jobs deaf to SIGINT
        signal.signal(ending, signal.default_int_handler)
    with wayback.serve(store, program, port) as process:
        try:
            process.wait()
        except KeyboardInterrupt:
            click.echo("stopped")
            return
    sys.exit(1)


def _existing(uri: str) -> Store:
    store = open_store(uri)
    if "://" not in uri and not Path(uri).is_dir():
        raise Misuse(f"there is no archive at {uri}: name it with --archive, or crawl a site first")
    return store


def _readers(workers: int) -> Pool:
    return Pool(workers, READ_SECONDS, READ_MEGABYTES, work.warm_reader)


def _recover_site(spool: Spool, site: str, bring_in: Callable[..., Committed | None], uri: str) -> int:
    """Brings in a site's segments; how many could not be."""
    problems = 0
    for name in spool.names(site):
        try:
            click.echo(_recovered(name, bring_in(name, spool.folder, uri)))
        except PressmarkError as error:
            problems += 1
            click.echo(f"{name.stem}: {error}", err=True)
    return problems


def _recovered(name: Name, done: Committed | None) -> str:
    if done is None:
        return f"{name.stem}: no whole capture in it, dropped"
    return f"{done.warc}: {done.captures} captures, {done.articles} new or changed articles"


def _by_site(store: Store) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for entry in store.list("warc/"):
        row = rows.setdefault(Name.of_key(entry.key).site, {"segments": 0, "bytes": 0})
        row["segments"] += 1
        row["bytes"] += entry.size
    for count in tables.counts(store):
        rows.setdefault(count.site, {"segments": 0, "bytes": 0})[count.table] = count.rows
        if count.table == "captures":
            rows[count.site] |= {"first": count.first, "last": count.last}
    columns = ("segments", "bytes", "captures", "articles", "first", "last")
    return [{"site": site, **{name: row.get(name, 0) for name in columns}} for site, row in sorted(rows.items())]


def _shown(name: str, value: Any) -> str:
    if name == "bytes":
        return decimal(value)
    return f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "strftime") else str(value)


def _bar(verb: str) -> Progress:
    columns = (SpinnerColumn(), TextColumn(verb), MofNCompleteColumn(), TextColumn("segments"))
    return Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True)


if __name__ == "__main__":
    main()

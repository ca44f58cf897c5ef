"""`archive recover`."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from .. import work
from ..errors import PressmarkError, SiteBusy
from ..ingestion import scratch
from ..leftovers import Leftovers
from ..pool import Pool
from ..recover import finish
from ..segment import Committed, Name
from ..spool import Spool
from .options import archive_option, is_there, readers, spool_option, workers_option

COMMIT_SECONDS, COMMIT_MEGABYTES = 3600.0, 8000


@click.command()
@archive_option
@spool_option
@workers_option
@click.option("--site", help="Only this site's captures.")
def recover(uri: str, spool: Path, workers: int, site: str | None) -> None:
    """Bring in what a crash or an outage left in the spool: every capture once, every article once.

    What writers that died left half-done in the archive is mended or removed.
    """
    kept = Spool(spool)
    if spool.exists():
        kept.check(room=False)  # what waits on a full disk makes room when it is brought in
    sites = [each for each in kept.sites() if site in (None, each)]
    if not sites and not kept.damaged():
        click.echo(f"nothing waits in {spool}")
    problems = 0
    kept.sweep()
    scratch.sweep(spool)
    if sites or is_there(uri):
        problems = _recover(kept, sites, workers, uri)
    for path in kept.damaged():
        problems += 1
        click.echo(f"{path}: damaged bytes that held records were set aside here", err=True)
    sys.exit(1 if problems else 0)


def _recover(kept: Spool, sites: list[str], workers: int, uri: str) -> int:
    """Mends the archive, brings in the segments, tidies up; how much could not be done."""
    problems = 0
    with readers(workers) as reading, Pool(1, COMMIT_SECONDS, COMMIT_MEGABYTES) as committer:
        for line in committer.submit(work.check_store, uri).result():
            click.echo(line)
        for each in sites:
            try:
                with kept.lock(each):
                    problems += _recover_site(kept, each, partial(finish, readers=reading, committer=committer), uri)
            except SiteBusy as error:
                click.echo(f"{each}: left alone: {error}")
        _say_leftovers(committer.submit(work.collect_leftovers, uri).result())
        for takedown in committer.submit(work.begun_takedowns, uri).result():
            problems += 1
            click.echo(f"{takedown} is not done: unless one is at it, run `archive redact --resume --yes`", err=True)
    return problems


def _say_leftovers(found: Leftovers) -> None:
    for key in found.removed:
        click.echo(f"{key}: left by a writer that died, removed")
    if found.spared:
        said = (
            f"{len(found.spared)} file(s) that no table names may be somebody's who is writing, {found.spared[0]} first"
        )
        click.echo(f"{said}: left alone, they go when they are a day old")


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

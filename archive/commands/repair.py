"""`archive repair`."""

import json
import sys
from pathlib import Path

import click

from ..errors import Misuse
from ..pool import Pool
from ..repair import Repair
from ..spool import Spool
from ..verify import MEGABYTES, SECONDS, Verification, chosen
from .options import archive_option, bar, clean, existing, json_option, readers, spool_option, workers_option


@click.command(epilog="Example: archive repair --site demo --yes")
@archive_option
@spool_option
@workers_option
@click.option("--site", help="Only this site.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done, as without --yes.")
@click.option("--yes", is_flag=True, help="Do it.")
@json_option
def repair(*, uri: str, spool: Path, workers: int, site: str | None, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Make indexes, manifests and rows again where they are missing or wrong; nothing is done without --yes.

    What it makes comes from the WARCs and from the receipts of their commits. A damaged WARC is reported and left
    alone, with everything that was derived from it. Exit code 1 when something is left to be done.
    """
    store, act = existing(uri), yes and not dry_run
    keys = [key for key, _ in chosen(store, site, None, None)]
    if site is not None and not keys:
        raise Misuse(f"nothing is archived of {site}: `archive ls` prints the sites there are")
    with Pool(workers, SECONDS, MEGABYTES) as pool, readers(workers) as reading, bar("verified", "segments") as shown:
        run = Repair(store, Spool(spool), reading, act)
        run.tables()
        task = shown.add_task("", total=len(keys))
        look = Verification(store, pool, workers, None)
        run.segments(list(look.segments(keys, lambda _: shown.advance(task))))
        again = Verification(store, pool, workers, None).run(keys, site, lambda _: None) if act else None
    for words, lines in (("repaired" if act else "would be repaired", run.done.repaired), ("left", run.done.left)):
        for line in lines:
            click.echo(json.dumps({words.split()[-1]: line}) if as_json else clean(f"{words}: {line}"))
    if again is None:
        rest = len(run.done.repaired) + len(run.done.left)
        if not as_json:
            click.echo(
                f"{len(run.done.repaired)} to repair, {len(run.done.left)} beyond repair; --yes does it"
                if rest
                else "nothing to repair"
            )
    else:
        rest = len(again.faults)
        for fault in again.faults:
            at = "" if fault.offset is None else f" at {fault.offset}"
            click.echo(
                json.dumps({"fault": f"{fault.object}{at}: {fault.problem}"})
                if as_json
                else clean(f"still: {fault.object}{at}: {fault.problem}")
            )
        if not as_json:
            click.echo(f"{len(run.done.repaired)} repaired; {rest or 'no'} fault{'s' * (rest != 1)} left")
    sys.exit(1 if rest or run.done.left else 0)

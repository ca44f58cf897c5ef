"""`archive repair`."""

import json
import sys
from functools import partial
from pathlib import Path

import click

from ..errors import Misuse
from ..fixity.fault import Fault
from ..fixity.repair import Done, Repair
from ..fixity.verify import MEGABYTES, SECONDS, Report, Verification, chosen
from ..pool import Pool
from ..spool import Spool
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
        task = shown.add_task("", total=len(keys))
        look = partial(Verification(store, pool, workers, None).segments, keys, lambda _: shown.advance(task))
        run = Repair(store, Spool(spool), look, reading, act)
        run.run()
        again = Verification(store, pool, workers, None).run(keys, site, lambda _: None) if act else None
    _say(run.done, again, act, as_json)
    sys.exit(1 if run.done.left or (again.faults if again else run.done.repaired) else 0)


def _say(done: Done, again: Report | None, act: bool, as_json: bool) -> None:
    lines = [("repaired" if act else "would be repaired", line) for line in done.repaired]
    lines += [("left", line) for line in done.left]
    lines += [("still", _line(fault)) for fault in (again.faults if again else ())]
    for words, line in lines:
        click.echo(json.dumps({words: line}) if as_json else clean(f"{words}: {line}"))
    if as_json:
        return
    if again is not None:
        left = len(again.faults)
        click.echo(f"{len(done.repaired)} repaired; {left or 'no'} fault{'s' * (left != 1)} left")
    elif lines:
        click.echo(f"{len(done.repaired)} to repair with --yes, {len(done.left)} beyond repair")
    else:
        click.echo("nothing to repair")


def _line(fault: Fault) -> str:
    return f"{fault.object}{'' if fault.offset is None else f' at {fault.offset}'}: {fault.problem}"

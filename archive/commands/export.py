"""`archive export`."""

import json
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from functools import partial

import click
from rich.filesize import decimal

from ..errors import Misuse
from ..export import rows
from ..export.job import Exported, Job, Watch
from ..selection import Selection
from .gaps import DAY
from .options import archive_option, bar, clean, existing, json_option

FORMATS = {
    "wacz": "A WACZ package, which replays in a browser without a server of ours.",
    "warc": "WARC files, records byte for byte.",
    "cdxj": "The index of the captures in the archive.",
    "jsonl": "Rows of the articles table, one JSON object a line.",
    "parquet": "Rows of the articles table.",
    "bag": "A BagIt bag of records, index and rows: a folder, or one file when OUT ends with .zip or .tar.",
}


EXAMPLE = "Example: archive export --wacz november.wacz --site paper.example --since 2026-11-01 --until 2026-11-30"


def _formats(command: Callable[..., None]) -> Callable[..., None]:
    for name, said in reversed(FORMATS.items()):
        command = click.option(f"--{name}", metavar="OUT", help=said)(command)
    return command


@click.command(epilog=EXAMPLE)
@archive_option
@_formats
@click.option("--site", help="Only this site's captures.")
@click.option("--since", type=DAY, help="First day of the captures, UTC.")
@click.option("--until", type=DAY, help="Last day, included.")
@click.option("--url", metavar="PATTERN", help="Only these addresses; * stands for any characters.")
@click.option("--captures", is_flag=True, help="With --jsonl and --parquet: the captures, too, in OUT-captures.")
@click.option("--warc-size", metavar="BYTES", type=click.IntRange(1), help="With --warc and --bag: begin another WARC.")
@click.option("--title", help="What the package is called.")
@click.option("--contact", help="Whom to ask about it; stands in WARCs and bags.")
@json_option
def export(
    *,
    uri: str,
    site: str | None,
    since: datetime | None,
    until: datetime | None,
    url: str | None,
    captures: bool,
    warc_size: int | None,
    title: str | None,
    contact: str | None,
    as_json: bool,
    **outs: str | None,
) -> None:
    """Selected captures into one file to hand on: to OUT, a path or s3://bucket/prefix/NAME.

    Records leave as they lie in the archive, gzip member by gzip member, each checked on the way. Responses to which
    selected revisits refer come along. Exit code 1 when there is nothing to export, or something was damaged.
    """
    form, out = _chosen(outs)
    selection = Selection(site, since and since.date(), until and until.date(), url)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that nothing half-written stays behind
    with bar("exported", "captures") as shown:
        task = shown.add_task("", total=None)
        watch = Watch(
            total=lambda total: shown.update(task, total=total),
            advance=partial(shown.advance, task),
            left_out=lambda damage: click.echo(clean(str(damage)), err=True),
        )
        job = Job(existing(uri), selection, out, title, contact, warc_size, watch)
        done = _FORMS[form](job, captures)
    _say(done, out, as_json)
    sys.exit(1 if done.left_out or done.unresolved else 0)


_FORMS: dict[str, Callable[[Job, bool], Exported]] = {
    "wacz": lambda job, _: job.wacz(),
    "warc": lambda job, _: job.warc(),
    "cdxj": lambda job, _: job.cdxj(),
    "jsonl": lambda job, captures: job.table(rows.jsonl, captures=captures),
    "parquet": lambda job, captures: job.table(rows.parquet, captures=captures),
    "bag": lambda job, _: job.bag(),
}


def _chosen(outs: dict[str, str | None]) -> tuple[str, str]:
    chosen = [(name, out) for name, out in outs.items() if out is not None]
    if len(chosen) != 1:
        raise Misuse(f"name one of {', '.join('--' + name for name in FORMATS)}, with the file to write")
    return chosen[0]


def _say(done: Exported, out: str, as_json: bool) -> None:
    numbers = {name: value for name, value in asdict(done).items() if name != "files"}
    size = sum(each.bytes for each in done.files)
    if as_json:
        whole = {"path": out, "bytes": size, "sha256": done.files[0].sha256 if len(done.files) == 1 else None}
        files = [asdict(each) for each in done.files] if len(done.files) > 1 else []
        click.echo(json.dumps(whole | numbers | ({"files": files} if files else {})))
        return
    said = ", ".join(f"{value:,} {name.replace('_', ' ')}" for name, value in numbers.items() if value)
    click.echo(f"{out}: {said}, {decimal(size)}")
    if done.unresolved:
        click.echo("revisits without their original replay nothing: `archive verify` says where they lie", err=True)

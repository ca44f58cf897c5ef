"""`archive verify`."""

import json
import secrets
import sys
from dataclasses import asdict, dataclass
from datetime import datetime

import click

from ..errors import Misuse
from ..fixity.verify import MEGABYTES, SECONDS, Report, Verification, chosen, sample
from ..pool import Pool
from .options import archive_option, bar, clean, existing, json_option, readers, workers_option

SEEDS = 2**32
DAY = click.DateTime(["%Y-%m-%d"])


class Share(click.ParamType[float]):
    """A part of the archive, as `1%`."""

    name = "PERCENT"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """From 0, without it, to 1."""
        try:
            percent = float(str(value).removesuffix("%"))
        except ValueError:
            percent = 0.0
        if not str(value).endswith("%") or not 0 < percent <= 100:
            self.fail(f"{value!r} is no share: give one such as 1% or 0.5%", param, ctx)
        return percent / 100


@click.command(epilog="Example: archive verify --site demo --sample 10%")
@archive_option
@workers_option
@click.option("--site", help="Only this site.")
@click.option("--since", type=DAY, help="Only segments begun on this UTC day or later.")
@click.option("--until", type=DAY, help="Only segments begun on this UTC day or earlier.")
@click.option("--sample", "share", type=Share(), help="Only so great a share of the segments, drawn by chance, as 1%.")
@click.option("--seed", type=click.IntRange(0, SEEDS - 1), help="Draws the same sample again.")
@click.option("--text/--no-text", default=True, show_default=True, help="Read every article again from its record.")
@json_option
def verify(
    *,
    uri: str,
    workers: int,
    site: str | None,
    since: datetime | None,
    until: datetime | None,
    share: float | None,
    seed: int | None,
    text: bool,
    as_json: bool,
) -> None:
    """Hold records, digests, manifests, indexes and rows against one another; exit code 1 when anything is wrong."""
    if seed is not None and share is None:
        raise Misuse("--seed draws a sample: say how great a one with --sample, such as --sample 1%")
    if since and until and since > until:
        raise Misuse(f"--since {since:%Y-%m-%d} is after --until {until:%Y-%m-%d}")
    store = existing(uri)
    found = chosen(store, site, since and since.date(), until and until.date())
    if site is not None and not found and not chosen(store, site, None, None):
        raise Misuse(f"nothing is archived of {site}: `archive ls` prints the sites there are")
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    keys = found if share is None else sample(found, share, seed)
    with Pool(workers, SECONDS, MEGABYTES) as pool, readers(workers) as reading, bar("verified", "segments") as shown:
        task = shown.add_task("", total=len(keys))
        run = Verification(store, pool, workers, reading if text else None)
        report = run.run((key for key, _ in keys), site, lambda _: shown.advance(task))
    sampled = None if share is None else _Sampled(seed, len(found), sum(size for _, size in found))
    (_as_json if as_json else _as_text)(report, sampled)
    sys.exit(1 if report.faults else 0)


@dataclass(frozen=True, slots=True)
class _Sampled:
    """What a sample was drawn from, and how."""

    seed: int
    segments: int
    bytes: int


def _as_json(report: Report, sampled: _Sampled | None) -> None:
    for fault in report.faults:
        click.echo(json.dumps(asdict(fault)))
    sums = {name: getattr(report, name) for name in ("segments", "bytes", "captures", "articles", "skipped")}
    drawn = (
        {} if sampled is None else {"sample": {"seed": sampled.seed, "of": sampled.segments, "bytes": sampled.bytes}}
    )
    click.echo(json.dumps({**sums, **drawn, "faults": len(report.faults)}))


def _as_text(report: Report, sampled: _Sampled | None) -> None:
    for fault in report.faults:
        at = "" if fault.offset is None else f" at {fault.offset}"
        click.echo(clean(f"{fault.object}{at}: {fault.problem}"))
    if sampled is not None:
        part = report.bytes / sampled.bytes if sampled.bytes else 1
        click.echo(
            f"a sample: {report.segments} of {sampled.segments} segments, {part:.1%} of their bytes; "
            f"--seed {sampled.seed} draws it again"
        )
    skipped = f", {report.skipped} read by another extractor version and not read again" if report.skipped else ""
    click.echo(
        f"{report.segments} segments, {report.captures} captures, {report.articles} articles{skipped}: "
        f"{len(report.faults) or 'no'} fault{'s' * (len(report.faults) != 1)}"
    )

"""`archive gaps`."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import click
from rich.table import Table

from .. import announced
from ..errors import Misuse
from ..gaps import Day, Gaps, Holdings
from ..gaps import gaps as find
from ..links.link import Link
from ..pool import Pool
from ..store import Store
from .options import READ_MEGABYTES, archive_option, bar, clean, console, existing, json_option, workers_option

READ_SECONDS = 60.0
DAYS = 30
LONGEST = 3_700
"""Days that may be asked for."""
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("site")
@archive_option
@workers_option
@click.option("--since", type=DAY, help="First day of publication, UTC; by default 30 days in all.")
@click.option("--until", type=DAY, help="Last day; by default today.")
@click.option("--missing", is_flag=True, help="The addresses that are missing.")
@json_option
def gaps(
    *,
    site: str,
    uri: str,
    workers: int,
    since: datetime | None,
    until: datetime | None,
    missing: bool,
    as_json: bool,
) -> None:
    """What SITE announced day by day, and what of it is stored; exit code 1 when something announced is missing.

    The captured feeds, sitemaps and lists of posts are read again for it. `failed` could not be fetched or read,
    `not fetched` was never asked for. Announcements without a date count for the days asked for, too.
    """
    store = existing(uri)
    last = (until or datetime.now(UTC)).date()
    first = since.date() if since else last - timedelta(days=DAYS - 1)
    if not 0 <= (last - first).days <= LONGEST:
        raise Misuse(f"--since {first} and --until {last} are no span of days up to {LONGEST:,} days")
    polled = announced.polled(store, site, first)
    if not polled.sources and not polled.days:
        _check(store, site, first)
    with Pool(workers, READ_SECONDS, READ_MEGABYTES) as pool:
        found = find(Holdings(store, site), _links(pool, uri, polled.sources), first, last, polled.days)
    if polled.cut:
        click.echo(f"only the latest {announced.DOCUMENTS:,} answers of its sources were read", err=True)
    (_print_json if as_json else _print)(found, missing)
    sys.exit(1 if found.missing else 0)


def _check(store: Store, site: str, first: date) -> None:
    if not any(store.list(f"warc/{site}/")):
        raise Misuse(f"nothing is archived of {site}: `archive ls` prints the sites there are")
    click.echo(f"no feed, sitemap or list of posts of {site} was captured since {first}", err=True)


def _links(pool: Pool, uri: str, sources: tuple[announced.Source, ...]) -> Iterator[Link]:
    with bar("read", "sources") as shown:
        task = shown.add_task("", total=len(sources))
        for listed in announced.announced(pool, uri, sources):
            if isinstance(listed, str):
                shown.console.print(clean(listed), soft_wrap=True, markup=False, highlight=False)
            else:
                yield from listed
            shown.advance(task)


def _print_json(found: Gaps, missing: bool) -> None:
    for day in found.days:
        click.echo(json.dumps(asdict(day), default=str))
    for published, why, url in found.missing if missing else ():
        click.echo(json.dumps({"missing": url, "why": why, "day": published}, default=str))
    click.echo(json.dumps({"undated": found.undated, "missing": len(found.missing)}))


def _print(found: Gaps, missing: bool) -> None:
    columns = ("day", "announced", "stored", "not articles", "opted out", "failed", "not fetched", "")
    table = Table(box=None, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column not in ("day", "") else "left")
    for day in found.days:
        table.add_row(f"{day.day:%Y-%m-%d %a}", *_numbers(day), day.gap or "", style=_style(day))
    out = console()
    out.print(table)
    undated = ", ".join(f"{number} {state}" for state, number in sorted(found.undated.items()))
    out.print(f"undated: {undated or 'none'}")
    for published, why, url in found.missing if missing else ():
        out.print(f"{published or 'undated'!s:<10}  {why:<11}  {clean(url)}", soft_wrap=True, markup=False)


def _numbers(day: Day) -> list[str]:
    counts = (day.announced, day.stored, day.not_articles, day.opted_out, day.failed, day.not_fetched)
    return [str(count) if count else "·" for count in counts]


def _style(day: Day) -> str:
    return "red" if day.failed or day.not_fetched else "yellow" if day.gap else ""

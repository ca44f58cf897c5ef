"""`archive ls`."""

import json
from typing import Any

import click
from rich.filesize import decimal
from rich.table import Table

from .. import tables
from ..segment import Name
from ..store import Store
from .options import archive_option, console, existing, json_option


@click.command()
@archive_option
@click.option("--segments", is_flag=True, help="Every WARC file, not only sums by site.")
@json_option
def ls(uri: str, segments: bool, as_json: bool) -> None:
    """Sites, segments, bytes, captures and articles."""
    store = existing(uri)
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
    console().print(table)


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

"""What several commands take, open and print with."""

import os
import re
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import DownloadColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from .. import work
from ..errors import Misuse
from ..pool import Pool
from ..store import Store, open_store

READ_SECONDS, READ_MEGABYTES = 30.0, 1500

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


def existing(uri: str) -> Store:
    """The archive at this address; Misuse when there is none."""
    store = open_store(uri)
    if not is_there(uri):
        raise Misuse(f"there is no archive at {uri}: name it with --archive, or crawl a site first")
    return store


def is_there(uri: str) -> bool:
    """Whether an archive may be there: of a bucket only its server can tell."""
    return "://" in uri or Path(uri).is_dir()


def readers(workers: int) -> Pool:
    """Processes that read articles."""
    return Pool(workers, READ_SECONDS, READ_MEGABYTES, work.warm_reader)


def console() -> Console:
    """Where results are printed: as wide as the terminal, or as they need."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)


def clean(text: str) -> str:
    """What a stranger wrote, without what a terminal obeys: control characters, and overrides of the direction."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "\N{REPLACEMENT CHARACTER}", text)


def bar(verb: str, things: str) -> Progress:
    """A progress bar, on a terminal only."""
    columns = (SpinnerColumn(), TextColumn(verb), MofNCompleteColumn(), TextColumn(things))
    return Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True)


def transfer(verb: str) -> Progress:
    """A bar for each file, by its bytes, on a terminal only."""
    columns = (SpinnerColumn(), TextColumn(verb), TextColumn("{task.description}"), DownloadColumn())
    return Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True)

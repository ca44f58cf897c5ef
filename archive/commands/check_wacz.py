"""`archive check-wacz`."""

import json
import sys
from dataclasses import asdict

import click

from ..errors import Misuse
from ..export.destination import destination
from ..wacz.check import Fault, check
from .options import clean, json_option


@click.command(epilog="Example: archive check-wacz november.wacz")
@click.argument("file")
@json_option
def check_wacz(file: str, as_json: bool) -> None:
    """Hold the records, index, pages and hashes of a WACZ package (a path or s3:// URI) against one another.

    Exit code 1, and a line per fault, when anything is wrong.
    """
    store, name = destination(file)
    try:
        stream = store.open(name)
    except KeyError:
        raise Misuse(f"there is no {file}") from None
    faults = 0

    def tell(fault: Fault) -> None:
        nonlocal faults
        faults += 1
        at = "" if fault.offset is None else f" at {fault.offset}"
        click.echo(json.dumps(asdict(fault)) if as_json else clean(f"{fault.path or file}{at}: {fault.problem}"))

    with stream:
        checked = check(stream, tell)
    if as_json:
        click.echo(json.dumps(asdict(checked) | {"faults": faults}))
    else:
        said = f"{checked.records} records, {checked.entries} index lines, {checked.pages} pages"
        click.echo(f"{said}: {faults or 'no'} fault{'s' * (faults != 1)}")
    sys.exit(1 if faults else 0)

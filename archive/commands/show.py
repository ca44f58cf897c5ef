"""`archive show`."""

import click


@click.command()
def show() -> None:
    """x."""

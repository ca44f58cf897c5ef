"""The `archive` command. Exit code 0: done; 1: a problem was found; 2: misuse."""

import sys
from typing import Any

import click

from .commands.gaps import gaps
from .commands.history import history
from .commands.ingest import ingest
from .commands.ls import ls
from .commands.recover import recover
from .commands.replay import replay
from .commands.verify import verify
from .errors import Misuse, PressmarkError


class Commands(click.Group):
    """Says our errors in one line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except Misuse as error:
            click.echo(f"archive: {error}", err=True)
            sys.exit(2)
        except PressmarkError as error:
            click.echo(f"archive: {error}", err=True)
            sys.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pressmark")
def main() -> None:
    """What pressmark keeps: list it, add WARCs of others, read histories, find gaps, verify, recover, replay."""


for _command in (ls, history, gaps, ingest, verify, recover, replay):
    main.add_command(_command)


if __name__ == "__main__":
    main()

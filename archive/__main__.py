"""The `archive` command. Exit code 0: done; 1: a problem was found; 2: misuse."""

import sys
from typing import Any

import click

from .commands.check_wacz import check_wacz
from .commands.clusters import clusters
from .commands.compact import compact
from .commands.export import export
from .commands.gaps import gaps
from .commands.history import history
from .commands.ingest import ingest
from .commands.ls import ls
from .commands.recover import recover
from .commands.redact import redact
from .commands.reextract import reextract
from .commands.repair import repair
from .commands.replay import replay
from .commands.show import show
from .commands.takedowns import takedowns
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
    """What pressmark keeps: look at it, check it, bring it in, give it out, replay it and take it down."""


for _command in (
    ls,
    show,
    history,
    gaps,
    clusters,
    verify,
    repair,
    recover,
    ingest,
    export,
    check_wacz,
    replay,
    compact,
    reextract,
    redact,
    takedowns,
):
    main.add_command(_command)


if __name__ == "__main__":
    main()

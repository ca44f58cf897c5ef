"""`archive replay`."""

import signal
import sys

import click

from .. import replay as wayback
from .options import archive_option, existing


@click.command()
@archive_option
@click.option("--port", default=8090, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--wayback", "program", envvar="PRESSMARK_WAYBACK", help="pywb's program, if not in .venv-pywb or on the PATH."
)
def replay(uri: str, port: int, program: str | None) -> None:
    """Browse the archive as it was, with pywb on http://127.0.0.1:PORT/."""
    store = existing(uri)
    program = wayback.find_wayback(program)
    latest: dict[str, tuple[str, str]] = {}
    for url, timestamp in wayback.pages(store):
        latest[url] = max(latest.get(url, ("", "")), (timestamp, url))
    for timestamp, url in sorted(latest.values(), reverse=True)[:10]:
        click.echo(f"http://127.0.0.1:{port}/{wayback.COLLECTION}/{timestamp}/{url}")
    for ending in (signal.SIGINT, signal.SIGTERM):  # a shell starts background jobs deaf to SIGINT
        signal.signal(ending, signal.default_int_handler)
    with wayback.serve(store, program, port) as process:
        try:
            process.wait()
        except KeyboardInterrupt:
            click.echo("stopped")
            return
    sys.exit(1)

"""`archive replay`."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import click

from ..errors import DamagedRecord, Misuse, PressmarkError, StoreError
from ..replay import latest, waczreader, wayback
from ..replay.localindex import LocalIndex
from ..store import Store
from .options import archive_option, clean, existing

SITES, ARTICLES, PAGES = 20, 3, 10
EASE, PAUSE = 10, 60.0  # the longer a look takes, the longer the pause: so many times, up to so many seconds


@click.command(epilog="Example: archive replay s3://my-bucket/press --site paper.example")
@click.argument("place", metavar="[URI]", required=False)
@archive_option
@click.option("--site", help="Only this site.")
@click.option(
    "--wacz", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Replay this package instead."
)
@click.option("--port", default=8090, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free one.")
@click.option(
    "--refresh",
    default=5.0,
    show_default=True,
    type=click.FloatRange(0.1),
    help="Seconds between looks for new captures.",
)
@click.option(
    "--wayback", "program", envvar="PRESSMARK_WAYBACK", help="pywb's program, if not in .venv-pywb or on the PATH."
)
def replay(
    *, place: str | None, uri: str, site: str | None, wacz: Path | None, port: int, refresh: float, program: str | None
) -> None:
    """Browse the archive as it was, with pywb on http://127.0.0.1:PORT/; Ctrl-C ends it.

    WARCs are read by range where they are, in a folder or on S3. What is committed meanwhile can soon be seen.
    """
    program, port = wayback.find_wayback(program), wayback.free_port(port)
    with _until_stopped(), TemporaryDirectory(prefix="pressmark-replay-") as name:
        try:
            if wacz:
                _package(wacz, Path(name), program, port)
            else:
                _archive(existing(place or uri), site or "", Path(name), program=program, port=port, refresh=refresh)
        except OSError as error:
            raise Misuse(f"{error.filename or name}: {error.strerror}: see to the disk, or set TMPDIR") from error


@contextmanager
def _until_stopped() -> Iterator[None]:
    endings = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # a shell starts background jobs deaf to SIGINT
    before = {ending: signal.signal(ending, signal.default_int_handler) for ending in endings}
    try:
        yield
    except KeyboardInterrupt:
        click.echo("stopped")
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)


def _archive(store: Store, site: str, folder: Path, *, program: str, port: int, refresh: float) -> None:
    root = wayback.root(store.uri, folder)
    index = LocalIndex(store, folder, root, site, damaged=_warn)
    took = _timed(index.refresh)
    if index.empty:
        raise Misuse(f"nothing is archived {f'of {site} ' if site else ''}at {store.uri}: `archive ls` says what is")
    with wayback.serve(folder, root, program, port) as running:
        running.wait_for(port)
        for line in _listing(store, site or None, port):
            click.echo(line)
        click.echo(f"new captures show within {refresh:g} seconds or so; Ctrl-C ends it")
        said = ""
        while True:
            running.wait(max(refresh, min(EASE * took, PAUSE)))
            try:
                took, said = _timed(index.refresh), ""
            except PressmarkError as error:
                if not said:
                    _warn(error)
                said = str(error)


def _timed(look: Callable[[], object]) -> float:
    began = monotonic()
    look()
    return monotonic() - began


def _package(wacz: Path, folder: Path, program: str, port: int) -> None:
    opened = waczreader.prepare(wacz, folder, PAGES)
    if opened.skipped:
        _warn(DamagedRecord(f"{wacz}: {opened.skipped} index lines name no place in its WARCs and were left out"))
    if not opened.lines:
        raise Misuse(f"{wacz} has no index of its WARCs under indexes/: `archive ingest` reads it without")
    with wayback.serve(folder, f"{folder}/archive/", program, port) as running:
        running.wait_for(port)
        click.echo(f"{_address(port, '', '')}: {opened.lines} captures")
        for page in opened.pages:
            click.echo(f"  {_address(port, page.timestamp, page.url)}  {clean(page.title or '')}")
        click.echo("Ctrl-C ends it")
        while True:
            running.wait(3600)


def _listing(store: Store, site: str | None, port: int) -> Iterator[str]:
    """What to look at first; replay goes on without it."""
    yield f"replaying {store.uri} on {_address(port, '', '')}"
    try:
        shown, left_out = latest.pages(store, site, SITES, ARTICLES)
    except StoreError as error:
        _warn(error)
        shown, left_out = [], 0
    last = None
    for page in shown:
        if page.site != last:
            yield f"{page.site}"
        last = page.site
        yield f"  {_address(port, page.timestamp, page.url)}  {clean(page.title or 'front page')}"
    if left_out:
        yield f"{left_out} more sites: --site SITE shows one, `archive ls` lists them"


def _address(port: int, timestamp: str, url: str) -> str:
    return clean(f"http://{wayback.HOST}:{port}/{wayback.COLLECTION}/{timestamp and timestamp + '/'}{url}")


def _warn(error: Exception) -> None:
    click.echo(f"archive: {error}", err=True)

"""Replay with pywb, run as a program of its own: it is GPL, and its dependencies clash with the crawler's."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from heapq import merge
from pathlib import Path
from tempfile import TemporaryDirectory

from . import cdxj
from .errors import Misuse
from .store import Store

COLLECTION = "archive"
CONFIG = """\
collections:
  {collection}:
    index_paths: {index}
    archive_paths: {root}
enable_auto_fetch: false
"""


def find_wayback(given: str | None) -> str:
    """The path of pywb's `wayback` program; Misuse when it is not installed."""
    beside = Path(__file__).parent.parent / ".venv-pywb" / "bin" / "wayback"
    program = given or shutil.which("wayback") or (str(beside) if beside.exists() else None)
    if program is None or not Path(program).exists():
        raise Misuse(
            "pywb is not installed: `make pywb` installs it in .venv-pywb, or name its program: --wayback PATH"
        )
    return program


def pages(store: Store) -> Iterator[tuple[str, str]]:
    """URL and 14-digit timestamp of HTML pages that were fetched whole, as the indexes list them."""
    for key in (entry.key for entry in store.list("cdxj/")):
        for entry in cdxj.read(store.get(key)):
            if entry.status == "200" and entry.mime == "text/html":
                yield entry.url, entry.timestamp


@contextmanager
def serve(store: Store, wayback: str, port: int) -> "Iterator[subprocess.Popen[bytes]]":
    """pywb over the archive, on loopback only; ended when the context is left."""
    with TemporaryDirectory(prefix="pressmark-replay-") as folder:
        index = Path(folder) / "index.cdxj"
        with index.open("wb") as file:
            file.writelines(merge(*(store.get(entry.key).splitlines(keepends=True) for entry in store.list("cdxj/"))))
        root = store.uri if "://" in store.uri else str(Path(store.uri).resolve())
        (Path(folder) / "config.yaml").write_text(
            CONFIG.format(collection=COLLECTION, index=index, root=root.rstrip("/") + "/")
        )
        command = [wayback, "-b", "127.0.0.1", "-p", str(port)]
        process = subprocess.Popen(command, cwd=folder)  # noqa: S603  # the operator named the program
        try:
            yield process
        finally:
            process.terminate()
            process.wait(10)

"""Replay with pywb, run as a program of its own: it is GPL, and its dependencies clash with the crawler's."""

import json
import shutil
import socket
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..errors import Misuse, ReplayFailed

COLLECTION = "archive"
HOST = "127.0.0.1"
START_SECONDS = 60  # pywb takes two on a fast machine
END_SECONDS = 5
TOGETHER = ("setpriv", "--pdeathsig", "TERM") if shutil.which("setpriv") else ()  # a killed replay leaves no pywb
LAST_WORDS = 8  # lines of pywb's that are shown when it died
CSP = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: mediastream:; form-action 'self'; "
    "frame-ancestors 'self'"
)
"""Replayed pages may load and send nothing but what the archive has: pywb's own policy lets them open web sockets."""
CONFIG = f"""\
collections:
  {COLLECTION}:
    index_paths: indexes
    archive_paths: {{root}}
    acl_paths: access.aclj
enable_auto_fetch: false
csp-header: "{CSP}"
"""


def find_wayback(given: str | None) -> str:
    """The path of pywb's `wayback` program; Misuse when it is not installed."""
    beside = Path(__file__).parents[2] / ".venv-pywb" / "bin" / "wayback"
    program = given or shutil.which("wayback") or (str(beside) if beside.exists() else None)
    if program is None or not Path(program).exists():
        raise Misuse(
            "pywb is not installed: `make pywb` installs it in .venv-pywb, or name its program: --wayback PATH"
        )
    return str(Path(program).absolute())


def root(uri: str, folder: Path) -> str:
    """What pywb puts before a WARC's key to find it: of a folder, by a link whose name means nothing to pywb."""
    if "://" in uri:
        if set("?#*{}") & set(uri):
            raise Misuse(f"{uri}: pywb cannot read under a prefix with any of ? # * {{ }} in it")
        return uri.rstrip("/") + "/"
    link = folder / "archive"
    link.symlink_to(Path(uri).resolve(), target_is_directory=True)
    return f"{link}/"


def free_port(port: int) -> int:
    """The port itself if nobody listens on it, any free one for 0; Misuse when it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Misuse(f"port {port} cannot be had ({error.strerror}): name another with --port") from error
        return int(probe.getsockname()[1])


class Wayback:
    """pywb, running."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._said: deque[str] = deque(maxlen=LAST_WORDS)
        self._listener = threading.Thread(target=self._listen, args=(process.stdout,), daemon=True)
        self._listener.start()

    def wait(self, seconds: float) -> None:
        """Let it run for so long; ReplayFailed, with its last words, when it ended."""
        try:
            status = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return
        self._listener.join(1)
        words = " | ".join(self._said) or "it said nothing"
        raise ReplayFailed(f"pywb ended with status {status}: {words}")

    def wait_for(self, port: int) -> None:
        """Until it answers on its port."""
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up:
            self.wait(0.1)
            with socket.socket() as probe:
                if probe.connect_ex((HOST, port)) == 0:
                    return
        raise ReplayFailed(f"pywb did not answer on port {port} within {START_SECONDS} seconds: {self._said}")

    def end(self) -> None:
        """Have it end, by force if need be."""
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(1)

    def _listen(self, output: IO[str]) -> None:
        """It says a line for each request: keep the last, show none."""
        with output:
            for line in iter(lambda: output.readline(1000), ""):
                if line.strip():
                    self._said.append(line.strip())


@contextmanager
def serve(folder: Path, root: str, wayback: str, port: int) -> Iterator[Wayback]:
    """pywb over `folder/indexes` and the WARCs under `root`, on loopback only; ended when the context is left."""
    (folder / "config.yaml").write_text(CONFIG.format(root=json.dumps(root)))
    process = subprocess.Popen(  # noqa: S603  # the operator named the program
        [*TOGETHER, wayback, "-b", HOST, "-p", str(port)],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    running = Wayback(process)
    try:
        yield running
    finally:
        running.end()

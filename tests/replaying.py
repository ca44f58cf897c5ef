"""`archive replay`, running with real pywb."""

import gzip
import os
import re
import signal
import subprocess
import threading
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli

from tests.crawl import BIN, ROOT

PROGRAM = ROOT / ".venv-pywb" / "bin" / "wayback"
DECODE = {None: bytes, "": bytes, "gzip": gzip.decompress, "br": brotli.decompress, "deflate": zlib.decompress}
START_SECONDS = 60


class Replay:
    """Its port, and what it said when it had started."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        assert process.stdout is not None
        watch = threading.Timer(START_SECONDS, process.kill)
        watch.start()
        self.said = ""
        for line in process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                break
        watch.cancel()
        match = re.search(r"http://127\.0\.0\.1:(\d+)/archive/", self.said)
        assert match, f"replay did not start: {self.said}"
        self.port = int(match[1])

    def get(self, url: str, modifier: str = "id_", at: str = "2026") -> tuple[int, bytes]:
        """Status and body of a capture; `id_` asks for it unrewritten."""
        try:
            with urllib.request.urlopen(self.address(url, modifier, at), timeout=30) as answer:
                return answer.status, DECODE[answer.headers.get("Content-Encoding")](answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def address(self, url: str, modifier: str = "id_", at: str = "2026") -> str:
        return f"http://127.0.0.1:{self.port}/archive/{at}{modifier}/{url}"

    def page(self, path: str) -> bytes:
        """What pywb itself answers at a path of its own."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return bytes(answer.read())

    def stop(self) -> str:
        """Ctrl-C; what it printed since it had started."""
        self.process.send_signal(signal.SIGINT)
        output, _ = self.process.communicate(timeout=20)
        return output


@contextmanager
def replaying(folder: Path, *words: str, **environment: str) -> Iterator[Replay]:
    """`archive replay` with these words, on a free port."""
    command = [str(BIN / "archive"), "replay", *words, "--port", "0", "--wayback", str(PROGRAM)]
    env = os.environ | environment
    with subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            replay = Replay(process)
            yield replay
            if process.poll() is None:
                output = replay.stop()
                assert (process.returncode, output) == (0, "stopped\n")
        finally:
            process.kill()

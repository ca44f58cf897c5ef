"""`scrapy crawl` as an operator runs it: the real program, in a folder of its own."""

import fcntl
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from archive.spool import Spool
from archive.store import Store, open_store

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
WITH_WORKERS = ("gaps", "recover", "repair", "verify")
LOG_BYTES = 1 << 20
"""What a crawl may log before somebody reads it: one that finds the pipe full stands still."""
STARTED: "list[subprocess.Popen[str]]" = []
"""Crawls that a test began; what is left when it ends is killed."""


@dataclass(frozen=True)
class Desk:
    """Where one operator's archive and spool are."""

    folder: Path
    uri: str = ""

    @property
    def archive_uri(self) -> str:
        return self.uri or str(self.folder / "data")

    @property
    def store(self) -> Store:
        return open_store(self.archive_uri)

    @property
    def spool(self) -> Spool:
        return Spool(self.folder / "spool")

    def start(self, *words: str, **environment: str) -> "subprocess.Popen[str]":
        """Begin `scrapy crawl` with these words; without requisites, which few tests are about, unless they say so."""
        process = subprocess.Popen(
            [str(BIN / "scrapy"), "crawl", "-s", "REQUISITES=none", *words, "-s", "EXTRACT_WORKERS=1"],
            cwd=ROOT,
            env=self._environment(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout is not None
        fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, LOG_BYTES)
        STARTED.append(process)
        return process

    def crawl(self, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run `scrapy crawl` with these words to its end."""
        process = self.start(*words, **environment)
        output, _ = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, output)

    def archive(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run `archive` with these words, with one worker where it has any."""
        few = words[0] in WITH_WORKERS and "--workers" not in words
        command = [str(BIN / "archive"), *words, *(("--workers", "1") if few else ())]
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment({}),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def _environment(self, more: dict[str, str]) -> dict[str, str]:
        places = {"ARCHIVE_URI": self.archive_uri, "SPOOL_DIR": str(self.folder / "spool")}
        return {**os.environ, **places, **more}

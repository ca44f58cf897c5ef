"""A small file system of a test's own; mounting it takes root."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def mounted(at: Path, options: str = "", bind: bool = False) -> Iterator[None]:
    """A tmpfs with these options, or, as `bind`, what is there already, read-only."""
    assert os.geteuid() == 0, "tests of full disks mount small ones: run them as root"
    at.mkdir(parents=True, exist_ok=True)
    if bind:
        subprocess.run(["mount", "--bind", str(at), str(at)], check=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", str(at)], check=True)
    else:
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(at)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)

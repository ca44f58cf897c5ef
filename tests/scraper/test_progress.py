import os
import pty
import subprocess
from pathlib import Path

from tests.crawl import BIN, ROOT
from tests.newspaper import Newspaper


def test_a_terminal_shows_one_live_line_and_no_plain_logs(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with Newspaper(delay=0.05) as paper:
        words = ["demo", "-a", f"url={paper.url}", "-s", "EXTRACT_WORKERS=1"]
        process = subprocess.Popen(
            [str(BIN / "scrapy"), "crawl", *words],
            cwd=ROOT,
            env={**os.environ, "ARCHIVE_URI": f"{tmp_path}/data", "SPOOL_DIR": f"{tmp_path}/spool", "COLUMNS": "140"},
            stdout=subprocess.DEVNULL,
            stderr=theirs,
        )
        os.close(theirs)
        shown = read_all(ours)
        assert process.wait(60) == 0, shown
    for word in (
        "pages/s",
        " articles ",
        " errors ",
        " requisites ",
        "kB",
        "Articles stored",
        "Forbidden by robots.txt",
    ):
        assert word in shown
    assert "INFO" not in shown


def read_all(terminal: int) -> str:
    """Until the other side is closed, which Linux reports as an error."""
    parts = []
    try:
        while part := os.read(terminal, 65536):
            parts.append(part)
    except OSError:
        pass
    finally:
        os.close(terminal)
    return b"".join(parts).decode(errors="replace")

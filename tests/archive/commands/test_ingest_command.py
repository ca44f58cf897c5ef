"""`archive ingest` as an archivist runs it, of what the real wget wrote, and of a file that is damaged."""

import json
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive import tables
from archive.__main__ import main
from tests import foreign
from tests.crawl import BIN, Desk
from tests.newspaper import Newspaper
from tests.replaying import replaying


def run(folder: Path, *words: str) -> Result:
    """The command in this process: what starts no other."""
    places = ["--archive", str(folder / "data"), "--spool", str(folder / "spool")]
    return CliRunner().invoke(main, ["ingest", *words, *places])


def test_what_wget_wrote_is_taken_in_verified_and_replayed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with Newspaper() as paper:
        pages = [url for url in paper.articles if "?" not in url][:3]
        command = ["wget", "-q", "--warc-file=wget", "-e", "robots=off", "-O", "/dev/null", f"{paper.url}/", *pages]
        assert shutil.which("wget"), "install wget (Debian: apt install wget)"
        subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
    done = desk.archive("ingest", "wget.warc.gz", "--workers", "1", "--json")
    assert done.returncode == 0, done.stderr
    report, total = map(json.loads, done.stdout.splitlines())
    assert (total["captures"], total["articles"], total["damage"]) == (4, 3, 0)
    assert report["file"] == "wget.warc.gz"
    assert desk.archive("verify", "--workers", "1").returncode == 0
    with replaying(desk.folder, desk.archive_uri) as running:
        for url in pages:
            assert running.get(url) == (200, paper.site.find(url.removeprefix(paper.url)).body)


def test_a_damaged_file_is_used_and_the_damage_named(tmp_path: Path) -> None:
    records = [record for number in range(4) for record in foreign.pair(number)]
    data = bytearray(foreign.gz(records))
    begin = len(foreign.gz(records[:4]))
    data[begin + 60] ^= 0xFF
    (tmp_path / "others.warc.gz").write_bytes(data)
    done = run(tmp_path, str(tmp_path / "others.warc.gz"), "--dry-run")
    assert done.exit_code == 1
    assert f"others.warc.gz at {begin}: gzip member is damaged" in done.stderr
    assert f"({len(foreign.gz(records[4:5]))} bytes skipped)" in done.stderr
    assert "Captures to store  3, of which 3 may be articles" in done.stdout
    assert not (tmp_path / "data").exists()
    assert "1  requests of answers that are not taken in" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing.warc"], "there is no such file"),
        (["s3:/bucket/key"], "there is no such file"),
        (["nothing.warc", "--site", "../x"], "is no site's name"),
        ([], "Missing argument"),
    ],
)
def test_misuse_is_said_in_one_line(tmp_path: Path, words: list[str], said: str) -> None:
    done = run(tmp_path, *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_killed_and_run_again_beside_another_everything_is_there_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    records = [record for number in range(40) for record in foreign.pair(number)]
    (tmp_path / "others.warc.gz").write_bytes(foreign.gz(records))
    command = [str(BIN / "archive"), "ingest", "others.warc.gz", "--workers", "1", "--archive", desk.archive_uri]
    command += ["--spool", str(tmp_path / "spool")]
    first = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not list(tmp_path.glob("spool/*/*.readings.jsonl")) and first.poll() is None:
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert list(tmp_path.glob("spool/*/*.warc.gz*"))
    both = [subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate(timeout=100) and process.returncode for process in both] == [0, 0]
    ids = [row["record_id"] for row in tables.rows(desk.store, "captures")]
    versions = [(row["id"], row["version"]) for row in tables.rows(desk.store, "articles")]
    assert len(ids) == len(set(ids)) == len(versions) == len(set(versions)) == 40
    assert not list(tmp_path.glob("spool/.ingest-*"))

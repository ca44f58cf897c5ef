"""`archive export` and `archive check-wacz` as they are run."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.__main__ import main
from tests.crawl import BIN
from tests.kiosk import DAYS, SITE, Kiosk, Page, kiosk


@pytest.fixture(scope="module")
def uri(tmp_path_factory: pytest.TempPathFactory) -> str:
    return kiosk(tmp_path_factory.mktemp("command")).store.uri


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the command is given in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_a_package_is_made_checked_and_summed_up(uri: str, tmp_path: Path) -> None:
    out = tmp_path / "nov.wacz"
    days = ("--since", "2026-11-20", "--until", "2026-11-22")
    done = run("export", "--archive", uri, "--wacz", out, "--site", SITE, *days, "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert (said["path"], said["bytes"], said["captures"]) == (str(out), out.stat().st_size, 11)
    assert len(said["sha256"]) == 64
    checked = run("check-wacz", out)
    assert (checked.exit_code, checked.output.endswith(": no faults\n")) == (0, True)
    out.write_bytes(out.read_bytes()[:-100])
    assert run("check-wacz", out).exit_code == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--wacz", "x.wacz", "--site", "nobody"], 1, "nothing is archived of nobody: no file was made"),
        (["--wacz", "x.wacz", "--since", "2027-01-01"], 1, "no file was made"),
        (["--warc", "x.wacz"], 2, "has to end with .warc.gz"),
        ([], 2, "name one of --wacz"),
        (["--cdxj", "a", "--bag", "b"], 2, "name one of --wacz"),
        (["--cdxj", ""], 2, "names no file"),
        (["--cdxj", "s3://"], 2, "names no file"),
        (["--cdxj", "s3://bucket/"], 2, "names no file"),
        (["--cdxj", "here/no/x.cdxj"], 1, "create the folder above it"),
        (["--cdxj", "x", "--since", "2026-11-02", "--until", "2026-11-01"], 2, "is after"),
        (["--cdxj", "x", "--since", "yesterday"], 2, "Invalid value"),
        (["--archive", "nowhere", "--cdxj", "x"], 2, "there is no archive at nowhere"),
    ],
    ids=range(12),
)
def test_mistakes_are_said_in_a_line(uri: str, empty: Path, words: list[str], code: int, said: str) -> None:
    done = run("export", "--archive", uri, *words)
    assert (done.exit_code, said in done.stderr) == (code, True), done.output
    assert "Traceback" not in done.output
    assert list(empty.iterdir()) == []


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = Kiosk(tmp_path_factory.mktemp("large"))
    made.segment(*(Page(f"http://paper.example/{n}", DAYS[0], os.urandom(100_000), "page") for n in range(60)))
    return made.store.uri


@pytest.mark.parametrize("words", [("--wacz", "x.wacz"), ("--bag", "x")], ids=["wacz", "bag"])
def test_a_full_disk_leaves_nothing_behind(large: str, tmp_path: Path, words: tuple[str, str]) -> None:
    """A file size limit stands for the full disk."""
    command = f"ulimit -f 3000; exec {BIN}/archive export --archive {large} {' '.join(words)}"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "disk" in done.stderr or "free space" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_an_export_that_is_ended_leaves_no_file_of_its_name(large: str, tmp_path: Path, how: signal.Signals) -> None:
    os.mkfifo(tmp_path / "wait")
    hold = "import archive.wacz.pages as p, sys; p.find = lambda *a: open('wait').read(); sys.argv[0] = 'archive'"
    code = f"{hold}; from archive.__main__ import main; main()"
    command = [str(BIN / "python"), "-c", code, "export", "--archive", large, "--wacz", "x.wacz"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        while not any(path.stat().st_size for path in tmp_path.glob(".x.wacz.*.part")):
            assert process.poll() is None, process.stderr and process.stderr.read()
            time.sleep(0.05)
        process.send_signal(how)
        process.wait(30)
    left = {path.name for path in tmp_path.iterdir()} - {"wait"}
    assert "x.wacz" not in left
    assert not left or how == signal.SIGKILL

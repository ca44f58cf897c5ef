"""A package before the validator of others; ReplayWeb.page itself needs a browser and is not in this suite."""

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from archive.export.job import Job
from archive.selection import Selection
from archive.wacz import write
from tests.crawl import ROOT
from tests.kiosk import SITE, kiosk

VALIDATOR = ROOT / ".venv-wacz" / "bin" / "wacz"


def test_the_validator_of_others_finds_it_valid(tmp_path: Path) -> None:
    Job(kiosk(tmp_path).store, Selection(SITE), f"{tmp_path}/all.wacz").wacz()
    command = [str(VALIDATOR), "validate", "-f", str(tmp_path / "all.wacz")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "is valid" in done.stdout


def test_a_long_index_is_cut_into_blocks_that_can_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "BLOCK_LINES", 3)
    Job(kiosk(tmp_path).store, Selection(), f"{tmp_path}/all.wacz", title="ä").wacz()
    with zipfile.ZipFile(tmp_path / "all.wacz") as package:
        head, *blocks = package.read("indexes/index.idx").decode().splitlines()
        assert json.loads(head.removeprefix("!meta 0 "))["filename"] == "index.cdx.gz"
        assert len(blocks) == 4
        places = [json.loads("{" + block.partition(" {")[2]) for block in blocks]
        assert [place["offset"] for place in places[1:]] == [place["offset"] + place["length"] for place in places[:-1]]
        assert json.loads(package.read("datapackage.json"))["title"] == "ä"
        assert all(info.extra for info in package.infolist())

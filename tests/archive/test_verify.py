"""Whatever is altered in an archive, `archive verify` names it, and exits with 1."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from deltalake import DeltaTable

from tests.crawl import Desk
from tests.newspaper import Newspaper

Alter = Callable[[Path], object]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = Desk(tmp_path_factory.mktemp("verify"))
    with Newspaper() as paper:
        assert desk.crawl("demo", "-a", f"url={paper.url}").returncode == 0
    return desk.folder / "data"


def the(data: Path, pattern: str) -> Path:
    (path,) = data.rglob(pattern)
    return path


def flipped(data: Path) -> None:
    path = the(data, "*.warc.gz")
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()  # it is linked to the other tests' copies
    path.write_bytes(content)


def cut(data: Path) -> None:
    path = the(data, "*.warc.gz")
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:-30])


def without_line(data: Path) -> None:
    path = the(data, "*.cdxj")
    lines = path.read_bytes().splitlines(keepends=True)
    path.unlink()
    path.write_bytes(b"".join(lines[1:]))


def updated(table: str, **values: str) -> Alter:
    return lambda data: DeltaTable(str(data / table)).update(updates=values, predicate='"offset" > 20000')


def doubled(data: Path) -> None:
    table = DeltaTable(str(data / "articles"))
    from deltalake import write_deltalake

    write_deltalake(table, table.to_pyarrow_table().slice(0, 1), mode="append")


@pytest.mark.parametrize(
    ("alter", "named"),
    [
        (flipped, "warc/demo/"),
        (cut, "cut short"),
        (lambda data: the(data, "*.warc.gz").unlink(), "which is not there"),
        (without_line, "lacks "),
        (lambda data: the(data, "*.cdxj").unlink(), "missing"),
        (lambda data: (data / "warc" / "stray.warc.gz").write_bytes(b""), "not a segment of ours"),
        (updated("captures", status="500"), "differs from its record in status"),
        (lambda data: DeltaTable(str(data / "captures")).delete("status = 301"), "no row for"),
        (updated("articles", text="'forged'"), "does not match text_sha256"),
        (updated("articles", title="'forged'"), "title of "),
        (updated("articles", authors="make_array('forged')"), "authors of "),
        (updated("articles", url="'http://forged.example/'"), "url of "),
        (updated("articles", change="'gone'"), "is not gone by its record"),
        (doubled, "versions of "),
        (lambda data: shutil.rmtree(data / "articles"), "no rows of demo"),
    ],
)
def test_what_is_altered_is_named(whole: Path, tmp_path: Path, alter: Alter, named: str) -> None:
    shutil.copytree(whole, tmp_path / "data")
    alter(tmp_path / "data")
    done = Desk(tmp_path).archive("verify", "--json", "--workers", "1")
    assert done.returncode == 1, done.stdout
    *faults, total = map(json.loads, done.stdout.splitlines())
    assert total["faults"] == len(faults) > 0
    assert any(named in f"{fault['object']} {fault['problem']}" for fault in faults), faults


def test_an_archive_as_it_was_written_has_no_faults(whole: Path) -> None:
    done = Desk(whole.parent).archive("verify")
    assert done.returncode == 0
    assert done.stdout.endswith(": no faults\n")


def test_a_site_that_is_not_there_is_misuse(whole: Path) -> None:
    done = Desk(whole.parent).archive("verify", "--site", "nosuch.example")
    assert done.returncode == 2
    assert "archive ls" in done.stderr

"""A takedown as an operator does it: looked at first, then done, and heeded by the next crawl."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.__main__ import main
from tests.bytesearch import holders
from tests.crawl import Desk
from tests.newspaper import Newspaper

PATH = "/2026/10/14/bac-de-port-mahel-reprend-du-service/"
HOP = "/actualite/bac-port-mahel"
"""Where the feed sends its readers, and is redirected from."""


@pytest.fixture(scope="module")
def paper() -> Iterator[Newspaper]:
    with Newspaper() as paper:
        yield paper


@pytest.fixture(scope="module")
def desk(paper: Newspaper, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("takedown"))
    assert desk.crawl("demo", "-a", f"url={paper.url}").returncode == 0
    return desk


def archive(desk: Desk, *words: str) -> Result:
    """Run `archive` with these words, in this process."""
    spool = ["--spool", str(desk.spool.folder)] if words[0] == "redact" else []
    return CliRunner().invoke(main, [*words, "--archive", desk.archive_uri, *spool])


def objects(desk: Desk) -> dict[str, bytes]:
    data = desk.folder / "data"
    return {str(path.relative_to(data)): path.read_bytes() for path in data.rglob("*") if path.is_file()}


def phrases(paper: Newspaper) -> list[str]:
    """Of the story, some words of each paragraph."""
    text = paper.articles[f"{paper.url}{PATH}"].text
    return [found[0] for line in text.splitlines() if (found := re.search(r"[^’'«»\"“”\n]{30,60}", line))]


def test_a_story_goes_and_the_next_crawl_leaves_it_alone(desk: Desk, paper: Newspaper) -> None:
    words = ("redact", "--url", f"{paper.url}{PATH}?utm_source=mail", "--reason", "court order", "--by", "A. Archivist")
    before, said = objects(desk), phrases(paper)
    assert holders(desk.store, *said).keys() == set(said)

    planned = archive(desk, *words)
    assert (planned.exit_code, objects(desk)) == (0, before)
    for line in (f"refuse    {paper.url}{PATH}", f"refuse    {paper.url}{HOP}", "/feed/", "holds its text", "--yes"):
        assert line in planned.stdout

    segment = desk.spool.folder / "demo" / "demo-20261122080000000-00001-abc.warc.gz"
    segment.write_bytes(b"")
    waiting = archive(desk, *words, "--yes")
    assert (waiting.exit_code, objects(desk)) == (1, before)
    assert "run `archive recover --site demo` first" in waiting.stderr
    segment.unlink()

    done = archive(desk, *words, "--yes", "--json")
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["by"], told["state"], told["left"]) == ("A. Archivist", "done", [])
    assert holders(desk.store, *said) == {}
    assert not list(desk.spool.folder.rglob("history.sqlite*"))
    assert archive(desk, "verify", "--no-text").stdout.endswith("no faults\n")
    assert "court order" in archive(desk, "takedowns").stdout

    assert "nothing is left to do: it was taken down by takedowns/" in archive(desk, *words, "--yes").stderr

    seen = len(paper.requests)
    again = desk.crawl("demo", "-a", f"url={paper.url}")
    assert (again.returncode, "/feed/" in paper.requests[seen:]) == (0, True)
    assert not {PATH, HOP} & set(paper.requests[seen:])
    assert "request(s) not made, as takedowns/" in again.stdout
    assert re.search(r"Taken down +│ 2 request", again.stdout)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--reason", "x"], 2, "say what to take down"),
        (["--url", "http://a.example/", "--record", "x", "--reason", "x"], 2, "say what to take down"),
        (["--url", "http://a.example/"], 2, "say why"),
        (["--url", "nonsense", "--reason", "x"], 2, "is no address"),
        (["--record", "urn:uuid:1", "--reason", "x"], 1, "no capture has the record id <urn:uuid:1>"),
    ],
    ids=["nothing", "both", "no-reason", "no-address", "no-record"],
)
def test_what_cannot_be_done_is_said_in_a_line(words: list[str], code: int, said: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["redact", *words, "--archive", str(tmp_path), "--spool", str(tmp_path / "none")])
    assert (done.exit_code, done.stderr.count("\n")) == (code, 1)
    assert said in done.stderr

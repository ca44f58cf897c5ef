"""`archive history`, as it is run."""

import json
from pathlib import Path

import pytest

from archive import diff
from archive.article import Reading
from tests import crawl
from tests.segments import Paper

URL = "http://www.paper.example/2026/11/20/the-bridge-is-open"
LONG = "Les riverains demandent une passerelle depuis dix ans. " * 12
TEXT = f"{LONG}L’accident a fait 12 morts, selon la préfecture. {LONG}\nLe maire n’a rien dit.\nFin."
NOT_ARTICLE = Reading(outcome="not_article", extractor="test 1")


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


def run(paper: Paper, *words: str) -> tuple[int, str, str]:
    done = crawl.Desk(paper.folder).archive("history", *words)
    return done.returncode, done.stdout, done.stderr


def published(paper: Paper) -> None:
    """An article that is written, edited twice, and goes."""
    edited = TEXT.replace("12 morts", "14 morts").replace("Le maire n’a rien dit.\n", "") + "\nUne enquête est ouverte."
    paper.read(paper.page(URL, TEXT))
    paper.read(paper.page(URL, edited))
    paper.read(paper.page(URL, edited, title="Bilan plus lourd", tags=("pont",)))
    paper.read(paper.page(URL, edited, title="Bilan plus lourd", tags=("pont",)))
    paper.read(paper.answer(URL, 404))


def test_versions_with_what_changed_and_how_often_it_was_checked(paper: Paper) -> None:
    published(paper)
    code, out, said = run(paper, URL)
    assert (code, said) == (0, "")
    title, *lines, last = out.splitlines()
    assert title == f"{URL}  (paper.example)"
    heads = [line for line in lines if line[0] != " "]
    assert [line.split()[:2] for line in heads] == [["1", "new"], ["2", "text"], ["3", "headline"], ["4", "gone"]]
    assert all("warc/paper.example/" in line for line in heads)
    changes = [line.removeprefix("   ") for line in lines if line[0] == " "]
    assert changes == [
        "… une passerelle depuis dix ans. L'accident a fait [-12-] {+14+} morts, selon la préfecture. Les riverains"
        " demandent une …",
        "[-Le maire n'a rien dit.-]",
        "{+Une enquête est ouverte.+}",
        "headline: [-Headline-] {+Bilan plus lourd+}",
        "tags: {+pont+}",
        "no longer there: the server answered 404",
    ]
    assert last.startswith("checked 5 times, last 2026-11-2")
    assert last.endswith(" UTC: 404")


@pytest.mark.parametrize(
    "variant",
    [
        URL.replace("http://www.", "https://"),
        URL + "/?utm_source=feed&fbclid=abc",
        URL + "/amp/",
        URL.upper().replace("HTTP", "http") + "#comments",
    ],
)
def test_any_form_of_the_address_will_do(paper: Paper, variant: str) -> None:
    paper.read(paper.page(URL, TEXT))
    code, out, _ = run(paper, variant)
    assert (code, out.splitlines()[0]) == (0, f"{URL}  (paper.example)")


def test_an_address_that_the_article_was_fetched_from_will_do_too(paper: Paper) -> None:
    paper.read(paper.page("http://paper.example/wire/1", TEXT, canonical_url="http://agency.example/a"))
    assert run(paper, "http://paper.example/wire/1")[1].startswith("http://agency.example/a  (paper.example)")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"status": 301, "to": "/"}, "its address leads to another page"),
        ({"status": 200, "reading": NOT_ARTICLE}, "its address shows something that is no article"),
    ],
    ids=["redirect", "no article"],
)
def test_gone_says_how_and_back_that_it_is(paper: Paper, answer: dict[str, object], says: str) -> None:
    paper.read(paper.page(URL, TEXT))
    paper.read(paper.answer(URL, **answer))  # type: ignore[arg-type]
    assert f"no longer there: {says}" in run(paper, URL)[1]
    paper.read(paper.page(URL, TEXT.replace("Fin.", "Suite.")))
    out = run(paper, URL)[1]
    assert "there again" in out
    assert "{+Suite.+}" in out


def test_where_an_address_leads_now_is_said(paper: Paper) -> None:
    paper.read(paper.page(URL, TEXT))
    paper.read(paper.answer(URL, 301, to="/2026/11/20/the-bridge-was-opened"))
    assert run(paper, URL)[1].endswith("UTC: 301, to /2026/11/20/the-bridge-was-opened\n")


def test_as_json(paper: Paper) -> None:
    published(paper)
    *versions, last = map(json.loads, run(paper, URL, "--json")[1].splitlines())
    assert [(each["version"], each["change"]) for each in versions] == [
        (1, "new"), (2, "text"), (3, "headline"), (4, "gone"),
    ]  # fmt: skip
    assert versions[2]["diff"] == ["headline: [-Headline-] {+Bilan plus lourd+}", "tags: {+pont+}"]
    assert (last["checked"], last["status"], versions[3]["status"]) == (5, 404, 404)


def test_unknown_addresses(paper: Paper) -> None:
    paper.read(paper.page(URL, TEXT), paper.answer("http://paper.example/nothing", 404))
    near = URL.replace("www.paper.example/2026/11/20", "mirror.example")
    for unknown, says in (
        (near, f"nothing is stored of {near}; there is {URL}"),
        (URL[:-2] + "ed", f"nothing is stored of {URL[:-2]}ed; there is {URL}"),
        ("http://elsewhere.example/", "nothing is stored of http://elsewhere.example/"),
        (
            "http://paper.example/nothing",
            "http://paper.example/nothing was captured once, and never as an article (last: 404)",
        ),
    ):
        assert run(paper, unknown) == (1, "", f"archive: {says}\n")
    for impossible in ("nonsense", "http://[::bad"):
        assert run(paper, impossible)[0] == 2
        assert "is no address" in run(paper, impossible)[2]


def test_what_a_stranger_wrote_does_not_drive_the_terminal(paper: Paper) -> None:
    paper.read(paper.page(URL, TEXT))
    paper.read(paper.page(URL, TEXT + "\n\x1b[2J\x1b]0;owned\x07", title="\x1b[31m[bold]Title"))
    out = run(paper, URL)[1]
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "[bold]Title" in out


def test_long_texts_and_lines_are_told_briefly() -> None:
    (line,) = diff.lines("", "mot " * 3000)
    assert len(line[0][1]) < 1100
    assert line[0][1].endswith(" more characters)")
    many = "\n".join(f"ligne {number} {'x' * 20}" for number in range(3000))
    assert len(diff.lines(many, many[::-1])) > 1

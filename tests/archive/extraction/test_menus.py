import pytest
from lxml.html import document_fromstring

from archive.extraction import menus

MENU = "<li><a href=/a>CUT</a></li><li><a href=/b>CUT</a></li><li><a href=/c>CUT</a></li>"
SENTENCE = "The weir below the tannery holds again."
LONG = SENTENCE + " " + "It has been mended with stone. " * 3


def pruned(body: str) -> str:
    root = document_fromstring(f"<html><body>{body}</body></html>")
    menus.prune(root)
    text: str = root.text_content()
    return text


@pytest.mark.parametrize(
    "menu", ["<ul>{}</ul>", "<nav>{}</nav>", "<div role=banner>CUT{}</div>", "<footer>{}</footer>"]
)
def test_menus_go(menu: str) -> None:
    assert "CUT" not in pruned(menu.format(MENU) + "<p>x</p>")


@pytest.mark.parametrize(
    "kept",
    [
        "<ul><li>KEPT with words, and <a href=/a>a link</a></li><li>more</li></ul>",
        "<ul><li><a href=/a>KEPT</a></li></ul>",
        "<header><h1>KEPT</h1></header>",
        f"<footer>KEPT {'with many words ' * 30}</footer>",
    ],
)
def test_lists_and_headers_of_an_article_stay(kept: str) -> None:
    assert "KEPT" in pruned(kept)


@pytest.mark.parametrize(
    ("lines", "dated", "running"),
    [
        ([], True, False),
        (["Weir mended"], True, False),
        ([SENTENCE + " At last."], True, True),
        ([SENTENCE + " At last."], False, False),
        ([LONG], False, True),
        (["A line of a poem"] * 16, False, True),
        (["A menu of this page"] * 16, False, False),
        (["- A menu of this page"] * 16, True, False),
        (["堰は再び水を止めている。石工たちが冬のあいだに直した。" * 2], False, True),
    ],
)
def test_is_running(lines: list[str], dated: bool, running: bool) -> None:
    root = document_fromstring("<html><body><a href=/>A menu  of this page</a></body></html>")
    assert menus.is_running(lines, root, dated=dated) is running

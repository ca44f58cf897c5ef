"""Where on a page a link stands."""

import pytest

from archive.links.markup import MOST_ANCHORS, Page

URL = "https://fleuve.example/une/"


@pytest.mark.parametrize(
    ("around", "place"),
    [
        ("@", "content"),
        ("<nav><ul><li>@</ul></nav>", "menu"),
        ("<header><div>@</div></header>", "menu"),
        ("<div id='Header'>@</div>", "menu"),
        ("<ul class='nav menu mod-list'><li>@</ul>", "menu"),
        ("<div role=navigation>@</div>", "menu"),
        ("<aside>@</aside>", "margin"),
        ("<footer><p>@</footer>", "margin"),
        ("<div class=sidebar><ul><li>@</ul></div>", "margin"),
        ("<article><header><h2>@</h2></header></article>", "content"),
        ("<main><header><h2>@</h2></header></main>", "content"),
        ("<nav><article>@</article></nav>", "content"),
        ("<main><aside>@</aside></main>", "margin"),
        ("<main><div class='has-sidebar menu-open'>@</div></main>", "content"),
    ],
)
def test_the_nearest_element_that_tells_decides(around: str, place: str) -> None:
    html = f"<body>{around.replace('@', '<a href=x>x</a>')}</body>"
    assert [anchor.place for anchor in Page(html.encode(), URL).anchors] == [place]


def test_what_an_anchor_says() -> None:
    html = '<li class="Pager"><a href="?p=2" rel="Next nofollow" aria-label=" Page\n2 " class="b"> 2\n<b>è</b></a>'
    (anchor,) = Page(html.encode(), URL).anchors
    assert (anchor.url, anchor.text, anchor.label) == (URL + "?p=2", "2 è", "Page 2")
    assert (anchor.rel, anchor.names) == (("next", "nofollow"), "b pager")


@pytest.mark.parametrize("charset", ["punycode", "no-such", "utf-7", "idna", "cp1256", ""])
def test_no_charset_stops_it(charset: str) -> None:
    html = f'<meta charset="{charset}"><a href="/a">x</a>'
    assert [anchor.url for anchor in Page(html.encode(), URL).anchors] == ["https://fleuve.example/a"]


def test_a_page_that_is_too_long_is_cut() -> None:
    page = Page(b'<a href="/a">x</a>' * 100, URL, size=200)
    assert page.cut
    assert 5 < len(page.anchors) < 15


def test_links_are_bounded() -> None:
    page = Page(b"<a href=x>x</a>" * (MOST_ANCHORS + 1), URL)
    assert (len(page.anchors), page.cut) == (MOST_ANCHORS, True)
    assert not Page(b"<a href=x>x</a>" * MOST_ANCHORS, URL).cut


def test_deep_nesting_costs_nothing() -> None:
    page = Page(b"<div><nav>" * 50_000 + b"<a href=x>x</a>", URL)
    assert len(page.anchors) <= 1

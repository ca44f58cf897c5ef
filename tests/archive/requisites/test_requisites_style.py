"""What a stylesheet names."""

import pytest

from archive.requisites import style

URL = "http://paper.example/css/main.css"


def found(css: str | bytes, charset: str | None = None) -> dict[str, str]:
    body = css.encode() if isinstance(css, str) else css
    return {
        each.url.removeprefix("http://paper.example/"): f"{each.what} {each.found}"
        for each in style.read(body, URL, 100, charset)
    }


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ('@import "a.css";', {"css/a.css": "style @import"}),
        ("@import url(../a.css) screen and (min-width: 1px);", {"a.css": "style @import"}),
        ('@IMPORT URL("a.css") layer(x);', {"css/a.css": "style @import"}),
        ("b{background:#fff url( a.png )no-repeat}", {"css/a.png": "image url()"}),
        ("@media print{@supports (x:y){b{background:url('a.png')}}}", {"css/a.png": "image url()"}),
        (
            '@font-face{src:url(a.eot);src:local("x"),url("a.woff2") format("woff2")}',
            {"css/a.eot": "font @font-face", "css/a.woff2": "font @font-face"},
        ),
        (
            'b{background:-webkit-image-set("a.png" 1x,url(b.png) 2x type("image/png"))}',
            {"css/a.png": "image url()", "css/b.png": "image url()"},
        ),
        ("b{background:linear-gradient(red,var(--x,url(a.png)))}", {"css/a.png": "image url()"}),
        ("b{background:url(data:image/png;base64,xx) /* url(c.png) */}", {}),
        ('b{content:"url(a.png)"}@namespace url(http://ns.example/);b{filter:url(#f)}', {}),
        ("b{background:u\\72l(a.png) url(b.png)}", {"css/a.png": "image url()", "css/b.png": "image url()"}),
        ("b{background:url(a.png", {"css/a.png": "image url()"}),
        ("}}} b{background:url(a.png)} @font-face{", {"css/a.png": "image url()"}),
    ],
    ids=range(13),
)
def test_what_css_names(css: str, expected: dict[str, str]) -> None:
    assert found(css) == expected


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ('@charset "iso-8859-1";b{background:url(é.png)}'.encode("latin-1"), None),
        ("b{background:url(é.png)}".encode("latin-1"), "iso-8859-1"),
        ("\ufeffb{background:url(é.png)}".encode(), "iso-8859-1"),
        ("b{background:url(é.png)}".encode(), "no-such-charset"),
    ],
    ids=["rule", "header", "mark", "unknown"],
)
def test_addresses_are_read_in_the_charset_of_the_sheet(body: bytes, charset: str | None) -> None:
    assert list(found(body, charset)) == ["css/%C3%A9.png"]


@pytest.mark.parametrize(
    "body", [b"(" * 20_000 + b"url(a)", b"url(" * 50_000, b"a{" * 20_000 + b"b:url(c)", b"\x00url(\xff"]
)
def test_a_hostile_sheet_ends(body: bytes) -> None:
    style.read(body, URL, 10)


def test_no_more_than_asked_for() -> None:
    assert len(style.read(b"".join(b"a{b:url(%d.png)}" % n for n in range(50)), URL, 7)) == 7

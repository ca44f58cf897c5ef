"""What a page names, wherever it hides it."""

import pytest

from archive.requisites import page

BASE = "http://paper.example/news/story"


def found(markup: str, head: str = "", limit: int = 100) -> dict[str, str]:
    """What each address is, by its path from the host."""
    body = f"<html><head>{head}</head><body><p>x{markup}</p></body></html>".encode()
    return {each.url.removeprefix("http://paper.example/"): each.what for each in page.read(body, BASE, limit)}


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<img src="a.png">', {"news/a.png": "image"}),
        ('<img src=" /a b.png\n">', {"a%20b.png": "image"}),
        ('<img src="//cdn.example/é.png?a=1&amp;b=2#f">', {"http://cdn.example/%C3%A9.png?a=1&b=2": "image"}),
        ('<img srcset="/a.png, /b.png 2x">', {"a.png": "image", "b.png": "image"}),
        (
            '<picture><source srcset="/a.webp 1x"><source src="/b.png"><img src="/c.png"></picture>',
            dict.fromkeys(("a.webp", "b.png", "c.png"), "image"),
        ),
        ('<img src="data:image/gif;base64,R0" data-src="/a.png">', {"a.png": "image"}),
        ('<img data-lazy-srcset="/a.png 300w, /b.png 600w">', {"a.png": "image", "b.png": "image"}),
        ('<div data-bg="url(/a.png)" data-original="true">', {"a.png": "image"}),
        ('<div data-background="{&quot;/a.png&quot;:1}" data-lazy="/a b.png">', {}),
        ('<iframe data-src="/player"></iframe><a data-src="/page.html">', {}),
        ('<noscript><img src="/a.png"></noscript>', {"a.png": "image"}),
        (
            '<video src="/a.mp4" poster="/a.jpg"><source src="/a.webm"><track src="/a.vtt"></video>',
            {"a.mp4": "media", "a.jpg": "image", "a.webm": "media", "a.vtt": "media"},
        ),
        ('<audio><source data-src="/a.mp3"></audio>', {"a.mp3": "media"}),
        ('<input type="IMAGE" src="/a.gif"><input type="text" src="/b.gif">', {"a.gif": "image"}),
        ('<table background="/a.gif"><tr><td background="/b.gif">', {"a.gif": "image", "b.gif": "image"}),
        ("<b style=\"background: url('/a.png')\">", {"a.png": "image"}),
        ('<style>@import "/a.css"; b { src: url(/b.png) }</style>', {"a.css": "style", "b.png": "image"}),
        (
            '<svg><use xlink:href="/a.svg#x"/><use href="#y"/><image href="/b.png"/></svg>',
            {"a.svg": "image", "b.png": "image"},
        ),
        ('<object type="image/svg+xml" data="/a.svg"></object><embed src="/b.swf">', {"a.svg": "image"}),
        (
            '<script src="/a.js"></script><script data-rocket-src="/b.js"></script>',
            {"a.js": "script", "b.js": "script"},
        ),
        ('<img src="javascript:x"><img src="mailto:a@b.c"><img src="blob:x"><img src="#x"><img src="">', {}),
        ('<img src="ftp://x.example/a.png"><img src="file:///etc/passwd"><img src="http://[x/a.png">', {}),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, str) else "",
)
def test_what_an_element_names(markup: str, expected: dict[str, str]) -> None:
    assert found(markup) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel="STYLESHEET alternate" media="print" href="/a.css">', {"a.css": "style"}),
        ('<link rel="shortcut icon" href="/a.ico"><link rel="apple-touch-icon" href="/b.png">', "icon"),
        ('<link rel="preload" as="font" href="/a.woff2">', {"a.woff2": "font"}),
        ('<link rel="preload" as="image" href="/a.png" imagesrcset="/b.png 2x">', "image"),
        (
            '<link rel="prefetch" href="/next"><link rel="preload" as="document" href="/x"><link rel="next" href="/y">',
            {},
        ),
        ('<link rel="modulepreload" href="/a.mjs">', {"a.mjs": "script"}),
        ('<link rel="manifest" href="/m.json"><link rel="canonical" href="/c">', {"m.json": "other"}),
        ('<meta property="og:image" content="/a.png"><meta name="twitter:image" content="/b.png">', "image"),
        ('<meta property="og:url" content="/a"><meta name="image">', {}),
        ('<base href="/deep/"><link rel="icon" href="a.ico">', {"deep/a.ico": "icon"}),
    ],
)
def test_what_a_head_names(head: str, expected: object) -> None:
    named = found("", head)
    assert named == expected or (isinstance(expected, str) and set(named.values()) == {expected} and len(named) == 2)


def test_it_says_where() -> None:
    (each,) = page.read(b'<img srcset="/a.png 2x">', BASE, 9)
    assert (each.found, each.choice) == ("img srcset", True)


@pytest.mark.parametrize(
    ("srcset", "expected"),
    [
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        ("a,b.png 100w,c.png 200w", ["a,b.png", "c.png"]),
        ("a.png, b.png", ["a.png", "b.png"]),
        (" ,, a.png (x, y) 1x , b.png", ["a.png", "b.png"]),
        ("a.png 1x,, b.png", ["a.png", "b.png"]),
        ("", []),
    ],
)
def test_srcset_is_read_as_browsers_read_it(srcset: str, expected: list[str]) -> None:
    assert list(page.candidates(srcset)) == expected


def test_what_the_look_depends_on_comes_first_and_other_forms_last() -> None:
    markup = '<img src="/a.png" srcset="/b.png 2x"><script src="/c.js"></script><link rel=stylesheet href="/d.css">'
    assert list(found(markup)) == ["d.css", "c.js", "a.png", "b.png"]
    assert list(found(markup, limit=2)) == ["d.css", "c.js"]


def test_each_address_is_named_once_by_its_best_name() -> None:
    assert [each.found for each in page.read(b'<img srcset="/a.png 1x, /a.png#x 2x" src="/a.png">', BASE, 9)] == [
        "img src"
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\xff\xfe",
        b"<img srcset='" + b"," * 100_000 + b"'>",
        b"<img data-src='" + b"./" * 100_000 + b"{'>",
        b"<b style='" + b"(" * 40_000 + b"url(/a.png'>",
        b"<div>" * 5000 + b"<img src=/deep.png>",
        b"<img srcset='/a.png 1x, ((((((((((((((((((((((((((('>" * 2000,
    ],
    ids=["empty", "binary", "commas", "dots", "brackets", "deep", "many"],
)
def test_a_hostile_page_ends_soon(body: bytes) -> None:
    page.read(body, BASE, 10)


def test_forms_of_a_picture_are_bounded() -> None:
    srcset = ", ".join(f"/{number}.png {number}w" for number in range(1, 1000))
    assert len(found(f'<img srcset="{srcset}">', limit=5000)) == page.CANDIDATES

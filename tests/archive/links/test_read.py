"""One door to the readers of all kinds of sources."""

import pytest

from archive.errors import Misuse
from archive.links.link import NotASource
from archive.links.read import KINDS, read

URL = "https://fleuve.example/x"
BODIES = {
    "feed": b"<rss version='2.0'><channel><item><link>/2026/11/20/le-bac</link></item></channel></rss>",
    "sitemap": b"<urlset><url><loc>/2026/11/20/le-bac</loc></url></urlset>",
    "section": b"<a href='/2026/11/20/le-bac'>Le bac</a>",
    "wordpress": b'[{"link": "/2026/11/20/le-bac"}]',
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read_by_its_reader(kind: str) -> None:
    (link,) = read(kind, BODIES[kind], URL, 10).pages
    assert (link.url, link.source) == ("https://fleuve.example/2026/11/20/le-bac", URL)


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"section"}))
@pytest.mark.parametrize("body", [b"", b"\0", b"<!DOCTYPE html><html><body>Interdit", b"{}", b"\x1f\x8b\x08"])
def test_what_is_no_source_is_refused_by_one_error(kind: str, body: bytes) -> None:
    with pytest.raises(NotASource, match=URL):
        read(kind, body, URL, 10)


def test_an_unheard_of_kind() -> None:
    with pytest.raises(Misuse, match="'gopher' is no kind of source"):
        read("gopher", b"", URL, 10)

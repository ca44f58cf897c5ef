"""Words are found however a page, a feed or an API writes them, and nothing else is."""

import gzip
import json

import pytest

from archive.takedown.passages import Passages, Unsearchable, passages, squeezed, words
from archive.warc import Record

TEXT = "L’ancien préfet Amadou Cissé a été condamné lundi à Ségou, après trois ans d’enquête. C’est tout."
TITLE = "Le préfet condamné à Ségou"
SOUGHT = passages([TEXT], [TITLE])


def page(body: bytes, kind: str = "text/html", *more: str) -> Record:
    lines = ["HTTP/1.1 200 OK", f"Content-Type: {kind}", *more]
    head = "".join(f"{line}\r\n" for line in [*lines, ""]).encode()
    return Record("response", {}, head + body, head, body)


SPLIT = TEXT.replace("Amadou Cissé", "<b class='n'>Amadou</b>&nbsp;<i>Cissé</i>")
WRITTEN = {
    "plain": page(TEXT.encode()),
    "markup-within": page(SPLIT.encode()),
    "entities": page(TEXT.replace("é", "&eacute;").replace("’", "&#8217;").encode()),
    "escaped-twice": page(SPLIT.replace("&", "&amp;").replace("<", "&lt;").encode(), "application/rss+xml"),
    "json": page(json.dumps({"rendered": f"<p>{SPLIT}</p>\n"}).encode(), "application/json"),
    "json-of-php": page(json.dumps(SPLIT).replace("/", "\\/").encode(), "application/json"),
    "attribute": page(f'<meta name="description" content="{TEXT}">'.encode()),
    "latin-1": page(TEXT.replace("’", "'").encode("latin-1"), "text/html; charset=iso-8859-1"),
    "undeclared-latin-1": page(TEXT.replace("’", "'").encode("latin-1")),
    "decomposed": page(TEXT.replace("é", "e\u0301").encode()),
    "other-case-and-dashes": page(TEXT.upper().replace("’", "'").encode()),
    "gzip": page(gzip.compress(TEXT.encode()), "text/html", "Content-Encoding: gzip"),
    "excerpt": page(TEXT[:60].encode() + b"[&hellip;]"),
    "metadata": Record("metadata", {}, f"title: {TEXT}\r\n".encode(), b"", b""),
}


@pytest.mark.parametrize("form", WRITTEN)
def test_a_sentence_is_found_as_it_is_written(form: str) -> None:
    assert SOUGHT.found(words(WRITTEN[form])).sentences


def test_other_words_are_not() -> None:
    found = SOUGHT.found(words(page(b"<p>Le pr\xc3\xa9fet est \xc3\xa0 Mopti. C'est tout.</p>")))
    assert not found
    assert SOUGHT.found(squeezed(f"x {TITLE} y")) == Passages(titles=frozenset([squeezed(TITLE)]))
    assert not passages(["Oui."], ["Non"])


def test_traps_cost_little() -> None:
    for trap in (b"<!--" * 500_000, b"<a" * 1_000_000, b"&#" + b"9" * 10_000, b"&amp;" * 400_000, b"\\" * 2_000_000):
        assert not SOUGHT.found(words(page(trap)))


def test_what_cannot_be_unpacked_is_said() -> None:
    with pytest.raises(Unsearchable):
        words(page(b"\x00\x01", "text/html", "Content-Encoding: zstd"))
    assert not SOUGHT.found(words(page(b"\x00\x01", "image/png", "Content-Encoding: zstd")))

"""What strangers call text."""

import pytest

from archive.characters import text_only


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (
            "Le maire a dit « non »,\n\tpuis rien \u200f\u202b عربي",
            "Le maire a dit « non »,\n\tpuis rien \u200f\u202b عربي",
        ),
        ("\x1b]0;pwned\x07\x1b[2J\x9b31m\x00\x7f", "]0;pwned[2J31m"),
        ("half \ud800 a \udfffcharacter", "half \ufffd a \ufffdcharacter"),
        ("\U0001f4f0", "\U0001f4f0"),
    ],
    ids=["text", "controls", "halves", "astral"],
)
def test_only_text_is_left(given: str, kept: str) -> None:
    assert text_only(given) == kept
    kept.encode()

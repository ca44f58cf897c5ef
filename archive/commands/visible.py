"""What strangers wrote, printed so that a terminal obeys none of it and a reader sees all of it."""

import unicodedata

JOINERS = "\u200c\u200d"
"""Writing in Persian, Hindi and others needs them; they do nothing to a terminal."""


def visible(text: str) -> str:
    """The text with control characters, bidi controls and what else does not print as escapes, such as `\\x1b`."""
    return "".join(each if each.isprintable() or each in JOINERS else _escaped(each) for each in text)


def _escaped(each: str) -> str:
    if unicodedata.category(each) == "Zs":  # a space of another width
        return each
    return each.encode("unicode_escape").decode()

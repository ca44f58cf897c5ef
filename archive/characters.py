"""What strangers call text, as text: JSON may hold halves of characters, pages what only a terminal obeys."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_HALF = re.compile("[\ud800-\udfff]")


def text_only(text: str) -> str:
    """The text without control characters (tabs and line ends stay); half a surrogate pair becomes U+FFFD.

    No file, table or database holds the latter: one of them would keep a whole segment out of the archive.
    """
    return _HALF.sub("\ufffd", _CONTROL.sub("", text))

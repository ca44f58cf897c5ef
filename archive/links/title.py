"""A headline as a feed, sitemap or API writes it -> plain text."""

import html
import re

from w3lib.html import remove_tags

_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, which reach terminals and logs, and halves of characters, which JSON can hold and no file can."""
LONGEST = 500
"""Characters of a headline that are kept."""


def plain(markup: object) -> str | None:
    """The headline on one line, without tags and entities; None when there is none or it is no string."""
    if not isinstance(markup, str):
        return None
    markup = markup[: 20 * LONGEST]
    tags = markup.rfind(">") + 1  # beyond, each `<` would be looked at to the end, in quadratic time
    words = _UNFIT.sub(" ", html.unescape(remove_tags(markup[:tags]) + markup[tags:])).split()
    return " ".join(words)[:LONGEST] or None

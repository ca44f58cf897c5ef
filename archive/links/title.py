"""A headline as a feed, sitemap or API writes it -> plain text."""

import html

from w3lib.html import remove_tags

from ..characters import text_only

LONGEST = 500
"""Characters of a headline that are kept."""


def plain(markup: object) -> str | None:
    """The headline on one line, without tags and entities; None when there is none or it is no string."""
    if not isinstance(markup, str):
        return None
    markup = markup[: 20 * LONGEST]
    tags = markup.rfind(">") + 1  # beyond, each `<` would be looked at to the end, in quadratic time
    words = html.unescape(remove_tags(markup[:tags]) + markup[tags:]).split()
    return text_only(" ".join(words))[:LONGEST] or None

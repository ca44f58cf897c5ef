"""A source's bytes, of whatever kind -> what it lists."""

from ..errors import Misuse
from . import feed, section, sitemap, wordpress
from .link import Listing

KINDS = {"feed": feed.read, "sitemap": sitemap.read, "section": section.read, "wordpress": wordpress.read}


def read(kind: str, body: bytes, url: str, limit: int) -> Listing:
    """What a source of this kind lists, at most `limit` links; NotASource when something else came."""
    if kind not in KINDS:
        raise Misuse(f"{kind!r} is no kind of source; there are {', '.join(KINDS)}")
    return KINDS[kind](body, url, limit)

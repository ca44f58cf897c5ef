"""The errors of pages that are left alone for manners' sake."""

from scrapy.exceptions import IgnoreRequest


class LeftAlone(IgnoreRequest):
    """Neither fetched nor retried; whoever raises it tells of it once per host, so nobody need for each page."""


class HostLeft(LeftAlone):
    """The host wants to be left alone for longer than this crawl waits."""

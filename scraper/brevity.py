"""A robots.txt that cannot be had is one line in the log, not a traceback: it is the site's fault, not a bug."""

import logging
from typing import Self

from scrapy.crawler import Crawler

NOISY = "scrapy.downloadermiddlewares.robotstxt"


class Brevity(logging.Filter):
    """Takes the traceback off what Scrapy's robots.txt middleware logs."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:  # noqa: ARG003  # Scrapy's hook
        """Scrapy's hook."""
        brevity = cls()
        logger = logging.getLogger(NOISY)
        if not any(isinstance(each, cls) for each in logger.filters):
            logger.addFilter(brevity)
        return brevity

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything through, shortened."""
        record.exc_info = record.exc_text = None
        return True

"""Scrapy's scheduler, whose queue on disk (JOBDIR) is used again only when it was closed."""

import logging
import shutil
from pathlib import Path

from scrapy import Spider
from scrapy.core.scheduler import Scheduler
from twisted.internet.defer import Deferred

logger = logging.getLogger(__name__)

CLOSED = "queue.closed"
"""A file in JOBDIR that stands for a queue in order."""


class JobScheduler(Scheduler):
    """After a kill -9 the queue's files and their counts no longer agree: old requests would come in place of new ones.

    Nothing is lost with them: sources are polled again, and what is archived is not fetched again.
    """

    def open(self, spider: Spider) -> Deferred[None] | None:
        """Scrapy's hook."""
        if self.dqdir:
            marker = self._marker
            if not marker.exists() and any(Path(self.dqdir).iterdir()):
                logger.warning("%s was not closed in order: the sources are polled anew", self.dqdir)
                shutil.rmtree(self.dqdir)
                Path(self.dqdir).mkdir()
            marker.unlink(missing_ok=True)
        return super().open(spider)

    def close(self, reason: str) -> Deferred[None] | None:
        """Scrapy's hook."""
        closed = super().close(reason)
        if self.dqdir:
            self._marker.touch()
        return closed

    @property
    def _marker(self) -> Path:
        return Path(str(self.dqdir)).parent / CLOSED

"""Scrapy's scheduler, whose queue on disk (JOBDIR) is used again only when it was closed."""

import logging
import shutil
from pathlib import Path

from scrapy import Request, Spider
from scrapy.core.scheduler import Scheduler
from twisted.internet.defer import Deferred

from archive.message import SECRET_HEADERS as SECRET

logger = logging.getLogger(__name__)

CLOSED = "queue.closed"
"""A file in JOBDIR that stands for a queue in order."""


class JobScheduler(Scheduler):
    """Its folder is for its owner alone, and no credentials are put into it.

    After a kill -9 the queue's files and their counts no longer agree: old requests would come in place of new ones.

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
            Path(self.dqdir).chmod(0o700)
            marker.unlink(missing_ok=True)
        return super().open(spider)

    def close(self, reason: str) -> Deferred[None] | None:
        """Scrapy's hook."""
        closed = super().close(reason)
        if self.dqdir:
            self._marker.touch()
        return closed

    def _dqpush(self, request: Request) -> bool:
        """Scrapy's: False keeps a request in memory. One that carries credentials or cookies is not put on disk."""
        return not _is_secret(request) and super()._dqpush(request)

    @property
    def _marker(self) -> Path:
        return Path(str(self.dqdir)).parent / CLOSED


def _is_secret(request: Request) -> bool:
    meta = request.meta
    told = request.cookies or meta.get("http_user") or meta.get("http_pass") or "@" in str(meta.get("proxy"))
    return bool(told) or bool(SECRET.intersection(name.lower() for name in request.headers))

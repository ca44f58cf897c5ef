"""Segments on their way from the spool to the archive while the crawl goes on, and what happens when it is away."""

import asyncio
import logging
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from archive import work
from archive.errors import PressmarkError, StoreError, StoreRefused, TaskFailed
from archive.pool import Pool
from archive.recover import finish
from archive.segment import Committed, Name
from archive.spool import Spool
from archive.takedown.takedowns import Takedowns

logger = logging.getLogger(__name__)

COMMIT_SECONDS = 3600.0
"""A commit may take this long: a gigabyte over a slow line."""
COMMIT_MEGABYTES = 8000
"""Address space, not memory: Delta Lake's engine reserves far more than it uses."""
FIRST_WAIT, LONGEST_WAIT = 2.0, 60.0
"""Seconds between tries of an archive that fails, doubled each time."""
ASK_AFTER = 15.0
"""Seconds between questions to an archive that a crawl waits for at its end."""


TRIES = 3
"""Of a commit whose process was killed: by a machine out of memory, perhaps, and not for the segment's sake."""


class Committer:
    """Commits one segment after another in a process of its own, so that the crawling process stays small."""

    def __init__(self, spool: Spool, archive_uri: str, readers: Pool, committed: Callable[[Committed], None]) -> None:
        self._spool, self._uri, self._readers, self._committed = spool, archive_uri, readers, committed
        self._process = Pool(1, COMMIT_SECONDS, COMMIT_MEGABYTES)
        self._turn = asyncio.Lock()
        self._since: dict[str, float] = {}
        """When commits (`try`) and questions began to fail."""
        self._refused = False
        self.waiting: set[Name] = set()
        """Segments that are not in the archive yet."""

    async def check(self) -> None:
        """StoreError unless the archive can be written."""
        for line in await asyncio.wrap_future(self._process.submit(work.check_store, self._uri)):
            logger.warning(line)

    async def summarise(self, site: str, path: Path) -> None:
        """Write the history of a site to `path`; StoreError when its tables cannot be read."""
        await asyncio.wrap_future(self._process.submit(work.summarise, self._uri, site, path))

    async def takedowns(self) -> Takedowns:
        """The archive's ledger of what is not to be kept; StoreError or DamagedRecord when it cannot be read."""
        return await asyncio.wrap_future(self._process.submit(work.takedowns, self._uri))

    async def commit(self, name: Name) -> None:
        """Commit a segment, waiting out a store that fails."""
        self.waiting.add(name)
        async with self._turn:
            wait = FIRST_WAIT
            while True:
                try:
                    await self.try_once(name)
                    return
                except StoreError as error:
                    self._failed("try", error)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)

    async def try_once(self, name: Name) -> None:
        """Commit a segment; StoreError when the store fails. A segment that is itself at fault stays in the spool."""
        self.waiting.add(name)
        work_left = partial(finish, name, self._spool.folder, self._uri, self._readers, self._process)
        for tries_left in reversed(range(TRIES)):
            try:
                done = await asyncio.to_thread(work_left)
                break
            except StoreError:
                raise
            except (PressmarkError, OSError) as error:
                if not tries_left or not isinstance(error, TaskFailed) or error.reason != "crash":
                    logger.error("cannot commit %s: %s; it stays in %s", name.stem, error, self._spool.folder)
                    return
                logger.warning("%s is committed again: %s", name.stem, error)
        self.waiting.discard(name)
        self._worked("try", "question")
        if done is not None:
            self._committed(done)

    async def watch(self) -> None:
        """Ask the archive now and then, until cancelled, if it is there: one that hangs holds a commit for minutes."""
        with Pool(1, COMMIT_SECONDS, COMMIT_MEGABYTES) as asking:
            while True:
                await asyncio.sleep(ASK_AFTER)
                try:
                    await asyncio.wrap_future(asking.submit(work.check_store, self._uri))
                    self._worked("question")
                except StoreError as error:
                    self._failed("question", error)
                except TaskFailed:
                    pass  # of this machine, not of the archive

    def _failed(self, what: str, error: StoreError) -> None:
        """Say so once, and once more when waiting may not help any more."""
        refused = isinstance(error, StoreRefused)
        if not self._since or (refused and not self._refused):
            logger.error("%s; captures wait in %s and are tried again", error, self._spool.folder)
            self._refused = refused
        self._since.setdefault(what, time.monotonic())

    def _worked(self, *what: str) -> None:
        seconds = self.failing_for()
        for each in what:
            self._since.pop(each, None)
        if seconds and not self._since:
            left = len(self.waiting)
            logger.warning("%s takes captures again, after %.0f s; %d segment(s) wait", self._uri, seconds, left)

    def failing_for(self) -> float:
        """Seconds since the store began to fail; 0 while it does not."""
        return time.monotonic() - min(self._since.values()) if self._since else 0.0

    def close(self) -> None:
        """End the process."""
        self._process.close()

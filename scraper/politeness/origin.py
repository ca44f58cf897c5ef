"""Something that is asked of each origin (scheme, host and port) once, by whoever needs it first; the others wait."""

import asyncio
from collections.abc import Callable, Coroutine
from time import monotonic
from typing import Any, Generic, TypeVar

from scrapy import Request
from scrapy.utils.httpobj import urlparse_cached

T = TypeVar("T")


def origin(request: Request) -> str:
    """`https://host:port`, without user information."""
    parts = urlparse_cached(request)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


class PerOrigin(Generic[T]):
    """Answers of origins, each good for some seconds."""

    def __init__(self, fetch: Callable[[str], Coroutine[Any, Any, T]], seconds: float) -> None:
        self._fetch, self._seconds = fetch, seconds
        self._asked: dict[str, tuple[float, asyncio.Task[T]]] = {}

    async def of(self, request: Request) -> T:
        """The answer for the origin of a request; whatever `fetch` raises."""
        key, now = origin(request), monotonic()
        when, task = self._asked.get(key, (0.0, None))
        if task is None or now - when > self._seconds:
            task = asyncio.ensure_future(self._fetch(key))
            self._asked[key] = now, task
        return await asyncio.shield(task)

    def known(self, request: Request) -> T | None:
        """The answer for the origin of a request if it is there; it is not waited for."""
        _, task = self._asked.get(origin(request), (0.0, None))
        if task is None or not task.done() or task.cancelled() or task.exception():
            return None
        return task.result()

"""Under which site of the archive an address of a stranger's file is kept."""

from functools import lru_cache

from ..canonical import site_of
from ..errors import Misuse
from ..segment import site_name
from ..store import Store
from .screen import LONGEST_HOST, host


class Sites:
    """By host: that of a site in the archive which the host is, or lies under; else the host without `www.`."""

    def __init__(self, store: Store, given: str | None = None) -> None:
        if given is not None and (given != site_name(given) or len(given) > LONGEST_HOST):
            raise Misuse(f"{given!r} is no site's name: lower-case letters, digits, `.`, `_` and `-`, without `www.`")
        self._store, self._given = store, given
        self._holds = lru_cache(maxsize=16_384)(self._is_archived)

    def of(self, url: str) -> str:
        """The site of a screened address."""
        if self._given:
            return self._given
        name, port = host(url)
        own = site_name(name, port)
        above = site_name(name)
        last = site_name(site_of(url)) if port is None else own
        while above != last and "." in above and not self._holds(above):
            above = above.partition(".")[2]
        return above if port is None and self._holds(above) else own

    def _is_archived(self, site: str) -> bool:
        return next(self._store.list(f"warc/{site}/"), None) is not None

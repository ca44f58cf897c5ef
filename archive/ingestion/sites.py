"""Under which site of the archive an address of a stranger's file is kept."""

from collections.abc import Collection

from ..canonical import site_of
from ..errors import Misuse
from ..segment import site_name
from ..store import Store
from .screen import LONGEST_HOST, host


class Sites:
    """By host, without `www.`; of a host that lies under a site of the archive, or of the file, that site."""

    def __init__(self, store: Store, given: str | None = None) -> None:
        if given is not None and (given != site_name(given) or len(given) > LONGEST_HOST):
            raise Misuse(f"{given!r} is no site's name: lower-case letters, digits, `.`, `_` and `-`, without `www.`")
        self._store, self._given = store, given

    def of(self, url: str) -> str:
        """The site of a screened address, for itself."""
        return self._given or site_name(*host(url))

    def above(self, url: str, others: Collection[str]) -> str:
        """The same, or the one above it that is archived or among the others: up to what one owner has registered."""
        own = self.of(url)
        name, port = host(url)
        site, last = site_name(name), site_name(site_of(url))
        if self._given or port is not None or not last:
            return own
        while site != last and "." in site:
            site = site.partition(".")[2]
            if site in others or self._is_archived(site):
                return site
        return own

    def _is_archived(self, site: str) -> bool:
        return next(self._store.list(f"warc/{site}/"), None) is not None

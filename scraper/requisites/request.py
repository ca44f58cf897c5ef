"""The request for a requisite: as a browser would make it, with why it is made and what is known."""

import time
from dataclasses import dataclass
from typing import Any

from scrapy import Request

from archive.exchange import Context
from archive.known import REQUISITE
from archive.requisites.requisite import Requisite, What
from archive.requisites.seen import Seen

from .budget import Limits

LATER, URGENT = -40, -5
"""Priorities: after all pages; before further articles, when too many wait."""
HOPS = 5
"""Redirects that are followed."""
ACCEPT: dict[What, str] = {
    "image": "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
    "icon": "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
    "style": "text/css,*/*;q=0.1",
}
"""What browsers say they take, for the forms that they would get; `*/*` of other things."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """On whose behalf a request is made, as found in `request.meta["requisite"]`."""

    what: What
    page: str
    """The page whose budget it is of."""
    since: float
    """When that page was captured, seconds since 1970."""
    depth: int
    """Stylesheets between the page and this, itself included."""


def wanted(request: Request) -> Wanted | None:
    """What a request is made for; None unless it is a requisite's."""
    found: Wanted | None = request.meta.get("requisite")
    return found


def for_requisite(
    requisite: Requisite, wanted: Wanted, via: str, seen: Seen | None, limits: Limits, *, priority: int, **then: Any
) -> Request:
    """The request for what the page or stylesheet `via` names; conditional when its payload is known."""
    headers = {"Accept": ACCEPT.get(requisite.what, "*/*"), **validators(seen)}
    meta = {
        "context": Context(kind=REQUISITE, found_in=REQUISITE, source=via),
        "known": seen,
        "made": time.time(),
        "requisite": wanted,
        "allow_offsite": True,
        "max_retry_times": 1,
        "download_timeout": limits.seconds,
        "download_maxsize": limits.each_bytes,
        "handle_httpstatus_list": [304],
    }
    return Request(requisite.url, headers=headers, priority=priority, meta=meta, **then)


def validators(seen: Seen | None) -> dict[str, str]:
    """The headers of a conditional request (RFC 9110, section 13.1); none without a payload that a 304 can refer to."""
    if seen is None or seen.status != 200 or seen.original is None:
        return {}
    given = {"If-None-Match": seen.etag, "If-Modified-Since": seen.last_modified}
    return {name: value for name, value in given.items() if value}

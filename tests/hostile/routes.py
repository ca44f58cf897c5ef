"""All misbehaviours, in the order of the table."""

from . import (
    addresses,
    bombs,
    charsets,
    endless,
    feeds,
    framing,
    headers,
    headlines,
    pages,
    redirects,
    requisites,
    resets,
    robots,
    secure,
    sitemaps,
    slow,
    statuses,
    traps,
    urls,
)
from .route import Route

KINDS: dict[str, tuple[Route, ...]] = {
    "Slow": slow.ROUTES,
    "Endless": endless.ROUTES,
    "Bombs": bombs.ROUTES,
    "Framing": framing.ROUTES,
    "Status lines": statuses.ROUTES,
    "Broken connections": resets.ROUTES,
    "TLS": secure.ROUTES,
    "Redirects": redirects.ROUTES,
    "Addresses": addresses.ROUTES,
    "Character sets": charsets.ROUTES,
    "Markup": pages.ROUTES,
    "Headlines": headlines.ROUTES,
    "Headers": headers.ROUTES,
    "URLs": urls.ROUTES,
    "Feeds": feeds.ROUTES,
    "Sitemaps": sitemaps.ROUTES,
    "Lists": traps.ROUTES,
    "Requisites": requisites.ROUTES,
    "robots.txt": robots.ROUTES,
}
ROUTES = tuple(route for routes in KINDS.values() for route in routes)

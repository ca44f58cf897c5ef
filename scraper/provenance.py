"""What a WARC says of who asked, why, and under which rules."""

import hashlib
from dataclasses import replace

from scrapy import Request
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached

from archive.exchange import Context

from . import options


def policy(settings: BaseSettings, site: str) -> list[tuple[str, object]]:
    """The fields of a warcinfo record: who wrote the file and under which rules."""
    ours = sorted((name, options.value(settings, name)) for name in options.OURS)
    return [
        ("software", settings["USER_AGENT"].partition(" ")[0]),
        ("operator", settings["CONTACT"] or None),
        ("isPartOf", site),
        ("http-header-user-agent", settings["USER_AGENT"]),
        ("robots", "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore"),
        ("settings-sha256", hashlib.sha256(repr(ours).encode()).hexdigest()),
    ]


def context(request: Request, obeys: bool) -> Context:
    """Why a request is made: as its spider says, or robots.txt, which Scrapy asks for by itself.

    `obeys` is ROBOTSTXT_OBEY, read once: this runs for every capture.
    """
    given: Context | None = request.meta.get("context")
    if given is None and urlparse_cached(request).path == "/robots.txt":
        return Context(kind="robots", robots="exempt")
    if obeys and not request.meta.get("dont_obey_robotstxt"):
        return given or Context()
    return replace(given or Context(), robots="ignored")

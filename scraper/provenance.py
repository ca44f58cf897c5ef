"""What a WARC says of who asked, why, and under which rules."""

import hashlib
from dataclasses import replace
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.settings import BaseSettings

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


def context(request: Request, settings: BaseSettings) -> Context:
    """Why a request is made: as its spider says, or robots.txt, which Scrapy asks for by itself."""
    given: Context | None = request.meta.get("context")
    if given is None and urlsplit(request.url).path == "/robots.txt":
        return Context(kind="robots", robots="exempt")
    ignored = not settings.getbool("ROBOTSTXT_OBEY") or request.meta.get("dont_obey_robotstxt")
    return replace(given or Context(), robots="ignored" if ignored else "allowed")

"""What a WARC says of who asked, why, and under which rules."""

import hashlib
from dataclasses import replace

from scrapy import Request
from scrapy.settings import BaseSettings

from archive import message
from archive.exchange import Context, Exchange, Location
from archive.known import Row
from archive.warc import Encoded

from . import options
from .politeness.robots import UNREACHABLE


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
    """Why a request is made, as its maker says, whence it was redirected, and what robots.txt was asked.

    `obeys` is ROBOTSTXT_OBEY, read once: this runs for every capture.
    """
    given: Context = request.meta.get("context") or Context()
    if hops := request.meta.get("redirect_urls"):
        given = replace(given, redirected_from=hops[-1])
    if given.robots == "exempt":
        return given
    if not obeys or request.meta.get("dont_obey_robotstxt"):
        return replace(given, robots="ignored")
    return replace(given, robots="unreachable") if request.meta.get(UNREACHABLE) else given


def row(exchange: Exchange, context: Context, encoded: Encoded, at: Location) -> Row:
    """A capture as its row in the table will be, as far as the history needs it."""
    kind = "revisit" if encoded.original else "response" if encoded.has_response else "request"
    return {
        "url": encoded.url,
        "kind": context.kind,
        "fetched_at": exchange.started.timestamp(),
        "status": message.status(exchange.head),
        "etag": message.text(exchange.head, b"etag"),
        "last_modified": message.text(exchange.head, b"last-modified"),
        "payload_digest": encoded.payload_digest,
        "record_type": kind,
        "record_id": encoded.record_id,
        "revisit_of": encoded.original and encoded.original.record_id,
        "truncated": exchange.truncated,
        "warc": at.warc,
        "offset": at.offset,
        "length": at.length,
        "outcome": None,
        "source": context.source,
        "found_in": context.found_in,
        "link_title": context.title,
        "link_published": context.published and context.published.timestamp(),
        "due": context.due,
        "opt_out": context.opt_out,
    }

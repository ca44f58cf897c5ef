"""The requests of a crawl: for a source, and for an article, each with why it is made and what is known."""

import time
from typing import Any

from scrapy import Request

from archive.exchange import Context
from archive.links.link import Link

from .frontier import Ask
from .sources import Feed, Section, Sitemap, Source, WordPress

KIND: dict[type, str] = {Feed: "feed", Sitemap: "sitemap", Section: "section", WordPress: "wordpress"}
PRIORITY = {"sitemap": 3, "wordpress": 2, "feed": 1, "section": 0}
"""The surest first: what they name, section pages need not be followed for."""
ANSWERS = {"wordpress": [304, 400, 401, 403, 404]}
"""Statuses that are read: an API says in words that it is closed, or that there is no further page."""
NEW, FURTHER, KNOWN = -10, -20, -30
"""Priority of new articles, of sitemaps in an index and further pages of lists, and of known articles.

A long list is read on when what it named is fetched: else all of a large site would wait in memory at once.
"""


def for_source(source: Source, ask: Ask, via: str | None, page: int = 1, depth: int = 1, **then: Any) -> Request:
    """The request for page `page` of a source, or for a sitemap so many indexes deep; `via` named it.

    `then` is its callback and errback.
    """
    kind = KIND[type(source)]
    return Request(
        ask.url,
        headers=validators(ask),
        priority=PRIORITY[kind] if page == depth == 1 else FURTHER + PRIORITY[kind],
        meta={
            "context": Context(kind=kind, source=via, due=ask.due),
            "known": ask.known,
            "source": source,
            "page": page,
            "index_depth": depth,
            "allow_offsite": True,
            "handle_httpstatus_list": ANSWERS.get(kind, [304]),
        },
        **then,
    )


def for_article(ask: Ask, link: Link, found_in: str | None, expected: bool, **then: Any) -> Request:
    """The request for an article that a source of kind `found_in` named, or that is known."""
    known = ask.known
    context = Context(
        kind="article",
        found_in=found_in or (known.found_in if known else None),
        source=link.source,
        title=link.title,
        published=link.published,
        expected=expected,
        due=ask.due,
    )
    return Request(
        ask.url,
        headers=validators(ask),
        priority=KNOWN if known else NEW,
        meta={"context": context, "known": known, "made": time.time(), "handle_httpstatus_list": [304]},
        **then,
    )


def validators(ask: Ask) -> dict[str, str]:
    """The headers of a conditional request (RFC 9110, section 13.1)."""
    if not ask.conditional or ask.known is None:
        return {}
    given = {"If-None-Match": ask.known.etag, "If-Modified-Since": ask.known.last_modified}
    return {name: value for name, value in given.items() if value}


def link_of(ask: Ask) -> Link:
    """What was said of a known page when it was new."""
    known = ask.known
    assert known is not None
    return Link(ask.url, known.link_title, known.published, source=known.source)

"""The text of a JSON Feed, version 1.0 or 1.1 -> the links it lists."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from .link import Link, Listing, NotAFeed, absolute, language, unique
from .moment import iso
from .title import plain


def read(text: str, url: str, limit: int, now: datetime) -> Listing:
    """The first `limit` links of the feed fetched from `url`, in its order; NotAFeed when it is none."""
    try:
        feed = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise NotAFeed(f"{url}: damaged or cut-off JSON came where a feed was expected") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise NotAFeed(f"{url}: this JSON is no JSON Feed (it has no items); name the address of a feed")
    links = _links(items, language(feed.get("language")), url, now)
    following = _address(feed.get("next_url"), url)
    return Listing(tuple(unique(links, limit)), next=following if following != url else None, cut=len(items) > limit)


def _links(items: list[Any], spoken: str | None, url: str, now: datetime) -> Iterator[Link]:
    for item in items:
        if not isinstance(item, dict):
            continue
        named = item.get("id")
        is_address = isinstance(named, str) and named.startswith(("http://", "https://"))
        address = _address(item.get("url"), url) or (_address(named, url) if is_address else None)
        if address:
            published, modified = iso(item.get("date_published"), now), iso(item.get("date_modified"), now)
            said = language(item.get("language")) or spoken
            yield Link(address, plain(item.get("title")), published or modified, modified, said, url)


def _address(said: object, url: str) -> str | None:
    return absolute(said, url) if isinstance(said, str) else None

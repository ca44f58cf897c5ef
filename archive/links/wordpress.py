"""The WordPress REST API: the address of a page of its posts, and that page's bytes -> the links it lists."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .link import Link, Listing, NotAList, absolute, language, unique
from .moment import iso
from .paging import with_parameter
from .title import plain

FIELDS = "link,date_gmt,modified_gmt,title"
DEFAULT_PER_PAGE = 10
PAST_THE_END = "rest_post_invalid_page_number"
NO_SUCH = ("rest_no_route", "rest_disabled")


def address(
    api: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    modified_since: datetime | None = None,
    page: int = 1,
    per_page: int = 100,
) -> str:
    """Page number `page` of the posts of the API at `api` (its root), newest first.

    Those published from `since` on and before `until`, changed from `modified_since` on (WordPress 5.7 and newer).
    """
    inclusive = timedelta(seconds=1)  # WordPress means "later than"
    said = {
        "after": _stamp(since - inclusive) if since else None,
        "before": _stamp(until) if until else None,
        "modified_after": _stamp(modified_since - inclusive) if modified_since else None,
        "orderby": "date",
        "order": "desc",
        "per_page": str(per_page),
        "page": str(page),
        "_fields": FIELDS,
    }
    url = _posts(api)
    for name, value in said.items():
        url = with_parameter(url, name, value)
    return url


def read(body: bytes, url: str, limit: int, *, size: int = 8 * 2**20, now: datetime | None = None) -> Listing:
    """The posts that the API answered at `url`, and the next page's address when this one was full.

    NotAList, saying why, when it answered something else; beyond the last page there are none, which is no error.
    """
    posts = _answer(body[:size], url)
    if isinstance(posts, dict):
        if posts.get("code") == PAST_THE_END:
            return Listing()
        raise NotAList(_refusal(posts, url))
    if not isinstance(posts, list):
        raise NotAList(f"{url}: this JSON is no list of posts")
    links = tuple(unique(_links(posts[:limit], url, now or datetime.now(UTC)), limit))
    return Listing(links, next=_next(url, len(posts)), cut=len(posts) > limit)


def _posts(api: str) -> str:
    """`/wp-json/` or, on sites with plain addresses, `/?rest_route=/`."""
    route = parse_qs(urlsplit(api).query).get("rest_route")
    if route:
        return with_parameter(api, "rest_route", route[0].rstrip("/") + "/wp/v2/posts")
    return api.rstrip("/") + "/wp/v2/posts"


def _stamp(moment: datetime) -> str:
    moment = moment.astimezone(UTC) if moment.tzinfo else moment
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"


def _answer(body: bytes, url: str) -> Any:
    """The JSON, which some sites send with PHP's warnings before it."""
    text = body.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    start = 0 if text.startswith(("[", "{")) else max(text.find('[{"'), 0)
    try:
        return json.JSONDecoder().raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        what = "an HTML page" if text.startswith("<") else "damaged or cut-off JSON" if text else "nothing"
        raise NotAList(f"{url}: {what} came where WordPress answers a list of posts: closed, or no WordPress") from None


def _refusal(answer: dict[str, Any], url: str) -> str:
    code, message = plain(str(answer.get("code"))[:80]), plain(answer.get("message")) or "no reason given"
    if "code" not in answer:
        return f"{url}: this JSON is no list of posts"
    if code in NO_SUCH:
        return f"{url}: this site's API lists no posts ({code}: {message})"
    return f"{url}: this site's API is closed to us ({code}: {message})"


def _links(posts: list[Any], url: str, now: datetime) -> Iterator[Link]:
    for post in posts:
        said = post if isinstance(post, dict) else {}
        link, title = said.get("link"), said.get("title")
        if isinstance(link, str) and (found := absolute(link, url)):
            headline = plain(title.get("rendered") if isinstance(title, dict) else title)
            published, modified = iso(said.get("date_gmt"), now), iso(said.get("modified_gmt"), now)
            yield Link(found, headline, published, modified, language(said.get("lang")), url)


def _next(url: str, found: int) -> str | None:
    asked = parse_qs(urlsplit(url).query)
    page, per_page = _number(asked, "page", 1), _number(asked, "per_page", DEFAULT_PER_PAGE)
    return with_parameter(url, "page", str(page + 1)) if found and found >= per_page else None


def _number(asked: dict[str, list[str]], name: str, otherwise: int) -> int:
    said = asked.get(name, [""])[0]
    return int(said) if said.isdecimal() and len(said) < 8 else otherwise

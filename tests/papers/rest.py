"""The REST API of WordPress, open or closed: `/wp-json/wp/v2/posts` as its handbook describes it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .answer import Answer, Query
from .article import Article
from .kind import Pages

if TYPE_CHECKING:
    from .paper import Paper

ROOT, POSTS = "/wp-json/", "/wp-json/wp/v2/posts"
MOST = 100
"""Posts on one page."""
BOUNDS: dict[str, Callable[[Article, datetime], bool]] = {
    "after": lambda article, moment: article.published > moment,
    "before": lambda article, moment: article.published < moment,
    "modified_after": lambda article, moment: article.modified > moment,
    "modified_before": lambda article, moment: article.modified < moment,
}


def api(paper: "Paper", *, opened: bool) -> Pages:
    """Its root and its posts; 401 for strangers when it is not `opened`."""
    if not opened:
        return dict.fromkeys((ROOT, POSTS), lambda _: _refused("rest_not_logged_in", 401))
    return {
        ROOT: lambda _: _json({"name": paper.newsroom.words["name"], "namespaces": ["oembed/1.0", "wp/v2"]}),
        POSTS: lambda query: posts(paper, query),
    }


def posts(paper: "Paper", query: Query) -> Answer:
    """One page of the posts asked for."""
    per_page, page = query.get("per_page", "10"), query.get("page", "1")
    if not (per_page.isdigit() and page.isdigit() and 1 <= int(per_page) <= MOST and int(page) >= 1):
        return _refused("rest_invalid_param", 400)
    try:
        found = [article for article in paper.live if _within(article, query)]
    except ValueError:
        return _refused("rest_invalid_param", 400)
    by_change = query.get("orderby") == "modified"
    found.sort(
        key=lambda article: article.modified if by_change else article.published, reverse=query.get("order") != "asc"
    )
    start, pages = (int(page) - 1) * int(per_page), -(-len(found) // int(per_page))
    if start >= len(found) and page != "1":
        return _refused("rest_post_invalid_page_number", 400)
    fields = set(filter(None, query.get("_fields", "").split(",")))
    rows = [_post(paper, article) for article in found[start : start + int(per_page)]]
    kept = [{name: value for name, value in row.items() if not fields or name in fields} for row in rows]
    return _json(kept, (("X-WP-Total", str(len(found))), ("X-WP-TotalPages", str(pages))))


def _within(article: Article, query: Query) -> bool:
    return all(test(article, _moment(query[name])) for name, test in BOUNDS.items() if name in query)


def _moment(text: str) -> datetime:
    value = datetime.fromisoformat(text.replace(" ", "+"))
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _post(paper: "Paper", article: Article) -> dict[str, Any]:
    published, modified = (f"{moment:%Y-%m-%dT%H:%M:%S}" for moment in (article.published, article.modified))
    return {
        "id": article.number,
        "date": published,
        "date_gmt": published,
        "modified": modified,
        "modified_gmt": modified,
        "slug": article.slug,
        "status": "publish",
        "type": "post",
        "link": paper.address(article),
        "title": {"rendered": article.title.replace("’", "&#8217;")},
        "excerpt": {"rendered": f"<p>{article.summary}</p>\n", "protected": False},
    }


def _json(value: object, headers: tuple[tuple[str, str], ...] = (), status: int = 200) -> Answer:
    body = json.dumps(value).encode()
    return Answer(body=body, content_type="application/json; charset=UTF-8", headers=headers, status=status)


def _refused(code: str, status: int) -> Answer:
    return _json({"code": code, "message": "…", "data": {"status": status}}, status=status)

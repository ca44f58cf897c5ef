"""robots.txt, sitemap indexes, sitemaps and news sitemaps."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from .answer import XML, Answer
from .article import Article

if TYPE_CHECKING:
    from .paper import Paper

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def robots(*sitemaps: str, closed: tuple[str, ...] = ("/wp-admin/",)) -> Answer:
    """What robots may do, and where the sitemaps are."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), *(f"Sitemap: {url}" for url in sitemaps)]
    return Answer(body="\n".join([*lines, ""]).encode(), content_type="text/plain; charset=UTF-8")


def index(files: Iterable[tuple[str, datetime | None]]) -> Answer:
    """A sitemap of sitemaps: their URLs and when each last changed."""
    return _xml("sitemapindex", (f"<sitemap>{_place(url, changed)}</sitemap>" for url, changed in files))


def urlset(pages: Iterable[tuple[str, datetime | None]]) -> Answer:
    """URLs and when each last changed."""
    return _xml("urlset", (f"<url>{_place(url, changed)}</url>" for url, changed in pages))


def news(paper: "Paper", articles: Iterable[Article]) -> Answer:
    """A news sitemap."""
    name = escape(paper.newsroom.words["name"])
    rows = (
        f"<url>{_place(paper.address(article), None)}<news:news><news:publication><news:name>{name}</news:name>"
        f"<news:language>{paper.kind.language}</news:language></news:publication>"
        f"<news:publication_date>{article.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(article.title)}</news:title></news:news></url>"
        for article in articles
    )
    return _xml("urlset", rows, f' xmlns:news="{NEWS}"')


def _place(url: str, changed: datetime | None) -> str:
    lastmod = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<loc>{escape(url)}</loc>{lastmod}"


def _xml(root: str, rows: Iterable[str], more: str = "") -> Answer:
    body = "\n".join(rows)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{SITEMAPS}"{more}>\n{body}\n</{root}>\n'
    return Answer(body=text.encode(), content_type=XML)

"""Feeds: RSS 2.0 in any charset, page by page, and Atom."""

from collections.abc import Callable
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from .answer import Answer, Page, Query
from .article import Article

if TYPE_CHECKING:
    from .paper import Paper

LENGTH = 10
"""Articles in a feed."""


def rss(
    paper: "Paper", *, tracking: str = "", charset: str = "UTF-8", paged: bool = False, length: int = LENGTH
) -> Page:
    """The newest articles; with `paged`, `?paged=N` gives older ones, and 404 beyond the last."""

    def answer(query: Query) -> Answer:
        number = query.get("paged", "1") if paged else "1"
        start = (int(number) - 1) * length if number.isdigit() else 0
        shown = paper.live[start : start + length]
        if not shown:
            return paper.missing()
        text = _rss(paper, "".join(_item(paper, article, tracking) for article in shown), charset)
        newest = max(article.modified for article in shown)
        body = text.encode(charset, "xmlcharrefreplace")
        return Answer(body=body, content_type=f"application/rss+xml; charset={charset}", modified=newest)

    return answer


def comments(paper: "Paper") -> Page:
    """The feed of readers' comments, whose links are those of articles."""

    def answer(_: Query) -> Answer:
        chance = paper.chance
        shown = chance.sample(paper.live, min(5, len(paper.live)))
        items = "".join(_item(paper, article, f"#comment-{chance.randint(1, 999)}") for article in shown)
        return Answer(body=_rss(paper, items, "UTF-8").encode(), content_type="application/rss+xml; charset=UTF-8")

    return answer


def atom(paper: "Paper", path: str) -> Page:
    """The newest articles as Atom."""

    def answer(_: Query) -> Answer:
        entries = "".join(_entry(paper, article) for article in paper.live[:LENGTH])
        newest = max(article.modified for article in paper.live[:LENGTH])
        text = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{paper.kind.language}">
<title>{escape(paper.newsroom.words["name"])}</title>
<id>{paper.url}{path}</id><updated>{newest.isoformat()}</updated><link rel="self" href="{paper.url}{path}"/>
{entries}</feed>
"""
        return Answer(body=text.encode(), content_type="application/atom+xml; charset=UTF-8", modified=newest)

    return answer


def alternate(path: str, title: str, sort: str = "rss") -> str:
    """The element that names a feed in a page's head."""
    return f'<link rel="alternate" type="application/{sort}+xml" title="{escape(title)}" href="{escape(path)}">'


def switched(paper: "Paper", whole: Page) -> Page:
    """A feed that answers with a page of HTML once the paper is `broken`."""
    answer: Callable[[Query], Answer] = lambda query: paper.missing(200) if paper.broken else whole(query)  # noqa: E731
    return answer


def _rss(paper: "Paper", items: str, charset: str) -> str:
    name = escape(paper.newsroom.words["name"])
    return f"""<?xml version="1.0" encoding="{charset}"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>{name}</title><link>{paper.url}/</link><description>{name}</description>
<language>{paper.kind.language}</language>
{items}</channel>
</rss>
"""


def _item(paper: "Paper", article: Article, tracking: str) -> str:
    address = paper.address(article)
    if tracking and "?" in address:
        tracking = tracking.replace("?", "&")
    return f"""<item><title>{escape(article.title)}</title>
<link>{escape(address + tracking)}</link><guid isPermaLink="false">{paper.url}/?id={article.number}</guid>
<dc:creator>{escape(article.author)}</dc:creator><category>{escape(article.section)}</category>
<pubDate>{format_datetime(article.published)}</pubDate><description>{escape(article.summary)}</description></item>
"""


def _entry(paper: "Paper", article: Article) -> str:
    return f"""<entry><title>{escape(article.title)}</title><id>tag:{paper.kind.name}.invalid:{article.number}</id>
<link rel="alternate" type="text/html" href="{escape(paper.address(article))}"/>
<published>{article.published.isoformat()}</published><updated>{article.modified.isoformat()}</updated>
<author><name>{escape(article.author)}</name></author><summary>{escape(article.summary)}</summary></entry>
"""

"""The paper's RSS, Atom and comments feeds."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from .article import Article
from .resource import PRESS_DAY

Item = tuple[str, str, datetime, str, str]
"""Title, absolute address, date, summary and HTML content."""


def rss(title: str, base: str, items: Iterable[Item]) -> bytes:
    """An RSS 2.0 feed; items with content carry it in `content:encoded`."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>{escape(title)}</title>
<link>{base}/</link>
<description>Journal du Haut-Lombé</description>
<language>fr</language>
<lastBuildDate>{format_datetime(PRESS_DAY)}</lastBuildDate>
{"".join(map(_rss_item, items))}</channel>
</rss>
""".encode()


def _rss_item(item: Item) -> str:
    title, address, date, summary, content = item
    return f"""<item>
<title>{escape(title)}</title>
<link>{escape(address)}</link>
<guid isPermaLink="false">{escape(address)}</guid>
<pubDate>{format_datetime(date)}</pubDate>
<description>{escape(summary)}</description>
{f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""}
</item>
"""


def comments(base: str, articles: Iterable[Article]) -> bytes:
    """The feed of readers' comments, which no crawler of articles wants."""
    return rss(
        "Commentaires sur Le Courrier du Fleuve",
        base,
        (
            (f"{comment.author}", f"{base}{article.path}#comment-{number}", PRESS_DAY, comment.text, "")
            for article in articles
            for number, comment in enumerate(article.comments, start=1)
        ),
    )


def atom(title: str, base: str, path: str, articles: Iterable[Article]) -> bytes:
    """An Atom feed with relative addresses."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="{base}/">
<title>{escape(title)}</title>
<id>{base}{path}</id>
<updated>{PRESS_DAY.isoformat()}</updated>
<link rel="self" href="{path}"/>
{"".join(map(_atom_entry, articles))}</feed>
""".encode()


def _atom_entry(article: Article) -> str:
    return f"""<entry>
<title>{escape(article.title)}</title>
<id>tag:courrier.invalid,2026:{escape(article.path)}</id>
<link rel="alternate" type="text/html" href="{escape(article.path)}"/>
<published>{article.published.isoformat()}</published>
<updated>{(article.modified or article.published).isoformat()}</updated>
{"".join(f"<author><name>{escape(author)}</name></author>" for author in article.authors)}
<summary>{escape(article.summary)}</summary>
</entry>
"""

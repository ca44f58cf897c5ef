"""robots.txt and the sitemaps."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from .article import Article
from .resource import PRESS_DAY

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def robots(base: str, sitemap: bool) -> bytes:
    """Everything but /private/ is allowed, at any pace."""
    named = f"\nSitemap: {base}/sitemap.xml\n" if sitemap else ""
    return f"User-agent: *\nDisallow: /private/\nDisallow: /wp-comments-post.php\n{named}".encode()


def index(base: str, paths: Iterable[str]) -> bytes:
    """A sitemap index."""
    entries = (f"<sitemap><loc>{base}{path}</loc><lastmod>{PRESS_DAY:%Y-%m-%d}</lastmod></sitemap>\n" for path in paths)
    return f'{_DECLARATION}<sitemapindex xmlns="{NAMESPACE}">\n{"".join(entries)}</sitemapindex>\n'.encode()


def urlset(base: str, articles: Iterable[Article], pages: Iterable[str] = ()) -> bytes:
    """A sitemap of articles, with what Google News asks for, and of other pages."""
    entries = [_entry(base, article) for article in articles]
    entries += [f"<url><loc>{base}{escape(page)}</loc></url>\n" for page in pages]
    return f'{_DECLARATION}<urlset xmlns="{NAMESPACE}" xmlns:news="{NEWS}">\n{"".join(entries)}</urlset>\n'.encode()


_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _entry(base: str, article: Article) -> str:
    return f"""<url>
<loc>{base}{escape(article.path)}</loc>
<lastmod>{(article.modified or article.published).isoformat()}</lastmod>
<news:news>
<news:publication>
<news:name>Le Courrier du Fleuve</news:name><news:language>{article.language}</news:language>
</news:publication>
<news:publication_date>{article.published.isoformat()}</news:publication_date>
<news:title>{escape(article.title)}</news:title>
</news:news>
</url>
"""

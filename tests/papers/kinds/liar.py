"""A paper behind a cache that lies: 304 to everything conditional, and dates of change that mean nothing."""

from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from .. import feeds, markup, sitemaps
from ..article import Article
from ..kind import Group, Kind, Pages
from ..newsroom import slug

if TYPE_CHECKING:
    from ..paper import Paper


def address(article: Article) -> str:
    return f"/story/{article.slug}-{article.number + 70100}"


def listing(group: Group, number: int) -> str:
    if group.sort not in ("front", "section"):
        return ""
    page = "/" if group.sort == "front" else f"/section/{slug(group.name)}"
    return page if number == 1 else f"{page}/{number}".replace("//", "/p/")


def show(paper: "Paper", article: Article) -> str:
    """The page of an article; it says that it was changed a moment ago, whatever happened."""
    labels, now = paper.newsroom.labels, datetime.now(UTC)
    main = f"""<div class="story"><h1>{escape(article.title)}</h1>
<p class="meta">{labels["by"]} <span itemprop="author">{escape(article.author)}</span>,
{markup.date(paper, article.published)} {markup.counters(paper)}</p>
<div class="story-body">
{markup.paragraphs(article)}
</div></div>
{markup.related(paper)}{markup.proverb(paper, '<div class="saying"><p>%s</p></div>')}"""
    head = f"""{markup.canonical(paper, article)}<meta property="og:type" content="article">
<meta property="article:published_time" content="{article.published.isoformat()}">
<meta property="article:modified_time" content="{now.isoformat(timespec="seconds")}">"""
    return markup.document(paper, article.title, main, head)


def files(paper: "Paper") -> Pages:
    """One sitemap calls everything new, the other calls nothing changed since it was published."""
    even, odd = ([a for a in paper.live if a.number % 2 == rest] for rest in (0, 1))
    names = ("/sitemap-1.xml", "/sitemap-2.xml")
    return {
        "/robots.txt": lambda _: sitemaps.robots(f"{paper.url}/sitemap.xml", closed=("/admin/",)),
        "/sitemap.xml": lambda _: sitemaps.index((paper.url + name, paper.born) for name in names),
        names[0]: lambda _: sitemaps.urlset((paper.address(article), datetime.now(UTC)) for article in even),
        names[1]: lambda _: sitemaps.urlset((paper.address(article), article.published) for article in odd),
        "/feed.rss": feeds.rss(paper),
    }


LIAR = Kind(
    name="liar",
    language="en",
    show=show,
    address=address,
    listing=listing,
    services=(("/about-us", "about"), ("/terms-and-conditions", "legal")),
    head=lambda paper: feeds.alternate("/feed.rss", paper.newsroom.words["name"]),
    files=files,
    validators=frozenset({"etag", "modified"}),
    lies=True,
    sources=2 + 1 + 3 + 5,
)

"""An Arabic portal: percent-encoded slugs below a number, right to left, a news sitemap, Atom, Arabic dates only."""

from datetime import timedelta
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from .. import feeds, markup, sitemaps
from ..answer import Answer, Query, redirect
from ..article import Article
from ..kind import Group, Kind, Pages
from ..newsroom import slug

if TYPE_CHECKING:
    from ..paper import Paper

FEED = "/أخبار.atom"
PER_FILE = 20
NEWS_DAYS = timedelta(days=2)


def address(article: Article) -> str:
    return f"/news/{article.number + 38200}/{article.slug}"


def listing(group: Group, number: int) -> str:
    if group.sort in ("tag", "author"):
        return "" if number > 1 else f"/{'وسم' if group.sort == 'tag' else 'كاتب'}/{slug(group.name)}"
    page = "/" if group.sort == "front" else f"/قسم/{slug(group.name)}"
    return page if number == 1 else f"{page}?page={number}"


def variants(paper: "Paper", article: Article) -> Pages:
    """The number alone redirects; a page for telephones repeats the article."""
    own = address(article)
    return {
        f"/news/{article.number + 38200}": lambda _: redirect(paper.address(article)),
        f"/amp{own}": lambda _: Answer(body=show(paper, article).encode()),
    }


def show(paper: "Paper", article: Article) -> str:
    """The page of an article; its date stands in words only."""
    labels = paper.newsroom.labels
    main = f"""<article class="single-news"><h1>{escape(article.title)}</h1>
<div class="info"><span class="writer">{labels["by"]} {escape(article.author)}</span>
<span class="date">{markup.date(paper, article.published, day=True)} - {article.published:%H:%M}</span>
{markup.counters(paper)}</div>
<div class="news-body" dir="rtl">
{markup.paragraphs(article)}
</div></article>
{markup.related(paper)}
{markup.proverb(paper, '<div class="widget-hikma"><p>%s</p></div>')}
<section id="comments"><h3>{labels["reply"]}</h3><form method="post" action="/comment"><textarea name="body"></textarea>
<input type="email" name="mail"><p>{labels["mail"]}</p></form></section>"""
    head = f"""{markup.canonical(paper, article)}<meta property="og:type" content="article">
<meta property="og:title" content="{escape(article.title)}">"""
    return markup.document(paper, article.title, main, head)


def files(paper: "Paper") -> Pages:
    """A sitemap index that is not in robots.txt under a usual name, its parts, a news sitemap, the feed."""
    parts = range(-(-len(paper.live) // PER_FILE))
    names = ["/sitemap-news.xml", *(f"/post-sitemap{part + 1}.xml" for part in parts)]
    pages: Pages = {
        "/robots.txt": lambda _: sitemaps.robots(f"{paper.url}/sitemap_index.xml", closed=("/admin/",)),
        "/sitemap_index.xml": lambda _: sitemaps.index((paper.url + name, None) for name in names),
        names[0]: lambda _: sitemaps.news(
            paper, [a for a in paper.live if a.published > paper.live[0].published - NEWS_DAYS]
        ),
        FEED: feeds.atom(paper, FEED),
    }
    for part in parts:
        pages[names[part + 1]] = partial(_part, paper, part)
    return pages


def _part(paper: "Paper", number: int, _: Query) -> Answer:
    oldest = paper.live[::-1][number * PER_FILE :][:PER_FILE]
    return sitemaps.urlset((paper.address(article), article.modified) for article in oldest)


ARABIC = Kind(
    name="arabic",
    language="ar",
    show=show,
    address=address,
    variants=variants,
    listing=listing,
    services=(("/من-نحن", "about"), ("/شروط-الاستعمال", "legal")),
    head=lambda paper: feeds.alternate(paper.full(FEED), paper.newsroom.words["name"], "atom"),
    files=files,
    validators=frozenset({"etag"}),
    deletes="404",
    sources=2 + 1 + 4 + 5,
)

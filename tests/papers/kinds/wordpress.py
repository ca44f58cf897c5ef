"""WordPress: dated addresses, paged feed, monthly sitemaps, REST API, AMP and short addresses."""

import json
from dataclasses import replace
from datetime import datetime
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from .. import feeds, markup, rest, sitemaps
from ..answer import Answer, redirect
from ..article import Article
from ..kind import Group, Kind, Pages
from ..lists import groups
from ..newsroom import slug

if TYPE_CHECKING:
    from ..paper import Paper

TRACKING = "?utm_source=rss&utm_medium=rss&utm_campaign=flux"
FOLDERS = {"section": "/category/", "tag": "/tag/", "author": "/author/"}


def address(article: Article) -> str:
    return f"/{article.published:%Y/%m/%d}/{article.slug}/"


def listing(group: Group, number: int) -> str:
    folder = "/" if group.sort == "front" else f"{FOLDERS[group.sort]}{slug(group.name)}/"
    return folder if number == 1 else f"{folder}page/{number}/"


def variants(paper: "Paper", article: Article) -> Pages:
    """The short address redirects; AMP has a page of its own, and each article a feed of its comments."""
    own = address(article)
    return {
        f"/?p={article.number}": lambda _: redirect(paper.address(article)),
        f"{own}amp/": lambda _: Answer(body=amp(paper, article).encode()),
        f"{own}feed/": feeds.comments(paper),
    }


def show(paper: "Paper", article: Article) -> str:
    """The page of an article, as themes of 2020 and later print it."""
    labels, own = paper.newsroom.labels, address(article)
    head = f"""{markup.canonical(paper, article)}
<link rel="shortlink" href="{paper.url}/?p={article.number}">
<link rel="amphtml" href="{paper.url}{own}amp/">
{feeds.alternate(f"{own}feed/", f"{article.title} » {labels['comments']}")}
{markup.opengraph(paper, article)}
<script type="application/ld+json">{_schema(paper, article)}</script>"""
    tags = " ".join(markup.link(paper, listing(Group("tag", tag), 1), tag, rel="tag") for tag in article.tags)
    main = f"""<article id="post-{article.number}" class="post type-post hentry">
<header class="entry-header"><h1 class="entry-title">{escape(article.title)}</h1>
<div class="entry-meta"><time class="entry-date published" datetime="{article.published.isoformat()}">
{markup.date(paper, article.published)}</time> <span class="byline">{labels["by"]}
{markup.link(paper, listing(Group("author", article.author), 1), article.author, rel="author")}</span>
{markup.counters(paper)}</div></header>
<div class="entry-content">
{markup.paragraphs(article)}
</div>
<footer class="entry-footer"><span class="tags-links">{tags}</span></footer>
</article>
{markup.related(paper)}
{markup.proverb(paper, '<aside class="proverbe"><p>%s</p></aside>')}
{_respond(paper, article)}"""
    return markup.document(paper, article.title, main, head)


def amp(paper: "Paper", article: Article) -> str:
    """The same for telephones."""
    return f"""<!doctype html><html amp lang="{paper.kind.language}"><head><meta charset="utf-8">
<title>{escape(article.title)}</title>{markup.canonical(paper, article)}</head>
<body><article><h1>{escape(article.title)}</h1>{markup.paragraphs(article)}</article></body></html>"""


def files(paper: "Paper", *, opened: bool) -> Pages:
    """robots.txt, feeds, sitemaps, API."""
    named: Pages = {
        "/robots.txt": lambda _: sitemaps.robots(f"{paper.url}/wp-sitemap.xml"),
        "/feed/": feeds.rss(paper, tracking=TRACKING, paged=True),
        "/comments/feed/": feeds.comments(paper),
        **_monthly(paper),
        "/sitemap-pt-page.xml": lambda _: sitemaps.urlset(
            [(paper.full(place), None) for place, _ in paper.kind.services]
        ),
    }
    for sort in FOLDERS:
        lists = [paper.full(listing(group, 1)) for group, shown in groups(paper) if group.sort == sort and shown]
        named[f"/sitemap-tax-{sort}.xml"] = partial(lambda urls, _: sitemaps.urlset((url, None) for url in urls), lists)
    parts = [paper.url + name for name in named if name.startswith("/sitemap-")]
    named["/wp-sitemap.xml"] = lambda _: sitemaps.index((url, _changed(paper, url)) for url in parts)
    return named | rest.api(paper, opened=opened)


def _monthly(paper: "Paper") -> Pages:
    months: dict[str, list[Article]] = {}
    for article in paper.live:
        months.setdefault(f"/sitemap-pt-post-{article.published:%Y-%m}.xml", []).append(article)
    return {
        name: partial(lambda own, _: sitemaps.urlset((paper.address(each), each.modified) for each in own), own)
        for name, own in months.items()
    }


def _changed(paper: "Paper", url: str) -> datetime | None:
    month = url.rpartition("post-")[2].removesuffix(".xml")
    return max((a.modified for a in paper.live if f"{a.published:%Y-%m}" == month), default=None)


def _schema(paper: "Paper", article: Article) -> str:
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published.isoformat(),
        "dateModified": article.modified.isoformat(timespec="seconds"),
        "author": {"@type": "Person", "name": article.author},
        "mainEntityOfPage": paper.address(article),
    }
    return json.dumps(said, ensure_ascii=False)


def _respond(paper: "Paper", article: Article) -> str:
    labels = paper.newsroom.labels
    return f"""<div id="comments" class="comments-area"><div id="respond" class="comment-respond">
<h3 id="reply-title">{labels["reply"]}</h3><form action="/wp-comments-post.php" method="post" id="commentform">
<p class="comment-notes">{labels["mail"]}</p><textarea name="comment" rows="8"></textarea>
<input name="author"><input name="email" type="email"><input type="hidden" name="comment_post_ID"
value="{article.number}"><input type="submit"></form></div></div>"""


def _head(paper: "Paper") -> str:
    name = paper.newsroom.words["name"]
    return f"""{feeds.alternate("/feed/", name)}
{feeds.alternate("/comments/feed/", f"{name} » {paper.newsroom.labels['comments']}")}
<link rel="https://api.w.org/" href="{paper.url}/wp-json/"><meta name="generator" content="WordPress 6.8">"""


WORDPRESS = Kind(
    name="wordpress",
    language="fr",
    show=show,
    address=address,
    variants=variants,
    listing=listing,
    services=(("/a-propos/", "about"), ("/mentions-legales-et-conditions-generales/", "legal")),
    head=_head,
    files=partial(files, opened=True),
    validators=frozenset({"etag", "modified"}),
    dated=False,
    sources=2 + 1 + 8 + 2,
)
CLOSED = replace(WORDPRESS, name="wordpress-closed", files=partial(files, opened=False))

"""Drupal: nodes with aliases, /rss.xml, a front page and terms that turn by ?page=N from 0."""

from html import escape
from typing import TYPE_CHECKING

from .. import feeds, markup, sitemaps
from ..answer import Answer
from ..article import Article
from ..kind import Group, Kind, Pages
from ..newsroom import slug

if TYPE_CHECKING:
    from ..paper import Paper


def aliased(article: Article) -> bool:
    """Editors forgot to give every third node an alias."""
    return article.number % 3 != 0


def address(article: Article) -> str:
    if aliased(article):
        return f"/{slug(article.section)}/{article.slug}"
    return f"/node/{article.number}" if article.number % 2 else f"/?q=node/{article.number}"


def listing(group: Group, number: int) -> str:
    match group.sort:
        case "front":
            page = "/"
        case "author":
            return "" if number > 1 else f"/user/{group.number}"
        case _:
            page = f"/taxonomy/term/{group.number + (0 if group.sort == 'section' else 5)}"
    return page if number == 1 else f"{page}?page={number - 1}"


def variants(paper: "Paper", article: Article) -> Pages:
    """The node's own numbers, whatever its alias."""
    places = {f"/node/{article.number}", f"/?q=node/{article.number}"} - {address(article)}
    return dict.fromkeys(
        sorted(places), lambda _: Answer(body=show(paper, article).encode(), modified=article.modified)
    )


def show(paper: "Paper", article: Article) -> str:
    """The page of an article, as Drupal's own theme prints it."""
    labels, own = paper.newsroom.labels, paper.address(article)
    moment = article.published
    main = f"""<article data-history-node-id="{article.number}" about="{own}" class="node node--type-article">
<h1 class="page-title"><span class="field field--name-title">{escape(article.title)}</span></h1>
<footer class="node__meta"><div class="node__submitted">Submitted {labels["by"].lower()}
<span class="field--name-uid">{escape(article.author)}</span> on
{markup.date(paper, moment, day=True)} - {moment:%H:%M} {markup.counters(paper)}</div></footer>
<div class="node__content"><div class="clearfix text-formatted field field--name-body field--type-text-with-summary">
{markup.paragraphs(article)}
</div></div></article>
{markup.proverb(paper, '<div class="block block-saying"><p>%s</p></div>')}
{markup.related(paper)}
<section class="comment-wrapper"><h2>{labels["reply"]}</h2><form class="comment-comment-form" method="post"
action="/comment/reply/node/{article.number}/comment"><input name="name"><textarea name="comment_body"></textarea>
<p class="description">{labels["mail"]}</p></form></section>"""
    head = f'{markup.canonical(paper, article)}<link rel="shortlink" href="{paper.url}/node/{article.number}">'
    return markup.document(paper, article.title, main, head)


def files(paper: "Paper") -> Pages:
    """A feed of the newest ten, and no sitemap."""
    return {
        "/robots.txt": lambda _: sitemaps.robots(closed=("/admin/", "/comment/reply/", "/user/login")),
        "/rss.xml": feeds.rss(paper, tracking="?mc_cid=ab12&fbclid=IwAR0x"),
    }


DRUPAL = Kind(
    name="drupal",
    language="en",
    show=show,
    address=address,
    variants=variants,
    listing=listing,
    services=(("/about-the-lakeside-chronicle-and-its-staff", "about"), ("/terms", "legal")),
    head=lambda paper: (
        feeds.alternate("/rss.xml", paper.newsroom.words["name"])
        + '<meta name="generator" content="Drupal 11 (https://www.drupal.org)">'
    ),
    files=files,
    validators=frozenset({"etag", "modified"}),
    deletes="410",
    sources=2 + 1 + 5,
)

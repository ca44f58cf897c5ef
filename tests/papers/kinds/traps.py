"""A paper full of traps: a calendar, sessions, endless pages, loops, bombs, soft 404s and a server that stumbles."""

import re
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from .. import feeds, lists, markup, sitemaps
from ..answer import XML, Answer, redirect
from ..article import Article
from ..kind import Group, Kind, Pages
from ..newsroom import slug

if TYPE_CHECKING:
    from ..paper import Paper

PER_PAGE = 5
MONTH = re.compile(r"/agenda/(\d{4})/(\d\d)/(?:(\d\d)/)?")
LOOP = "/2026/11/02/le-pont-de-la-boucle-reste-ferme-aux-camions/"
LONG = "/2026/11/03/une-redirection-qui-ne-finit-jamais/"
DEAD = "/actualite/une-page-que-personne-n-a-jamais-ecrite-ici-9999.html"
BOMB, FEED = "/bombe.xml", "/rss.xml"


def address(article: Article) -> str:
    return f"/actualite/{article.slug}-{article.number}.html"


def listing(group: Group, number: int) -> str:
    if group.sort not in ("front", "section"):
        return ""
    page = "/" if group.sort == "front" else f"/rubrique/{slug(group.name)}"
    return page if number == 1 else f"{page}?page={number}"


def show(paper: "Paper", article: Article) -> str:
    """The page of an article: a saying among its paragraphs, no canonical address."""
    texts = [f"<p>{escape(text)}</p>" for text in article.paragraphs]
    texts.insert(2, markup.proverb(paper, '<p class="wp-block">%s</p>'))
    text = "\n".join(texts)
    main = f"""<article><h1>{escape(article.title)}</h1><p class="signature">{paper.newsroom.labels["by"]}
<a href="/redaction" rel="author">{escape(article.author)}</a>, {markup.date(paper, article.published)}
{markup.counters(paper)}</p>
<div class="article-body">
{text}
</div></article>
{markup.related(paper)}"""
    head = f'<meta property="article:published_time" content="{article.published.isoformat()}">'
    return markup.document(paper, article.title, main, head)


def otherwise(paper: "Paper", address: str) -> Answer | None:
    """Endless lists, an endless calendar, endless redirects, and 200 for whatever is nowhere."""
    path, _, query = address.partition("?")
    if found := MONTH.fullmatch(path):
        return _calendar(paper, *(int(part or 1) for part in found.groups()))
    if path.startswith(LONG):
        return redirect(f"{paper.url}{LONG}{len(path)}/x{'x' * (len(path) - len(LONG))}/", 302)
    number = parse_qs(query).get("page", [""])[0]
    for group, articles in lists.groups(paper):
        if number.isdigit() and articles and listing(group, 1) == path:  # beyond the last page: the last articles again
            return lists.page(paper, group, articles[-PER_PAGE:], "", listing(group, int(number) + 1))
    known = path in paper.kind.files(paper) or paper.article_at(paper.full(path)) or path in lists.pages(paper)
    return None if known else paper.missing(200)


def files(paper: "Paper") -> Pages:
    """An index that names itself, a child that names its parent, a bomb, and a feed that may become a page."""
    index, child = f"{paper.url}/sitemap.xml", f"{paper.url}/sitemap-actualite.xml"
    listed = [paper.url + DEAD, *(paper.address(article) for article in paper.live)]
    return {
        "/robots.txt": lambda _: sitemaps.robots(index, closed=("/admin/",)),
        "/sitemap.xml": lambda _: sitemaps.index((url, None) for url in (index, child, f"{index}?x=1")),
        "/sitemap-actualite.xml": lambda _: sitemaps.urlset((url, None) for url in listed),
        BOMB: lambda _: Answer(body=_bomb(), content_type=XML),
        FEED: feeds.switched(paper, feeds.rss(paper)),
        LOOP: lambda _: redirect(paper.url + LOOP.replace("le-pont", "un-pont"), 302),
        LOOP.replace("le-pont", "un-pont"): lambda _: redirect(paper.url + LOOP, 302),
    }


def _calendar(paper: "Paper", year: int, month: int, day: int) -> Answer:
    try:
        first = date(year, month, day)
        months = [f"{first + timedelta(days=31 * step):/agenda/%Y/%m/}" for step in (-1, 1)]
    except (ValueError, OverflowError):
        return paper.missing(200)
    days = [f"/agenda/{first:%Y/%m}/{number:02}/" for number in range(1, 29)]
    main = f"<h1>Agenda {first:%m/%Y}</h1><p>{paper.newsroom.say('bio')}</p>" + " ".join(
        markup.link(paper, each, each.strip("/")) for each in (*months, *days)
    )
    return Answer(body=markup.document(paper, "Agenda", main).encode(), tagged=False)


def _temptations(paper: "Paper") -> str:
    named = {
        f"/agenda/{paper.born:%Y/%m}/": "Agenda",
        LOOP: "Le pont de la boucle reste fermé aux camions",
        LONG: "Une redirection qui ne finit jamais",
        DEAD: "Une page que personne n’a jamais écrite ici",
    }
    links = "".join(f"<li>{markup.link(paper, place, words)}</li>" for place, words in named.items())
    return f'<ul class="tempting">{links}</ul>'


def _bomb() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "boum">{levels}]>
<rss version="2.0"><channel><title>&l9;</title><item><title>&l9;</title><link>&l9;</link></item></channel>
</rss>""".encode()


def _head(paper: "Paper") -> str:
    name = paper.newsroom.words["name"]
    return feeds.alternate(FEED, name) + feeds.alternate(BOMB, f"{name} (archives)")


TRAPS = Kind(
    name="traps",
    language="fr",
    show=show,
    address=address,
    listing=listing,
    per_page=PER_PAGE,
    endless=True,
    boxes=_temptations,
    services=(("/redaction", "about"), ("/mentions", "legal")),
    head=_head,
    files=files,
    otherwise=otherwise,
    deletes="home",
    fails_every=29,
    session="PHPSESSID",
    sources=2 + 2 + 3 + 5,
)

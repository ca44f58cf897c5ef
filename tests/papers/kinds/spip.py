"""SPIP: everything is a query of spip.php, the feed is in ISO-8859-1, rubrics turn by debut_articles."""

from html import escape
from typing import TYPE_CHECKING

from .. import feeds, markup, sitemaps
from ..answer import Answer
from ..article import Article
from ..kind import Group, Kind, Pages

if TYPE_CHECKING:
    from ..paper import Paper

FEED = "/spip.php?page=backend"
PER_PAGE = 5
NAMES = {"section": "rubrique", "tag": "mot", "author": "auteur"}


def address(article: Article) -> str:
    return f"/spip.php?article{article.number}"


def listing(group: Group, number: int) -> str:
    if group.sort == "front":
        return "/" if number == 1 else ""
    page = f"/spip.php?{NAMES[group.sort]}{group.number}"
    return page if number == 1 else f"{page}&debut_articles={(number - 1) * PER_PAGE}"


def variants(paper: "Paper", article: Article) -> Pages:
    """The print page, the address with the rubric's name, and the forum's form, which repeats the article."""
    printed = f"<html><head><title>{escape(article.title)}</title></head><body><h1>{escape(article.title)}</h1>"
    return {
        f"/spip.php?id_article={article.number}&page=imprimer": lambda _: Answer(
            body=(printed + markup.paragraphs(article) + "</body></html>").encode()
        ),
        f"/spip.php?id_article={article.number}&page=article": lambda _: Answer(body=show(paper, article).encode()),
    }


def show(paper: "Paper", article: Article) -> str:
    """The page of an article, as SPIP's own skeleton prints it: nothing for machines in its head."""
    labels, number = paper.newsroom.labels, article.number
    author = markup.link(paper, listing(_group(paper, "author", "people", article.author), 1), article.author)
    section = markup.link(paper, listing(_group(paper, "section", "sections", article.section), 1), article.section)
    main = f"""<p id="hierarchie">{section} &gt; {escape(article.title)}</p>
<div class="cartouche"><h1 class="crayon article-titre-{number}">{escape(article.title)}</h1>
<p class="info-publi">{markup.date(paper, article.published, day=True)},
<span class="auteurs">{labels["by"].lower()} {author}</span></p></div>
<div class="surlignable"><div class="crayon article-texte-{number} texte">
{markup.paragraphs(article)}
</div></div>
<p class="stats">{markup.counters(paper)}</p>
{markup.proverb(paper, '<div class="menu proverbe"><p>%s</p></div>')}
{markup.related(paper)}
<a href="/spip.php?page=imprimer&amp;id_article={number}" rel="nofollow">Imprimer</a>
<div id="forum"><h2>Messages</h2><form action="/spip.php?page=forum&amp;id_article={number}" method="post">
<fieldset class="previsu"><legend>{labels["reply"]}</legend><input name="titre"><textarea name="texte"></textarea>
<input type="email" name="email"></fieldset></form></div>"""
    return markup.document(paper, article.title, main)


def files(paper: "Paper") -> Pages:
    """No sitemap: robots.txt names none."""
    return {
        "/robots.txt": lambda _: sitemaps.robots(closed=("/ecrire/", "/local/")),
        FEED: feeds.rss(paper, charset="ISO-8859-1"),
    }


def _group(paper: "Paper", sort: str, words: str, name: str) -> Group:
    return Group(sort, name, paper.newsroom.words[words].index(name) + 1)


SPIP = Kind(
    name="spip",
    language="fr",
    show=show,
    address=address,
    variants=variants,
    listing=listing,
    per_page=PER_PAGE,
    services=(("/spip.php?page=apropos", "about"), ("/spip.php?page=mentions", "legal")),
    head=lambda paper: (
        feeds.alternate(FEED, paper.newsroom.words["name"]) + '<meta name="generator" content="SPIP 4.3">'
    ),
    files=files,
    validators=frozenset({"modified"}),
    sources=2 + 1 + 5,
)

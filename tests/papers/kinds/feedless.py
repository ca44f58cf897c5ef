"""A paper made by hand: no feed, no sitemap, no robots.txt; old articles stand on sections' later pages."""

from html import escape
from typing import TYPE_CHECKING

from .. import markup
from ..article import Article
from ..kind import Group, Kind
from ..newsroom import slug

if TYPE_CHECKING:
    from ..paper import Paper


def address(article: Article) -> str:
    return f"/{slug(article.section)}/{article.number + 4200}-{article.slug}.html"


def listing(group: Group, number: int) -> str:
    if group.sort == "front":
        return "/" if number == 1 else ""
    if group.sort != "section":
        return ""
    return f"/{slug(group.name)}/" if number == 1 else f"/{slug(group.name)}/?page={number}"


def show(paper: "Paper", article: Article) -> str:
    """The page of an article, as a webmaster of 2008 did it: classes of his own, nothing for machines."""
    main = f"""<div class="colonne2"><h1 class="titre">{escape(article.title)}</h1>
<p class="date">{markup.date(paper, article.published, day=True)} |
{paper.newsroom.labels["by"]} {escape(article.author)}</p>
<div class="corps">
{markup.paragraphs(article, ' align="justify"')}
</div></div>
<div class="compteur">{markup.counters(paper)}</div>
{markup.related(paper)}
{markup.proverb(paper, '<div class="encart-proverbe">%s</div>')}
<a href="javascript:window.print()">Imprimer</a> <a href="javascript:history.back()">Retour</a>"""
    return markup.document(paper, article.title, main)


FEEDLESS = Kind(
    name="feedless",
    language="fr",
    show=show,
    address=address,
    listing=listing,
    menu='<div class="bandeau2"><ul class="rubriques">%s</ul></div>',
    per_page=4,
    services=(("/contact.html", "about"), ("/mentions-legales.html", "legal")),
    sources=2 + 5,
)

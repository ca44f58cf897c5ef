"""Pages of HTML, and what stands on every one: menu, boxes beside the text, counters, forms, footer."""

from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from .article import Article
from .kind import Group

if TYPE_CHECKING:
    from .paper import Paper

SAFE = "/?=&;,:+~-._"


def document(paper: "Paper", title: str, main: str, head: str = "") -> str:
    """A whole page."""
    language, labels = paper.kind.language, paper.newsroom.labels
    direction = ' dir="rtl"' if language == "ar" else ""
    name = paper.newsroom.words["name"]
    services = "".join(f"<li>{link(paper, address, labels[label])}</li>" for address, label in paper.kind.services)
    return f"""<!DOCTYPE html>
<html lang="{language}"{direction}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} – {escape(name)}</title>
{paper.kind.head(paper)}
{head}
</head>
<body class="site {paper.kind.name}">
<header id="masthead"><p class="site-title">{link(paper, "/", name)}</p>
<form role="search" method="get" action="/"><input type="search" name="s" placeholder="{labels["search"]}"></form>
</header>
{paper.kind.menu % _menu(paper)}
<div id="content">
<main id="main">
{main}
</main>
<aside id="sidebar">{_box(paper, "latest", paper.live[:5])}{_box(paper, "read", _sample(paper, 5))}
{paper.kind.boxes(paper)}</aside>
</div>
<footer id="footer"><ul>{services}</ul><p>© {escape(name)} {paper.born:%Y}</p></footer>
</body>
</html>
"""


def link(paper: "Paper", address: str, words: str, **attributes: str) -> str:
    """A link, with the session's id where the paper puts one."""
    more = "".join(f' {name.rstrip("_")}="{value}"' for name, value in attributes.items())
    return f'<a href="{href(paper, address)}"{more}>{escape(words)}</a>'


def href(paper: "Paper", address: str) -> str:
    """An address as a page links to it."""
    target = quote(address, safe=SAFE)
    if paper.kind.session:
        target += f"{'&' if '?' in target else '?'}{paper.kind.session}={paper.chance.getrandbits(104):026x}"
    return escape(target)


def to(paper: "Paper", article: Article) -> str:
    """A link to an article by its headline."""
    return link(paper, paper.kind.address(article), article.title)


def teaser(paper: "Paper", article: Article) -> str:
    """An article on a list: headline, date, summary."""
    return f"""<div class="teaser"><h2>{to(paper, article)}</h2>
<p class="date">{date(paper, article.published)}</p><p>{escape(article.summary)}</p></div>
"""


def paragraphs(article: Article, attributes: str = "") -> str:
    """The text."""
    return "\n".join(f"<p{attributes}>{escape(text)}</p>" for text in article.paragraphs)


def related(paper: "Paper") -> str:
    """Other articles, others at each load."""
    return _box(paper, "related", _sample(paper, 4))


def counters(paper: "Paper") -> str:
    """How often the page was seen and commented, more at each load."""
    chance, labels = paper.chance, paper.newsroom.labels
    return (
        f'<span class="views">{chance.randint(20, 9000)} {labels["views"]}</span> '
        f'<span class="comments-link"><a href="#comments">{chance.randint(0, 60)} {labels["comments"]}</a></span>'
    )


def proverb(paper: "Paper", element: str) -> str:
    """The saying of the day, another one at each load, in an element such as `<p>%s</p>`."""
    return element % f"{paper.newsroom.labels['proverb']} {paper.chance.choice(paper.newsroom.words['proverbs'])}"


def canonical(paper: "Paper", article: Article) -> str:
    """The link that names the article's own address."""
    return f'<link rel="canonical" href="{escape(paper.address(article))}">'


def opengraph(paper: "Paper", article: Article) -> str:
    """What a page's head says of an article."""
    said = {
        "og:type": "article",
        "og:title": article.title,
        "og:description": article.summary,
        "og:url": paper.address(article),
        "og:site_name": paper.newsroom.words["name"],
        "article:published_time": article.published.isoformat(),
        "article:modified_time": article.modified.isoformat(timespec="seconds"),
        "article:section": article.section,
    }
    return "\n".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in said.items())


def date(paper: "Paper", moment: datetime, *, day: bool = False) -> str:
    """A date as the paper's readers write it, with the day of the week on request."""
    words, comma = paper.newsroom.words, "، " if paper.kind.language == "ar" else " "
    plain = f"{moment.day} {words['months'][moment.month - 1]} {moment.year}"
    return f"{words['days'][moment.weekday()]}{comma}{plain}" if day else plain


def _menu(paper: "Paper") -> str:
    sections = enumerate(paper.newsroom.words["sections"], start=1)
    listed = (link(paper, paper.kind.listing(Group("section", name, place), 1), name) for place, name in sections)
    return "".join(f"<li>{each}</li>" for each in listed)


def _box(paper: "Paper", label: str, articles: Iterable[Article]) -> str:
    items = "".join(f"<li>{to(paper, article)}</li>" for article in articles)
    return f'<section class="box {label}"><h3>{paper.newsroom.labels[label]}</h3><ul>{items}</ul></section>'


def _sample(paper: "Paper", number: int) -> list[Article]:
    return paper.chance.sample(paper.live, min(number, len(paper.live)))

"""Pages made of articles: three themes like those that regional papers use, and the paper's own pages."""

import functools
import json
import tomllib
from collections.abc import Iterable
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from .article import INLINE, Article, Block
from .picture import sized

FOLDER = Path(__file__).parent / "themes"
NAME = "Le Courrier du Fleuve"
WIDTHS = (240, 960)
"""Of the forms of a picture beside its own, in pixels."""
BLANK = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
TAGS = {"paragraph": "p", "subhead": "h2"}


@functools.cache
def _template(name: str) -> Template:
    return Template((FOLDER / f"{name}.html").read_text("utf-8"))


@functools.cache
def _all_labels() -> dict[str, Any]:
    labels: dict[str, Any] = tomllib.loads((FOLDER / "labels.toml").read_text("utf-8"))
    return labels


def _labels(article: Article) -> dict[str, Any]:
    """Words around an article; a language that has none of its own for this theme gets the French ones."""
    every = _all_labels()
    own: dict[str, Any] = every.get(article.language, {})
    french: dict[str, Any] = every["fr"]
    return own if article.theme in own else french


def _form_labels(article: Article) -> dict[str, str]:
    absent = ("none",) if article.comments else ("says", "answer")
    labels = _labels(article)[article.theme]
    return {name: words for name, words in labels.items() if name not in absent}


def comment_noise(article: Article) -> tuple[str, ...]:
    """Phrases of the comments below the article and of their form: a text that holds one of them is wrong."""
    form = (words for words in _form_labels(article).values() if " " in words and "*" not in words)
    written = (part for comment in article.comments for part in (comment.author, comment.text))
    return (*form, *written)


def other_noise(article: Article) -> tuple[str, ...]:
    """Phrases of the page that belong neither to the text nor to the comments: sharing, related stories, footer."""
    labels = _labels(article)
    return tuple(labels[name] for name in ("share", "tagged", "related", "before", "after", "letter", "rights"))


def article_page(article: Article, base: str, menu: str, others: list[Article]) -> bytes:
    """The page of an article as its theme lays it out; `others` are linked below it."""
    labels, form = _labels(article), _form_labels(article)
    words = {name: escape(value) for name, value in labels.items() if isinstance(value, str)}
    words |= {f"c_{name}": escape(value) for name, value in form.items()}
    return _fill(
        article.theme,
        words
        | {
            "language": article.language,
            "title": escape(article.title),
            "head": _head(article, base),
            "canonical": base + escape(article.path),
            "nav": menu,
            "section": escape(article.section),
            "section_url": section_path(article.section),
            "authors": escape(", ".join(article.authors)),
            "date": _dates(article, labels),
            "second_title": f"<h2>{escape(article.title)}</h2>" if article.repeat_title else "",
            "body": _body(article.body, lazy=article.theme == "drupal"),
            "tags": ", ".join(f'<a href="/tag/{escape(tag)}/" rel="tag">{escape(tag)}</a>' for tag in article.tags),
            "comments": _comments(article, form),
            "related_links": "".join(f"<li>{link(other)}</li>" for other in others),
            "neighbours": _neighbours(labels, others),
        },
    )


def list_page(title: str, articles: Iterable[Article], menu: str, *, head: str = "", more: str = "") -> bytes:
    """The front page or a section page: headlines and summaries, newest first."""
    cards = (
        f'<div class="card"><h2>{link(article)}</h2><p>{escape(article.summary)}</p></div>' for article in articles
    )
    return plain_page(title, "\n".join(cards) + more, menu, head=head)


def plain_page(title: str, body: str, menu: str, *, head: str = "") -> bytes:
    """A page of the paper's own around any HTML."""
    return _fill("page", {"language": "fr", "title": escape(title), "body": body, "nav": menu, "head": head})


def link(article: Article) -> str:
    """An HTML link to an article, its headline as text."""
    return f'<a href="{escape(article.path)}">{escape(article.title)}</a>'


def section_path(section: str) -> str:
    """Where a section's page is: `/rubrique/region/`."""
    plain = section.lower().translate(str.maketrans("éèêàçô", "eeeaco", " '’")).replace("العربية", "arabe")
    return f"/rubrique/{plain}/"


def _fill(name: str, words: dict[str, str]) -> bytes:
    return _template(name).substitute(words).encode()


def _head(article: Article, base: str) -> str:
    title, url = escape(article.title), base + escape(article.path)
    lines = [
        f"<title>{title} – {NAME}</title>",
        f'<link rel="canonical" href="{url}">',
        '<link rel="icon" href="/static/logo.svg" type="image/svg+xml">',
        f'<meta name="description" content="{escape(article.summary)}">',
    ]
    if "opengraph" in article.metadata:
        lines += [f'<meta property="{name}" content="{escape(value)}">' for name, value in _open_graph(article, base)]
    if "jsonld" in article.metadata:
        data = json.dumps(_json_ld(article, base), ensure_ascii=False, indent=1).replace("</", "<\\/")
        lines.append(f'<script type="application/ld+json">{data}</script>')
    return "\n".join(lines)


def _open_graph(article: Article, base: str) -> list[tuple[str, str]]:
    pairs = [
        ("og:type", "article"),
        ("og:title", article.title),
        ("og:description", article.summary),
        ("og:url", base + article.path),
        ("og:site_name", NAME),
        ("article:published_time", article.published.isoformat()),
        ("article:section", article.section),
    ]
    if article.image:
        pairs.append(("og:image", base + article.image))
    if article.modified:
        pairs.append(("article:modified_time", article.modified.isoformat()))
    pairs += [("article:author", author) for author in article.authors]
    return pairs + [("article:tag", tag) for tag in article.tags]


def _json_ld(article: Article, base: str) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": base + article.path,
        "headline": article.title,
        "description": article.summary,
        "inLanguage": article.language,
        "datePublished": article.published.isoformat(),
        "dateModified": (article.modified or article.published).isoformat(),
        "author": [{"@type": "Person", "name": author} for author in article.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": NAME, "url": base + "/"},
        "articleSection": article.section,
        "keywords": list(article.tags),
        **({"image": [base + article.image]} if article.image else {}),
    }


def _dates(article: Article, labels: dict[str, Any]) -> str:
    parts = [f"{labels['published']} {_moment(article.published, article, labels)}"]
    if article.modified:
        parts.append(f"{labels['updated']} {_moment(article.modified, article, labels)}")
    return " · ".join(parts)


def _moment(moment: datetime, article: Article, labels: dict[str, Any]) -> str:
    date = labels["day"].format(day=moment.day, month=labels["months"][moment.month - 1], year=moment.year)
    if not article.exact_time:
        return str(date)
    shown = labels["time"].format(date=date, hour=moment.hour, minute=moment.minute)
    return f'<time datetime="{moment.isoformat()}">{shown}</time>'


def _body(blocks: Iterable[Block], *, lazy: bool) -> str:
    lines: list[str] = []
    within = False
    for block in blocks:
        if within != (block.kind == "item"):
            within = not within
            lines.append("<ul>" if within else "</ul>")
        lines.append(_block(block, lazy=lazy))
    return "\n".join(lines) + ("</ul>" if within else "")


def _block(block: Block, *, lazy: bool) -> str:
    words = INLINE.sub(
        lambda found: f'<a href="{found[2]}">{found[1]}</a>' if found[1] else f"<em>{found[3]}</em>",
        escape(block.markup, quote=False),
    )
    match block.kind:
        case "caption":
            return f"<figure>{_picture(block.image, lazy)}<figcaption>{words}</figcaption></figure>"
        case "quote":
            return f"<blockquote><p>{words}</p></blockquote>"
        case "item":
            return f"<li>{words}</li>"
        case kind:
            return f"<{TAGS[kind]}>{words}</{TAGS[kind]}>"


def _picture(path: str, lazy: bool) -> str:
    """A picture in several sizes; or, as many systems have it, for a script to load when it is scrolled to."""
    sizes = ", ".join(f"{sized(path, width)} {width}w" for width in WIDTHS)
    plain = f'<img src="{path}" srcset="{sizes}" alt="" width="480" height="270">'
    if not lazy:
        return plain
    late = (
        f'<img class="lazyload" src="{BLANK}" data-src="{path}" data-srcset="{sizes}" alt="" width="480" height="270">'
    )
    return f"{late}<noscript>{plain}</noscript>"


def _comments(article: Article, form: dict[str, str]) -> str:
    if not article.comments:
        return f"<p>{escape(form['none'])}</p>"
    each = _template(f"{article.theme}.comment")
    words = {f"c_{name}": escape(value) for name, value in form.items()}
    made = (
        each.substitute(words, author=escape(comment.author), text=escape(comment.text)) for comment in article.comments
    )
    return "".join(made) if article.theme != "wordpress" else f'<ol class="comment-list">{"".join(made)}</ol>'


def _neighbours(labels: dict[str, Any], others: list[Article]) -> str:
    names = ("before", "after")
    return " ".join(
        f'<div class="nav-{name}">{escape(labels[name])} {link(other)}</div>'
        for name, other in zip(names, others, strict=False)
    )

"""Every address of the newspaper and what is there."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby
from urllib.parse import unquote

from . import feeds, picture, sitemaps, theme
from .article import Article, articles
from .generated import generated
from .resource import PRESS_DAY, Resource

PRIVATE = "/private/brouillon-du-budget-2027-de-la-redaction/"
GALLERY = "/2026/10/20/album-photo-de-la-fete-du-fleuve/"
DOCUMENT = "/2026/10/programme-de-la-fete-du-fleuve.pdf"
GONE = "/2026/01/15/un-article-retire-du-site-par-la-redaction/"
ABOUT = "/le-journal/"
RSS, COMMENTS_RSS, ATOM = "/feed/", "/comments/feed/", "/english/feed.atom"
ENGLISH = "English"
CSS = "text/css; charset=utf-8"

Page = Callable[[], Resource]


def _same(resource: Resource) -> Resource:
    return resource


def _image(path: str, width: int = 480) -> Resource:
    return Resource(body=picture.png(path, width, width * 9 // 16), content_type="image/png")


def _files() -> dict[str, Resource]:
    styles = ("courrier.css", "lettres.css", "impression.css")
    drawings = {"logo": picture.LOGO, "waves": picture.WAVES, "rives": picture.BANKS, "guillemets": picture.QUOTES}
    script = (theme.FOLDER / "menu.js").read_bytes()
    return {
        **{f"/static/{name}": Resource(body=(theme.FOLDER / name).read_bytes(), content_type=CSS) for name in styles},
        **{f"/static/{name}.svg": Resource(body=drawings[name], content_type="image/svg+xml") for name in drawings},
        "/static/menu.js": Resource(body=script, content_type="text/javascript"),
        "/static/courrier-titres.woff2": Resource(body=picture.FONT, content_type="font/woff2"),
        DOCUMENT: Resource(
            body=picture.pdf("Programme de la fete du fleuve, 20 octobre 2026"), content_type="application/pdf"
        ),
    }


@dataclass(frozen=True)
class Site:
    """One edition of the newspaper at the address `base`."""

    base: str
    feed: bool = True
    sitemap: bool = True
    copies: int = 1
    extra_articles: int = 0

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """All articles, newest first."""
        return (*articles(), *generated(self.extra_articles))

    @cached_property
    def copied(self) -> dict[str, Article]:
        """Second addresses that answer with an article's identical bytes."""
        plain = [article for article in self.articles if not (article.coding or article.chunked or article.old_path)]
        return {f"/rediffusion{article.path}": article for article in plain[: self.copies]}

    def find(self, target: str) -> Resource:
        """What is at a path with query; an unknown query is ignored, as most sites do."""
        full = unquote(target)
        page = self._pages.get(full) or self._pages.get(full.partition("?")[0])
        return page() if page else self._not_found()

    @cached_property
    def menu(self) -> str:
        """Links to the sections."""
        links = (f'<li><a href="{theme.section_path(name)}">{name}</a></li>' for name in self._sections)
        return "".join(links) + f'<li><a href="{ABOUT}">Le journal</a></li>'

    @cached_property
    def _sections(self) -> dict[str, list[Article]]:
        ordered = sorted(self.articles, key=lambda article: article.section)
        return {name: list(group) for name, group in groupby(ordered, key=lambda article: article.section)}

    @cached_property
    def _pages(self) -> dict[str, Page]:
        pages: dict[str, Page] = {path: partial(_same, file) for path, file in _files().items()}
        for article in self.articles:
            self._add(pages, article)
        for path, article in self.copied.items():
            pages[unquote(path)] = pages[unquote(article.path)]
        for name in self._sections:
            pages[theme.section_path(name)] = partial(self._section, name)
        pages |= {"/": self._front, ABOUT: self._about, GALLERY: self._gallery, PRIVATE: self._private}
        pages["/robots.txt"] = lambda: Resource(
            body=sitemaps.robots(self.base, self.sitemap), content_type="text/plain; charset=utf-8"
        )
        return pages | (self._feeds() if self.feed else {}) | (self._sitemaps() if self.sitemap else {})

    def _add(self, pages: dict[str, Page], article: Article) -> None:
        pages[unquote(article.path)] = partial(self._article, article)
        if article.old_path:
            pages[article.old_path] = partial(_same, Resource(status=301, location=article.path))
        if article.image:
            pages[article.image] = partial(_image, article.image)
            for width in theme.WIDTHS:
                pages[picture.sized(article.image, width)] = partial(_image, article.image, width)

    def _article(self, article: Article) -> Resource:
        others = [other for other in self._sections[article.section] if other is not article][:3]
        return Resource(
            body=theme.article_page(article, self.base, self.menu, others),
            modified=article.modified or article.published,
            coding=article.coding,
            chunked=article.chunked,
        )

    def _front(self) -> Resource:
        copies = "".join(f'<li><a href="{path}">{article.title}</a></li>' for path, article in self.copied.items())
        more = f"""
<h2>Rediffusions</h2><ul>{copies}</ul>
<h2>Service</h2><ul>
<li><a href="{GALLERY}">Album photo de la fête du fleuve</a></li>
<li><a href="{DOCUMENT}">Programme de la fête (PDF)</a></li>
<li><a href="{GONE}">Un article que la rédaction a retiré depuis</a></li>
<li><a href="{PRIVATE}">Brouillon du budget de la rédaction</a></li></ul>"""
        return Resource(
            body=theme.list_page("À la une", self.articles[:40], self.menu, head=self._feed_links(), more=more)
        )

    def _section(self, name: str) -> Resource:
        return Resource(body=theme.list_page(name, self._sections[name][:100], self.menu, head=self._feed_links()))

    def _feed_links(self) -> str:
        named = (
            ("application/rss+xml", "Le Courrier du Fleuve » Flux", RSS),
            ("application/rss+xml", "Le Courrier du Fleuve » Flux des commentaires", COMMENTS_RSS),
            ("application/atom+xml", "Le Courrier du Fleuve in English", ATOM),
        )
        links = (f'<link rel="alternate" type="{kind}" title="{title}" href="{path}">' for kind, title, path in named)
        return "\n".join(links) if self.feed else ""

    def _about(self) -> Resource:
        body = """<p>Sept journalistes et une photographe, à Sarkandé.</p><ul><li>Téléphone : 00 12 34</li>
<li>Rue du Bac, derrière la poste</li></ul>"""
        return Resource(body=theme.plain_page("Qui fait ce journal", body, self.menu))

    def _gallery(self) -> Resource:
        images = dict.fromkeys(article.image for article in self.articles if article.image)
        body = "".join(f'<a href="{image}"><img src="{image}" alt=""></a>' for image in images)
        return Resource(body=theme.plain_page("Album", body, self.menu))

    def _private(self) -> Resource:
        body = "<p>Ce brouillon est réservé à la rédaction : robots.txt l’interdit à tous les robots.</p>"
        return Resource(body=theme.plain_page("Brouillon du budget", body, self.menu))

    def _not_found(self) -> Resource:
        body = "<p>Cette page n’existe pas, ou n’existe plus.</p>"
        return Resource(body=theme.plain_page("Page introuvable", body, self.menu), status=404)

    def _feeds(self) -> dict[str, Page]:
        english = [article for article in self.articles if article.section == ENGLISH]
        return {
            RSS: lambda: self._xml(feeds.rss(theme.NAME, self.base, self._items()), "application/rss+xml"),
            COMMENTS_RSS: lambda: self._xml(feeds.comments(self.base, self.articles), "application/rss+xml"),
            ATOM: lambda: self._xml(feeds.atom(theme.NAME, self.base, ATOM, english), "application/atom+xml"),
        }

    def _items(self) -> list[feeds.Item]:
        """Every article, one under its old address and every third with its content; then the oddities."""
        items = [
            (
                article.title,
                self.base + (article.old_path or article.path),
                article.published,
                article.summary,
                "".join(f"<p>{text}</p>" for text in article.paragraphs) if number % 3 == 0 else "",
            )
            for number, article in enumerate(self.articles)
        ]
        items += [(a.title, self.base + path, a.published, a.summary, "") for path, a in self.copied.items()]
        items.append(("Album photo de la fête du fleuve", self.base + GALLERY, PRESS_DAY, "Vingt images.", ""))
        items.append(("Programme de la fête du fleuve", self.base + DOCUMENT, PRESS_DAY, "À imprimer.", ""))
        return items

    def _sitemaps(self) -> dict[str, Page]:
        english = [article for article in self.articles if article.section == ENGLISH]
        others = [article for article in self.articles if article.section != ENGLISH]
        plain, zipped = "/sitemap-articles.xml", "/sitemap-english.xml.gz"
        return {
            "/sitemap.xml": lambda: self._xml(sitemaps.index(self.base, (plain, zipped))),
            plain: lambda: self._xml(sitemaps.urlset(self.base, others, (ABOUT, *self.copied))),
            zipped: lambda: Resource(
                body=gzip.compress(sitemaps.urlset(self.base, english), mtime=0), content_type="application/gzip"
            ),
        }

    def _xml(self, body: bytes, content_type: str = "application/xml") -> Resource:
        return Resource(body=body, content_type=f"{content_type}; charset=UTF-8")

"""What is known of a site after a look at it: its sources, what they list, and articles that were read."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from archive.article import Reading
from archive.canonical import page_key
from archive.links import discover
from archive.links.link import Link
from archive.links.shape import score

from ..politeness import robots
from ..sources import Feed, Sitemap, Source, WordPress


@dataclass(frozen=True, slots=True)
class Seen:
    """A source, and what it listed."""

    source: Source
    """As it was named or guessed."""
    address: str
    """Where it is: another than the source's own when that is a permanent redirect."""
    links: tuple[Link, ...] = ()
    """Of an index of sitemaps: those of the sitemaps that were looked into."""
    children: int = 0
    """Sitemaps in an index."""
    fault: str | None = None
    gone: bool = False

    @property
    def usable(self) -> bool:
        """Whether it lists articles."""
        return not self.fault and bool(self.links)

    @property
    def newest(self) -> datetime | None:
        """The latest date that it gives."""
        return max((when for link in self.links if (when := link.published or link.modified)), default=None)

    @property
    def language(self) -> str | None:
        """What it says most of its links are in."""
        said = Counter(link.language for link in self.links if link.language)
        return said.most_common(1)[0][0] if said else None

    @property
    def news(self) -> bool:
        """Whether it is a sitemap with headlines."""
        return isinstance(self.source, Sitemap) and any(link.title for link in self.links)


@dataclass(frozen=True, slots=True)
class Sample:
    """One article, read as a crawl would but for what its source says of it."""

    link: Link
    reading: Reading | None = None
    fault: str | None = None

    @property
    def read(self) -> Reading | None:
        """The reading, if it is of an article."""
        return self.reading if self.reading and self.reading.outcome == "article" else None


@dataclass(slots=True)
class Findings:
    """What is known of a site after a look at it."""

    front: str
    fault: str | None = None
    """Why the front page, and so everything, is out of reach."""
    found: discover.Found | None = None
    rules: robots.Rules | None = None
    """Of the front page's host; None when no robots.txt came."""
    delay: float = 0.0
    sitemaps: tuple[str, ...] = ()
    """Those that robots.txt names."""
    opt_outs: list[str] = field(default_factory=list)
    declared: list[Seen] = field(default_factory=list)
    """The sources of a site file, in its order."""
    seen: list[Seen] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    """Sources that it names on other sites, which were not asked for."""
    menu: tuple[str, ...] = ()
    """Links of the front page that lead to sections and services."""
    samples: list[Sample] = field(default_factory=list)
    requests: int = 0

    @property
    def sources(self) -> list[Seen]:
        """All of them, those of the site file first."""
        return [*self.declared, *self.seen]

    @property
    def articles(self) -> list[Link]:
        """What may be articles, each once: what feeds, APIs and news sitemaps name, then what else looks like it."""
        sure: dict[str, Link] = {}
        maybe: dict[str, Link] = {}
        for each in self.sources:
            for link in each.links:
                trusted = isinstance(each.source, Feed | WordPress) or link.title is not None
                if trusted or score(link.url) > 0:
                    (sure if trusted else maybe).setdefault(page_key(link.url), link)
        unlike = {page_key(url) for url in self.menu}
        return [*sure.values(), *(link for key, link in maybe.items() if key not in unlike and key not in sure)]

    @property
    def others(self) -> list[str]:
        """Links of the front page that surely lead to no article."""
        known = {page_key(link.url) for link in self.articles}
        return [url for url in self.menu if page_key(url) not in known]

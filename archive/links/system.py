"""What a site is made with, by the signs in its pages."""

import re
from itertools import islice

from .markup import Page
from .title import plain

KNOWN = ("wordpress", "spip", "drupal", "joomla", "blogger", "typo3", "ghost", "wmaker")
TRACES = (
    ("wordpress", re.compile(r"/wp-(?:content|includes|json)/")),
    ("spip", re.compile(r"spip\.php|/squelettes/|/local/cache-(?:css|js|vignettes)")),
    ("drupal", re.compile(r"/sites/(?:default|all)/|/core/misc/drupal|/misc/drupal\.js")),
    ("joomla", re.compile(r"/media/(?:jui|system|vendor/joomla)|/components/com_|[?&]option=com_")),
    ("blogger", re.compile(r"blogger\.com/|/feeds/posts/default")),
    ("wmaker", re.compile(r"/xml/syndication\.rss")),
)
READ = 1000
"""Addresses of a page in which the traces are looked for."""


def cms(page: Page) -> str | None:
    """One of KNOWN, or the first word of what the page says made it, in lower case; None when nothing tells."""
    made_with = [
        said
        for tag in page.elements("meta")
        if tag.get("name", "").lower() == "generator" and (said := plain(tag.get("content")))
    ]
    named = next((name for name in KNOWN if name in " ".join(made_with).lower()), None)
    return named or _traced(page) or next((said.split()[0].lower() for said in made_with), None)


def _traced(page: Page) -> str | None:
    tags = islice(page.elements("link", "script", "img", "a"), READ)
    addresses = "\n".join((tag.get("href") or tag.get("src") or "")[:500] for tag in tags)
    counts = {name: len(trace.findall(addresses)) for name, trace in TRACES}
    likeliest = max(counts, key=lambda name: counts[name])
    return likeliest if counts[likeliest] else None

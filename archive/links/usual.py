"""Where sites keep feeds and sitemaps that their home page does not name."""

from urllib.parse import urljoin, urlsplit

FEEDS = {
    "wordpress": ("feed/", "?feed=rss2"),
    "spip": ("spip.php?page=backend", "backend.php3"),
    "drupal": ("rss.xml", "?q=rss.xml"),
    "joomla": ("?format=feed&type=rss", "index.php?format=feed&type=rss"),
    "blogger": ("feeds/posts/default",),
    "wmaker": ("xml/syndication.rss",),
    "ghost": ("rss/",),
}
ANY_FEEDS = ("feed/", "rss.xml", "rss", "spip.php?page=backend", "feed.xml", "atom.xml")
SITEMAPS = {
    "wordpress": ("wp-sitemap.xml", "sitemap_index.xml", "sitemap.xml", "news-sitemap.xml", "sitemap-news.xml"),
    "joomla": ("sitemap.xml", "index.php?option=com_jmap&view=sitemap&format=xml"),
}
ANY_SITEMAPS = (
    "sitemap.xml",
    "sitemap_index.xml",
    "wp-sitemap.xml",
    "sitemap.xml.gz",
    "sitemap-news.xml",
    "sitemap.txt",
)
MOST = 6


def usual_feeds(home: str, cms: str | None = None) -> tuple[str, ...]:
    """Addresses at which sites made with this system have their feed, the likeliest first, at most six."""
    folder = urljoin(home, ".") if urlsplit(home).path else f"{home}/"
    return _addresses(folder, (*FEEDS.get(cms or "", ()), *ANY_FEEDS))


def usual_sitemaps(home: str, cms: str | None = None) -> tuple[str, ...]:
    """Addresses at which sites made with this system have their sitemap, the likeliest first, at most six."""
    return _addresses(urljoin(home, "/"), (*SITEMAPS.get(cms or "", ()), *ANY_SITEMAPS))


def _addresses(folder: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folder + name for name in names))[:MOST]

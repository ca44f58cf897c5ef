from scraper import Feed, NewsSpider, Sitemap


class Abendblatt(NewsSpider):
    """Hamburger Abendblatt, Germany."""

    name = "abendblatt.de"
    title = "Hamburger Abendblatt"
    country = "DE"
    language = "de"
    sources = (Feed("https://www.abendblatt.de/rss"), Sitemap("https://www.abendblatt.de/sitemaps/news.xml"))
    notes = "part is for subscribers; sitemaps by month since 2000-04: /sitemaps/archive/sitemap-YYYY-MM-p00.xml.gz"

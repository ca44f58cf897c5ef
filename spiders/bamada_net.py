from scraper import NewsSpider, Section, Sitemap


class Bamada(NewsSpider):
    """Bamada.net, Mali."""

    name = "bamada.net"
    title = "Bamada.net"
    country = "ML"
    language = "fr"
    sources = (Sitemap("http://bamada.net/sitemapindex.xml"), Section("https://bamada.net/"))
    article = r"^https?://[^/]+/[^/?.]+-[^/?.]+/?$"
    samples = ("https://bamada.net/la-rentree-scolaire-a-segou",)
    others = ("https://bamada.net/", "https://bamada.net/category/politique/", "https://bamada.net/?s=segou-mali")
    notes = "its robots.txt forbids /feed and every query (a copy of about 2019): its sitemap and front page instead"

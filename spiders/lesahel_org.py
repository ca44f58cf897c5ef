from scraper import Feed, NewsSpider


class LeSahel(NewsSpider):
    """Le Sahel, Niger."""

    name = "lesahel.org"
    title = "Le Sahel"
    country = "NE"
    language = "fr"
    sources = (Feed("https://www.lesahel.org/feed/"),)
    article = r"^https?://[^/]+/[^/?.]+-[^/?.]+/?(\?|$)"
    samples = ("https://www.lesahel.org/la-rentree-scolaire-a-diffa/",)
    others = ("https://www.lesahel.org/", "https://www.lesahel.org/category/politique/page/2")
    notes = "answered 403 to others on 2026-09-28; lesahel.info is another paper, of Chad"

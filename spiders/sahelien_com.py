from scraper import Feed, NewsSpider


class Sahelien(NewsSpider):
    """Sahelien, Mali and the Sahel, in French and, under /en/, in English."""

    name = "sahelien.com"
    title = "Sahelien"
    country = "ML"
    language = "fr en"
    sources = (Feed("https://sahelien.com/feed/"),)
    article = r"^https?://[^/]+/(en/)?[^/?.]+-[^/?.]+/?(\?|$)"
    samples = ("https://sahelien.com/la-rentree-scolaire-a-segou/", "https://sahelien.com/en/back-to-school-in-segou/")
    others = ("https://sahelien.com/", "https://sahelien.com/en/")

from scraper import Feed, NewsSpider


class WakatSera(NewsSpider):
    """Wakat Séra, Burkina Faso."""

    name = "wakatsera.com"
    title = "Wakat Séra"
    country = "BF"
    language = "fr"
    sources = (Feed("https://www.wakatsera.com/feed/"),)
    article = r"^https?://[^/]+/[^/?.]+-[^/?.]+/?(\?|$)"
    samples = ("https://www.wakatsera.com/la-rentree-scolaire-a-dori/",)
    others = ("https://www.wakatsera.com/", "https://www.wakatsera.com/category/politique/")

from scraper import Feed, NewsSpider, Section


class Sidwaya(NewsSpider):
    """Sidwaya, Burkina Faso."""

    name = "sidwaya.info"
    title = "Sidwaya"
    country = "BF"
    language = "fr"
    sources = (Feed("https://www.sidwaya.info/feed/"), Section("https://www.sidwaya.info/category/a-la-une/"))
    article = r"^https?://[^/]+/[^/?.]+-[^/?.]+/?(\?|$)"
    samples = ("https://www.sidwaya.info/la-rentree-scolaire-a-dori/",)
    others = ("https://www.sidwaya.info/", "https://www.sidwaya.info/category/a-la-une/")

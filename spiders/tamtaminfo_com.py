from scraper import Feed, NewsSpider, Section


class Tamtaminfo(NewsSpider):
    """Tamtaminfo, Niger."""

    name = "tamtaminfo.com"
    title = "Tamtaminfo"
    country = "NE"
    language = "fr"
    sources = (Feed("https://tamtaminfo.com/feed/"), Section("https://tamtaminfo.com/category/actualite/"))
    article = r"^https?://[^/]+/[^/?.]+-[^/?.]+/?(\?|$)"
    samples = ("https://tamtaminfo.com/la-rentree-scolaire-a-diffa/",)
    others = ("https://tamtaminfo.com/", "https://tamtaminfo.com/category/actualite/")

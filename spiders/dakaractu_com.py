from scraper import Feed, NewsSpider, Section


class Dakaractu(NewsSpider):
    """Dakaractu, Senegal."""

    name = "dakaractu.com"
    title = "Dakaractu"
    country = "SN"
    language = "fr"
    sources = (Feed("https://www.dakaractu.com/xml/syndication.rss"), Section("https://www.dakaractu.com/"))
    article = r"_a\d+\.html"
    samples = ("https://www.dakaractu.com/La-rentree-scolaire-a-Matam_a241234.html",)
    others = ("https://www.dakaractu.com/", "https://www.dakaractu.com/xml/syndication.rss")
    notes = "its feed was 404 to others in 2026-10; the pattern is assumed: WMaker's usual one"

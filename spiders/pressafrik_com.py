from scraper import Feed, NewsSpider


class PressAfrik(NewsSpider):
    """PressAfrik, Senegal."""

    name = "pressafrik.com"
    title = "PressAfrik"
    country = "SN"
    language = "fr"
    sources = (Feed("https://www.pressafrik.com/xml/syndication.rss"),)
    article = r"_a\d+\.html"
    samples = ("https://www.pressafrik.com/La-rentr%C3%A9e-scolaire-%C3%A0-Matam_a281234.html",)
    others = ("https://www.pressafrik.com/", "https://www.pressafrik.com/xml/syndication.rss")
    notes = "addresses with accents; the pattern is assumed: WMaker's usual one"

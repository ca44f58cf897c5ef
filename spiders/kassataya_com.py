from scraper import Feed, NewsSpider


class Kassataya(NewsSpider):
    """Kassataya, Mauritania: articles of many papers."""

    name = "kassataya.com"
    title = "Kassataya"
    country = "MR"
    language = "fr"
    sources = (Feed("https://kassataya.com/feed"),)
    article = r"/\d{4}/\d{2}/\d{2}/[^/?]+/?(\?|$)"
    samples = ("https://kassataya.com/2026/11/20/la-rentree-scolaire-a-kiffa/",)
    others = ("https://kassataya.com/", "https://kassataya.com/2026/11/20/")
    notes = "republishes other papers"

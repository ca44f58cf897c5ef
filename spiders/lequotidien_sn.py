from scraper import Feed, NewsSpider


class LeQuotidien(NewsSpider):
    """Le Quotidien, Senegal."""

    name = "lequotidien.sn"
    title = "Le Quotidien"
    country = "SN"
    language = "fr"
    sources = (Feed("https://lequotidien.sn/feed/"),)
    article = r"^https?://[^/]+/[^/?.]+-[^/?.]+/?(\?|$)"
    samples = (
        "https://lequotidien.sn/la-rentree-scolaire-a-matam/",
        "https://lequotidien.sn/la-rentree-scolaire-a-matam/?sfw=pass1234567890",
    )
    others = ("https://lequotidien.sn/", "https://lequotidien.sn/category/politique/")
    notes = "?sfw=pass… is a visitor's token and names no other page"

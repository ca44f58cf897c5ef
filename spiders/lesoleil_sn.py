from scraper import Feed, NewsSpider


class LeSoleil(NewsSpider):
    """Le Soleil, Senegal."""

    name = "lesoleil.sn"
    title = "Le Soleil"
    country = "SN"
    language = "fr"
    sources = (Feed("https://lesoleil.sn/feed/"),)

from scraper import Feed, NewsSpider


class NigerInter(NewsSpider):
    """Niger Inter, Niger."""

    name = "nigerinter.com"
    title = "Niger Inter"
    country = "NE"
    language = "fr"
    sources = (Feed("https://www.nigerinter.com/feed/"),)
    notes = "nigerinter.info is also given as its address"

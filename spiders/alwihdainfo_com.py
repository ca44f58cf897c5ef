from scraper import Feed, NewsSpider


class Alwihda(NewsSpider):
    """Alwihda Info, Chad, in French and Arabic."""

    name = "alwihdainfo.com"
    title = "Alwihda Info"
    country = "TD"
    language = "fr ar"
    sources = (Feed("https://www.alwihdainfo.com/rss/"),)
    notes = "/rss without its slash is a redirect"

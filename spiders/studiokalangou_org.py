from scraper import Feed, NewsSpider


class StudioKalangou(NewsSpider):
    """Studio Kalangou, Niger."""

    name = "studiokalangou.org"
    title = "Studio Kalangou"
    country = "NE"
    language = "fr"
    sources = (Feed("https://www.studiokalangou.org/feed/"),)
    notes = "most items in its feed were also in other papers"

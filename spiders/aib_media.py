from scraper import Feed, NewsSpider


class AIB(NewsSpider):
    """Agence d'Information du Burkina, the state's news agency."""

    name = "aib.media"
    title = "Agence d'Information du Burkina"
    country = "BF"
    language = "fr"
    sources = (Feed("https://www.aib.media/feed/"),)
    notes = "other papers republish its copy; compressed answers were reported broken"

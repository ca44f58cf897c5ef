from scraper import Feed, NewsSpider


class JournalDuNiger(NewsSpider):
    """Le Journal du Niger, Niger."""

    name = "journalduniger.com"
    title = "Le Journal du Niger"
    country = "NE"
    language = "fr"
    sources = (Feed("https://www.journalduniger.com/feed/"),)
    notes = "its feed's address is assumed: WordPress's usual one"

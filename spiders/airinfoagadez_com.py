from scraper import Feed, NewsSpider


class AirInfo(NewsSpider):
    """Aïr Info, of Agadez in the north of Niger."""

    name = "airinfoagadez.com"
    title = "Aïr Info"
    country = "NE"
    language = "fr"
    sources = (Feed("https://airinfoagadez.com/feed/"),)
    notes = "publishes little: a day without articles is no alarm"

from scraper import Feed, NewsSpider


class StudioTamani(NewsSpider):
    """Studio Tamani, Mali: in French, with sound in Bambara."""

    name = "studiotamani.org"
    title = "Studio Tamani"
    country = "ML"
    language = "fr"
    sources = (Feed("https://www.studiotamani.org/feed"),)
    article = r"/\d+-[^/?]+/?(\?|$)"
    samples = ("https://www.studiotamani.org/170123-la-rentree-scolaire-a-segou",)
    others = ("https://www.studiotamani.org/", "https://www.studiotamani.org/index.php?format=feed&type=rss")
    notes = "many posts are sound with little text; Joomla's index.php?format=feed is its past"

from scraper import Feed, NewsSpider


class JournalDuMali(NewsSpider):
    """Journal du Mali, Mali."""

    name = "journaldumali.com"
    title = "Journal du Mali"
    country = "ML"
    language = "fr"
    sources = (Feed("https://www.journaldumali.com/feed/"),)
    article = r"/\d{4}/\d{2}/\d{2}/[^/?]+/?(\?|$)"
    samples = ("https://www.journaldumali.com/2026/11/20/la-rentree-scolaire-a-segou/",)
    others = ("https://www.journaldumali.com/", "https://www.journaldumali.com/2026/11/20/page/2/")

from scraper import Feed, NewsSpider, Sitemap


class Hespress(NewsSpider):
    """Hespress, Morocco, in Arabic; fr. and en.hespress.com are editions of their own."""

    name = "hespress.com"
    title = "Hespress"
    country = "MA"
    language = "ar"
    sources = (Feed("https://www.hespress.com/feed"), Sitemap("https://www.hespress.com/sitemap-news.xml"))
    notes = "/sitemap.xml is an index of everything"

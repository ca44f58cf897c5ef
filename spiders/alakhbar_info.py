from scraper import Feed, NewsSpider


class Alakhbar(NewsSpider):
    """Alakhbar, Mauritania, in Arabic."""

    name = "alakhbar.info"
    title = "Alakhbar"
    country = "MR"
    language = "ar"
    sources = (Feed("https://alakhbar.info/?q=rss.xml"),)
    article = r"[?&]q=node/\d+"
    samples = ("https://alakhbar.info/?q=node/51234",)
    others = ("https://alakhbar.info/?q=rss.xml", "https://alakhbar.info/")
    notes = "the query names the page; /news.feed?type=rss is its past"

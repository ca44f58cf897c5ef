from scraper import Feed, NewsSpider


class LeCalame(NewsSpider):
    """Le Calame, Mauritania."""

    name = "lecalame.info"
    title = "Le Calame"
    country = "MR"
    language = "fr"
    sources = (Feed("https://lecalame.info/?q=rss.xml"),)
    article = r"[?&]q=node/\d+"
    samples = ("http://lecalame.info/?q=node/15123", "https://lecalame.info/?q=node/15123")
    others = ("http://lecalame.info/", "https://lecalame.info/?q=rss.xml")
    notes = "the query names the page; its links are plain http"

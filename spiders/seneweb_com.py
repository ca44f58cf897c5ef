from scraper import Feed, NewsSpider


class Seneweb(NewsSpider):
    """Seneweb, Senegal."""

    name = "seneweb.com"
    title = "Seneweb"
    country = "SN"
    language = "fr"
    sources = (Feed("https://www.seneweb.com/feed"),)
    article = r"/news/[^/]+/[^/]+_n_\d+\.html"
    samples = ("https://www.seneweb.com/news/Societe/la-rentree-scolaire-a-matam_n_451234.html",)
    others = ("https://www.seneweb.com/", "https://www.seneweb.com/news/Societe/")
    notes = "six other feed addresses are about, /news/rss/rss.xml is 404; readers' comments stand in the page"

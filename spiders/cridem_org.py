from scraper import Feed, NewsSpider


class Cridem(NewsSpider):
    """CRIDEM, Mauritania: articles of many papers."""

    name = "cridem.org"
    title = "CRIDEM"
    country = "MR"
    language = "fr"
    sources = (Feed("http://cridem.org/rss.php"),)
    article = r"C_Info\.php\?article=\d+"
    samples = ("https://cridem.org/C_Info.php?article=781234", "http://www.cridem.org/C_Info.php?article=781234")
    others = ("https://cridem.org/", "https://cridem.org/imprimable.php?article=781234")
    notes = "republishes other papers; ISO-8859-1; one client had to look like a browser"

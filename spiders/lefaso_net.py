from scraper import Feed, NewsSpider


class LeFaso(NewsSpider):
    """leFaso.net, Burkina Faso."""

    name = "lefaso.net"
    title = "leFaso.net"
    country = "BF"
    language = "fr"
    sources = (Feed("https://lefaso.net/spip.php?page=backend"),)
    article = r"spip\.php\?article\d+"
    samples = ("https://lefaso.net/spip.php?article138201",)
    others = ("https://lefaso.net/spip.php?rubrique21", "https://lefaso.net/spip.php?page=backend")
    notes = "a changing 'Proverbe du Jour' tops every page; readers' comments follow the text"

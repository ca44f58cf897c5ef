from scraper import Feed, NewsSpider


class SaharaMedias(NewsSpider):
    """Sahara Medias, Mauritania, in Arabic and French."""

    name = "saharamedias.net"
    title = "Sahara Medias"
    country = "MR"
    language = "ar fr"
    sources = (Feed("https://www.saharamedias.net/feed/"),)
    notes = "the French edition's feed is not declared: fr.saharamedias.net/feed/ or saharamedias.net/fr/feed"

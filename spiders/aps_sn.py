from scraper import Feed, NewsSpider


class APS(NewsSpider):
    """Agence de Presse Sénégalaise, Senegal."""

    name = "aps.sn"
    title = "Agence de Presse Sénégalaise"
    country = "SN"
    language = "fr"
    sources = (Feed("https://aps.sn/feed/"),)
    article = r"^https?://[^/]+/[^/?.]+-[^/?.]+/?(\?|$)"
    samples = ("https://aps.sn/la-rentree-scolaire-a-matam/",)
    others = ("https://aps.sn/", "https://aps.sn/spip.php?page=backend")
    notes = "other papers republish its copy; the old spip.php?page=backend may still answer, perhaps with old news"

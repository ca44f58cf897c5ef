from scraper import Feed, NewsSpider


class ANP(NewsSpider):
    """Agence Nigérienne de Presse, Niger."""

    name = "anp.ne"
    title = "Agence Nigérienne de Presse"
    country = "NE"
    language = "fr"
    sources = (Feed("https://anp.ne/feed/"),)
    article = r"^https?://[^/]+/[^/?.]+-[^/?.]+/?(\?|$)"
    samples = ("https://anp.ne/la-rentree-scolaire-a-diffa/", "https://www.anp.ne/la-rentree-scolaire-a-diffa/")
    others = ("https://anp.ne/", "https://anp.ne/region/diffa/")
    notes = "lists by region: /region/niamey/, /region/agadez/, /region/diffa/"

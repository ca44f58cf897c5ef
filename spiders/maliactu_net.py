from scraper import Feed, NewsSpider


class MaliActu(NewsSpider):
    """Mali Actu, Mali."""

    name = "maliactu.net"
    title = "Mali Actu"
    country = "ML"
    language = "fr"
    sources = (Feed("https://maliactu.net/feed/"),)
    article = r"^https?://[^/]+/[^/?.]+-[^/?.]+/?(\?|$)"
    samples = ("https://maliactu.net/la-rentree-scolaire-a-segou/",)
    others = ("https://maliactu.net/", "https://maliactu.net/author/7/page/2")
    notes = "?amp=1 gives the page again; a 'Trinity Audio player' line and the site's motto stand in the text"

from scraper import Feed, NewsSpider


class ActuNiger(NewsSpider):
    """ActuNiger, Niger."""

    name = "actuniger.com"
    title = "ActuNiger"
    country = "NE"
    language = "fr"
    sources = (Feed("https://www.actuniger.com/component/joomrss/politique.feed?Itemid=101"),)
    article = r"^https?://[^/]+/([^/]+/)+\d+-[^/]+\.html"
    samples = ("https://www.actuniger.com/societe/21234-la-rentree-scolaire-a-diffa.html",)
    others = ("https://www.actuniger.com/", "https://www.actuniger.com/societe/")
    notes = "of its feeds only that of politics is known in full; time-outs and 503 were reported on 2026-09-28"

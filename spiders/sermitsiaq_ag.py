from scraper import NewsSpider, Sitemap


class Sermitsiaq(NewsSpider):
    """Sermitsiaq, Greenland, in Greenlandic and Danish."""

    name = "sermitsiaq.ag"
    title = "Sermitsiaq"
    country = "GL"
    language = "kl da"
    sources = (Sitemap("https://www.sermitsiaq.ag/sitemap.xml"),)
    notes = "no feed is known"

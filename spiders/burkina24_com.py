from scraper import Feed, NewsSpider


class Burkina24(NewsSpider):
    """Burkina 24, Burkina Faso."""

    name = "burkina24.com"
    title = "Burkina24"
    country = "BF"
    language = "fr"
    sources = (Feed("https://www.burkina24.com/feed/"),)
    article = r"/\d{4}/\d{2}/\d{2}/[^/?]+/?(\?|$)"
    samples = (
        "https://burkina24.com/2026/11/20/la-rentree-scolaire-a-dori/",
        "https://www.burkina24.com/2026/11/20/la-rentree-scolaire-a-dori/",
    )
    others = ("https://burkina24.com/", "https://burkina24.com/2026/11/")
    notes = "is linked to with www and without"

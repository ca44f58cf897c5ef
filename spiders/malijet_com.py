from scraper import Feed, NewsSpider, Section


class Malijet(NewsSpider):
    """Malijet, Mali: its own articles and many of other papers."""

    name = "malijet.com"
    title = "Malijet"
    country = "ML"
    language = "fr"
    sources = (
        Feed("https://malijet.com/rss"),
        Section("https://malijet.com/a_la_une_du_mali/", pages="https://malijet.com/a_la_une_du_mali/?page={n}"),
    )
    article = r"^https?://[^/]+/[^/]+/\d+-[^/]+\.html"
    samples = ("https://malijet.com/a_la_une_du_mali/301234-la-rentree-a-segou.html",)
    others = ("https://malijet.com/a_la_une_du_mali/?page=2", "https://malijet.com/feed")
    notes = "republishes other papers; /feed answers HTML; the list pages go back to old dates"

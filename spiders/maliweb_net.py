from scraper import Feed, NewsSpider


class Maliweb(NewsSpider):
    """Maliweb, Mali: its own articles and many of other papers."""

    name = "maliweb.net"
    title = "Maliweb"
    country = "ML"
    language = "fr"
    sources = (Feed("https://www.maliweb.net/rss/latest-posts"),)
    notes = "republishes other papers; /feed/ answers HTML; its addresses may have changed with its system"

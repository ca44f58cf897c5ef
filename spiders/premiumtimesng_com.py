from scraper import Feed, NewsSpider


class PremiumTimes(NewsSpider):
    """Premium Times, Nigeria."""

    name = "premiumtimesng.com"
    title = "Premium Times"
    country = "NG"
    language = "en"
    sources = (Feed("https://www.premiumtimesng.com/feed"), Feed("https://www.premiumtimesng.com/news/headlines/feed"))
    article = r"^https?://[^/]+/([^/]+/){1,2}\d+-[^/]+\.html"
    samples = (
        "https://www.premiumtimesng.com/news/headlines/831234-schools-reopen-in-jos.html",
        "https://www.premiumtimesng.com/news/831234-schools-reopen-in-jos.html",
    )
    others = ("https://www.premiumtimesng.com/", "https://www.premiumtimesng.com/news/headlines/feed")

from scraper import Feed, NewsSpider, Sitemap


class DailyNews(NewsSpider):
    """Daily News, Tanzania."""

    name = "dailynews.co.tz"
    title = "Daily News"
    country = "TZ"
    language = "en"
    sources = (Feed("https://dailynews.co.tz/feed/"), Sitemap("https://dailynews.co.tz/sitemap_index.xml"))
    notes = "of the sitemap index only the post-sitemaps name articles"

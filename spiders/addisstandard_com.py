from scraper import Feed, NewsSpider, Sitemap


class AddisStandard(NewsSpider):
    """Addis Standard, Ethiopia."""

    name = "addisstandard.com"
    title = "Addis Standard"
    country = "ET"
    language = "en"
    sources = (Feed("https://addisstandard.com/feed/"), Sitemap("https://addisstandard.com/sitemap.xml"))
    notes = "others read the sitemap, with what success is not known"

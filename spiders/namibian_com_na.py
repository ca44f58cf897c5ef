from scraper import Feed, NewsSpider, Sitemap


class Namibian(NewsSpider):
    """The Namibian, Namibia, in English and Oshikwanyama."""

    name = "namibian.com.na"
    title = "The Namibian"
    country = "NA"
    language = "en kj"
    sources = (Feed("https://www.namibian.com.na/feed/"), Sitemap("https://namibian.com.na/sitemap_index.xml"))

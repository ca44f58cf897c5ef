"""The newspaper that comes with pressmark: `make newspaper` runs it, `make demo` runs it and crawls it."""

from scraper import Feed, NewsSpider, Sitemap


class Demo(NewsSpider):
    """No stranger's server, so no delay."""

    name = "demo"
    custom_settings = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}

    def __init__(self, url: str = "http://127.0.0.1:8643", **arguments: str) -> None:
        super().__init__(**arguments)
        self.sources = (Feed(f"{url.rstrip('/')}/feed.xml"), Sitemap(f"{url.rstrip('/')}/sitemap.xml"))

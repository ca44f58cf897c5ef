"""The newspaper that comes with pressmark: `make demo` runs it and crawls it, `make newspaper` only runs it."""

from scraper import Feed, NewsSpider, Section, Sitemap


class Demo(NewsSpider):
    """It is no stranger's server, so no delay."""

    name = "demo"
    custom_settings = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}

    def __init__(self, url: str = "http://127.0.0.1:8643", **arguments: str) -> None:
        super().__init__(**arguments)
        base = url.rstrip("/")
        self.sources = (
            Feed(f"{base}/feed/"),
            Feed(f"{base}/english/feed.atom"),
            Sitemap(f"{base}/sitemap.xml"),
            Section(f"{base}/"),
        )

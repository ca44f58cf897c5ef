"""Fetches every page that a sitemap names and does nothing with it; with the project's settings, it is recorded."""

import re
from collections.abc import Iterator

from scrapy import Request, Spider
from scrapy.http import Response


class Pages(Spider):
    """`scrapy runspider spider.py -a url=URL`."""

    name = "pages"

    def __init__(self, url: str) -> None:
        super().__init__()
        self.start_urls = [f"{url}/sitemap.xml"]

    def parse(self, response: Response) -> Iterator[Request]:
        """The sitemap index or one of its files."""
        for address in re.findall(r"<loc>(.+?)</loc>", response.text):
            yield Request(address, self.parse if address.endswith(".xml") else self.parse_page)

    def parse_page(self, response: Response) -> None:
        """Nothing: what is measured is how it came here."""

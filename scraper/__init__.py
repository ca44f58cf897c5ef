"""What meets the live web; a site file takes what it needs from here."""

from .sources import Feed, Link, Section, Sitemap
from .spider import NewsSpider

__all__ = ["Feed", "Link", "NewsSpider", "Section", "Sitemap"]

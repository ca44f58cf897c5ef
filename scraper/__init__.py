"""What meets the live web; a site file takes what it needs from here."""

from archive.hints import Hints

from .sources import Feed, Section, Sitemap, WordPress
from .spider import NewsSpider

__all__ = ["Feed", "Hints", "NewsSpider", "Section", "Sitemap", "WordPress"]

"""A regional newspaper that exists only for tests: a real HTTP server, and the truth about what it publishes."""

from .article import Article, articles
from .server import Newspaper
from .theme import comment_noise, other_noise

__all__ = ["Article", "Newspaper", "articles", "comment_noise", "other_noise"]

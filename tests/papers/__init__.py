"""Newspapers that exist only for tests: real HTTP servers of several kinds, and the truth about what they publish."""

from .article import Article, Event
from .kinds import KINDS
from .paper import Paper
from .score import Score, score
from .server import Hit

__all__ = ["KINDS", "Article", "Event", "Hit", "Paper", "Score", "score"]

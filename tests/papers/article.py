"""An article as its paper knows it, and all that has happened to it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

LIVE, DRAFT = "live", "draft"


@dataclass(frozen=True, slots=True)
class Event:
    """What befell an article, in the words of the corpus: new, text, headline, metadata, gone or back."""

    change: str
    at: datetime
    what: str = ""
    """The edit or the way of deletion that made it."""


@dataclass(eq=False, slots=True, kw_only=True)
class Article:
    """The truth about one article, now."""

    number: int
    slug: str
    """Fixed when it is published; may hold letters of any script."""
    title: str
    summary: str
    paragraphs: list[str]
    author: str
    section: str
    tags: tuple[str, ...]
    published: datetime
    """UTC, whole minutes."""
    modified: datetime
    state: str = LIVE
    """live, draft (unpublished), or how it was deleted: 404, 410, home or soft."""
    history: list[Event] = field(default_factory=list)

    @property
    def live(self) -> bool:
        """Whether its page shows it."""
        return self.state == LIVE

    @property
    def text(self) -> str:
        """One newline between paragraphs."""
        return "\n".join(self.paragraphs)

    def note(self, change: str, what: str = "") -> None:
        """Remember what happened just now."""
        self.modified = datetime.now(UTC)
        self.history.append(Event(change, self.modified, what))

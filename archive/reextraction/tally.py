"""What came of reading pages again, in numbers."""

from collections import Counter
from dataclasses import dataclass, field

from ..article import Article

PROBLEMS = 20
"""Of one segment, those that are told one by one."""


@dataclass(frozen=True, slots=True)
class Example:
    """One text before and after."""

    url: str
    extractor: str
    """What read it before."""
    old: str
    new: str


@dataclass(slots=True)
class Tally:
    """Of one segment, or of a site."""

    site: str
    read: int = 0
    """Versions of articles whose captures were read again."""
    same: int = 0
    """Of these: nothing differs."""
    metadata: int = 0
    """The text is the same; headline, authors, dates or the like are not."""
    changed: int = 0
    """The text differs."""
    longer: int = 0
    """Of the changed ones, by words."""
    shorter: int = 0
    words_added: int = 0
    words_removed: int = 0
    gone: int = 0
    """No article to the extractor of today; the stored text stays."""
    failed: int = 0
    """Could not be read now; the stored text stays."""
    found: int = 0
    """Captures that made no article and would make one now."""
    written: int = 0
    """Versions that were written."""
    rescued: int = 0
    """Captures that became articles."""
    problems: list[str] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)

    def differ(self, old: Article, new: Article, examples: int) -> None:
        """Count a text that differs; it is shown, too, while there are few."""
        before, after = Counter(old.text.split()), Counter(new.text.split())
        self.changed += 1
        self.longer += after.total() > before.total()
        self.shorter += after.total() < before.total()
        self.words_added += (after - before).total()
        self.words_removed += (before - after).total()
        if len(self.examples) < examples:
            self.examples.append(Example(old.url, old.extractor, old.text, new.text))

    def problem(self, said: str) -> None:
        """Keep one, while there are not too many."""
        if len(self.problems) < PROBLEMS:
            self.problems.append(said)

    def add(self, other: "Tally", examples: int) -> None:
        """Count what another one has counted."""
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.problems += other.problems
        self.examples += other.examples[: max(0, examples - len(self.examples))]


NUMBERS = tuple(name for name, each in Tally.__dataclass_fields__.items() if each.type in (int, "int"))
"""What is counted."""

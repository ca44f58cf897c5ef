"""What a crawl's rows hold against what a paper has done."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .article import Article
from .paper import Paper

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Score:
    """Of the corpus rows of one paper."""

    published: int
    """Articles that readers could read at some time."""
    archived: int
    """Of these, those that the corpus has."""
    missing: tuple[str, ...]
    """URLs of articles that the corpus does not have."""
    strangers: tuple[str, ...]
    """URLs of rows that are no article of the paper."""
    doubled: tuple[str, ...]
    """URLs of articles that the corpus has under more than one id."""
    made: Counter[tuple[str, str]]
    """Changes after publication, by article and sort."""
    kept: Counter[tuple[str, str]]
    """Versions after the first, by article and sort."""

    @property
    def caught(self) -> int:
        """Changes that have their version."""
        return (self.made & self.kept).total()

    @property
    def untold(self) -> list[tuple[str, str]]:
        """Changes without a version."""
        return sorted((self.made - self.kept).elements())

    @property
    def invented(self) -> list[tuple[str, str]]:
        """Versions without a change."""
        return sorted((self.kept - self.made).elements())

    @property
    def recall(self) -> float:
        """Share of the articles that the corpus has."""
        return self.archived / self.published if self.published else 1.0

    @property
    def precision(self) -> float:
        """Share of the corpus' articles that are articles."""
        held = self.archived + len(self.strangers)
        return self.archived / held if held else 1.0


def score(paper: Paper, rows: Iterable[Row]) -> Score:
    """Hold rows of the articles table against the paper's truth."""
    ids: dict[Article, set[object]] = {}
    strangers: set[str] = set()
    kept: Counter[tuple[str, str]] = Counter()
    for row in rows:
        article = paper.article_at(str(row["url"]))
        if article is None:
            strangers.add(str(row["url"]))
            continue
        ids.setdefault(article, set()).add(row["id"])
        if row["change"] != "new":
            kept[paper.address(article), str(row["change"])] += 1
    return Score(
        published=len(paper.articles),
        archived=len(ids),
        missing=tuple(paper.address(article) for article in paper.articles if article not in ids),
        strangers=tuple(sorted(strangers)),
        doubled=tuple(paper.address(article) for article, known in ids.items() if len(known) > 1),
        made=Counter(
            (paper.address(article), event.change)
            for article in paper.articles
            for event in article.history
            if event.change != "new"
        ),
        kept=kept,
    )

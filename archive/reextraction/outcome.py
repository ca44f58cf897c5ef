"""What a segment's second reading gave, put into its receipt and the table, on top of what others wrote meanwhile."""

import hashlib
from dataclasses import dataclass, field, replace

from .. import tables
from ..article import REREAD, Article
from ..errors import StoreUnavailable
from ..fixity import amendment, receipt
from ..fixity.receipt import REREADING, Line
from ..scan import Found
from ..segment import Name
from ..store import Store
from ..tables import Snapshot, article_of
from ..takedown import takedowns
from ..takedown.takedowns import Takedowns
from ..versions.past import Rows
from .due import Which, known, latest, which

LOST = 3
"""Answers of the store to one commit that may be lost."""


@dataclass(slots=True)
class Outcome:
    """The versions that are to be written, and what is to be noted of captures that give none."""

    better: list[tuple[Found, Article, Which]] = field(default_factory=list)
    """Capture, new row, and the row that it is to follow."""
    notes: list[Line] = field(default_factory=list)
    rescued: list[tuple[Found, Article, Line]] = field(default_factory=list)
    """Captures that made no article before, what they make now, and what was said of them."""

    def add(self, found: Found, new: Article, old: Article) -> None:
        """A version to be written after another one."""
        self.better.append((found, replace(new, change=REREAD), (old.key, old.reader)))


def put(store: Store, name: Name, outcome: Outcome) -> int:
    """Write it, in one commit; how many versions. What was taken down, or has a newer text, meanwhile is left out."""
    if not outcome.better and not outcome.notes:
        return 0
    by, rows, lost = None, Rows(), 0
    for _ in range(tables.RACES):
        at = Snapshot(store, "articles")
        if by is not None and at.holds(by):  # only the answer was lost
            return len(rows.new)
        taken = takedowns.read(store)
        rows = _rows(at, name, [each for each in outcome.better if not is_taken(each[0], each[1], taken)])
        by = commit_name(name, rows)
        made = {row.key: row for row in rows.new}
        said = [receipt.line(found, made[row.key]) for found, row, _ in outcome.better if row.key in made]
        amendment.announce(store, name.site, by, rows, {name: [*outcome.notes, *said]})
        try:
            fates = {"new": rows.new, "renumbered": rows.renumbered}
            if not rows.new or tables.amend_on(at, store, fates, by):
                return len(rows.new)
        except StoreUnavailable:
            if (lost := lost + 1) == LOST:
                raise
    raise StoreUnavailable(f"{store.uri}, table articles: others write all the time: read {name.warc} again later")


def _rows(at: Snapshot, name: Name, better: list[tuple[Found, Article, Which]]) -> Rows:
    """Each after the version that it is to follow, if that is still the latest text; an absence after it moves on."""
    versions = known(at, name.site, {row.id for _, row, _ in better})
    new: list[Article] = []
    moved: set[tuple[str, int]] = set()
    for _, row, follows in better:
        last = latest(versions.get(row.id, []))
        if last is None or which(last) != follows:
            continue
        new.append(replace(row, version=last["version"] + 1))
        moved |= {(row.id, each["version"]) for each in versions[row.id] if each["version"] > last["version"]}
    return Rows(tuple(new), tuple(_moved(at, name, moved)))


def _moved(at: Snapshot, name: Name, moved: set[tuple[str, int]]) -> list[Article]:
    rows = map(article_of, at.rows(site=name.site, id={own[0] for own in moved})) if moved else ()
    return [replace(row, version=(row.version or 0) + 1) for row in rows if (row.id, row.version) in moved]


def commit_name(name: Name, rows: Rows) -> str:
    """The same for the same rows, so that a second try is known for one."""
    digest = hashlib.sha256("".join(sorted(f"{row.key}{row.version}{row.text_sha256}" for row in rows.new)).encode())
    return f"{name.stem}{REREADING}{digest.hexdigest()[:16]}"


def is_taken(found: Found, row: Article, taken: Takedowns) -> bool:
    """Whether a takedown says that a capture's text is not to be kept."""
    records = {found.capture.record_id, row.record_id}
    refused = taken.refuses(row.url) or taken.refuses(row.canonical_url)
    return refused is not None or not taken.records.isdisjoint(records)

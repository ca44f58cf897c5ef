"""Versions that count twice: where a crawl on another machine wrote one while its article was read again.

A commit of new captures does not look whether others came first: of two that race it may write a number that a later
reading has just taken. Afterwards both are told apart by their time.
"""

import hashlib
from dataclasses import replace

from .. import tables
from ..article import REREAD, Article
from ..errors import StoreUnavailable
from ..fixity import amendment
from ..fixity.receipt import REREADING
from ..store import Store
from ..tables import Snapshot, article_of
from ..versions.past import Rows
from .due import AT_ONCE, known


def settle(store: Store, site: str) -> int:
    """Number anew what counts twice beside a later reading; how many rows. Done twice, it changes nothing."""
    for _ in range(tables.RACES):
        at = Snapshot(store, "articles")
        moved = _moved(at, site)
        if not moved:
            return 0
        digest = hashlib.sha256("".join(sorted(f"{row.key}{row.version}" for row in moved)).encode()).hexdigest()
        by = f"{site}{REREADING}{digest[:16]}"
        amendment.announce(store, site, by, Rows(renumbered=tuple(moved)))
        if tables.amend_on(at, store, {"renumbered": moved}, by):
            return len(moved)
    raise StoreUnavailable(f"{store.uri}, table articles: others write all the time: run it again later")


def _moved(at: Snapshot, site: str) -> list[Article]:
    ids = [each for _, each, versions in at.misnumbered(site=site) if len(set(versions)) < len(versions)]
    read = {each for each, rows in known(at, site, ids).items() if any(row["change"] == REREAD for row in rows)}
    return [row for some in _batches(sorted(read)) for row in _of(at, site, some)]


def _of(at: Snapshot, site: str, ids: list[str]) -> list[Article]:
    articles: dict[str, list[Article]] = {}
    for row in at.rows(site=site, id=ids):
        articles.setdefault(row["id"], []).append(article_of(row))
    moved = []
    for rows in articles.values():
        ordered = sorted(rows, key=lambda row: (row.fetched_at, row.reader is not None, row.version or 0))
        moved += [replace(row, version=number) for number, row in enumerate(ordered, 1) if row.version != number]
    return moved


def _batches(ids: list[str]) -> list[list[str]]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]

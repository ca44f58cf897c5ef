"""What the tables hold of articles and of sites."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import UTC, datetime

import pyarrow as pa
from deltalake import QueryBuilder

from ..article import Article
from ..store import Store
from .schema import TABLES, article_of
from .snapshot import Snapshot, rows
from .table import clear_errors, open_table

_COUNTS = """
    SELECT arrow_cast(site, 'Utf8') AS site, count(*) AS rows, min(fetched_at) AS first, max(fetched_at) AS last
    FROM t GROUP BY site ORDER BY site
"""


@dataclass(frozen=True, slots=True)
class Version:
    """The latest version of an article, without its text."""

    id: str
    version: int
    change: str
    url: str
    canonical_url: str
    text_sha256: str
    simhash: int
    title: str | None
    authors: tuple[str, ...]
    section: str | None
    tags: tuple[str, ...]
    paywalled: bool | None
    payload_digest: str
    fetched_at: datetime
    extractor: str
    record_id: str
    warc: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Count:
    """How much a table holds of a site."""

    table: str
    site: str
    rows: int
    first: datetime
    """When its earliest row was fetched, UTC."""
    last: datetime


def versions(store: Store, site: str, ids: Collection[str], urls: Collection[str] = ()) -> dict[str, Version]:
    """The latest version, by id, of each of these articles of a site that has one; `urls` are addresses of its rows."""
    latest: dict[str, Version] = {}
    columns = [field.name for field in fields(Version)]
    for row in Snapshot(store, "articles").either(columns, site, id=ids, url=urls):
        known = latest.get(row["id"])
        if known is None or row["version"] > known.version:
            latest[row["id"]] = Version(**row | {name: tuple(row[name]) for name in ("authors", "tags")})
    return latest


def articles(store: Store, site: str, which: Collection[Version]) -> dict[str, Article]:
    """These versions whole, with their texts, by id: reads the files of their days only."""
    if not which:
        return {}
    versions = {(each.id, each.version) for each in which}
    days = {each.fetched_at.astimezone(UTC).date() for each in which}
    found = rows(store, "articles", site=site, day=days, id={each.id for each in which})
    return {row["id"]: article_of(row) for row in found if (row["id"], row["version"]) in versions}


def counts(store: Store) -> list[Count]:
    """Rows, and the first and last fetch, of every site in every table."""
    found = []
    for table in TABLES:
        with clear_errors(store, table):
            delta = open_table(store, table)
            if delta is None:
                continue
            answer = pa.table(QueryBuilder().register("t", delta).execute(_COUNTS))
            found += [Count(table, **row) for row in answer.to_pylist()]
    return found

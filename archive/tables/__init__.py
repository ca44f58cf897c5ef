"""The captures and articles tables: Delta Lake, one row per Capture or Article, partitioned by capture day."""

from .schema import TABLES, article_of, names, schema
from .snapshot import Snapshot, landed, rows
from .table import PARQUET, opened
from .upkeep import forget, unnamed, unreadable
from .versions import Count, Version, articles, counts, versions
from .write import RACES, amend, amend_on, append, replace, restate

__all__ = [
    "PARQUET",
    "RACES",
    "TABLES",
    "Count",
    "Snapshot",
    "Version",
    "amend",
    "amend_on",
    "append",
    "article_of",
    "articles",
    "counts",
    "forget",
    "landed",
    "names",
    "opened",
    "replace",
    "restate",
    "rows",
    "schema",
    "unnamed",
    "unreadable",
    "versions",
]

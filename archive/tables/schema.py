"""The columns of the captures and articles tables, and the rows they are made of."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from itertools import islice
from types import NoneType
from typing import Any, get_args, get_type_hints

import pyarrow as pa
import pyarrow.compute as pc

from ..article import Article
from ..capture import Capture

TABLES: dict[str, type[Capture] | type[Article]] = {"captures": Capture, "articles": Article}
"""The name of each table, and the value that its rows are."""

_ARROW = {
    str: pa.string(),
    int: pa.int64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us", tz="UTC"),
    tuple[str, ...]: pa.list_(pa.string()),
}
BATCH_ROWS = 1024  # turned into columns at a time


def schema(table: str) -> pa.Schema:
    """A column per field of the value, in its order, and the partition: the UTC day of fetched_at.

    A field added later has to allow None, for the rows written before it.
    """
    value = TABLES[table]
    hints = get_type_hints(value)
    columns = [_column(field.name, hints[field.name]) for field in fields(value)]
    return pa.schema([*columns, pa.field("day", pa.date32(), nullable=False)])


def names(table: str) -> list[str]:
    """The columns of a table but for its partition."""
    return [field.name for field in fields(TABLES[table])]


def article_of(row: dict[str, Any]) -> Article:
    """The value that a whole row of the articles table is."""
    return Article(**row | {name: tuple(row[name]) for name in ("authors", "tags")})


def batched(columns: pa.Schema, rows: Iterator[Capture | Article]) -> Iterator[pa.RecordBatch]:
    *own, _day = columns
    while some := list(islice(rows, BATCH_ROWS)):
        arrays = [pa.array([getattr(row, field.name) for row in some], field.type) for field in own]
        empty = [
            field.name for field, array in zip(own, arrays, strict=True) if array.null_count > 0 and not field.nullable
        ]
        if empty:
            raise ValueError(f"a row has no {empty[0]}, which none may lack")
        day = pc.cast(arrays[columns.get_field_index("fetched_at")], pa.date32())
        yield pa.RecordBatch.from_arrays([*arrays, day], schema=columns)


def _column(name: str, hint: Any) -> pa.Field:
    given = get_args(hint)
    nullable = NoneType in given
    return pa.field(name, _ARROW[given[0] if nullable else hint], nullable=nullable)

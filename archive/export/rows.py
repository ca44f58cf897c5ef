"""Rows of a table as JSON Lines or Parquet, with the columns of the table."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .. import tables
from ..selection import Selection
from ..store import Store
from .container import Part

Form = Callable[[Store, str, Selection, Part, Callable[[int], object]], int]
"""Writes the selected rows of a table; told how many more are written, it says how many in all."""
GROUP_ROWS = 4096
"""Of a Parquet file that are held in memory until they are written."""


def jsonl(store: Store, table: str, selection: Selection, part: Part, advance: Callable[[int], object]) -> int:
    """One object a line, times in ISO 8601 with their zone; how many."""
    written = 0
    for some in _tables(store, table, selection):
        for row in some.to_pylist():
            part.write(f"{json.dumps(row, ensure_ascii=False, default=_plain)}\n".encode())
        written += some.num_rows
        advance(some.num_rows)
    return written


def parquet(store: Store, table: str, selection: Selection, part: Part, advance: Callable[[int], object]) -> int:
    """A Parquet file with the schema of the table; how many rows."""
    written = 0
    with pq.ParquetWriter(_Sink(part), tables.schema(table), compression="zstd") as writer:
        for some in _tables(store, table, selection):
            writer.write_table(some, row_group_size=GROUP_ROWS)
            written += some.num_rows
            advance(some.num_rows)
    return written


class _Sink:
    """What Arrow wants of a file that it writes from its beginning to its end."""

    closed = False

    def __init__(self, part: Part) -> None:
        self._part = part

    def write(self, data: Any) -> int:  # a buffer of Arrow's
        return self._part.write(bytes(data))

    def tell(self) -> int:
        return self._part.size

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False


def _tables(store: Store, table: str, selection: Selection) -> Iterator[pa.Table]:
    """Each with all columns, in their order: an older table of the archive may lack the newest."""
    kinds = tables.schema(table)
    for some in tables.Snapshot(store, table).tables(selection, kinds.names):
        missing = [field for field in kinds if field.name not in some.schema.names]
        for field in missing:
            some = some.append_column(field, pa.nulls(some.num_rows, field.type))  # noqa: PLW2901
        yield some.select(kinds.names).cast(kinds)


def _plain(value: date) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)

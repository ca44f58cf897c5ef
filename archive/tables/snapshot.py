"""One table as it is at a moment, to be read."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
from deltalake import QueryBuilder

from ..selection import Selection
from ..store import Store
from .condition import all_of, equals, like, literal, meant, one_of
from .schema import names, schema
from .table import clear_errors, open_table

_MISNUMBERED = """
    SELECT arrow_cast(site, 'Utf8') AS site, arrow_cast(id, 'Utf8') AS id, array_sort(array_agg(version)) AS versions
    FROM t WHERE {among} GROUP BY site, id
    HAVING min(version) <> 1 OR max(version) <> count(*) OR count(DISTINCT version) <> count(*)
"""
_AT_ONCE = 1_000_000  # rows whose versions are counted at a time


class Snapshot:
    """One table as it is when this is made, for reading it more than once."""

    def __init__(self, store: Store, table: str, version: int | None = None) -> None:
        self._store, self._table = store, table
        with clear_errors(store, table):
            self.delta = open_table(store, table, version)
            """As the engine has it, None when there is no table."""

    @property
    def version(self) -> int | None:
        """The table's version, None when there is no table: by it another process sees the same rows."""
        return None if self.delta is None else self.delta.version()

    def holds(self, segment: str) -> bool:
        """Whether a segment's rows are in it; of a segment that had none, False."""
        with clear_errors(self._store, self._table):
            return self.delta is not None and self.delta.transaction_version(segment) is not None

    def rows(self, columns: Sequence[str] | None = None, **where: object) -> Iterator[dict[str, Any]]:
        """The rows in which each named column equals the given value, or one of the given collection; streamed.

        Columns default to the fields of the table's value. There are none without a table.
        """
        return self._select(columns or names(self._table), equals(where))

    def ordered(self, columns: Sequence[str], order: str, **where: object) -> Iterator[dict[str, Any]]:
        """As rows, sorted by a column."""
        return self._select(columns, equals(where), f'ORDER BY "{order}"')

    def between(self, columns: Sequence[str], site: str, first: datetime, last: datetime) -> Iterator[dict[str, Any]]:
        """The site's rows that were fetched from `first` to `last`, both included."""
        when = f'"fetched_at" >= {literal(first)} AND "fetched_at" <= {literal(last)}'
        days = f"\"day\" >= '{first.astimezone(UTC).date()}' AND \"day\" <= '{last.astimezone(UTC).date()}'"
        return self._select(columns, f"{one_of('site', site)} AND {days} AND {when}")

    def distinct(self, column: str, **where: object) -> Iterator[tuple[Any, int]]:
        """The values of a column, and how many rows have each."""
        among = equals(where) or "true"
        value = f"arrow_cast(\"{column}\", 'Utf8')"
        query = f'SELECT {value} AS value, count(*) AS rows FROM t WHERE {among} GROUP BY "{column}"'  # noqa: S608
        for batch in self._execute(query):
            for row in pa.record_batch(batch).to_pylist():
                yield row["value"], row["rows"]

    def misnumbered(self, **where: object) -> Iterator[tuple[str, str, list[int]]]:
        """Site, id and version numbers of the articles whose versions do not count from 1, each once."""
        total = sum(rows for _, rows in self.distinct("site", **where))
        digits = 0 if total < _AT_ONCE else 1 if total < 16 * _AT_ONCE else 2
        for part in range(16**digits):  # so that memory is that of a part
            ids = f"\"id\" LIKE '{part:0{digits}x}%'" if digits else ""
            query = _MISNUMBERED.format(among=all_of(filter(None, (equals(where), ids))) or "true")
            for batch in self._execute(query):
                for row in pa.record_batch(batch).to_pylist():
                    yield row["site"], row["id"], row["versions"]

    def files(self) -> Iterator[tuple[str, int]]:
        """Key and bytes of each file that holds rows."""
        if self.delta is None:
            return
        actions = pa.table(self.delta.get_add_actions(flatten=True))
        paths, sizes = actions.column("path").to_pylist(), actions.column("size_bytes").to_pylist()
        yield from ((f"{self._table}/{unquote(path)}", size) for path, size in zip(paths, sizes, strict=True))

    def sizes(self) -> Iterator[tuple[date, int]]:
        """Day and bytes of each of these files."""
        if self.delta is None:
            return
        files = self.delta.get_add_actions(flatten=True)
        yield from zip(files["partition.day"].to_pylist(), files["size_bytes"].to_pylist(), strict=True)

    def _execute(self, query: str) -> Iterator[Any]:
        if self.delta is None:
            return
        with clear_errors(self._store, self._table, also=Exception):  # the engine has no error of its own
            yield from QueryBuilder().register("t", self.delta).execute(query)

    def either(self, columns: Sequence[str], site: str, **among: Collection[str]) -> Iterator[dict[str, Any]]:
        """The site's rows in which any of the named columns holds one of its given values."""
        terms = " OR ".join(one_of(name, values) for name, values in among.items() if values)
        return self._select(columns, f"{one_of('site', site)} AND ({terms})") if terms else iter(())

    def since_day(self, columns: Sequence[str], day: date) -> Iterator[dict[str, Any]]:
        """The rows of all sites that were fetched on this UTC day or later; streamed."""
        return self._select(columns, f"\"day\" >= '{day}'")

    def since(self, columns: Sequence[str], site: str, day: date, limit: int) -> Iterator[dict[str, Any]]:
        """The site's latest rows, not fetched before `day`, the latest first."""
        condition = f"{one_of('site', site)} AND \"day\" >= '{day}'"
        return self._select(columns, condition, f'ORDER BY "fetched_at" DESC, "offset" LIMIT {limit:d}')

    def fronts(self) -> Iterator[dict[str, Any]]:
        """Of the captures table: site, url and fetched_at of each site's latest front page that was answered."""
        columns = ", ".join(f'last_value("{name}" ORDER BY "fetched_at") AS "{name}"' for name in ("url", "fetched_at"))
        condition = '"status" = 200 AND "mime" = \'text/html\' AND "urlkey" LIKE \'%)/\' AND "kind" <> \'requisite\''
        for table in self._ask(f'SELECT "site", {columns} FROM t WHERE {condition} GROUP BY "site"'):  # noqa: S608
            yield from table.to_pylist()

    def selected(
        self, selection: Selection, columns: Sequence[str] | None = None, **where: object
    ) -> Iterator[dict[str, Any]]:
        """The rows that a selection means, and `where`, as in rows, if that is given; streamed, in no order."""
        condition = all_of(filter(None, (meant(selection), equals(where))))
        for table in self._query(columns or names(self._table), condition):
            yield from table.to_pylist()

    def pages(self, selection: Selection) -> Iterator[tuple[str, int]]:
        """Of the captures table: each WARC with selected answers of 200 for articles, in order, and how many."""
        answered = all_of(filter(None, (meant(selection), equals({"kind": "article", "status": 200}))))
        value = "arrow_cast(\"warc\", 'Utf8')"
        query = f'SELECT {value} AS warc, count(*) AS pages FROM t WHERE {answered} GROUP BY "warc" ORDER BY 1'  # noqa: S608
        for batch in self._execute(query):
            for row in pa.record_batch(batch).to_pylist():
                yield row["warc"], row["pages"]

    def tables(self, selection: Selection, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The same as Arrow tables of some thousand rows."""
        return self._query(columns or names(self._table), meant(selection))

    def holding(self, column: str, part: str, limit: int) -> Iterator[str]:
        """The distinct values of a column that hold a part, at most `limit`."""
        pattern = like(part)
        order = f'GROUP BY "{column}" ORDER BY "{column}" LIMIT {limit:d}'
        return (row[column] for row in self._select((column,), f"\"{column}\" LIKE '%{pattern}%'", order))

    def under(self, columns: Sequence[str], urlkey: str) -> Iterator[dict[str, Any]]:
        """The captures of which the key begins so."""
        return self._select(columns, f"\"urlkey\" LIKE '{like(urlkey)}%'")

    def _select(self, columns: Sequence[str], condition: str, order: str = "") -> Iterator[dict[str, Any]]:
        for table in self._query(columns, condition, order):
            yield from table.to_pylist()

    def _query(self, columns: Sequence[str], condition: str, order: str = "") -> Iterator[pa.Table]:
        if self.delta is None:
            return
        present = {field.name for field in self.delta.schema().fields}  # an older table lacks the newest ones
        wanted = ", ".join(f'"{name}"' for name in columns if name in present)
        yield from self._ask(f"SELECT {wanted} FROM t WHERE {condition or 'true'} {order}")  # noqa: S608  # quoted

    def _ask(self, query: str) -> Iterator[pa.Table]:
        return (self._plain(pa.record_batch(batch)) for batch in self._execute(query))

    def _plain(self, batch: pa.RecordBatch) -> pa.Table:
        """The engine answers in string views, which Arrow itself can hardly work with yet."""
        kinds = schema(self._table)
        plain = pa.schema((name, kinds.field(name).type) for name in batch.schema.names)
        return pa.Table.from_batches([batch]).cast(plain)


def rows(store: Store, table: str, columns: Sequence[str] | None = None, **where: object) -> Iterator[dict[str, Any]]:
    """See Snapshot.rows."""
    return Snapshot(store, table).rows(columns, **where)


def landed(store: Store, table: str, segment: str) -> bool:
    """Whether a segment's rows are in a table; of a segment that had none, False."""
    return Snapshot(store, table).holds(segment)

"""The captures and articles tables: Delta Lake, one row per Capture or Article, partitioned by capture day."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from itertools import islice
from types import NoneType
from typing import Any, get_args, get_type_hints
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import CommitProperties, DeltaTable, QueryBuilder, Transaction, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from pyarrow import parquet

from . import tablelog
from .article import REREAD, Article
from .capture import Capture
from .errors import StoreError, StoreRefused, StoreUnavailable, Unreadable
from .exchange import Location
from .hush import hushed
from .refusal import told
from .selection import Selection
from .store import Store

TABLES: dict[str, type[Capture] | type[Article]] = {"captures": Capture, "articles": Article}
"""The name of each table, and the value that its rows are."""

_ARROW = {
    str: pa.string(),
    int: pa.int64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us", tz="UTC"),
    tuple[str, ...]: pa.list_(pa.string()),
}
_CONFIGURATION = {
    "delta.checkpointInterval": "20",  # measured: opening and committing stay fast at any number of commits
    "delta.dataSkippingStatsColumns": "site,url,urlkey,id,fetched_at,warc,run",  # a segment is one site, one hour
}
PARQUET = WriterProperties(
    compression="ZSTD", compression_level=3, max_row_group_size=8192, statistics_truncate_length=256
)
_COUNTS = """
    SELECT arrow_cast(site, 'Utf8') AS site, count(*) AS rows, min(fetched_at) AS first, max(fetched_at) AS last
    FROM t GROUP BY site ORDER BY site
"""
_MISNUMBERED = """
    SELECT arrow_cast(site, 'Utf8') AS site, arrow_cast(id, 'Utf8') AS id, array_sort(array_agg(version)) AS versions
    FROM t WHERE {among} GROUP BY site, id
    HAVING min(version) <> 1 OR max(version) <> count(*) OR count(DISTINCT version) <> count(*)
"""
_AT_ONCE = 1_000_000  # rows whose versions are counted at a time
Where = Mapping[str, object]
_BATCH_ROWS = 1024  # turned into columns at a time
RACES = 100  # against other writers, lost in one commit; each costs one more look at the log
_TRIES = 3  # of a commit that failed otherwise
_REFUSAL = re.compile(r"permission denied|read-only file system|could not create local directory", re.IGNORECASE)
_DAY = re.compile(r"/day=([^/]+)/")
_UNFINISHED = re.compile(r"(\.parquet|\.json|/_last_checkpoint)#\d+$|/_commit_[^/]+\.tmp$")  # delta-rs, in a folder


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


def schema(table: str) -> pa.Schema:
    """A column per field of the value, in its order, and the partition: the UTC day of fetched_at.

    A field added later has to allow None, for the rows written before it.
    """
    value = TABLES[table]
    hints = get_type_hints(value)
    columns = [_column(field.name, hints[field.name]) for field in fields(value)]
    return pa.schema([*columns, pa.field("day", pa.date32(), nullable=False)])


@contextmanager
def opened(store: Store, table: str) -> Iterator[DeltaTable | None]:
    """A table for its upkeep, None when there is none; what goes wrong with it is one line of a StoreError."""
    with _writing(store, table, rewriting=True):
        yield _open(store, table)


def append(store: Store, table: str, rows: Iterable[Capture | Article], segment: str) -> bool:
    """Add a segment's rows in one commit that carries its name; False, and nothing done, if there already or empty."""
    batches = list(_batches(schema(table), iter(rows)))
    if not batches:
        return False
    with _writing(store, table):
        for tries_left in reversed(range(_TRIES)):
            delta = _open(store, table) or _create(store, table)
            if delta.transaction_version(segment) is not None:
                return tries_left < _TRIES - 1
            try:
                _write(delta, batches, _of(segment))
                break
            except (DeltaError, OSError):  # perhaps a lost acknowledgement: such a commit raises though it landed
                if not tries_left:
                    raise
    return True


def amend(store: Store, fates: Mapping[str, Sequence[Article]], segment: str) -> None:
    """Of articles, in one commit that carries the segment's name: `new` rows are added, of `renumbered` ones number and
    reason are replaced, `dropped` ones go. What is there as it should be stays."""
    table, rows = "articles", _fated(fates)
    with _writing(store, table, rewriting=True):
        for tries_left in reversed(range(RACES)):
            try:
                _merge(_open(store, table) or _create(store, table), rows, _of(segment, None))
                break
            except CommitFailedError:  # another writer was faster: what it read may have changed
                if not tries_left:
                    raise


def landed(store: Store, table: str, segment: str) -> bool:
    """Whether a segment's rows are in a table; of a segment that had none, False."""
    return Snapshot(store, table).holds(segment)


class Snapshot:
    """One table as it is when this is made, for reading it more than once."""

    def __init__(self, store: Store, table: str, version: int | None = None) -> None:
        self._store, self._table = store, table
        with _clear_errors(store, table):
            self._delta = _open(store, table, version)

    @property
    def version(self) -> int | None:
        """The table's version, None when there is no table: by it another process sees the same rows."""
        return None if self._delta is None else self._delta.version()

    def holds(self, segment: str) -> bool:
        """Whether a segment's rows are in it; of a segment that had none, False."""
        with _clear_errors(self._store, self._table):
            return self._delta is not None and self._delta.transaction_version(segment) is not None

    def amend(self, fates: Mapping[str, Sequence[Article]], commit: str) -> bool:
        """As amend, on top of just this state of the articles; False, and nothing done, when another commit came first.

        What is made of this state holds then, whoever writes besides.
        """
        rewriting = any(rows for fate, rows in fates.items() if fate != "new")
        with _writing(self._store, self._table, rewriting=rewriting):
            delta = self._delta or _create(self._store, self._table)
            try:
                if rewriting:
                    _merge(delta, _fated(fates), _of(commit, 0))
                else:
                    _write(delta, list(_batches(schema(self._table), iter(fates["new"]))), _of(commit, 0))
            except CommitFailedError:
                return False
        return True

    def rows(self, columns: Sequence[str] | None = None, **where: object) -> Iterator[dict[str, Any]]:
        """The rows in which each named column equals the given value, or one of the given collection; streamed.

        Columns default to the fields of the table's value. There are none without a table.
        """
        return self._select(columns or names(self._table), _where(where))

    def ordered(self, columns: Sequence[str], order: str, **where: object) -> Iterator[dict[str, Any]]:
        """As rows, sorted by a column."""
        return self._select(columns, _where(where), f'ORDER BY "{order}"')

    def between(self, columns: Sequence[str], site: str, first: datetime, last: datetime) -> Iterator[dict[str, Any]]:
        """The site's rows that were fetched from `first` to `last`, both included."""
        when = f'"fetched_at" >= {_literal(first)} AND "fetched_at" <= {_literal(last)}'
        days = f"\"day\" >= '{first.astimezone(UTC).date()}' AND \"day\" <= '{last.astimezone(UTC).date()}'"
        return self._select(columns, f"{_is('site', site)} AND {days} AND {when}")

    def distinct(self, column: str, **where: object) -> Iterator[tuple[Any, int]]:
        """The values of a column, and how many rows have each."""
        among = _where(where) or "true"
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
            query = _MISNUMBERED.format(among=_and(filter(None, (_where(where), ids))) or "true")
            for batch in self._execute(query):
                for row in pa.record_batch(batch).to_pylist():
                    yield row["site"], row["id"], row["versions"]

    def files(self) -> Iterator[tuple[str, int]]:
        """Key and bytes of each file that holds rows."""
        if self._delta is None:
            return
        actions = pa.table(self._delta.get_add_actions(flatten=True))
        paths, sizes = actions.column("path").to_pylist(), actions.column("size_bytes").to_pylist()
        yield from ((f"{self._table}/{unquote(path)}", size) for path, size in zip(paths, sizes, strict=True))

    def sizes(self) -> Iterator[tuple[date, int]]:
        """Day and bytes of each of these files."""
        if self._delta is None:
            return
        files = self._delta.get_add_actions(flatten=True)
        yield from zip(files["partition.day"].to_pylist(), files["size_bytes"].to_pylist(), strict=True)

    def _execute(self, query: str) -> Iterator[Any]:
        if self._delta is None:
            return
        with _clear_errors(self._store, self._table, also=Exception):  # the engine has no error of its own
            yield from QueryBuilder().register("t", self._delta).execute(query)

    def either(self, columns: Sequence[str], site: str, **among: Collection[str]) -> Iterator[dict[str, Any]]:
        """The site's rows in which any of the named columns holds one of its given values."""
        terms = " OR ".join(_is(name, values) for name, values in among.items() if values)
        return self._select(columns, f"{_is('site', site)} AND ({terms})") if terms else iter(())

    def since_day(self, columns: Sequence[str], day: date) -> Iterator[dict[str, Any]]:
        """The rows of all sites that were fetched on this UTC day or later; streamed."""
        return self._select(columns, f"\"day\" >= '{day}'")

    def since(self, columns: Sequence[str], site: str, day: date, limit: int) -> Iterator[dict[str, Any]]:
        """The site's latest rows, not fetched before `day`, the latest first."""
        condition = f"{_is('site', site)} AND \"day\" >= '{day}'"
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
        meant = _and(filter(None, (_meant(selection), _where(where))))
        for table in self._query(columns or names(self._table), meant):
            yield from table.to_pylist()

    def pages(self, selection: Selection) -> Iterator[tuple[str, int]]:
        """Of the captures table: each WARC with selected answers of 200 for articles, in order, and how many."""
        meant = _and(filter(None, (_meant(selection), _where({"kind": "article", "status": 200}))))
        value = "arrow_cast(\"warc\", 'Utf8')"
        query = f'SELECT {value} AS warc, count(*) AS pages FROM t WHERE {meant} GROUP BY "warc" ORDER BY 1'  # noqa: S608
        for batch in self._execute(query):
            for row in pa.record_batch(batch).to_pylist():
                yield row["warc"], row["pages"]

    def tables(self, selection: Selection, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The same as Arrow tables of some thousand rows."""
        return self._query(columns or names(self._table), _meant(selection))

    def holding(self, column: str, part: str, limit: int) -> Iterator[str]:
        """The distinct values of a column that hold a part, at most `limit`."""
        pattern = _pattern(part)
        order = f'GROUP BY "{column}" ORDER BY "{column}" LIMIT {limit:d}'
        return (row[column] for row in self._select((column,), f"\"{column}\" LIKE '%{pattern}%'", order))

    def under(self, columns: Sequence[str], urlkey: str) -> Iterator[dict[str, Any]]:
        """The captures of which the key begins so."""
        return self._select(columns, f"\"urlkey\" LIKE '{_pattern(urlkey)}%'")

    def _select(self, columns: Sequence[str], condition: str, order: str = "") -> Iterator[dict[str, Any]]:
        for table in self._query(columns, condition, order):
            yield from table.to_pylist()

    def _query(self, columns: Sequence[str], condition: str, order: str = "") -> Iterator[pa.Table]:
        if self._delta is None:
            return
        present = {field.name for field in self._delta.schema().fields}  # an older table lacks the newest ones
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


def article_of(row: dict[str, Any]) -> Article:
    """The value that a whole row of the articles table is."""
    return Article(**row | {name: tuple(row[name]) for name in ("authors", "tags")})


def find_capture(store: Store, url: str, fetched_at: datetime) -> Location | None:
    """Where the response lies that a revisit refers to by its URL and date."""
    place = ("warc", "offset", "length")
    for row in rows(store, "captures", place, url=url, fetched_at=fetched_at, record_type="response"):
        return Location(**row)
    return None


def counts(store: Store) -> list[Count]:
    """Rows, and the first and last fetch, of every site in every table."""
    found = []
    for table in TABLES:
        with _clear_errors(store, table):
            delta = _open(store, table)
            if delta is None:
                continue
            answer = pa.table(QueryBuilder().register("t", delta).execute(_COUNTS))
            found += [Count(table, **row) for row in answer.to_pylist()]
    return found


def _column(name: str, hint: Any) -> pa.Field:
    given = get_args(hint)
    nullable = NoneType in given
    return pa.field(name, _ARROW[given[0] if nullable else hint], nullable=nullable)


def _write(delta: DeltaTable, batches: list[pa.RecordBatch], properties: CommitProperties, **where: Any) -> None:
    """Append them, or, with `mode` and `predicate`, put them in the place of others."""
    with hushed():
        write_deltalake(
            delta,
            batches,
            schema_mode="merge",
            writer_properties=PARQUET,
            commit_properties=properties,
            **{"mode": "append"} | where,
        )


def _of(segment: str, races: int | None = RACES) -> CommitProperties:
    return CommitProperties(max_commit_retries=races, app_transactions=[Transaction(segment, 1)])


def _fated(fates: Mapping[str, Sequence[Article]]) -> pa.Table:
    fated = [(row, fate) for fate, rows in fates.items() for row in rows]
    rows = pa.Table.from_batches(_batches(schema("articles"), iter([row for row, _ in fated])), schema("articles"))
    return rows.append_column("fate", pa.array([fate for _, fate in fated], pa.string()))


def _merge(delta: DeltaTable, rows: pa.Table, properties: CommitProperties) -> None:
    names = ("day", "site", "id", "fetched_at", "record_id", "extractor")
    same = " AND ".join(f't."{name}" = s."{name}"' for name in names)
    same += f" AND (t.\"change\" = '{REREAD}') = (s.\"change\" = '{REREAD}')"  # of one capture there may be both
    merged = delta.merge(
        rows,
        same,
        source_alias="s",
        target_alias="t",
        merge_schema=True,  # a table from before a column was added gets it
        writer_properties=PARQUET,
        commit_properties=properties,
    )
    renewed = {name: f's."{name}"' for name in ("version", "change")}
    whole = {f'"{name}"': f's."{name}"' for name in rows.schema.names if name != "fate"}
    merged = merged.when_matched_delete("s.fate = 'dropped'").when_matched_update(renewed, "s.fate = 'renumbered'")
    with hushed():
        merged.when_not_matched_insert(whole, "s.fate = 'new'").execute()


def _batches(columns: pa.Schema, rows: Iterator[Capture | Article]) -> Iterator[pa.RecordBatch]:
    *own, _day = columns
    while some := list(islice(rows, _BATCH_ROWS)):
        arrays = [pa.array([getattr(row, field.name) for row in some], field.type) for field in own]
        empty = [
            field.name for field, array in zip(own, arrays, strict=True) if array.null_count > 0 and not field.nullable
        ]
        if empty:
            raise ValueError(f"a row has no {empty[0]}, which none may lack")
        day = pc.cast(arrays[columns.get_field_index("fetched_at")], pa.date32())
        yield pa.RecordBatch.from_arrays([*arrays, day], schema=columns)


def replace(store: Store, table: str, rows: Iterable[Capture | Article], segment: str, where: Sequence[Where]) -> None:
    """Put rows of a segment in the place of those that `where` tells of, in one commit; each must be one of those.

    With no `where` they are added, though the segment's commit may have landed before.
    """
    batches = list(_batches(schema(table), iter(rows)))
    predicate = " OR ".join(f"({_where(each)})" for each in where)
    with _writing(store, table, rewriting=True):
        if not batches and not where:
            return
        delta = _open(store, table) or _create(store, table)
        if not batches:
            with hushed():
                delta.delete(predicate, commit_properties=_of(segment))
        elif not where:
            _write(delta, batches, _of(segment))
        else:
            _write(delta, batches, _of(segment), mode="overwrite", predicate=predicate)


def restate(store: Store, records: Collection[str], outcome: str) -> None:
    """Say of captures what extraction now makes of them; of those that are not there any more, nothing."""
    for tries_left in reversed(range(RACES)):
        with _writing(store, "captures", rewriting=True):
            delta = _open(store, "captures")
            if delta is None or not records:
                return
            try:
                with hushed():
                    delta.update(
                        updates={"outcome": _literal(outcome)},
                        predicate=" OR ".join(_is("record_id", each) for each in records),
                        writer_properties=PARQUET,
                        commit_properties=CommitProperties(max_commit_retries=0),
                    )
                return
            except CommitFailedError:  # another writer was faster
                if not tries_left:
                    raise


def unreadable(store: Store, table: str, deep: bool = True) -> list[str]:
    """Keys of the table's files that are missing or of another size, or, if `deep`, cannot be read to their end.

    What cannot be read is read twice: it may have suffered under way.
    """
    there = {entry.key: entry.size for entry in store.list(f"{table}/")}
    files = list(Snapshot(store, table).files())
    bad = [
        key
        for key, size in files
        if there.get(key) != size or (deep and not any(_is_readable(store, key) for _ in range(2)))
    ]
    return bad if bad or not deep else _unreadable_days(store, table, [key for key, _ in files])


def _unreadable_days(store: Store, table: str, keys: list[str]) -> list[str]:
    """Keys of the files of the days that the tables' engine cannot read, though Arrow reads each file."""
    snapshot, bad = Snapshot(store, table), list[str]()
    for day in sorted({match[1] for key in keys if (match := _DAY.search(key))}):
        try:
            for _ in snapshot.rows(day=date.fromisoformat(day)):
                pass
        except Unreadable:  # a store that fails proves nothing
            bad += [key for key in keys if f"/day={day}/" in key]
    return bad


def _is_readable(store: Store, key: str) -> bool:
    try:
        with store.open(key) as stream:
            for _ in parquet.ParquetFile(stream).iter_batches(_BATCH_ROWS):
                pass
    except (KeyError, OSError, pa.ArrowException):
        return False
    return True


def unnamed(store: Store, table: str, keys: Iterable[str]) -> list[str]:
    """Of the keys of a table's objects, files that neither its latest version names nor any that may still be read."""
    with _clear_errors(store, table):
        delta = _open(store, table)
        named = {key for key, _ in Snapshot(store, table).files()}
        given_up = delta.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=True) if delta else []
    named.update(f"{table}/{unquote(path)}" for path in given_up)
    return [key for key in keys if (_UNFINISHED.search(key) or _is_rows(key)) and key not in named]


def _is_rows(key: str) -> bool:
    return key.endswith(".parquet") and "/_" not in key


def forget(store: Store, table: str, keys: Iterable[str]) -> None:
    """Delete damaged files and take those that are not there out of the table, whose rows are then missing."""
    for key in keys:
        store.delete(key)
    with _writing(store, table):
        if delta := _open(store, table):
            delta.repair()


def _open(store: Store, table: str, version: int | None = None) -> DeltaTable | None:
    uri, options = store.table(table)
    for _ in range(2):  # another may be creating it
        try:
            return DeltaTable(uri, version=version, storage_options=options)
        except TableNotFoundError:
            if not any(entry.key.endswith(".json") for entry in store.list(f"{table}/_delta_log/")):
                return None
    raise StoreUnavailable(f"{store.uri}, table {table}: its log came garbled: try again")  # none would mean no history


def _create(store: Store, table: str) -> DeltaTable:
    uri, options = store.table(table)
    try:
        DeltaTable.create(
            uri,
            schema(table),
            mode="ignore",
            partition_by=["day"],
            configuration=_CONFIGURATION,
            storage_options=options,
            commit_properties=CommitProperties(max_commit_retries=0),  # or the loser of a race sets it up once more
        )
    except DeltaError:  # another crawler created it in the meantime
        if (delta := _open(store, table)) is None:
            raise
        return delta
    tablelog.settle(store, table)
    return DeltaTable(uri, storage_options=options)


def names(table: str) -> list[str]:
    """The columns of a table but for its partition."""
    return [field.name for field in fields(TABLES[table])]


def _and(terms: Iterable[str]) -> str:
    return " AND ".join(terms)


def _where(where: Where) -> str:
    return _and(_is(name, value) for name, value in where.items())


def _meant(selection: Selection) -> str:
    terms = [_is("site", selection.site)] if selection.site is not None else []
    terms += [f"\"day\" >= '{selection.since}'"] if selection.since else []
    terms += [f"\"day\" <= '{selection.until}'"] if selection.until else []
    if selection.url is not None:
        terms.append("(" + " OR ".join(map(_at, selection.patterns)) + ")")
    return _and(terms)


def _at(pattern: str) -> str:
    if "*" not in pattern:
        return _is("url", pattern)
    return f"\"url\" LIKE '{_pattern(pattern).replace('*', '%')}'"


def _is(name: str, value: object) -> str:
    """A condition in SQL. A long list of literals is slow and overflows the engine's stack; as a table it does not."""
    if not isinstance(value, Collection) or isinstance(value, str):
        return f'"{name}" = {_literal(value)}'
    if not value:
        return "false"
    among = ", ".join(f"({_literal(each)})" for each in value)
    return f'"{name}" IN (SELECT {name}_is FROM (VALUES {among}) AS {name}_among({name}_is))'  # noqa: S608  # quoted


def _pattern(part: str) -> str:
    """Text as it stands in a LIKE."""
    return re.sub(r"([\\%_])", r"\\\1", part).replace("'", "''")


def _literal(value: object) -> str:
    """A value as SQL."""
    if isinstance(value, datetime):
        return f"arrow_cast('{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}', 'Timestamp(Microsecond, Some(\"UTC\"))')"
    if isinstance(value, date):
        return f"arrow_cast('{value}', 'Date32')"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


@contextmanager
def _writing(store: Store, table: str, rewriting: bool = False) -> Iterator[None]:
    """Nobody takes the files of a commit that is under way for leftovers; done, it is on the disk for good.

    One that is `rewriting` files begins with settled ones: a power cut must not take rows' first commit and spare this.
    """
    with store.writing(), _clear_errors(store, table):
        if rewriting:
            tablelog.settle(store, table)
        yield
        tablelog.settle(store, table)


@contextmanager
def _clear_errors(store: Store, table: str, also: type[Exception] = OSError) -> Iterator[None]:
    """Raise what delta-rs and Arrow say about the storage as one line of a StoreError."""
    try:
        yield
    except BaseException as error:
        panicked = type(error).__name__ == "PanicException"  # the engine's, on bytes that are none of a file of rows
        if not (panicked or isinstance(error, (DeltaError, pa.ArrowInvalid, OSError, also))):
            raise
        said, where = _line(error), f"{store.uri}, table {table}"
        if isinstance(error, StoreError):
            raise
        if known := told(said, where):
            raise known from error
        if _REFUSAL.search(said):
            raise StoreRefused(f"{where}: {said[:300]}: check its owner and its rights") from error
        raise Unreadable(f"{where}: {said[:300]}: try again; if it stays, verify the archive") from error


def _line(error: BaseException) -> str:
    """What delta-rs or Arrow says, without colours, arrows and the backtrace below."""
    plain = re.sub(r"\s*\x1b\[[0-9;]*m↳\x1b\[[0-9;]*m", ":", str(error)).partition("\n   0: ")[0]
    return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", plain).split())

"""Rows added, numbered anew and replaced: one commit a segment, which carries its name."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError

from ..article import REREAD, Article
from ..capture import Capture
from ..hush import hushed
from ..store import Store
from .condition import Where, equals, literal, one_of
from .schema import batched, schema
from .snapshot import Snapshot
from .table import PARQUET, create_table, open_table, writing

RACES = 100  # against other writers, lost in one commit; each costs one more look at the log
TRIES = 3  # of a commit that failed otherwise


def append(store: Store, table: str, rows: Iterable[Capture | Article], segment: str) -> bool:
    """Add a segment's rows in one commit that carries its name; False, and nothing done, if there already or empty."""
    batches = list(batched(schema(table), iter(rows)))
    if not batches:
        return False
    with writing(store, table):
        for tries_left in reversed(range(TRIES)):
            delta = open_table(store, table) or create_table(store, table)
            if delta.transaction_version(segment) is not None:
                return tries_left < TRIES - 1
            try:
                _write(delta, batches, _carrying(segment))
                break
            except (DeltaError, OSError):  # perhaps a lost acknowledgement: such a commit raises though it landed
                if not tries_left:
                    raise
    return True


def amend(store: Store, fates: Mapping[str, Sequence[Article]], segment: str) -> None:
    """Of articles, in one commit that carries the segment's name: `new` rows are added, of `renumbered` ones number and
    reason are replaced, `dropped` ones go. What is there as it should be stays."""
    table, rows = "articles", _fated(fates)
    with writing(store, table, rewriting=True):
        for tries_left in reversed(range(RACES)):
            try:
                _merge(open_table(store, table) or create_table(store, table), rows, _carrying(segment, None))
                break
            except CommitFailedError:  # another writer was faster: what it read may have changed
                if not tries_left:
                    raise


def amend_on(state: Snapshot, store: Store, fates: Mapping[str, Sequence[Article]], commit: str) -> bool:
    """As amend, on top of just this state of the articles; False, and nothing done, when another commit came first.

    What is made of this state holds then, whoever writes besides.
    """
    rewriting = any(rows for fate, rows in fates.items() if fate != "new")
    with writing(store, "articles", rewriting=rewriting):
        delta = state.delta or create_table(store, "articles")
        try:
            if rewriting:
                _merge(delta, _fated(fates), _carrying(commit, 0))
            else:
                _write(delta, list(batched(schema("articles"), iter(fates["new"]))), _carrying(commit, 0))
        except CommitFailedError:
            return False
    return True


def replace(store: Store, table: str, rows: Iterable[Capture | Article], segment: str, where: Sequence[Where]) -> None:
    """Put rows of a segment in the place of those that `where` tells of, in one commit; each must be one of those.

    With no `where` they are added, though the segment's commit may have landed before.
    """
    batches = list(batched(schema(table), iter(rows)))
    predicate = " OR ".join(f"({equals(each)})" for each in where)
    with writing(store, table, rewriting=True):
        if not batches and not where:
            return
        delta = open_table(store, table) or create_table(store, table)
        if not batches:
            with hushed():
                delta.delete(predicate, commit_properties=_carrying(segment))
        elif not where:
            _write(delta, batches, _carrying(segment))
        else:
            _write(delta, batches, _carrying(segment), mode="overwrite", predicate=predicate)


def restate(store: Store, records: Collection[str], outcome: str) -> None:
    """Say of captures what extraction now makes of them; of those that are not there any more, nothing."""
    for tries_left in reversed(range(RACES)):
        with writing(store, "captures", rewriting=True):
            delta = open_table(store, "captures")
            if delta is None or not records:
                return
            try:
                with hushed():
                    delta.update(
                        updates={"outcome": literal(outcome)},
                        predicate=" OR ".join(one_of("record_id", each) for each in records),
                        writer_properties=PARQUET,
                        commit_properties=CommitProperties(max_commit_retries=0),
                    )
                return
            except CommitFailedError:  # another writer was faster
                if not tries_left:
                    raise


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


def _carrying(segment: str, races: int | None = RACES) -> CommitProperties:
    return CommitProperties(max_commit_retries=races, app_transactions=[Transaction(segment, 1)])


def _fated(fates: Mapping[str, Sequence[Article]]) -> pa.Table:
    fated = [(row, fate) for fate, rows in fates.items() for row in rows]
    rows = pa.Table.from_batches(batched(schema("articles"), iter([row for row, _ in fated])), schema("articles"))
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

"""A table in the store, as delta-rs has it: opened, made, and its errors in our words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, WriterProperties
from deltalake.exceptions import DeltaError, TableNotFoundError

from .. import tablelog
from ..errors import StoreError, StoreRefused, StoreUnavailable, Unreadable
from ..refusal import told
from ..store import Store
from .schema import schema

PARQUET = WriterProperties(
    compression="ZSTD", compression_level=3, max_row_group_size=8192, statistics_truncate_length=256
)
_CONFIGURATION = {
    "delta.checkpointInterval": "20",  # measured: opening and committing stay fast at any number of commits
    "delta.dataSkippingStatsColumns": "site,url,urlkey,id,fetched_at,warc,run",  # a segment is one site, one hour
}
_REFUSAL = re.compile(r"permission denied|read-only file system|could not create local directory", re.IGNORECASE)


@contextmanager
def opened(store: Store, table: str) -> Iterator[DeltaTable | None]:
    """A table for its upkeep, None when there is none; what goes wrong with it is one line of a StoreError."""
    with writing(store, table, rewriting=True):
        yield open_table(store, table)


def open_table(store: Store, table: str, version: int | None = None) -> DeltaTable | None:
    uri, options = store.table(table)
    for _ in range(2):  # another may be creating it
        try:
            return DeltaTable(uri, version=version, storage_options=options)
        except TableNotFoundError:
            if not any(entry.key.endswith(".json") for entry in store.list(f"{table}/_delta_log/")):
                return None
    raise StoreUnavailable(f"{store.uri}, table {table}: its log came garbled: try again")  # none would mean no history


def create_table(store: Store, table: str) -> DeltaTable:
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
        if (delta := open_table(store, table)) is None:
            raise
        return delta
    tablelog.settle(store, table)
    return DeltaTable(uri, storage_options=options)


@contextmanager
def writing(store: Store, table: str, rewriting: bool = False) -> Iterator[None]:
    """Nobody takes the files of a commit that is under way for leftovers; done, it is on the disk for good.

    One that is `rewriting` files begins with settled ones: a power cut must not take rows' first commit and spare this.
    """
    with store.writing(), clear_errors(store, table):
        if rewriting:
            tablelog.settle(store, table)
        yield
        tablelog.settle(store, table)


@contextmanager
def clear_errors(store: Store, table: str, also: type[Exception] = OSError) -> Iterator[None]:
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

"""What a crash came to: the spool brought in, and everything that was promised held against what is there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from archive import tablelog, tables, work
from archive.fixity.verify import Verification, chosen
from archive.pool import Pool
from archive.recover import finish
from archive.segment import Name
from archive.spool import Spool
from archive.store import Store, open_store
from archive.takedown import redaction, takedowns

KEPT = (".lock", "history.sqlite", "unfinished.jsonl")
"""What a crawl leaves in the spool for the next one."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What had been acknowledged, by record id its address, and taken down, when the crash came."""

    acknowledged: dict[str, str]
    taken: frozenset[str]
    gone: frozenset[str]
    step: str

    @classmethod
    def of(cls, lines: str, power_cut: bool) -> "Promise":
        """A power cut may take what was acknowledged after the last sync."""
        acknowledged: dict[str, str] = {}
        young: dict[str, str] = {}
        words: dict[str, set[str]] = {"taken": set(), "gone": set()}
        step = ""
        for line in lines.splitlines():
            match line.split(" "):
                case ["acknowledged", record, url]:
                    young[record] = url
                case ["synced" | "kept"]:
                    acknowledged |= young
                    young = {}
                case ["step", step]:
                    pass
                case [word, url] if word in words:
                    words[word].add(url)
        if not power_cut:
            acknowledged |= young
        return cls(acknowledged, frozenset(words["taken"]), frozenset(words["gone"]), step)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts of what must not be, and in words what else is wrong."""

    lost: int
    doubled: int
    orphans: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        return not (self.lost or self.doubled or self.orphans or self.faults)


def recover(folder: Path, readers: Pool, committer: Pool) -> None:
    """What `archive recover` does, and `archive redact --resume --yes`."""
    spool, uri = Spool(folder / "spool"), str(folder / "data")
    committer.submit(work.check_store, uri).result()
    for site in spool.sites():
        with spool.lock(site):
            for name in spool.names(site):
                finish(name, spool.folder, uri, readers, committer)
    committer.submit(work.collect_leftovers, uri).result()
    spool.sweep()
    store = open_store(uri)
    for begun in takedowns.read(store).begun:
        with redaction.alone(spool, {Name.of_key(key).site for key in begun.segments}):
            redaction.carry_out(store, spool, begun, lambda _: None)


def judge(folder: Path, promise: Promise, readers: Pool, committer: Pool) -> Outcome:
    """Hold everything against everything."""
    store, spool = open_store(str(folder / "data")), Spool(folder / "spool")
    captures = list(tables.rows(store, "captures", ("record_id", "url", "warc", "offset")))
    articles = list(tables.rows(store, "articles", ("id", "version", "url", "fetched_at")))
    ledger = takedowns.read(store)
    owed = {record for record, url in promise.acknowledged.items() if ledger.refuses(url) is None}
    in_warcs = Counter(_records(store))
    lost = len(owed - {row["record_id"] for row in captures}) + len(owed - in_warcs.keys())
    doubled = sum(count - 1 for count in in_warcs.values())
    doubled += sum(count - 1 for count in Counter(row["record_id"] for row in captures).values())
    doubled += sum(count - 1 for count in Counter((row["id"], row["version"]) for row in articles).values())
    faults = [f"{url} is in no ledger" for url in promise.taken if ledger.refuses(url) is None]
    faults += [f"{row['url']} was taken down" for row in (*captures, *articles) if ledger.refuses(row["url"])]
    verified = Verification(store, committer, 1, readers).run(
        [key for key, _ in chosen(store, None, None, None)], None, lambda _: None
    )
    faults += [str(fault) for fault in verified.faults]
    faults += [f"{site} waits in the spool" for site in spool.sites()]
    return Outcome(lost, doubled, tuple(orphans(folder, store)), tuple(faults))


def _records(store: Store) -> Iterator[str]:
    """Ids of the responses and revisits in all WARCs."""
    for entry in store.list("warc/"):
        with store.open(entry.key) as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type in ("response", "revisit"):
                    yield record.rec_headers.get_header("WARC-Record-ID")


def orphans(folder: Path, store: Store) -> Iterator[str]:
    """Files in the archive and in the spool that nothing names."""
    named = {f"{table}/{tablelog.SETTLED}" for table in tables.TABLES} | {".pending"}
    for key, _ in chosen(store, None, None, None):
        name = Name.of_key(key)
        named |= {name.warc, name.cdxj, name.manifest, name.receipt}
    for table in tables.TABLES:
        named |= {key for key, _ in tables.Snapshot(store, table).files()}
        with tables.opened(store, table) as delta:
            given_up = delta.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=True) if delta else []
            named |= {f"{table}/{path}" for path in given_up}
    pointers = {entry.key for entry in store.list("index/") if entry.key.endswith(".json")}
    for path in sorted((folder / "data").rglob("*")):
        key = path.relative_to(folder / "data").as_posix()
        if path.is_dir() or key in named or key.startswith("takedowns/"):
            continue
        if "/_delta_log/" in key and not key.endswith("#1"):
            continue
        if key in pointers or key.replace(".cdx.gz", ".json").replace(".idx", ".json") in pointers:
            continue
        yield key
    for path in (folder / "spool").rglob("*"):
        if path.is_file() and path.name not in KEPT:
            yield f"spool/{path.name}"

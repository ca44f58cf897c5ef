"""The files that are to be taken in: named one by one, as folders, or in S3."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..errors import Misuse
from ..store import Store, open_store

ENDINGS = (".warc", ".warc.gz", ".warc.zst")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to take in."""

    uri: str
    """As it can be named again."""
    size: int
    store: Store | None = None
    key: str = ""

    @property
    def name(self) -> str:
        """Without its folders, which say where it lay and not what it is."""
        return self.uri.rstrip("/").rpartition("/")[2]

    def open(self) -> BinaryIO:
        """Its bytes, seekable."""
        return self.store.open(self.key) if self.store else Path(self.uri).open("rb")


def expand(named: Iterable[str]) -> list[Source]:
    """What is named, folders as all WARC files in them, each once; Misuse when there is no such thing."""
    found: dict[str, Source] = {}
    for name in named:
        sources = list(_objects(name) if name.startswith("s3://") else _files(name))
        if not sources:
            raise Misuse(f"{name}: there is no such file, nor a folder with {', '.join(ENDINGS)} files")
        found.update({source.uri: source for source in sources})
    return list(found.values())


def _files(name: str) -> Iterator[Source]:
    path = Path(name)
    if "\0" in name:
        return
    try:
        if path.is_dir():
            paths = sorted(each for each in path.rglob("*") if each.name.endswith(ENDINGS) and each.is_file())
        else:
            paths = [path] if path.is_file() else []
        yield from (Source(str(each), each.stat().st_size) for each in paths)
    except OSError as error:
        raise Misuse(f"{name}: cannot be read: {error.strerror}") from None


def _objects(uri: str) -> Iterator[Source]:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    store = open_store(f"s3://{bucket}")
    size = store.size(key) if key and not key.endswith("/") else None
    if size is not None:
        yield Source(uri, size, store, key)
        return
    folder = f"{key.rstrip('/')}/" if key.strip("/") else ""
    for entry in store.list(folder):
        if entry.key.endswith(ENDINGS):
            yield Source(f"s3://{bucket}/{entry.key}", entry.size, store, entry.key)

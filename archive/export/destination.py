"""Where an export goes: a name in a folder or under an S3 prefix. Nothing is there until all of it is written."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from ..errors import ExportFailed, Misuse, StoreRefused
from ..objects import checked
from ..store import Store, open_store
from .container import Container, Files, Part

Kept = TypeVar("Kept", bound=Container)


def destination(out: str) -> tuple[Store, str]:
    """The folder or prefix that an address lies in, and its name in there; Misuse when it names none."""
    before, slash, name = out.rstrip("/").rpartition("/")
    if not name or re.fullmatch(r"s3:/*[^/]*/*|file:/*", out):
        raise Misuse(f"{out!r} names no file: give a path such as ./out/NAME, or s3://bucket/prefix/NAME")
    return open_store(before or ("/" if slash else ".")), checked(name)


def refuse_to_replace(store: Store, name: str) -> None:
    """StoreRefused when something has that name, or lies under it."""
    taken = next(store.list(f"{name}/"), None) is not None or store.size(name) is not None
    if taken or ("://" not in store.uri and (Path(store.uri) / name).exists()):
        raise StoreRefused(f"{store.uri}/{name} is there already and was not replaced: remove it, or name another")


class Tree:
    """A folder of files that appears at once: it grows beside its name. On S3 its objects appear one by one, whole."""

    def __init__(self, store: Store, name: str) -> None:
        self._local = Path(store.uri) / name if "://" not in store.uri else None
        self._growing = f"{name}.incomplete" if self._local else name
        self._store = store
        if self._local:
            refuse_to_replace(store, self._growing)
        self._files = Files(store, f"{self._growing}/")

    def file(self, path: str, *, pack: bool = False) -> Part:
        """See Container."""
        return self._files.file(path, pack=pack)

    def finish(self) -> None:
        """See Container."""
        self._files.finish()
        if self._local:
            self._local.with_name(self._growing).rename(self._local)

    def discard(self) -> None:
        """See Container."""
        self._files.discard()
        if self._local:
            shutil.rmtree(self._local.with_name(self._growing), ignore_errors=True)


@contextmanager
def kept(container: Kept) -> Iterator[Kept]:
    """A container that appears at the end, or not at all when anything failed before."""
    try:
        yield container
        container.finish()
    except OSError as error:
        container.discard()
        raise ExportFailed(
            f"the export cannot be written: {error.strerror or error}: free space there and in TMPDIR, then try again"
        ) from error
    except BaseException:
        container.discard()
        raise

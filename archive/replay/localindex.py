"""The index as pywb reads it: a folder kept fresh beside the archive, with nothing in it that the archive is not.

Of a merged index only the summary is copied; its blocks are read from the store. The lines of newer cdxj objects are
merged into a few files. Files appear whole, and what they replace stays until the next look, for requests under way.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable
from heapq import merge as merged
from pathlib import Path

from ..errors import DamagedRecord
from ..index import merge, zipnum
from ..objects import Entry
from ..store import Store
from ..takedown import takedowns

FILES = 8  # pywb opens each for every request
MARK = "20000101000000"  # of a line that stands for a page taken down


class LocalIndex:
    """`folder/indexes` and `folder/access.aclj`, made by the first `refresh`."""

    def __init__(
        self, store: Store, folder: Path, root: str, site: str = "", damaged: Callable[[DamagedRecord], None] = print
    ) -> None:
        self._store, self._site, self._damaged = store, site, damaged
        self._root = root
        self.folder, self.access, self._aside = folder / "indexes", folder / "access.aclj", folder / "aside"
        self._held: dict[str, int] = {}
        self._generations: dict[str, zipnum.Generation] = {}
        self._files: list[Path] = []
        self._replaced: list[Path] = []
        self._taken: frozenset[str] | None = None
        self._serial = 0
        for each in (self.folder, self._aside):
            each.mkdir(parents=True, exist_ok=True)

    def refresh(self) -> bool:
        """Take over what changed in the archive; whether anything did. An error leaves what pywb reads as it was."""
        replaced, self._replaced = self._replaced, []
        for path in replaced:
            path.unlink(missing_ok=True)
        listing = {
            entry.key: entry.size for entry in self._store.list(f"cdxj/{self._site}/" if self._site else "cdxj/")
        }
        known = {generation.pointer: generation for generation in self._generations.values()}
        newest = zipnum.generations(self._store, self._site, known)
        generations = {found.site: found for found in newest if found.holds_true(listing)}
        contained = {key for generation in generations.values() for key in generation.contains}
        changed = self._block() | self._show(generations)
        changed |= self._hold({key: size for key, size in listing.items() if key not in contained}, changed)
        for site in self._generations.keys() - generations.keys():
            (self.folder / f"{site}.idx").unlink(missing_ok=True)
        self._generations = generations
        if changed or replaced:
            self._touch()
        return changed

    @property
    def empty(self) -> bool:
        """Whether there is nothing to replay."""
        return not self._held and not self._generations

    def _hold(self, wanted: dict[str, int], anew: bool) -> bool:
        """Merge the objects that no file has yet; all of them when some went, changed or came into a merged index."""
        anew = anew or not self._held.items() <= wanted.items()
        new = [Entry(key, size) for key, size in wanted.items() if anew or key not in self._held]
        files = [] if anew else self._files
        shutil.rmtree(self._aside / "runs", ignore_errors=True)  # of a merge that failed
        if new:
            files = [*files, self._write(merge.merged(self._store, new, self._aside / "runs", self._damaged))]
        if len(files) > FILES:
            files = self._folded(files)
        self._replaced = [path for path in self.folder.glob("[0-9]*.cdxj") if path not in files]
        self._files, self._held = files, wanted
        return anew or bool(new)

    def _folded(self, files: list[Path]) -> list[Path]:
        """The smaller half in one."""
        files = sorted(files, key=lambda path: path.stat().st_size, reverse=True)
        large, small = files[: FILES // 2], files[FILES // 2 :]
        return [*large, self._write(merged(*map(merge.of_file, small)))]

    def _write(self, lines: Iterable[bytes]) -> Path:
        self._serial += 1
        return self._place(f"{self._serial}.cdxj", lines)

    def _show(self, generations: dict[str, zipnum.Generation]) -> bool:
        """The summaries, each after the table that says where its blocks are: an old one's too."""
        for site, generation in generations.items():
            before = self._generations.get(site)
            if generation == before or not generation.lines:
                continue
            rows = [f"{each.name}\t{self._root}{each.blocks}\n".encode() for each in (before, generation) if each]
            summary = zipnum.summary(self._store, generation)
            self._place(f"{site}.loc", rows)
            self._place(f"{site}.idx", [summary])
        return generations != self._generations

    def _block(self) -> bool:
        """pywb answers 451 where an index line meets a rule: of what was taken down there is no line but ours."""
        taken = takedowns.read(self._store).urlkeys
        if taken == self._taken:
            return False
        rule = json.dumps({"access": "block"})
        rows = (f"{key}### - {rule}\n".encode() for key in sorted(taken, key=lambda key: key.encode() + b"###"))
        self._place("../access.aclj", reversed(list(rows)))
        self._place("taken-down.cdxj", sorted(_line(key) for key in taken))
        self._taken = taken
        return True

    def _place(self, name: str, lines: Iterable[bytes]) -> Path:
        path, aside = self.folder / name, self._aside / Path(name).name
        with aside.open("wb", merge.BUFFER_BYTES) as file:
            file.writelines(lines)
        return aside.replace(path)

    def _touch(self) -> None:
        """pywb lists the folder again when its time differs by a second."""
        self._serial += 1
        os.utime(self.folder, (self._serial, self._serial))


def _line(key: str) -> bytes:
    fields = {"url": address(key), "mime": "text/html", "status": "451", "length": "0", "offset": "0", "filename": "-"}
    return f"{key} {MARK} {json.dumps(fields)}\n".encode()


def address(key: str) -> str:
    """A URL that has this key."""
    host, bracket, path = key.partition(")")
    if not bracket:
        return key
    name, colon, port = host.partition(":")
    return "http://" + ".".join(reversed(name.split(","))) + colon + port + path

"""A site's merged index in ZipNum, the form that pywb reads by range: sorted CDXJ lines in gzip blocks, and a summary.

`index/SITE/GENERATION.cdx.gz` are the blocks, `.idx` is the summary: the key that each block begins with and where the
block lies. `.json` is written last and names both, and the cdxj objects whose lines they hold: without it there is no
generation. A newer one takes its place as a whole. Readers merge it with the cdxj objects that it does not hold.
"""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from ..errors import DamagedRecord
from ..member import Member, members, pack
from ..objects import Entry
from ..store import Store
from . import merge

LINES = 3000
"""In a block."""
DOUBLINGS = 6
"""Blocks within one URL's captures double so often: pywb reads ten blocks for a URL and no more."""
ABANDONED = timedelta(days=1)
"""After so long an unfinished generation is one whose maker died."""
_STAMP = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True, slots=True)
class Generation:
    """A merged index of a site: its two objects and the cdxj objects it holds, each key with its bytes."""

    site: str
    name: str
    lines: int
    objects: dict[str, int]
    contains: dict[str, int]

    @property
    def pointer(self) -> str:
        """Key of the object that makes it the site's index."""
        return f"index/{self.site}/{self.name}.json"

    @property
    def blocks(self) -> str:
        """Key of its blocks."""
        return f"index/{self.site}/{self.name}.cdx.gz"

    @property
    def summary(self) -> str:
        """Key of its summary."""
        return f"index/{self.site}/{self.name}.idx"

    def holds_true(self, listing: Mapping[str, int]) -> bool:
        """Whether every object whose lines it holds is still there with the same size: none was taken down since."""
        return self.contains.items() <= listing.items()


@dataclass(frozen=True, slots=True)
class Built:
    """What compaction made of a site's index."""

    site: str
    objects: int
    """Index objects that were not in the merged index before."""
    lines: int
    bytes: int


def generations(store: Store, site: str = "", known: Mapping[str, Generation] | None = None) -> Iterator[Generation]:
    """The newest whole generation of each site, or of one; those in `known`, by pointer, are not read again."""
    prefix = f"index/{site}/" if site else "index/"
    for of, entries in groupby(store.list(prefix), lambda entry: entry.key.split("/")[1]):
        sizes = {entry.key: entry.size for entry in entries}
        for pointer in sorted((key for key in sizes if key.endswith(".json")), reverse=True):
            found = (known or {}).get(pointer) or _read(store, of, pointer)
            if found is not None and found.objects.items() <= sizes.items():
                yield found
                break


def summary(store: Store, generation: Generation) -> bytes:
    """The summary, whole: a line for each block."""
    try:
        return store.get(generation.summary)
    except KeyError:
        raise DamagedRecord(f"{generation.summary} went away: try again") from None


def lines(store: Store, generation: Generation) -> Iterator[bytes]:
    """Every line of a merged index, in order; DamagedRecord where a block is not as it was written, or is gone."""
    last = b""
    try:
        with store.open(generation.blocks) as data:
            for member in members(data):
                for line in member.data.splitlines(keepends=True):
                    if line < last:
                        raise DamagedRecord(f"{generation.blocks} is out of order at {member.offset}")
                    last = line
                    yield line
    except KeyError:
        raise DamagedRecord(f"{generation.blocks} went away while it was read: try again") from None


def pending(store: Store, site: str, afresh: bool = False) -> int:
    """How many cdxj objects a merge would read."""
    return len(_plan(store, site, afresh).new)


def build(store: Store, site: str, afresh: bool = False) -> Built | None:
    """Merge a site's index anew; None when the one it has holds everything. DamagedRecord names what hinders it.

    `afresh` reads every cdxj object again, and nothing of the generation before.
    """
    plan = _plan(store, site, afresh)
    if not plan.new:
        return None
    try:
        generation = _merge(store, site, plan)
    except DamagedRecord:
        if plan.before is None:
            raise
        generation = _merge(store, site, _plan(store, site, afresh=True))  # perhaps the one before is damaged
    _settle(store, generation, plan.before)
    return Built(site, len(plan.new), generation.lines, sum(generation.objects.values()))


def drop(store: Store, site: str) -> None:
    """Remove a site's merged index, pointers first; readers go back to the cdxj objects."""
    _delete(store, [entry.key for entry in store.list(f"index/{site}/")])


def unnamed(keys: Iterable[str]) -> Iterator[str]:
    """Of all objects of merged indexes, those without the pointer that would make them one."""
    keys = list(keys)
    named = {key.removesuffix(".json") for key in keys if key.endswith(".json")}
    endings = (".cdx.gz", ".idx")
    yield from (key for key in keys if key.endswith(endings) and key.rpartition("/")[0] + "/" + _of(key) not in named)


def write(lines: Iterable[bytes], blocks: BinaryIO, summary: BinaryIO, part: str, size: int = LINES) -> int:
    """Write blocks of `size` lines and their summary; the number of lines."""
    offset = count = 0
    for number, block in enumerate(_blocks(lines, size), start=1):
        data = pack(*block)
        blocks.write(data)
        key = b" ".join(block[0].split(b" ", 2)[:2]).decode()
        summary.write(f"{key}\t{part}\t{offset}\t{len(data)}\t{number}\n".encode())
        offset += len(data)
        count += len(block)
    return count


def faults(store: Store) -> Iterator[tuple[str, str]]:
    """Key and problem of each merged index that does not hold what it says."""
    listing = {entry.key: entry.size for entry in store.list("cdxj/")}
    found = {generation.site: generation for generation in generations(store)}
    pointers = {entry.key.split("/")[1]: entry.key for entry in store.list("index/") if entry.key.endswith(".json")}
    for site, pointer in pointers.items():
        if site not in found or found[site].pointer != pointer:
            yield pointer, "it cannot be read, or what it names is not there: `archive compact` makes the index anew"
    for generation in found.values():
        if generation.holds_true(listing):
            yield from _differences(store, generation)
        else:
            yield generation.pointer, "a cdxj object that it holds is gone or changed: `archive compact` merges anew"


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to merge: a generation, when one can be believed, and the objects that it does not hold."""

    listing: dict[str, int]
    before: Generation | None
    new: list[Entry]


def _plan(store: Store, site: str, afresh: bool) -> _Plan:
    listing = {entry.key: entry.size for entry in store.list(f"cdxj/{site}/")}
    before = None if afresh else next(generations(store, site), None)
    if before is not None and not before.holds_true(listing):
        before = None
    held = before.contains if before else {}
    return _Plan(listing, before, [Entry(key, size) for key, size in listing.items() if key not in held])


def _merge(store: Store, site: str, plan: _Plan) -> Generation:
    with TemporaryDirectory(prefix="pressmark-index-") as folder:
        streams = [merge.merged(store, plan.new, Path(folder, "runs"))]
        if plan.before is not None:
            streams.append(lines(store, plan.before))
        return _put(store, site, merge.leveled(iter(streams), Path(folder)), plan.listing, Path(folder))


def _read(store: Store, site: str, pointer: str) -> Generation | None:
    """None when it went away, or is no pointer of that place."""
    try:
        found = Generation(**json.loads(store.get(pointer)))
        right = (found.pointer, found.site, {*found.objects}) == (pointer, site, {found.blocks, found.summary})
        return found if right and isinstance(found.contains, dict) else None
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return None


def _blocks(lines: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    block: list[bytes] = []
    run, limit = 0, size
    for line in lines:
        if len(block) >= limit:
            same = block[-1].split(b" ", 1)[0] == line.split(b" ", 1)[0]
            run = run + 1 if same else 0
            limit = size << min(max(run - 1, 0), DOUBLINGS)
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _put(store: Store, site: str, lines: Iterable[bytes], contains: dict[str, int], folder: Path) -> Generation:
    """Blocks, summary, then the pointer that makes them count."""
    name = _name(store, site)
    blocks, index = folder / "blocks", folder / "summary"
    with blocks.open("wb") as data, index.open("wb") as rows:
        count = write(lines, data, rows, name)
    generation = Generation(site, name, count, {}, contains)
    with store.writing():
        for key, path in ((generation.blocks, blocks), (generation.summary, index)):
            store.put(key, path)
            generation.objects[key] = path.stat().st_size
        store.put(generation.pointer, json.dumps(asdict(generation)).encode(), "application/json")
    return generation


def _of(key: str) -> str:
    """The name of the generation that an object belongs to."""
    return key.rpartition("/")[2].partition(".")[0]


def _name(store: Store, site: str) -> str:
    """Later than all others of the site, whatever this machine's clock says."""
    names = [entry.key.split("/")[2].partition(".")[0] for entry in store.list(f"index/{site}/")]
    newest = max((_made(name) for name in names), default=datetime.min.replace(tzinfo=UTC))
    moment = max(datetime.now(UTC), newest + timedelta(microseconds=1))
    return f"{moment.strftime(_STAMP)}Z-{secrets.token_hex(4)}"


def _made(name: str) -> datetime:
    try:
        return datetime.strptime(name.partition("Z-")[0], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _settle(store: Store, generation: Generation, before: Generation | None) -> None:
    """Remove what the new generation replaces, but for the one it was made of: someone may be reading that.

    If a takedown changed what was merged, or removed the merged, the new generation goes.
    """
    site = generation.site
    listing = {entry.key: entry.size for entry in store.list(f"cdxj/{site}/")}
    sizes = {entry.key: entry.size for entry in store.list(f"index/{site}/")}
    if not generation.holds_true(listing) or not generation.objects.items() <= sizes.items():
        _delete(store, [generation.pointer, *generation.objects])
        newest = next(generations(store, site), None)
        if newest is not None and newest.name > generation.name and newest.holds_true(listing):
            return  # another compaction's, which began later
        raise DamagedRecord(f"the index of {site} changed while it was merged: run `archive compact` again")
    names = {key: key.split("/")[2].partition(".")[0] for key in sizes}
    whole = {names[key] for key in sizes if key.endswith(".json")} - {before and before.name}
    dead = datetime.now(UTC) - ABANDONED
    old = [key for key, name in names.items() if name < generation.name and (name in whole or _made(name) < dead)]
    _delete(store, [key for key in old if names[key] != (before and before.name)])


def _delete(store: Store, keys: Iterable[str]) -> None:
    for key in sorted(keys, key=lambda key: not key.endswith(".json")):
        store.delete(key)


def _differences(store: Store, generation: Generation) -> Iterator[tuple[str, str]]:
    try:
        yield from _summary_faults(store, generation)
        held = [Entry(key, size) for key, size in generation.contains.items()]
        with TemporaryDirectory(prefix="pressmark-index-") as folder:
            expected = merge.merged(store, held, Path(folder, "runs"))
            for number, (has, should) in enumerate(zip_longest(lines(store, generation), expected), start=1):
                if has != should:
                    yield generation.blocks, f"line {number} is not that of the cdxj objects it was made of"
                    return
    except (DamagedRecord, KeyError) as error:
        if store.size(generation.pointer) is not None:  # else a newer one took its place
            yield generation.blocks, str(error)


def _summary_faults(store: Store, generation: Generation) -> Iterator[tuple[str, str]]:
    """Where a row of the summary is not that of its block."""
    with store.open(generation.blocks) as data:
        blocks = enumerate(members(data), start=1)
        rows = summary(store, generation).splitlines()
        for row, numbered in zip_longest(rows, blocks):
            if numbered is None or row != _row(generation.name, *numbered):
                yield generation.summary, "it is not the summary of its blocks"
                return


def _row(part: str, number: int, member: Member) -> bytes:
    key = b" ".join(member.data[: merge.LINE_BYTES].split(b" ", 2)[:2])
    return key + f"\t{part}\t{member.offset}\t{member.length}\t{number}".encode()

"""One export, from a selection to the files that come of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .. import tables
from ..capture import Capture
from ..errors import ExportFailed, Misuse
from ..index import cdxj
from ..selection import Selection
from ..store import Store
from ..wacz import pages, write
from . import bag, rows
from .container import Container, Files, Tar, Written, Zip, put
from .destination import Tree, destination, kept, refuse_to_replace
from .plan import Plan
from .records import Damage
from .warcs import Info, Warcs, copy, gather

GIGABYTE = 1 << 30


def _nothing(*_: object) -> None:
    """For those who do not want to know."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Told of what happens while an export is made."""

    total: Callable[[int], object] = _nothing
    """How many captures there are to export."""
    advance: Callable[[int], object] = _nothing
    """How many more captures, or rows, are done."""
    left_out: Callable[[Damage], object] = _nothing
    """What cannot be exported."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export brought."""

    files: tuple[Written, ...]
    """Of a bag in a folder: all of it, with the SHA-256 of its tag manifest, which seals the rest."""
    captures: int = 0
    """Selected ones."""
    originals: int = 0
    """Responses outside the selection to which its revisits refer."""
    pages: int = 0
    rows: int = 0
    """Of tables."""
    left_out: int = 0
    """Captures that are damaged in the archive."""
    unresolved: int = 0
    """Revisits without their original, which the archive does not hold, or holds damaged."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to export, where to, and how to present it."""

    archive: Store
    selection: Selection
    out: str
    title: str | None = None
    contact: str | None = None
    warc_size: int | None = None
    """Bytes after which another WARC is begun."""
    watch: Watch = field(default_factory=Watch)

    def wacz(self) -> Exported:
        """A WACZ package."""
        store, name = self._destination(".wacz")
        with Plan() as plan:
            with kept(Zip(store.create(name))) as package:
                warcs = self._copy(package, plan, self._numbered("archive/", name.removesuffix(".wacz")), GIGABYTE)
                pages.find(self.archive, self.selection, plan)
                write.finish(package, warcs, plan, self._about())
            return self._summed(plan, package.whole.written)

    def warc(self) -> Exported:
        """WARC files: one, or as many as `warc_size` makes of it, numbered."""
        store, name = self._destination(".warc.gz")
        named = self._numbered("", name.removesuffix(".warc.gz")) if self.warc_size else lambda _: name
        with Plan() as plan, kept(Files(store)) as files:
            return self._summed(plan, *self._copy(files, plan, named, self.warc_size))

    def bag(self) -> Exported:
        """A BagIt bag: a folder, or one ZIP or TAR file of it."""
        store, name = self._destination("")
        container: Zip | Tar | Tree
        match name.rpartition(".")[2]:
            case "zip":
                container = Zip(store.create(name), f"{name.removesuffix('.zip')}/")
            case "tar":
                container = Tar(store.create(name), f"{name.removesuffix('.tar')}/")
            case _:
                container = Tree(store, name)
        with Plan() as plan:
            with kept(container) as kept_bag:
                manifest, payload = self._bag(kept_bag, plan)
            whole = container.whole.written if not isinstance(container, Tree) else None
            size = sum(each.bytes for each in payload)
            return self._summed(plan, whole or replace(manifest, bytes=size))

    def cdxj(self) -> Exported:
        """The index of the selection, as the archive has it: what can be replayed, merged and sorted."""
        store, name = self._destination("")
        captures = 0
        with Plan() as plan:
            for row in tables.Snapshot(self.archive, "captures").selected(self.selection):
                line = cdxj.index([Capture(**row)])
                plan.index(line)
                captures += bool(line)
                self.watch.advance(1)
            if not captures:
                raise self._empty("captures that can be replayed")
            with kept(Files(store)) as files:
                return self._summed(plan, put(files, name, plan.lines()), captures=captures)

    def table(self, form: rows.Form, *, captures: bool) -> Exported:
        """Rows of the articles table, and in a file of their own those of the captures table."""
        store, name = self._destination("")
        stem, dot, suffix = name.partition(".")
        named = {"articles": name} | ({"captures": f"{stem}-captures{dot}{suffix}"} if captures else {})
        with kept(Files(store)) as files:
            written, count = [], 0
            for table, path in named.items():
                part = files.file(path)
                found = form(self.archive, table, self.selection, part, self.watch.advance)
                if not found and table == "articles" and not captures:
                    raise self._empty("articles")
                written.append(part.close())
                count += found
            if not count:
                raise self._empty("articles or captures")
        return Exported(tuple(written), rows=count)

    def _bag(self, container: Container, plan: Plan) -> tuple[Written, list[Written]]:
        stem = destination(self.out)[1].removesuffix(".zip").removesuffix(".tar")
        payload = self._copy(container, plan, self._numbered("data/warc/", stem), self.warc_size or GIGABYTE)
        payload.append(put(container, "data/index.cdxj", plan.lines()))
        for table in ("captures", "articles"):
            part = container.file(f"data/{table}.jsonl", pack=True)
            rows.jsonl(self.archive, table, self.selection, part, _nothing)
            payload.append(part.close())
        return bag.finish(container, payload, self._bag_info(plan)), payload

    def _bag_info(self, plan: Plan) -> list[tuple[str, object]]:
        first, last = plan.period()
        contact = [("Contact-Email" if "@" in self.contact else "Contact-Name", self.contact)] if self.contact else []
        return [
            *contact,
            ("External-Description", f"Web captures: {self.selection}"),
            ("External-Identifier", self.title or f"{self.selection}"),
            *(("Site", site) for site in plan.sites()),
            ("First-Capture", first),
            ("Last-Capture", last),
            ("Captures", plan.count("written AND selected")),
            ("Originals-Of-Revisits", plan.count("written AND NOT selected")),
            ("Damaged-And-Left-Out", plan.count("NOT written")),
        ]

    def _copy(self, container: Container, plan: Plan, named: Callable[[int], str], limit: int | None) -> list[Written]:
        gather(self.archive, self.selection, plan)
        self.watch.total(plan.count())
        said: Info = [
            ("software", bag.software()),
            ("operator", self.contact),
            ("description", f"exported records: {self.selection}"),
        ]
        warcs = Warcs(container, named, limit, said)
        copy(self.archive, plan, warcs, self.watch.advance, self.watch.left_out)
        if not plan.count("written AND selected"):
            raise ExportFailed(f"all that is archived of {self.selection} is damaged: no file was made")
        return warcs.files

    def _about(self) -> write.About:
        title = self.title or f"Web archive of {self.selection}"
        return write.About(title, f"Captures of {self.selection}.", bag.software())

    def _destination(self, suffix: str) -> tuple[Store, str]:
        store, name = destination(self.out)
        if not name.endswith(suffix) or name == suffix:
            raise Misuse(f"{self.out}: its name has to end with {suffix}, by which readers know it")
        refuse_to_replace(store, name)
        return store, name

    def _numbered(self, before: str, stem: str) -> Callable[[int], str]:
        return lambda number: f"{before}{stem}-{number:05d}.warc.gz"

    def _empty(self, what: str) -> ExportFailed:
        return ExportFailed(f"no {what} of {self.selection}: no file was made; `archive ls` prints what there is")

    def _summed(self, plan: Plan, *files: Written, captures: int = 0) -> Exported:
        return Exported(
            files,
            captures=captures or plan.count("written AND selected"),
            originals=plan.count("written AND NOT selected"),
            pages=plan.paged(),
            left_out=plan.count("NOT written"),
            unresolved=plan.dangling(),
        )

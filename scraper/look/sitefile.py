"""A site's facts -> its file in spiders/: a declaration that no stranger's words can turn into anything else."""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

from archive.errors import Misuse

from ..sources import Feed, Section, Sitemap, Source, WordPress

WIDTH = 120
"""Columns of a line, as the project's formatter has them."""
DEEPER = " " * 8
MADE = "made with "
LINES = 12
"""Lines of facts in a file, at most."""
TAKEN = {"Feed", "False", "Hints", "NewsSpider", "None", "Section", "Sitemap", "True", "WordPress"}
NOT_SITES = {"__init__", "demo", "site"}
SOURCES: tuple[type[Source], ...] = (Feed, Section, Sitemap, WordPress)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a site file says; what is empty is left out."""

    name: str
    title: str
    country: str = ""
    language: str = ""
    status: str
    sources: tuple[Source, ...]
    """The surest first; of those that find no room, the last ones are left out."""
    article: str | None = None
    samples: tuple[str, ...] = ()
    """The first two are written where they find room on one line, else the shortest; the same of `others`."""
    others: tuple[str, ...] = ()
    notes: str = ""
    """What finds no room on its line is left out; all of it where a source needs the room."""
    cms: str | None = None
    """Stands in the docstring, which is no fact that a crawl goes by."""

    def render(self) -> str:
        """The file: formatted, and no more than a class of constants whatever the facts are."""
        kept = self.fitting()
        if self.article and len(self._facts(kept)) > LINES:  # a single source whose address fills lines
            return replace(self, article=None).render()
        facts = "".join(f"    {line}\n" for line in self._facts(kept))
        text = (
            f"{_import({'NewsSpider'}, kept)}\n\n"
            f"class {class_name(self.name)}(NewsSpider):\n"
            f"    {self.docstring}\n\n{facts}"
        )
        _assert_constant(text)
        return text

    @property
    def docstring(self) -> str:
        """The site and what it is made with, in letters that end no string."""
        name, cms = (re.sub(r"[^a-z0-9._-]", "_", text) for text in (self.name, self.cms or ""))
        return f'"""{name}, {MADE}{cms[:30]}."""' if cms else f'"""{name}."""'

    def line(self, fact: str) -> str:
        """How the file says this fact, without indentation; several lines where one does not hold it."""
        if fact == "docstring":
            return self.docstring
        return "\n    ".join(self._lines(self.sources)[fact])

    def fitting(self) -> tuple[Source, ...]:
        """The sources that there is room for, at least one."""
        kept = self.sources
        while len(kept) > 1 and len(self._facts(kept)) > LINES:
            kept = kept[:-1]
        return kept

    def _facts(self, sources: Sequence[Source]) -> list[str]:
        """Lines of all facts, without notes where there is no room for these."""
        lines = self._lines(sources)
        if sum(map(len, lines.values())) > LINES:
            lines.pop("notes", None)
        return [line for each in lines.values() for line in each]

    def _lines(self, sources: Sequence[Source]) -> dict[str, list[str]]:
        """Each fact's lines."""
        facts = {"name": self.name, "title": self.title, "country": self.country, "language": self.language}
        lines = {name: [_line(name, value)] for name, value in facts.items() if value}
        lines["status"] = [f"status = {quoted(self.status)}"]
        lines["sources"] = _tuple("sources", [_source(source) for source in sources])
        if self.article and self.samples and self.others:
            lines["article"] = [f"article = {_raw(self.article)}"]
            lines["samples"] = _addresses("samples", self.samples)
            lines["others"] = _addresses("others", self.others)
        if self.notes:
            lines["notes"] = [_line("notes", self.notes)]
        return lines


def file_name(name: str) -> str:
    """The file of a site: its name with `.` and `-` as `_`; Misuse for names that are no site's."""
    stem = re.sub(r"[^a-z0-9_]", "_", name)
    if stem in NOT_SITES:
        raise Misuse(f"{stem}.py in spiders/ is no site's, so no site can be called {name}")
    return f"{stem}.py"


def class_name(name: str) -> str:
    """`Lefaso` of `lefaso.net`."""
    label = "".join(part.capitalize() for part in re.split(r"[^a-z0-9]+", name.lower().partition(".")[0]))
    return f"Site{label}" if not label[:1].isalpha() or label in TAKEN else label


def quoted(text: str) -> str:
    """A Python string literal in the formatter's own form; what does not show as it is, is escaped."""
    mark = "'" if text.count('"') > text.count("'") else '"'
    return mark + "".join(_escaped(letter, mark) for letter in text) + mark


def visible(text: str) -> str:
    """Text of strangers for a terminal: on one line, without what would move its cursor or turn its direction."""
    return "".join(_escaped(letter, "") if letter != "\\" else letter for letter in text)


def changed(text: str, facts: Mapping[str, str], sources: Sequence[Source]) -> str:
    """A site file with these facts' lines in place of its own, and an import of what the sources need.

    Misuse when it is no declaration.
    """
    taken, declared = _parsed(text)
    places = {fact: at for at in declared.body if (fact := _assigned(at))}
    edits = [(at.lineno, at.end_lineno or at.lineno, facts[fact]) for fact, at in places.items() if fact in facts]
    first = places["sources"].lineno if "sources" in places else (declared.body[-1].end_lineno or 0) + 1
    edits += [(first, first - 1, line) for fact, line in facts.items() if fact not in places]
    lines = text.splitlines(keepends=True)
    for start, end, line in sorted(edits, reverse=True):
        lines[start - 1 : end] = [f"    {line}\n"]
    others = {alias.name for alias in taken.names} - {each.__name__ for each in SOURCES}
    lines[taken.lineno - 1 : taken.end_lineno] = [_import(others, sources)]
    return "".join(lines)


def _parsed(text: str) -> tuple[ast.ImportFrom, ast.ClassDef]:
    try:
        taken, declared = ast.parse(text).body
    except (SyntaxError, ValueError):
        taken = declared = ast.Pass()
    if not isinstance(taken, ast.ImportFrom) or not isinstance(declared, ast.ClassDef):
        raise Misuse("its file is not an import and a class, as addsite writes them: change it by hand")
    return taken, declared


def _assigned(statement: ast.stmt) -> str | None:
    if isinstance(statement, ast.Expr):
        return "docstring"
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return None


def _import(others: set[str], sources: Sequence[Source]) -> str:
    return f"from scraper import {', '.join(sorted({*others, *(type(source).__name__ for source in sources)}))}\n"


def _escaped(letter: str, mark: str) -> str:
    if letter in ("\\", mark):
        return f"\\{letter}"
    return letter if letter.isprintable() else letter.encode("unicode_escape").decode()


def _raw(pattern: str) -> str:
    """An expression as one writes it by hand, where that is safe."""
    plain = pattern.isascii() and pattern.isprintable() and '"' not in pattern and not pattern.endswith("\\")
    return f'r"{pattern}"' if plain else quoted(pattern)


def _source(source: Source) -> list[str]:
    """The value as it is written: on one line if that holds it, else its arguments on lines of their own."""
    words = [quoted(source.url)]
    if isinstance(source, Section) and source.pages:
        words.append(f"pages={quoted(source.pages)}")
    name, line = type(source).__name__, ", ".join(words)
    if _holds(f"    {name}({line}),"):
        return [f"{name}({line})"]
    alone = len(words) == 1 or _holds(f"{DEEPER}{line}")
    return [f"{name}(", *([f"    {line}"] if alone else [f"    {word}," for word in words]), ")"]


def _tuple(fact: str, written: Sequence[Sequence[str]]) -> list[str]:
    """On one line if that holds it, else each on its own."""
    line = f"{fact} = ({', '.join(' '.join(lines) for lines in written)}{',' * (len(written) == 1)})"
    if all(len(lines) == 1 for lines in written) and _holds(line):
        return [line]
    parts = [f"    {line}{',' * (at == len(lines))}" for lines in written for at, line in enumerate(lines, start=1)]
    return [f"{fact} = (", *parts, ")"]


def _addresses(fact: str, urls: Sequence[str]) -> list[str]:
    """The first two, or the shortest alone where these find no room."""
    both = _tuple(fact, [[quoted(url)] for url in urls[:2]])
    return both if len(both) == 1 else _tuple(fact, [[quoted(min(urls, key=len))]])


def _line(fact: str, text: str) -> str:
    """The fact on one line, shortened where it has to be."""
    while text and not _holds(line := f"{fact} = {quoted(text)}"):
        text = text[:-1].rstrip()
    return line if text else f'{fact} = ""'


def _holds(line: str) -> bool:
    return 4 + cell_len(line) <= WIDTH


def _assert_constant(text: str) -> None:
    """What strangers say is quoted; should it ever not be, nothing is written."""
    _, declared = _parsed(text)
    _, *facts = declared.body
    for fact in facts:
        assert isinstance(fact, ast.Assign), text
        allowed = (ast.Name, ast.Load, ast.Store, ast.Constant, ast.Tuple, ast.Call, ast.keyword)
        assert all(isinstance(node, allowed) for each in (fact.value, *fact.targets) for node in ast.walk(each)), text
        called = [node.func for node in ast.walk(fact) if isinstance(node, ast.Call)]
        assert all(isinstance(each, ast.Name) and each.id in TAKEN for each in called), text

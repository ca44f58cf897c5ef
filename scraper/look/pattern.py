"""The form that the addresses of a site's articles have in common, as a regular expression for its `article`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from urllib.parse import urlsplit

from archive.canonical import canonical

FEWEST = 3
"""Articles from which a form is inferred."""
SHARE = 0.9
"""Of the articles, at least, that it has to match."""
FORMS = 4
"""Alternatives in one pattern, at most."""
LONGEST = 100
"""Characters of a pattern that stands on one line of a site file."""
SITE, END = "^https?://[^/]+", "/?([?&]|$)"
YEAR = re.compile(r"(?:19|20)\d\d")
MONTH_OR_DAY = re.compile(r"\d\d?")
EXTENSION = re.compile(r"\.(?:[sx]?html?|php\d?|aspx?|jsp)$", re.IGNORECASE)
LEADING = re.compile(r"\d+[-_]")
TRAILING = re.compile(r"([-_,](?:[a-z]{1,2}_?)?)\d+$")
ANY, HYPHENED, LONG = "[^/?]+", "[^/?]+-[^/?]+", "(?:[^/?-]+-){2,}[^/?]+"


@dataclass(frozen=True, slots=True)
class Address:
    """An article's address, taken apart."""

    folders: tuple[str, ...]
    name: str
    """The last part of the path, without extension."""
    extension: str
    query: str
    """What of the query has numbers, these written as an expression; none of the path varies then."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """What its parts are: addresses with the same kinds may have one form."""
        parts = (*self.folders, self.name)
        if self.query:
            return ("query", "/".join(parts), self.extension, self.query)
        dated = [_kind(part, parts[:at]) for at, part in enumerate(parts)]
        return (self.extension, *dated)


def infer(articles: Iterable[str], others: Iterable[str]) -> str | None:
    """A pattern that matches nearly all articles' addresses and none of the others'; None when there is none such."""
    wanted, unwanted = list(dict.fromkeys(articles)), list(dict.fromkeys(others))
    if len(wanted) < FEWEST:
        return None
    groups = _groups(wanted)
    for names, listed, most in product((ANY, HYPHENED, LONG), (False, True), range(len(groups), 0, -1)):
        pattern = _joined([_form(group, names, listed) for group in groups[:most]])
        if len(pattern) <= LONGEST and fits(pattern, wanted, unwanted):
            return pattern
    return None


def fits(pattern: str, articles: Sequence[str], others: Iterable[str]) -> bool:
    """Whether it tells most articles' addresses from all the others'."""
    return share(pattern, articles) >= SHARE and not any(re.search(pattern, url) for url in others)


def share(pattern: str, articles: Sequence[str]) -> float:
    """The part of these addresses that it matches; 1 of none."""
    return sum(re.search(pattern, url) is not None for url in articles) / len(articles) if articles else 1.0


def _groups(urls: Sequence[str]) -> list[list[Address]]:
    """Addresses of like kinds together, the largest groups first: as many as leave no more than a stray one out."""
    groups: dict[tuple[str, ...], list[Address]] = {}
    for url in urls:
        address = _address(url)
        groups.setdefault(address.kinds, []).append(address)
    ordered = sorted(groups.values(), key=len, reverse=True)[:FORMS]
    return [group for at, group in enumerate(ordered) if not at or len(group) > 1]


def _address(url: str) -> Address:
    parts = urlsplit(canonical(url))
    *folders, name = parts.path.strip("/").split("/")
    extension = match[0] if (match := EXTENSION.search(name)) else ""
    query = "&".join(_numbered(each) for each in parts.query.split("&") if re.search(r"\d", each))
    return Address(tuple(folders), name.removesuffix(extension), extension, query)


def _numbered(text: str) -> str:
    return r"\d+".join(_literal(piece) for piece in re.split(r"\d+", text))


def _literal(text: str) -> str:
    return re.escape(text).replace(r"\-", "-")


def _kind(part: str, before: tuple[str, ...]) -> str:
    if YEAR.fullmatch(part):
        return "year"
    if MONTH_OR_DAY.fullmatch(part) and any(YEAR.fullmatch(each) for each in before[-2:]):
        return "day"
    return "number" if part.isascii() and part.isdecimal() else "word"


def _form(group: Sequence[Address], names: str, listed: bool) -> str:
    """The expression of a group: what is the same everywhere is kept; with `listed`, folders by their names."""
    first = group[0]
    if first.query:
        path = _literal("/".join((*first.folders, first.name)) + first.extension)
        return rf"/{path}\?{first.query}"
    _, *kinds = first.kinds
    columns = list(zip(*(each.folders for each in group), strict=True))
    listed = listed or kinds[-1] == "number"  # which says little alone
    folders = [_folder(kind, column, listed) for kind, column in zip(kinds[:-1], columns, strict=True)]
    tells = any(kind in ("year", "number") for kind in kinds)
    last = _name(kinds[-1], [each.name for each in group], ANY if tells and names == HYPHENED else names, tells)
    return "".join(f"/{part}" for part in (*folders, last)) + _literal(first.extension)


def _folder(kind: str, column: Sequence[str], listed: bool) -> str:
    if kind != "word":
        return {"year": r"\d{4}", "day": r"\d{2}" if all(len(each) == 2 for each in column) else r"\d{1,2}"}.get(
            kind, r"\d+"
        )
    different = sorted(set(column))
    if len(different) == 1 and (listed or len(column) >= FEWEST):
        return _literal(different[0])
    return f"(?:{'|'.join(map(_literal, different))})" if listed else ANY


def _name(kind: str, names: Sequence[str], form: str, tells: bool) -> str:
    """The last part: a number, a number before or behind words, or words."""
    if kind != "word":
        return r"\d+"
    if all(LEADING.match(name) for name in names):
        marks = {name[len(re.match(r"\d+", name)[0])] for name in names}  # type: ignore[index]  # LEADING matches
        return rf"\d+{marks.pop() if len(marks) == 1 else '[-_]'}[^/?]+"
    ends = {match[1] if (match := TRAILING.search(name)) else "" for name in names}
    if len(ends) == 1 and (end := ends.pop()):
        return rf"[^/?]+{_literal(end)}\d+"
    if form == ANY and not tells and all("-" in name for name in names):
        return HYPHENED  # menus lead to pages of one word
    return form


def _joined(forms: Sequence[str]) -> str:
    """With the end of an address behind it, tracking parameters allowed."""
    if len(forms) > 1:
        return f"{SITE}/(?:{'|'.join(dict.fromkeys(form[1:] for form in forms))}){END}"
    return SITE + forms[0] + (r"(&|$)" if r"\?" in forms[0] else END.replace("[?&]", r"\?"))

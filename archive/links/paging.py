"""The pages of a list: a page's number in its address, and the address of a page."""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_plus, urlsplit

from .link import host

IN_PATH = re.compile(r"/(?:page|pagina|seite|pag|p|الصفحة|صفحة)[/_-]?(\d{1,6})(?=/?$|\.\w{3,5}$)", re.IGNORECASE)
PAGE_NUMBER = re.compile(r"(?:paged?|pages|pg|pagenum(?:ber)?|page_?no|pagina|seite|p|pagen_\d+)$", re.IGNORECASE)
OFFSET = re.compile(r"(?:start|offset|limitstart|from|start_liste|debut(?:_\w+)?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An address taken apart: the list, how its pages are numbered, and which page this is."""

    rest: str
    """The address without number, the same for all pages of a list."""
    scheme: str = ""
    """`/` for a number in the path, else the query parameter's name; empty for an address without number."""
    number: int | None = None

    @property
    def is_offset(self) -> bool:
        """Whether articles are counted, not pages."""
        return OFFSET.match(self.scheme) is not None


def numbered(url: str) -> Numbered:
    """The address taken apart at the first page number in its query or path."""
    parts = urlsplit(url)
    path, pairs = parts.path, [pair for pair in parts.query.split("&") if pair]
    scheme, number = "", None
    for pair in pairs:
        name, _, value = pair.partition("=")
        if value.isdecimal() and len(value) <= 6 and (PAGE_NUMBER.match(name) or OFFSET.match(name)):
            scheme, number = name, int(value)
            pairs.remove(pair)
            break
    match = IN_PATH.search(path) if number is None else None
    if match:
        scheme, number, path = "/", int(match[1]), path[: match.start()] + path[match.end() :]
    return Numbered(f"{host(url)}{path.rstrip('/')}?{'&'.join(sorted(pairs))}", scheme, number)


def page(url: str, number: int, pattern: str = "?page={page}") -> str:
    """The address of page `number` (from 1) of the list at `url`, which is page 1.

    The pattern is added to the path, or to the query when it begins with `?`; `{page}` is the number and `{before}` the
    number of pages before it, so that `?debut_articles={before}0` counts articles by ten.
    """
    if number <= 1:
        return url
    written = pattern.replace("{page}", str(number)).replace("{before}", str(number - 1))
    if written.startswith("?"):
        name, _, value = written[1:].partition("=")
        return with_parameter(url, name, value)
    parts = urlsplit(url)
    return parts._replace(path=parts.path.rstrip("/") + "/" + written.lstrip("/"), fragment="").geturl()


def with_parameter(url: str, name: str, value: str | None) -> str:
    """The address with this query parameter set, or without it; the others stay as they are."""
    parts = urlsplit(url)
    kept = [pair for pair in parts.query.split("&") if pair and unquote_plus(pair.partition("=")[0]) != name]
    added = [] if value is None else [f"{name}={quote(value, safe='/:,')}"]
    return parts._replace(query="&".join(kept + added), fragment="").geturl()


def renumbered(url: str, scheme: str, number: int) -> str:
    """The address with another number in the place that `scheme` names."""
    if scheme != "/":
        return with_parameter(url, scheme, str(number))
    parts = urlsplit(url)
    match = IN_PATH.search(parts.path)
    path = parts.path[: match.start(1)] + str(number) + parts.path[match.end(1) :] if match else parts.path
    return parts._replace(path=path, fragment="").geturl()

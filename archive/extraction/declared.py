"""Whether the hints of a site's file can be what their author meant: said before the first request."""

from collections.abc import Iterator
from dataclasses import fields

from .. import hints
from ..errors import Misuse
from ..hints import Hints
from . import dateform, xpath

LISTS = frozenset({"prune", "body", "dates"})


def check(layouts: object) -> None:
    """Misuse that names the fault: no tuple of Hints, an XPath that is none, a form of dates without a year …"""
    if not isinstance(layouts, tuple) or not all(isinstance(each, Hints) for each in layouts):
        raise Misuse("hints should be a tuple of Hints(…): with one of them, `hints = (Hints(…),)`")
    for number, each in enumerate(layouts, start=1):
        if fault := next(_faults(each), None):
            raise Misuse(f"hints{f' {number}' if len(layouts) > 1 else ''}: {fault}")
    ends = [each.ends for each in layouts]
    if len(set(ends)) < len(ends):
        raise Misuse("hints: two layouts are in use at once; all but the latest need an `until` of their own")
    if len(layouts) > hints.MOST or len(hints.written(layouts)) > hints.LONGEST:
        raise Misuse(f"hints: more than {hints.MOST} layouts, or {hints.LONGEST} characters, are not written to a WARC")


def _faults(each: Hints) -> Iterator[str]:
    values = {field.name: getattr(each, field.name) for field in fields(each)}
    for name, value in values.items():
        if name in LISTS and not isinstance(value, tuple):
            yield f'{name} should be a tuple: {name}=("…",)'
        elif not all(isinstance(line, str) for line in (value if name in LISTS else [value])):
            yield f"{name} should be text"
        elif name in LISTS and len(value) > hints.XPATHS:
            yield f"{name} has more than {hints.XPATHS}"
    xpaths = [*(("prune", line) for line in each.prune), *(("body", line) for line in each.body)]
    xpaths += [(name, values[name]) for name in ("title", "authors", "published") if values[name]]
    yield from (f"{name}: XPath {line!r} {wrong}" for name, line in xpaths if (wrong := _of_xpath(name, line)))
    yield from (f"dates: {form!r} {wrong}" for form in each.dates if (wrong := dateform.fault(form)))
    if each.dates and not each.published:
        yield "dates say how `published` is written: give its XPath"
    if dateform.zone(each.zone) is None:
        yield f"zone: there is no time zone {each.zone!r} here"
    try:
        each.ends  # noqa: B018  # raises
    except (ValueError, OverflowError):
        yield f"until: {each.until!r} is no day or moment such as 2026-11-22"


def _of_xpath(name: str, expression: str) -> str | None:
    wrong = xpath.fault(expression)
    if wrong is None and name in ("prune", "body") and not xpath.gives_elements(expression):
        return "gives no elements"
    return wrong

"""Conditions on rows, as SQL."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime

from ..selection import Selection

Where = Mapping[str, object]


def all_of(terms: Iterable[str]) -> str:
    return " AND ".join(terms)


def equals(where: Where) -> str:
    return all_of(one_of(name, value) for name, value in where.items())


def meant(selection: Selection) -> str:
    terms = [one_of("site", selection.site)] if selection.site is not None else []
    terms += [f"\"day\" >= '{selection.since}'"] if selection.since else []
    terms += [f"\"day\" <= '{selection.until}'"] if selection.until else []
    if selection.url is not None:
        terms.append("(" + " OR ".join(map(_at, selection.patterns)) + ")")
    return all_of(terms)


def one_of(name: str, value: object) -> str:
    """A condition in SQL. A long list of literals is slow and overflows the engine's stack; as a table it does not."""
    if not isinstance(value, Collection) or isinstance(value, str):
        return f'"{name}" = {literal(value)}'
    if not value:
        return "false"
    among = ", ".join(f"({literal(each)})" for each in value)
    return f'"{name}" IN (SELECT {name}one_of FROM (VALUES {among}) AS {name}_among({name}one_of))'  # noqa: S608  # quoted


def like(part: str) -> str:
    """Text as it stands in a LIKE."""
    return re.sub(r"([\\%_])", r"\\\1", part).replace("'", "''")


def literal(value: object) -> str:
    """A value as SQL."""
    if isinstance(value, datetime):
        return f"arrow_cast('{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}', 'Timestamp(Microsecond, Some(\"UTC\"))')"
    if isinstance(value, date):
        return f"arrow_cast('{value}', 'Date32')"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _at(pattern: str) -> str:
    if "*" not in pattern:
        return one_of("url", pattern)
    return f"\"url\" LIKE '{like(pattern).replace('*', '%')}'"

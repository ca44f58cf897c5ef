"""`archive show`."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import click

from .. import exhibit as exhibits
from .. import member
from ..errors import Misuse, PressmarkError
from ..exhibit import LISTED, Exhibit, Row
from ..links.link import absolute
from ..store import Store
from ..takedown import takedowns
from ..warc import Record
from .options import archive_option, existing, json_option
from .visible import visible

DUE = {
    "new": "new",
    "revisit": "due again by its schedule",
    "modified": "its source said it was modified",
    "full": "due again, in full",
}
HOST = {"robots": "asked of each host before its first page", "optout": "asked of each host before its first page"}
ROBOTS = {
    "allowed": "allowed by robots.txt",
    "exempt": "none needed: it is robots.txt",
    "ignored": "ignored: the operator switched obedience off",
    "unreachable": "robots.txt could not be had, and ROBOTS_UNREACHABLE=allow",
}
FORMS = ("%Y%m%d%H%M%S", "%Y%m%d")


class NotCaptured(PressmarkError):
    """There is no capture of an address."""


@click.command()
@click.argument("url")
@click.option("--at", help="When, UTC: 2026-11-22, 2026-11-22T08:00:00 or 20261122080000; the latest if not given.")
@click.option("--all", "every", is_flag=True, help="List every capture and version of it.")
@click.option("--raw", type=click.Choice(["payload", "record"]), help="Write only these bytes to standard output.")
@archive_option
@json_option
def show(  # noqa: PLR0917  # click gives them by name
    url: str, at: str | None, every: bool, raw: str | None, uri: str, as_json: bool
) -> None:
    """One capture of URL: where it lies, what was asked and answered, why it was made, and what was read in it.

    archive show https://paper.example/2026/11/the-story/ --at 2026-11-22

    Exit code 1 when there is no capture of it, or its records cannot be read.
    """
    store = existing(uri)
    if absolute(url, "") is None:
        raise Misuse(f"{url!r} is no address: write it as a browser shows it, with http:// or https://")
    if raw and sys.stdout.isatty():
        raise Misuse("--raw writes what a stranger sent: send it to a file or a program")
    found = exhibits.exhibit(store, url, _moment(at), every)
    if found is None:
        raise NotCaptured(_missing(store, url))
    if raw:
        _write(store, found, raw)
    elif as_json:
        click.echo(json.dumps(_object(found), default=str, ensure_ascii=False))
    else:
        for line in _lines(found):
            click.echo(line)
    sys.exit(1 if found.fault else 0)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    for form in FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise Misuse(f"--at {text!r} is no time: write 2026-11-22, 2026-11-22T08:00:00 or 20261122080000") from None


def _missing(store: Store, url: str) -> str:
    if by := takedowns.read(store).refuses(url):
        return f"{visible(url)} was taken down on {by.at} by {visible(by.by)}: {visible(by.reason)} ({by.name})"
    near = ", ".join(map(visible, exhibits.near(store, url)))
    return f"there is no capture of {visible(url)}" + (f"; there is {near}" if near else "")


def _write(store: Store, found: Exhibit, raw: str) -> None:
    try:
        at = found.row
        data = (
            member.unpack(store.get(at["warc"], at["offset"], at["length"]))
            if raw == "record"
            else exhibits.payload(store, found)
        )
    except KeyError as error:
        raise PressmarkError(f"{error.args[0]} is not there: run `archive verify`") from None
    if data is None:
        raise PressmarkError(f"{found.row['url']} has no payload: nothing came back that could be kept")
    sys.stdout.buffer.write(data)


def _object(found: Exhibit) -> dict[str, Any]:
    heads = {kind: _head(record) for kind, record in found.records.items() if record.head}
    return {
        "capture": found.row,
        "why": _why(found.row),
        "decision": _robots(found),
        "heads": heads,
        "records": found.headers,
        "about": _about(found),
        "fault": found.fault,
        "original": found.original,
        "robots_txt": found.robots_txt,
        "versions": found.versions,
        "article": found.shown,
        "captures": {"count": found.count, "listed": found.listed},
    }


def _lines(found: Exhibit) -> Iterator[str]:
    row = found.row
    yield visible(row["url"])
    yield from _named(_facts(found))
    for kind in ("request", "response", "revisit"):
        if (record := found.records.get(kind)) and record.head:
            yield f"\n{kind}"
            yield from (f"    {visible(line)}" for line in _head(record).splitlines() if line)
    if about := _about(found):
        yield "\nmetadata"
        yield from (f"    {visible(line)}" for line in about)
    if found.fault:
        yield f"\nFAULT: {visible(found.fault)}"
    yield from _article(found)
    yield from _captures(found)


def _facts(found: Exhibit) -> Iterator[tuple[str, object]]:
    row = found.row
    yield "captured", f"{row['fetched_at']:%Y-%m-%d %H:%M:%S.%f} UTC"
    yield "answer", row["status"] or f"none: {row['error'] or row['opt_out'] or 'nothing came back'}"
    yield "type", row["mime"]
    yield "record", f"{row['record_type']} {row['record_id']}"
    yield "lies in", f"{row['warc']} at {row['offset']}, {row['length']} bytes"
    yield "site, run", f"{row['site']}, {row['run']}"
    yield "why", _why(row)
    yield "robots.txt", _robots(found)
    yield "opt-out", row["opt_out"] or "none said"
    yield "server", row["ip"]
    yield "protocol", ", ".join(_headers(found, "WARC-Protocol"))
    yield "cipher", ", ".join(_headers(found, "WARC-Cipher-Suite"))
    yield "payload", row["payload_digest"]
    yield "block", ", ".join(_headers(found, "WARC-Block-Digest"))
    yield "truncated", row["truncated"]
    yield "error", row["error"]
    yield "reading", row["outcome"]
    if row["revisit_of"]:
        at = found.original
        where = f", {at['warc']} at {at['offset']}, of {at['fetched_at']:%Y-%m-%d %H:%M:%S}" if at else ", of no row"
        yield "repeats", f"{row['revisit_of']}{where}"


def _headers(found: Exhibit, name: str) -> list[str]:
    """The values of a WARC header of the first record, each time that it stands there."""
    lines = (line.partition(": ") for line in found.headers.get(found.row["record_type"], ()))
    return [value for key, _, value in lines if key == name]


def _named(facts: Iterator[tuple[str, object]]) -> Iterator[str]:
    return (f"    {name:<11} {visible(str(value))}" for name, value in facts if value not in (None, ""))


def _why(row: Row) -> str:
    """Why a capture was made, in words."""
    told = HOST.get(row["kind"], "") or _named_by(row)
    if row["due"]:
        told += f"; {DUE.get(row['due'], row['due'])}"
    if row.get("redirected_from"):
        told += f"; redirected from {row['redirected_from']}"
    return f"{row['kind']}: {told}"


def _named_by(row: Row) -> str:
    if row["source"] is None:
        return "a seed" if row["kind"] != "page" else "asked for by the spider"
    if row["kind"] == "requisite":
        return f"a requisite of {row['source']}"
    title = f" as “{row['link_title']}”" if row["link_title"] else ""
    dated = f", dated {row['link_published']:%Y-%m-%d %H:%M}" if row["link_published"] else ""
    return f"named by {row['found_in'] or 'the source'} {row['source']}{title}{dated}"


def _robots(found: Exhibit) -> str:
    told = ROBOTS.get(str(found.row["robots"]), str(found.row["robots"]))
    if at := found.robots_txt:
        return f"{told} of {at['fetched_at']:%Y-%m-%d %H:%M:%S} ({at['status']}), {at['warc']} at {at['offset']}"
    return told


def _head(record: Record) -> str:
    return record.head.decode("utf-8", "backslashreplace")


def _about(found: Exhibit) -> list[str]:
    record = found.records.get("metadata")
    return record.block.decode("utf-8", "backslashreplace").splitlines() if record else []


def _article(found: Exhibit) -> Iterator[str]:
    shown = found.shown
    if shown is None:
        return
    yield f"\narticle {shown['id']}: {len(found.versions)} version(s)"
    some = found.versions if len(found.listed) > LISTED else found.versions[-LISTED:]
    for each in some:
        mark = "*" if each["version"] == shown["version"] and each["id"] == shown["id"] else " "
        told = f"{each['version']:>3} {each['change']:<9} {each['fetched_at']:%Y-%m-%d %H:%M} {each['title'] or ''}"
        yield f"  {mark} {visible(told)}  ({each['warc']} at {each['offset']})"
    if len(some) < len(found.versions):
        yield f"    and {len(found.versions) - len(some)} before: --all lists them"
    yield f"\n    {visible(shown['title'] or 'no headline')}"
    for line in shown["text"].splitlines():
        yield f"    {visible(line)}"


def _captures(found: Exhibit) -> Iterator[str]:
    yield f"\n{found.count} capture(s)"
    for each in found.listed:
        mark = "*" if each["record_id"] == found.row["record_id"] else " "
        told = f"{each['fetched_at']:%Y-%m-%d %H:%M:%S} {each['status'] or 'none'} {each['record_type']} {each['kind']}"
        yield f"  {mark} {visible(told)}  ({each['warc']} at {each['offset']})"
    if found.count > len(found.listed):
        yield f"    and {found.count - len(found.listed)} before: --all lists them"

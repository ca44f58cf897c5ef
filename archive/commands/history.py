"""`archive history`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from .. import diff, message, tables, warc
from ..article import REREAD, Article, article_id
from ..canonical import canonical, page_key
from ..errors import DamagedRecord, Misuse, PressmarkError
from ..links.link import absolute
from ..store import Store
from ..urlkey import urlkey
from .options import archive_option, clean, console, existing, json_option

SUGGESTED, LOOKED_AT = 5, 50_000
STYLES = {"same": "", "old": "red strike", "new": "green"}
MARKS = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
"""How a change shows where there are no colours, as `wdiff` has it."""
COLUMNS = ("url", "fetched_at", "status", "outcome", "record_id", "warc", "offset", "length")


class Unknown(PressmarkError):
    """Nothing is stored of an address."""


@dataclass(frozen=True, slots=True)
class Checks:
    """The captures of an article's addresses, the first one first."""

    rows: list[dict[str, Any]]

    def status(self, record_id: str) -> int | None:
        """What the server answered in this record."""
        return next((row["status"] for row in self.rows if row["record_id"] == record_id), None)


@click.command()
@click.argument("url")
@archive_option
@json_option
def history(url: str, uri: str, as_json: bool) -> None:
    """The versions of the article at URL, each with what changed; any form of its address will do.

    `[-old-]` was taken out, `{+new+}` put in. Exit code 1 when no article is stored of it.
    """
    store = existing(uri)
    if absolute(url, "") is None:
        raise Misuse(f"{url!r} is no address: write it as a browser shows it, with http:// or https://")
    found = _versions(store, url)
    if not found:
        raise Unknown(_unknown(store, url))
    for _, group in groupby(found, key=lambda each: (each.site, each.id)):
        versions = list(group)
        checks = _checks(store, url, versions)
        if as_json:
            for object_ in _objects(store, versions, checks):
                click.echo(json.dumps(object_, default=str, ensure_ascii=False))
        else:
            _print(console(), store, versions, checks)


def _versions(store: Store, url: str) -> list[Article]:
    """Every version of what is stored of an address, by its own or by the one it was fetched from."""
    snapshot = tables.Snapshot(store, "articles")
    ids = {article_id(url)}
    if not any(snapshot.rows(("id",), id=ids)):
        ids = {row["id"] for row in snapshot.rows(("id",), url={url, canonical(url)})}
    found = [tables.article_of(row) for row in snapshot.rows(id=ids)] if ids else []
    return sorted(found, key=lambda each: (each.site, each.id, each.version or 0))


def _checks(store: Store, url: str, versions: list[Article]) -> Checks:
    urls = {url, *(each.url for each in versions), *(each.canonical_url for each in versions)}
    keys = set(map(urlkey, urls)) | set(map(page_key, urls))
    rows = tables.rows(store, "captures", COLUMNS, site=versions[0].site, urlkey=keys, kind="article")
    return Checks(sorted(rows, key=lambda row: (row["fetched_at"], row["offset"])))


def _unknown(store: Store, url: str) -> str:
    captured = list(tables.rows(store, "captures", COLUMNS, urlkey={urlkey(url), page_key(url)}))
    if captured:
        last = max(captured, key=lambda row: row["fetched_at"])
        what = last["outcome"] or last["status"] or "no answer"
        return f"{url} was captured {_times(len(captured))}, and never as an article (last: {what})"
    near = ", ".join(_near(store, url))
    return f"nothing is stored of {url}" + (f"; there is {near}" if near else "")


def _near(store: Store, url: str) -> list[str]:
    """Addresses on the same host that end alike, or on another one that end the same."""
    parts = urlsplit(url if "://" in url else f"//{url}")
    host, ending = (parts.hostname or "").removeprefix("www."), _ending(url)
    snapshot = tables.Snapshot(store, "articles")
    same = (
        [each for each in snapshot.holding("canonical_url", ending, LOOKED_AT) if _ending(each) == ending]
        if ending
        else []
    )
    endings: dict[str, str] = {}
    if host and ending:
        endings = {_ending(each): each for each in snapshot.holding("canonical_url", host, LOOKED_AT)}
    close = [endings[each] for each in get_close_matches(ending, endings, SUGGESTED)]
    return list(dict.fromkeys([*same, *close]))[:SUGGESTED]


def _ending(url: str) -> str:
    parts = urlsplit(url)
    return parts.path.rstrip("/").rpartition("/")[2] or parts.query


def _objects(store: Store, versions: list[Article], checks: Checks) -> Iterator[dict[str, Any]]:
    last: Article | None = None
    for each in versions:
        names = (
            "site",
            "id",
            "version",
            "change",
            "fetched_at",
            "title",
            "word_count",
            "url",
            "warc",
            "offset",
            "record_id",
        )
        said = {name: getattr(each, name) for name in names}
        yield {
            **said,
            "diff": ["".join(plain(line)) for line in _changes(last, each)],
            "status": checks.status(each.record_id),
        }
        last = each if each.change != "gone" else last
    yield {"checked": len(checks.rows), **_last(store, checks)}


def _print(out: Console, store: Store, versions: list[Article], checks: Checks) -> None:
    first = versions[0]
    out.print(Text(clean(f"{first.canonical_url}  ({first.site})"), "bold"), soft_wrap=True)
    last: Article | None = None
    for each in versions:
        head = f"{each.version}  {each.change:<9}  {each.fetched_at:%Y-%m-%d %H:%M} UTC"
        told = f"{each.title or 'no headline'}  ·  {each.word_count:,} words  ·  {each.warc} at {each.offset}"
        out.print(Text.assemble((head, "bold"), "  ", clean(told)), soft_wrap=True)
        for line in _said(each, checks), *(drawn(line, out) for line in _changes(last, each)):
            if line:
                out.print(Padding(line, (0, 0, 0, 3), expand=False))
        last = each if each.change != "gone" else last
    out.print(_checked(_last(store, checks), len(checks.rows)), soft_wrap=True, markup=False)


def _said(version: Article, checks: Checks) -> Text | None:
    if version.change == "gone":
        status = checks.status(version.record_id)
        return Text(f"no longer there: {_answer(status)}", "yellow")
    if version.change == REREAD:
        return Text(f"the same page, read again by {clean(version.extractor)}", "yellow")
    return Text("there again", "yellow") if version.change == "back" else None


def _answer(status: int | None) -> str:
    if status == 200:
        return "its address shows something that is no article"
    return "its address leads to another page" if status and status < 400 else f"the server answered {status}"


def _changes(last: Article | None, each: Article) -> list[diff.Line]:
    """What is other than in the last version that had a text."""
    if last is None or each.change == "gone":
        return []
    named = (("headline", last.title, each.title), ("section", last.section, each.section))
    listed = (("authors", last.authors, each.authors), ("tags", last.tags, each.tags))
    told = [*named, *((name, ", ".join(old), ", ".join(new)) for name, old, new in listed)]
    about = [_about(name, old or "", new or "") for name, old, new in told if (old or "") != (new or "")]
    paid = [_about("paywalled", str(last.paywalled), str(each.paywalled))] if last.paywalled != each.paywalled else []
    return [*about, *paid, *diff.lines(last.text, each.text)]


def _about(name: str, old: str, new: str) -> diff.Line:
    return (("same", f"{name}:"), *diff.words(old, new))


def plain(line: diff.Line) -> str:
    """A change without colours."""
    return " ".join(MARKS[kind].format(clean(text)) for kind, text in line)


def drawn(line: diff.Line, out: Console) -> Text:
    """A change, in colours where there are any."""
    if not out.is_terminal or out.no_color:
        return Text(plain(line))
    pieces = [(clean(text), STYLES[kind]) for kind, text in line]
    return Text(" ").join(Text(*piece) for piece in pieces)


def _last(store: Store, checks: Checks) -> dict[str, Any]:
    if not checks.rows:
        return {}
    row = checks.rows[-1]
    return {"last": row["fetched_at"], "status": row["status"], "outcome": row["outcome"], "to": _target(store, row)}


def _target(store: Store, row: dict[str, Any]) -> str | None:
    """Where a redirect leads, as its record says."""
    if row["status"] is None or not 300 < row["status"] < 400 or row["status"] == 304:
        return None
    try:
        head = warc.read(store.get(row["warc"], row["offset"], row["length"])).head
    except (KeyError, DamagedRecord):
        return None
    return (message.header(head, b"location") or b"").decode("utf-8", "replace") or None


def _checked(last: dict[str, Any], count: int) -> str:
    if not last:
        return "no capture is listed"
    answer = f"{last['status'] or 'no answer'}" + (f", to {clean(last['to'])}" if last["to"] else "")
    return f"checked {_times(count)}, last {last['last']:%Y-%m-%d %H:%M} UTC: {answer}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"

"""`archive redact`."""

import getpass
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import click

from ..errors import Misuse, PressmarkError
from ..fixity.whole import segments
from ..links.link import absolute
from ..segment import Name
from ..spool import Spool
from ..store import Store
from ..takedown import redaction, takedowns
from ..takedown.doomed import Held, NothingStored, Plan, of_pages, of_record
from ..takedown.takedowns import Takedown
from .options import archive_option, bar, existing, json_option, spool_option
from .visible import visible

WHY = {
    "page": "the page",
    "record": "the record",
    "revisit": "repeats one of these",
    "leads": "redirects to it",
    "text": "holds its text",
    "quoted": "another article that holds some of its text",
    "headline": "holds its headline",
    "payload": "holds its payload",
    "shown": "a picture, sound or film that was fetched for the page",
}
REMEDY = {"payload": "--record takes it down", "shown": "--url with its address takes one down"}
SHOWN = 20
"""Captures that are spared of which each is listed; --json lists all."""
ELSEWHERE = "Out of reach: exports, logs, JOBDIR queues, backups and replicas made before. Have them looked through."


class Changed(PressmarkError):
    """The archive is not as it was when the plan was made."""


@click.command()
@click.option("--url", "urls", multiple=True, help="Every capture of this page, in any form of its address.")
@click.option("--passage", "known", multiple=True, help="Words of it, to be looked for where no text of it is stored.")
@click.option("--record", help="One capture, by its WARC-Record-ID; its address is not refused.")
@click.option("--resume", is_flag=True, help="Complete what was cut short.")
@click.option("--reason", help="Why, for the ledger. Do not quote what is taken down.")
@click.option("--name", "--by", "by", help="Who has it done; the user's name if not given.")
@click.option(
    "--everywhere", is_flag=True, help="Also records that hold only its headline, and articles that quote it."
)
@click.option("--yes", is_flag=True, help="Do it; without, what would be done is printed.")
@archive_option
@spool_option
@json_option
def redact(  # noqa: PLR0917  # click gives them by name
    urls: tuple[str, ...],
    known: tuple[str, ...],
    record: str | None,
    resume: bool,
    reason: str | None,
    by: str | None,
    everywhere: bool,
    yes: bool,
    uri: str,
    spool: Path,
    as_json: bool,
) -> None:
    """Take a page down: its records, its index lines, its rows and their old files; and refuse it from now on.

    archive redact --url https://paper.example/2026/11/the-story/ --reason "court order 12/2026"

    Nothing is touched without --yes. In place of each record stands a tombstone of the same length, so that all others
    stay where they are. The ledger (`archive takedowns`) keeps who, when and why. Exit code 1 when some of it is left.
    """
    store = existing(uri)
    if sum((bool(urls), record is not None, resume)) != 1:
        raise Misuse("say what to take down, by one of --url URL, --record ID, --resume")
    for url in urls:
        if absolute(url, "") is None:
            raise Misuse(f"{url!r} is no address: write it as a browser shows it, with http:// or https://")
    if known and not urls:
        raise Misuse("--passage goes with --url")
    if not resume and not (reason or "").strip():
        raise Misuse("say why: --reason TEXT; the ledger keeps it")
    done = [_completed(store, Spool(spool), each, yes, as_json) for each in takedowns.read(store).begun]
    if resume:
        sys.exit(1 if any(done) else 0)
    searched = list(segments(store))
    try:
        plan = of_record(store, record) if record is not None else _of_pages(store, urls, known, everywhere)
    except NothingStored as error:
        raise _taken_down(store, record) or error from None
    _print(plan, as_json, yes)
    left = bool(plan.unread)
    if done_before := _done_before(store, plan):
        click.echo(f"nothing is left to do: it was taken down by {done_before}", err=True)
    elif yes:
        with redaction.alone(Spool(spool), _sites(plan)):
            if list(segments(store)) != searched:
                raise Changed("segments came to the archive while it was searched: run it again")
            takedown = redaction.prepared(store, plan, by or _user(), " ".join((reason or "").split()))
            takedowns.begin(store, takedown)
            left = _carry_out(store, Spool(spool), takedown, as_json)
    sys.exit(1 if left or any(done) else 0)


def _of_pages(store: Store, urls: tuple[str, ...], known: tuple[str, ...], everywhere: bool) -> Plan:
    with bar("searched", "segments") as shown:
        task = shown.add_task("", total=None)

        def watch(segments: int) -> None:
            shown.update(task, total=segments, advance=1)

        return of_pages(store, urls, watch, everywhere=everywhere, known=known)


def _taken_down(store: Store, record: str | None) -> NothingStored | None:
    done = takedowns.read(store).by_record.get(f"<{(record or '').strip('<>')}>")
    return NothingStored(f"that record was taken down already: {done.name}") if done else None


def _done_before(store: Store, plan: Plan) -> str | None:
    """The takedown after which nothing is left to do."""
    by = list(map(takedowns.read(store).refuses, plan.urls))
    return by[0].name if by and by[0] and all(by) and not (plan.captures or plan.articles) else None


def _sites(plan: Plan) -> set[str]:
    return {Name.of_key(key).site for key in plan.work} | {row["site"] for row in plan.articles}


def _completed(store: Store, spool: Spool, takedown: Takedown, yes: bool, as_json: bool) -> bool:
    """Complete a takedown that was cut short; whether some of it is left."""
    if not yes:
        click.echo(f"{takedown.name} was cut short: it is completed with --yes", err=True)
        return True
    with redaction.alone(spool, {Name.of_key(key).site for key in takedown.segments}):
        return _carry_out(store, spool, takedown, as_json)


def _carry_out(store: Store, spool: Spool, takedown: Takedown, as_json: bool) -> bool:
    done = redaction.carry_out(store, spool, takedown, lambda step: None if as_json else click.echo(f"… {step}"))
    if as_json:
        click.echo(json.dumps({"takedown": done.name} | _summary(done)))
    else:
        counts = done.counts
        click.echo(
            f"{done.name}: {counts['records']} records in {len(done.segments)} segment(s), {counts['captures']} "
            f"captures and {counts['articles']} articles rows, {counts['files']} old files, {counts['versions']} old "
            "versions of objects"
        )
        for each in done.left:
            click.echo(f"LEFT: {each}", err=True)
        click.echo(ELSEWHERE)
    return bool(done.left)


def _summary(done: Takedown) -> dict[str, object]:
    names = ("at", "by", "reason", "state", "urls", "segments", "sums", "counts", "left")
    return {name: getattr(done, name) for name in names}


def _print(plan: Plan, as_json: bool, yes: bool) -> None:
    if as_json:
        for line in _objects(plan):
            click.echo(json.dumps(line, default=str, ensure_ascii=False))
        return
    for told in _lines(plan):
        click.echo(visible(told))
    if not yes:
        click.echo("Nothing was touched: --yes does all but what STAYS.")


def _objects(plan: Plan) -> Iterator[dict[str, object]]:
    """All of a plan, a line each."""
    for url in plan.urls:
        yield {"refuse": url}
    for held in plan.captures:
        yield {"capture": asdict(held)}
    for key, work in plan.work.items():
        for offset, length, record_id, _ in work:
            yield {"record": record_id, "warc": key, "offset": offset, "length": length}
    for row in plan.articles:
        yield {"article": {name: row[name] for name in ("id", "version", "change", "title", "url", "site")}}
    for held in plan.spared:
        yield {"spared": asdict(held)}
    for url in plan.copies:
        yield {"copy": url}
    for each in plan.unread:
        yield {"unread": asdict(each)}


def _lines(plan: Plan) -> Iterator[str]:
    yield from (f"refuse    {url}" for url in plan.urls)
    for held in plan.captures:
        yield f"capture   {_told(held)}"
    for key, work in plan.work.items():
        name = Name.of_key(key)
        yield f"rewrite   {key}: {len(work)} records, at {', '.join(str(offset) for offset, *_ in work)}"
        yield f"rewrite   {name.cdxj}, and its manifest"
    for row in plan.articles:
        version = f"{row['id']} version {row['version']} ({row['change']})"
        yield f"row       articles {version}: {row['title'] or 'no headline'}"
    if plan.captures:
        days = sorted({f"{held.fetched_at:%Y-%m-%d}" for held in plan.captures if held.fetched_at})
        yield f"rows      captures: {len(plan.captures)}, of {', '.join(days)}"
        yield "files     captures/ and articles/: those with these rows, and all of older versions of both tables"
        yield f"files     spool: history.sqlite of {', '.join(sorted(_sites(plan)))}"
    else:
        yield "nothing is stored of it" + (": it is only refused from now on" if plan.urls else "")
    yield from _spared(plan)


def _spared(plan: Plan) -> Iterator[str]:
    """What holds some of it, and stays."""
    counts = Counter(held.why for held in plan.spared)
    for why, count in counts.items():
        remedy = REMEDY.get(why, "--everywhere takes them down too")
        yield f"STAYS     {count} capture(s): {WHY[why]}; {remedy}"
    yield from (f"stays     {_told(held)}" for held in plan.spared[:SHOWN])
    if len(plan.spared) > SHOWN:
        yield f"stays     … and {len(plan.spared) - SHOWN} more: --json lists them"
    yield from (f"STAYS     the same text at {url}" for url in plan.copies)
    yield from (f"UNREAD    {each.warc} at {each.offset}: {each.why}" for each in plan.unread)


def _told(held: Held) -> str:
    when = f"{held.fetched_at:%Y-%m-%d %H:%M:%S}" if held.fetched_at else "no row"
    return f"{held.url} {when} {held.kind or ''} ({WHY[held.why]}) {held.record_id}"


def _user() -> str:
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return "unknown"

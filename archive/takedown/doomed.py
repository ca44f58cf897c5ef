"""What a takedown would reach: every capture, row and object, found before anything is touched."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from .. import tables
from ..article import article_id
from ..canonical import canonical, page_key, site_of
from ..errors import PressmarkError
from ..fixity.whole import segments
from ..segment import Name
from ..store import Store
from ..urlkey import urlkey
from . import takedowns
from .passages import Passages, passages, squeezed
from .takedowns import merged
from .tombstone import Place
from .trace import Trace, Unread, places, search

ROUNDS = 5
"""Of following what pages claim to be their address, and revisits of revisits."""
AT_ONCE = 500
"""Values in one query."""
RARE = 3
"""Other articles of the site that may hold a sentence and yet quote it; one that more of them hold is the site's."""
SAME_TEXT = 3
"""Bits in which the fingerprints of the same wire copy may differ."""
CAPTURE = ("record_id", "url", "kind", "fetched_at", "warc", "outcome", "site", "link_title", "revisit_of")
ARTICLE = ("id", "version", "change", "title", "url", "site", "fetched_at", "record_id")

SHOWN = ("image/", "audio/", "video/")
"""Media types of requisites that may be what a takedown is about."""

Watch = Callable[[int], None]
"""Told, before each segment is searched, how many there are."""


class NothingStored(PressmarkError):
    """Nothing is in the archive of what was named."""


@dataclass(frozen=True, slots=True)
class Held:
    """A capture that holds something of what is to be taken down, and why it counts."""

    record_id: str
    url: str
    kind: str | None
    fetched_at: datetime | None
    warc: str
    why: str
    """page, record, revisit (of one of these), leads (redirects there), text, quoted (in another article), headline,
    payload (of the one record that is named), shown (a picture that was fetched for the page)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a takedown would do."""

    urls: tuple[str, ...] = ()
    """Addresses that will be refused."""
    urlkeys: tuple[str, ...] = ()
    captures: tuple[Held, ...] = ()
    """Those whose records become tombstones and whose rows go."""
    spared: tuple[Held, ...] = ()
    """Those that hold some of it too and stay."""
    articles: tuple[dict[str, Any], ...] = ()
    """The rows of articles that go."""
    rows: Mapping[str, tuple[str, ...]]
    """What tells them, by column."""
    work: Mapping[str, tuple[Place, ...]]
    """The records that are overwritten, by segment."""
    unread: tuple[Unread, ...] = ()
    """What could not be searched."""
    copies: tuple[str, ...] = ()
    """Addresses of articles of other sites with the same text."""


def of_record(store: Store, record_id: str) -> Plan:
    """One capture, and those that refer to its payload; the page itself is not refused."""
    wanted = f"<{record_id.strip('<>')}>"
    rows = list(tables.rows(store, "captures", CAPTURE, record_id=wanted))
    if not rows:
        raise NothingStored(f"no capture has the record id {wanted}: `archive show URL` prints those of a page")
    doomed = _with_revisits(store, {wanted: _held(rows[0], "record")})
    named = list(_in(store, "articles", ARTICLE, "record_id", doomed))
    ids = {row["id"] for row in named}
    whole = sorted(_in(store, "articles", ARTICLE, "id", ids), key=lambda row: (row["id"], row["version"]))
    gone = [
        after
        for before, after in pairwise(whole)
        if after["change"] == "gone" and after["id"] == before["id"] and before["record_id"] in doomed
    ]  # they repeat its headline
    records = {*doomed, *(row["record_id"] for row in gone)}
    payload = [
        _held(row, "payload") for row in _in(store, "captures", CAPTURE, "record_id", {rows[0]["revisit_of"] or ""})
    ]
    plan = _placed(store, doomed, articles=[*named, *gone], rows={"record_id": merged(records)})
    return replace(plan, spared=tuple(payload))


def of_pages(
    store: Store, urls: Collection[str], watch: Watch, *, everywhere: bool = False, known: Iterable[str] = ()
) -> Plan:
    """All captures of pages, in every form of their addresses, and what else of the site holds their text.

    `known` is words of it that need not be in the archive's own texts.
    """
    addresses, ids, captured = _same_pages(store, set(urls))
    keys = frozenset(map(page_key, addresses))
    doomed = {record_id: _held(row, "page") for record_id, row in captured.items()}
    titles = {row["link_title"] or "" for row in captured.values()}
    articles = list(_in(store, "articles", (*ARTICLE, "text", "text_sha256", "simhash"), "id", ids))
    sites = {Name.of_key(held.warc).site for held in doomed.values()} | {row["site"] for row in articles}
    texts = (*known, *(row["text"] for row in articles))
    sites |= _earlier(store, addresses)
    sought = passages(texts, {*titles, *(row["title"] for row in articles)})
    sought = _own(store, sites, ids, sought)
    found, spared, hops, unread = _searched(store, sites, keys, sought, watch)
    doomed = {**found, **doomed} | ({held.record_id: held for held in spared} if everywhere else {})
    doomed = _with_revisits(store, doomed)
    ours = [row for row in _in(store, "articles", ARTICLE, "record_id", doomed) if row["id"] not in ids]
    plan = _placed(
        store,
        doomed,
        articles=[*articles, *ours],
        rows={"id": merged(ids), "record_id": merged(doomed)},
        unread=unread,
        copies=_copies(store, sites, articles),
    )
    pictures = _pictures(store, sites, addresses)
    refused = merged({*map(canonical, addresses), *map(canonical, hops)})
    return replace(
        plan,
        urls=refused,
        urlkeys=merged(key for url in {*addresses, *refused} for key in (urlkey(url), page_key(url))),
        spared=(*(() if everywhere else spared), *(each for each in pictures if each.record_id not in doomed)),
    )


def _pictures(store: Store, sites: Collection[str], addresses: Collection[str]) -> list[Held]:
    """Pictures, sounds and films that were fetched because one of the pages shows them."""
    columns = (*CAPTURE, "mime")
    asked = tables.rows(store, "captures", columns, site=sites, kind="requisite", source=addresses)
    return [_held(row, "shown") for row in asked if (row["mime"] or "").startswith(SHOWN)]


def _same_pages(store: Store, urls: set[str]) -> tuple[set[str], set[str], dict[str, dict[str, Any]]]:
    """The addresses of these pages and of what calls itself the same, the ids of their articles, and their captures."""
    captures, articles = tables.Snapshot(store, "captures"), tables.Snapshot(store, "articles")
    addresses, ids, found = set(urls), set(map(article_id, urls)), dict[str, dict[str, Any]]()
    for _ in range(ROUNDS):
        keys, before = set(map(page_key, addresses)), len(ids)
        for host in {urlkey(f"http://{site_of(url)}/").partition(")")[0] for url in addresses}:
            rows = captures.under(CAPTURE, host)
            found |= {row["record_id"]: row for row in rows if page_key(row["url"]) in keys}
        addresses |= {row["url"] for row in found.values()}
        for column, values in (("id", ids), ("url", addresses)):
            for row in articles.rows(("id", "url", "canonical_url"), **{column: frozenset(values)}):
                ids.add(row["id"])
                addresses |= {each for each in (row["url"], row["canonical_url"]) if not _is_front(each)}
        if len(ids) == before and keys == set(map(page_key, addresses)):
            break
    return addresses, ids, found


def _is_front(url: str) -> bool:
    """Whether it is a front page, which some sites name in every page: only who names it means it."""
    parts = urlsplit(canonical(url))
    return parts.path in ("", "/") and not parts.query


def _earlier(store: Store, urls: Iterable[str]) -> set[str]:
    """Sites of which something was taken down with these pages: a feed that was crawled since may hold it again."""
    ledger = takedowns.read(store)
    done = filter(None, map(ledger.refuses, urls))
    return {Name.of_key(key).site for each in done for key in each.segments}


def _own(store: Store, sites: Collection[str], ids: Collection[str], sought: Passages) -> Passages:
    """The passages without what many articles of the site say: a newsletter's advertisement gives nothing away."""
    holders: Counter[str] = Counter()
    others = set()
    for row in tables.rows(store, "articles", ("id", "text"), site=sites) if sought and sites else ():
        if row["id"] not in ids and row["text"] and row["id"] not in others:  # one version of each will do
            others.add(row["id"])
            holders.update(sought.found(squeezed(row["text"])).sentences)
    common = {each for each, count in holders.items() if count > RARE or 1 < len(others) < count * 2}
    return replace(sought, sentences=sought.sentences - common)


def _searched(
    store: Store, sites: Collection[str], keys: frozenset[str], sought: Passages, watch: Watch
) -> tuple[dict[str, Held], list[Held], set[str], list[Unread]]:
    """Captures to be taken down, others that hold some of it, addresses that only lead there, what is unread."""
    traces, unread = dict[str, list[Trace]](), list[Unread]()
    due = [key for key, _ in segments(store) if Name.of_key(key).site in sites]
    for key in due:
        watch(len(due))
        for found in search(store, key, keys, sought):
            if isinstance(found, Unread):
                unread.append(found)
            else:
                traces.setdefault(found.capture, []).append(found)
    leading, hops = _leading([trace for group in traces.values() for trace in group if trace.leads_to], keys)
    telling = {capture: group for capture, group in traces.items() if capture in leading or any(map(_tells, group))}
    rows = {row["record_id"]: row for row in _in(store, "captures", CAPTURE, "record_id", telling)}
    doomed, spared = dict[str, Held](), list[Held]()
    for capture, group in telling.items():
        row = rows.get(capture, {})
        why = "leads" if capture in leading and not any(trace.page for trace in group) else _why(group, row)
        held = Held(capture, group[0].url, row.get("kind"), row.get("fetched_at"), group[0].warc, why)
        if why in ("quoted", "headline"):
            spared.append(held)
        else:
            doomed[capture] = held
    asked = {held.url for held in doomed.values() if held.kind in ("article", "page", None)}
    return doomed, spared, {url for url in hops & asked if not _is_front(url)}, unread


def _tells(trace: Trace) -> bool:
    return trace.page or trace.sentences > 0 or trace.titles > 0


def _why(group: list[Trace], row: Mapping[str, Any]) -> str:
    if any(trace.page for trace in group):
        return "page"
    if any(trace.sentences for trace in group):
        return "quoted" if row.get("outcome") == "article" else "text"
    return "headline"


def _leading(redirects: list[Trace], keys: frozenset[str]) -> tuple[set[str], set[str]]:
    """The captures of redirects that lead to one of the pages, hop by hop, and addresses that lead nowhere else."""
    ends = set(keys)
    while more := {page_key(each.url) for each in redirects if each.leads_to in ends} - ends:
        ends |= more
    targets: dict[str, set[str | None]] = defaultdict(set)
    for each in redirects:
        targets[each.url].add(each.leads_to)
    leading = {each.capture for each in redirects if each.leads_to in ends}
    return leading, {url for url, seen in targets.items() if seen <= ends}


def _with_revisits(store: Store, doomed: dict[str, Held]) -> dict[str, Held]:
    """Also what refers to their payload, under any address: alone it says nothing, or the same."""
    fresh: Collection[str] = doomed
    for _ in range(ROUNDS):
        rows = _in(store, "captures", CAPTURE, "revisit_of", fresh)
        found = {row["record_id"]: _held(row, "revisit") for row in rows if row["record_id"] not in doomed}
        if not found:
            break
        doomed, fresh = {**doomed, **found}, found
    return doomed


def _placed(store: Store, doomed: dict[str, Held], *, unread: Iterable[Unread] = (), **given: Any) -> Plan:
    by_segment: dict[str, list[str]] = defaultdict(list)
    for held in doomed.values():
        by_segment[held.warc].append(held.record_id)
    work, lost = dict[str, tuple[Place, ...]](), list(unread)
    for key, captures in sorted(by_segment.items()):
        try:
            with store.open(key) as stream:
                work[key] = tuple(places(stream, captures))
        except KeyError:
            lost.append(Unread(key, 0, "the WARC is not there"))
            continue
        missing = set(captures) - {record_id for _, _, record_id, _ in work[key]}
        lost += [Unread(key, 0, f"no record {each} can be found in it") for each in sorted(missing)]
    ordered = sorted(doomed.values(), key=lambda held: (held.warc, held.why, held.url, held.record_id))
    given["articles"] = tuple({name: row[name] for name in ARTICLE} for row in given["articles"])
    return Plan(captures=tuple(ordered), work=work, unread=tuple(lost), **given)


def _copies(store: Store, sites: Collection[str], articles: list[dict[str, Any]]) -> tuple[str, ...]:
    texts = {row["text_sha256"]: row["simhash"] for row in articles if row["text"]}
    found = set()
    for row in tables.rows(store, "articles", ("site", "url", "text_sha256", "simhash")) if texts else ():
        near = any((row["simhash"] ^ each).bit_count() <= SAME_TEXT for each in texts.values())
        if row["site"] not in sites and (near or row["text_sha256"] in texts):
            found.add(row["url"])
    return tuple(sorted(found))


def _held(row: Mapping[str, Any], why: str) -> Held:
    return Held(row["record_id"], row["url"], row["kind"], row["fetched_at"], row["warc"], why)


def _in(
    store: Store, table: str, columns: tuple[str, ...], column: str, values: Iterable[str]
) -> Iterator[dict[str, Any]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), AT_ONCE):
        yield from tables.rows(store, table, columns, **{column: ordered[start : start + AT_ONCE]})

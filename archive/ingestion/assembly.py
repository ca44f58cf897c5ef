"""Records of a stranger's exchange as a group of ours: copies of theirs, block for block, and a metadata record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from .. import hints, warc
from ..exchange import Context, Location
from ..optout import withheld
from ..warc import Headers, fields, record
from .scratch import Stored
from .screen import HTML, Screened

FOUND_IN = "ingest"
UNKNOWN = "unknown"
KINDS = frozenset({"article", "robots", "optout", "requisite"})
"""Kinds that our own records may give back: a source would count as read, and the next crawl pass over it."""
GONE = frozenset({301, 302, 303, 307, 308, 404, 410})
LONGEST = 1000
"""Characters of what our own metadata record says in one field."""
LONGER = {"head": 16 << 10, "hints": hints.LONGEST}


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that a record came from."""

    name: str
    sha256: str
    size: int

    def id_of(self, said: Screened) -> str:
        """An id for a record that has none of its own, the same at every reading of the file."""
        return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'sha256:{self.sha256}:{said.place}')}>"


@dataclass(frozen=True, slots=True)
class Part:
    """One record of a group."""

    said: Screened
    record_id: str
    """As it will be; its own unless that is taken by another record."""
    block: bytes


def copied(part: Part, more: Headers) -> bytes:
    """A record with its block as it was, and its header with what was not true or not said by its digests mended."""
    said = part.said
    lead = [("WARC-Type", said.type), ("WARC-Record-ID", part.record_id)]
    if said.type == "metadata":
        lead.reverse()  # or it would pass for the end of a group: see warc.GROUP_END
    mended = {"WARC-Date": said.date, **({"WARC-Target-URI": said.url} if said.url else {})}
    left_out = {"WARC-Type", "WARC-Record-ID", "Content-Length"}
    kept = [(name, mended.get(name, value)) for name, value in said.fields if name not in left_out]
    names = {name for name, _ in kept}
    due = [("WARC-Block-Digest", warc.digest(part.block))]
    if said.type == "response" and said.digest and not said.chunked:
        due.append(("WARC-Payload-Digest", said.digest))
    return record([*lead, *kept, *((name, value) for name, value in [*due, *more] if name not in names)], part.block)


def group(
    first: Part,
    others: Sequence[Part],
    context: Context,
    origin: Origin,
    *,
    warcinfo_id: str,
    original: Stored | None,
) -> tuple[bytes, int]:
    """The members of an exchange, and the length of the first."""
    refers = _refers(original) if original else []
    members = [copied(first, refers), *(copied(each, []) for each in others)]
    about = _about(first, others, context, origin, original)
    headers = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", warc.new_id()),
        ("WARC-Target-URI", first.said.url),
        ("WARC-Date", first.said.date),
        ("WARC-Warcinfo-ID", warcinfo_id),
        ("WARC-Concurrent-To", first.record_id),
        ("WARC-Block-Digest", warc.digest(about)),
        ("Content-Type", "application/warc-fields"),
    ]
    return b"".join([*members, record(headers, about)]), len(members[0])


def described(origin: Origin, record_id: str, filename: str, now: datetime, software: str) -> bytes:
    """The warcinfo record that begins a segment of ingested records."""
    info = [
        ("software", software),
        ("description", "records that others wrote, copied block for block"),
        ("ingestedFrom", origin.name),
        ("ingestedSha256", origin.sha256),
        ("ingestedSize", origin.size),
    ]
    return warc.warcinfo(record_id, filename, now, info)


def context(first: Screened, method: str, origin: Origin, about: Iterable[bytes], original: Stored | None) -> Context:
    """Why an exchange was made, as far as its file says it; what is unknown is called so."""
    found = Context(
        kind=_kind(first, method, original),
        found_in=FOUND_IN,
        source=f"ingest:{origin.name}",
        robots=UNKNOWN,
        opt_out=first.opt_out,
    )
    ours = _ours(about)
    return _as_ours(found, ours) if ours else found


def _ours(about: Iterable[bytes]) -> dict[str, str] | None:
    """What a metadata record that pressmark wrote says, if there is one."""
    for block in about:
        lines = block[: 64 << 10].decode("utf-8", "replace").split("\r\n")
        said = dict(line.split(": ", 1) for line in lines if ": " in line)
        if "kind" in said and "robots" in said:
            return {name: value[: LONGER.get(name, LONGEST)] for name, value in said.items()}
    return None


def _as_ours(found: Context, said: dict[str, str]) -> Context:
    try:
        published = datetime.fromisoformat(said.get("published", ""))
    except ValueError:
        published = None
    return replace(
        found,
        kind=said["kind"] if said["kind"] in KINDS - {"article"} else found.kind,
        found_in=said.get("foundIn", found.found_in),
        source=said.get("via", found.source),
        robots=said["robots"],
        title=said.get("title"),
        published=published if published and published.tzinfo else None,
        expected=said.get("expected") == "yes",
        opt_out=found.opt_out if withheld(found.opt_out) else said.get("optOut", found.opt_out),
        hints=hints.read(said.get("hints", "")),
    )


def _kind(first: Screened, method: str, original: Stored | None) -> str:
    """`article` is what may be one, or may show that one is gone: what it is, its reading says."""
    if urlsplit(first.url).path == "/robots.txt":
        return "robots"
    whole = not first.altered and (first.type == "response" or original is not None)
    if method not in ("GET", "") or not whole:
        return "page"
    page = first.mime in HTML and first.status == 200
    return "article" if page or (first.status in GONE and first.mime in (*HTML, None)) else "page"


def _refers(original: Stored) -> Headers:
    return [
        ("WARC-Refers-To", original.record_id),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.date),
    ]


def _about(first: Part, others: Sequence[Part], context: Context, origin: Origin, original: Stored | None) -> bytes:
    parts = (first, *others)
    at: Location | None = original.location if original else None
    renamed = [f"{each.record_id} was {each.said.id}" for each in parts if each.said.id not in (None, each.record_id)]
    faults = [fault for each in parts for fault in each.said.faults]
    return fields(
        [
            ("kind", context.kind),
            ("via", context.source),
            ("foundIn", context.found_in),
            ("expected", "yes" if context.expected else None),
            ("robots", context.robots),
            ("optOut", context.opt_out),
            ("title", context.title),
            ("published", context.published.isoformat() if context.published else None),
            ("hints", hints.written(context.hints) or None),
            ("error", "its file holds no answer to it" if first.said.type == "request" else None),
            ("original", f"{at.warc} {at.offset} {at.length}" if at else None),
            ("revisitOf", original.record_id if original else None),
            ("payloadDigest", (original.digest if original else first.said.digest)),
            ("truncated", first.said.truncated),
            ("head", (_ours(each.block for each in others if each.said.type == "metadata") or {}).get("head") or None),
            ("ingestedFrom", origin.name),
            ("ingestedSha256", origin.sha256),
            ("ingestedOffsets", " ".join(each.said.place for each in parts)),
            ("ingestedRecords", " ".join(each.record_id for each in parts)),
            ("ingestedIds", "; ".join(renamed) or None),
            ("ingestedFaults", "; ".join(faults)[:LONGEST] or None),
        ]
    )

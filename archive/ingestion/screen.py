"""What a stranger's record is taken for, and what of it is not believed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from .. import message, warc
from ..digests import holds
from ..extraction import entity
from ..optout import opt_outs
from .framing import Framed

ANSWERS = frozenset({"response", "revisit", "resource"})
LONGEST_METADATA = 4 << 20
FIRST = datetime(1991, 8, 6, tzinfo=UTC)
"""No page is older."""
AHEAD = timedelta(days=1)
LONGEST_URL, LONGEST_HOST, LONGEST_ID, LONGEST_HEAD = 8192, 200, 300, 256 << 10
HTML = frozenset({"text/html", "application/xhtml+xml"})
AGENT = "pressmark"
"""Whom a page's opt-outs may name besides everybody."""
START, SENT = 256 << 10, 1 << 20
TRUNCATED = frozenset({"length", "time", "disconnect", "unspecified"})

_KNOWN = {
    name.lower(): name
    for name in (
        "WARC-Type", "WARC-Record-ID", "WARC-Date", "WARC-Target-URI", "Content-Type", "Content-Length",
        "WARC-Block-Digest", "WARC-Payload-Digest", "WARC-IP-Address", "WARC-Refers-To", "WARC-Refers-To-Target-URI",
        "WARC-Refers-To-Date", "WARC-Profile", "WARC-Truncated", "WARC-Warcinfo-ID", "WARC-Filename",
        "WARC-Identified-Payload-Type",
    )
}  # fmt: skip
"""Fields that stand once, in the case in which we look for them."""
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_ID = re.compile(r"<?([A-Za-z][A-Za-z0-9+.-]*:[!-;=?-~]+)>?")
_URL = re.compile(r"https?://[^/?#\s\x00-\x20\x7f-\x9f<>\"\\^`{|}]+[^\s\x00-\x20\x7f-\x9f<>\"]*", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z")


class Refused(Exception):  # it ends no program: it is counted
    """Why a record is not taken in, as its count is named."""


@dataclass(frozen=True, slots=True)
class Screened:
    """A record that can be taken in; its block is kept beside it."""

    place: str
    type: str
    id: str | None
    """In brackets; None when what it calls itself is no URI, or nothing."""
    url: str
    date: str
    """As it will be written: WARC-Date in UTC."""
    moment: datetime
    fields: tuple[tuple[str, str], ...]
    """Its other header fields, in their order, those that stand once only once."""
    refers: tuple[str, ...]
    """Records that it says it belongs to."""
    status: int | None = None
    mime: str | None = None
    method: str = ""
    """Of a request."""
    digest: str | None = None
    """Of the entity; of a revisit as claimed, when that is a SHA-1."""
    chunked: bool = False
    truncated: str | None = None
    opt_out: str | None = None
    faults: tuple[str, ...] = ()
    altered: bool = False
    """Whether its bytes are not those that were written, by its own digests."""

    def get(self, name: str) -> str | None:
        """The first value of a field, its name as warcinfo and records of ours spell it."""
        return next((value for key, value in self.fields if key == name), None)


def screen(found: Framed, now: datetime) -> Screened:
    """The record, its claims checked; Refused, with the reason that is counted."""
    kind = (found.get("WARC-Type") or "").lower()
    if found.get("WARC-Segment-Number"):
        raise Refused("parts of segmented records")
    if kind not in ANSWERS | {"request", "metadata", "warcinfo"}:
        raise Refused(f"{kind} records" if kind in ("conversion", "continuation") else "records of unknown type")
    if found.block is None or (kind == "metadata" and found.length > LONGEST_METADATA):
        raise Refused("larger than the limit")
    url = _url(found.get("WARC-Target-URI") or "") if kind not in ("metadata", "warcinfo") else ""
    moment = _moment(found.get("WARC-Date") or "", now)
    said = found.get("WARC-Date") or ""
    date = said if _DATE.fullmatch(said) else warc.warc_date(moment)
    fields, faults = _fields(found)
    base = Screened(str(found.place), kind, _id(found.get("WARC-Record-ID")), url, date, moment, fields, _refers(found))
    return _claims(_http(base, found.block), found.block, faults)


def _url(said: str) -> str:
    url = said.strip()
    url = url[1:-1].strip() if url.startswith("<") and url.endswith(">") else url  # as WARC/1.0 was read by some
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", url)
    if not scheme or scheme[1].lower() not in ("http", "https"):
        raise Refused("addresses that are not http or https" if scheme else "no address")
    if len(url) > LONGEST_URL or not _URL.fullmatch(url):
        raise Refused("addresses that cannot be read")
    try:
        if not 0 < len(urlsplit(url).hostname or "") <= LONGEST_HOST or (urlsplit(url).port or 0) < 0:
            raise ValueError(url)
    except ValueError:
        raise Refused("addresses that cannot be read") from None
    return url


def _moment(said: str, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(said) if "T" in said else None
        if moment is not None:
            moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not FIRST <= moment <= now + AHEAD:
        raise Refused("dates that cannot be")
    return moment


def _id(said: str | None) -> str | None:
    match = _ID.fullmatch(said.strip()) if said and len(said) <= LONGEST_ID else None
    return f"<{match[1]}>" if match else None


def _refers(found: Framed) -> tuple[str, ...]:
    said = [*found.all("WARC-Concurrent-To"), *found.all("WARC-Refers-To")]
    return tuple(dict.fromkeys(each for value in said if (each := _id(value))))


def _fields(found: Framed) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    kept: list[tuple[str, str]] = []
    faults = list[str]()
    seen = set[str]()
    for name, value in found.fields:
        key = _KNOWN.get(name.lower(), name)
        if not _NAME.fullmatch(name) or (key in _KNOWN.values() and key in seen):
            faults.append(f"header field {name[:40]!r} is none, or stands twice, and was left out")
            continue
        seen.add(key)
        plain = _CONTROL.sub(lambda match: f"%{ord(match[0]):02X}", value)
        if plain != value:
            faults.append(f"control characters in {key} were escaped")
        kept.append((key, plain))
    return tuple(kept), faults


def _http(base: Screened, block: bytes) -> Screened:
    if base.type in ("metadata", "warcinfo"):
        return base
    content_type = (base.get("Content-Type") or "").lower()
    if base.type == "resource":
        mime = content_type.partition(";")[0].strip() or None
        return replace(base, mime=mime, digest=warc.digest(block))
    if base.type == "revisit" and not block:
        return replace(base, digest=_sha1(base))
    if not content_type.startswith("application/http"):
        raise Refused("not HTTP")
    head, body = message.split(block)
    if len(head) > LONGEST_HEAD:
        raise Refused("HTTP headers larger than 256 KB")
    if base.type == "request":
        method = re.match(rb"[A-Z]{1,20}(?= )", head)
        return replace(base, method=method[0].decode() if method else "")
    mime = (message.text(head, b"content-type") or "").partition(";")[0].strip().lower() or None
    truncated = (base.get("WARC-Truncated") or "").lower() or None
    base = replace(base, status=message.status(head), mime=mime, chunked=message.is_chunked(head))
    if base.type == "revisit":
        return replace(base, digest=_sha1(base))
    payload = message.entity(head, body)
    truncated = truncated if truncated in (*TRUNCATED, None) else "unspecified"
    opt_out = _opt_out(head, payload, base.moment) if mime in HTML and base.status == 200 else None
    return replace(base, digest=warc.digest(payload), truncated=truncated, opt_out=opt_out)


def _sha1(base: Screened) -> str | None:
    """The claim of a revisit, whose payload is elsewhere, when it is one that ours can be held against."""
    claim = base.get("WARC-Payload-Digest") or ""
    return f"sha1:{claim[5:].upper()}" if re.fullmatch(r"sha1:[A-Z2-7a-z]{32}", claim, re.IGNORECASE) else None


def _opt_out(head: bytes, payload: bytes, at: datetime) -> str | None:
    """What is kept of a page that asks not to be archived or mined: the copy that there is, and no text of it."""
    try:
        start = entity.decoded(head, payload[:SENT])[:START]
    except ValueError:
        start = b""
    found = opt_outs(head, start, AGENT, at)
    if not found.said:
        return None
    return f"{'capture' if found.noarchive or found.reserved else 'mark'}: {', '.join(found.said)}"[:500]


def _claims(base: Screened, block: bytes, faults: list[str]) -> Screened:
    """With digests that are not true left out, and said."""
    false = list(_false(base, block))
    told = [f"{name} is {base.get(name)}, which its bytes do not have" for name in false]
    whole = "WARC-Block-Digest" not in false and base.get("WARC-Block-Digest") is not None
    kept = tuple((name, value) for name, value in base.fields if name not in false)
    if base.id is None and base.type != "warcinfo":
        told.append(f"WARC-Record-ID is no URI: {(base.get('WARC-Record-ID') or 'none')[:100]}")
    return replace(base, fields=kept, faults=(*faults, *told), altered=bool(false) and not whole)


def _false(base: Screened, block: bytes) -> Iterator[str]:
    claim = base.get("WARC-Block-Digest")
    if claim and holds(claim, block) is False:
        yield "WARC-Block-Digest"
    claim = base.get("WARC-Payload-Digest")
    if not claim or base.type == "revisit":
        return
    head, framed = message.split(block) if base.type in ("response", "request") else (b"", block)
    if holds(claim, framed) is False and (not base.chunked or holds(claim, message.entity(head, framed)) is False):
        yield "WARC-Payload-Digest"


@lru_cache(maxsize=4096)
def host(url: str) -> tuple[str, int | None]:
    """The host of a screened address, and its port when it is not the usual one."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}[parts.scheme.lower()]
    return parts.hostname or "", None if parts.port in (None, usual) else parts.port

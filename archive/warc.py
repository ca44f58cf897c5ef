"""WARC/1.1 records: an exchange into gzip members, one record each, and a member back into a record.

https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

import base64
import hashlib
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import uuid4

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from . import hints, member, message
from .digests import holds
from .errors import DamagedRecord
from .exchange import Context, Exchange, Location

HTTP_RESPONSE, HTTP_REQUEST = "application/http;msgtype=response", "application/http;msgtype=request"
SPECIFICATION = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
IDENTICAL_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
GROUP_END = b"WARC/1.1\r\nWARC-Type: metadata\r\n"
"""How the last record of every group begins; metadata records of others have another field first."""
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Original:
    """A stored response with the same payload, which a revisit record refers to."""

    record_id: str
    url: str
    date: str
    location: Location


@dataclass(frozen=True, slots=True)
class Encoded:
    """An exchange as gzip members (response or revisit, request, metadata), to be appended in one write."""

    data: bytes
    length: int
    """Bytes of the first member."""
    record_id: str
    """Of the first record."""
    url: str
    date: str
    has_response: bool
    payload_digest: str | None = None
    """Of the entity body, when one came."""
    reusable: bool = False
    """Whether a later exchange with the same payload may refer to this one."""
    original: Original | None = None
    """Set when the first record is a revisit."""


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record. For HTTP records the block is parted into head and payload."""

    type: str
    headers: dict[str, str]
    """WARC headers, names as written; of a repeated name the last."""
    block: bytes
    head: bytes
    """Status or request line and headers with the blank line; empty when the block is not an HTTP message."""
    payload: bytes
    """Entity body; Content-Encoding is kept."""


def digest(*parts: bytes) -> str:
    """SHA-1 in Base32 with its label, the form that CDX look-ups and validators expect."""
    sha1 = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        sha1.update(part)
    return "sha1:" + base64.b32encode(sha1.digest()).decode()


def new_id() -> str:
    """A fresh WARC-Record-ID."""
    return f"<urn:uuid:{uuid4()}>"


def warc_date(moment: datetime) -> str:
    """A WARC-Date in UTC with microseconds (WARC/1.1 section 5.4)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def fields(values: Iterable[tuple[str, object]]) -> bytes:
    """`application/warc-fields`: one `name: value` line each, None left out, line breaks in values folded to spaces."""
    lines = (f"{name}: {' '.join(str(value).split())}\r\n" for name, value in values if value is not None)
    return "".join(lines).encode("utf-8", "replace")


def record(headers: Headers, *block: bytes) -> bytes:
    """One record as one gzip member; Content-Length is added."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    head = f"WARC/1.1\r\n{lines}Content-Length: {sum(map(len, block))}\r\n\r\n"
    return member.pack(head.encode(), *block, b"\r\n\r\n")


def warcinfo(record_id: str, filename: str, created: datetime, info: Iterable[tuple[str, object]]) -> bytes:
    """The record that begins a file: who wrote it, how, and under which policy."""
    block = fields([*info, ("format", "WARC File Format 1.1"), ("conformsTo", SPECIFICATION)])
    headers = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", record_id),
        ("WARC-Date", warc_date(created)),
        ("WARC-Filename", filename),
        ("WARC-Block-Digest", digest(block)),
        ("Content-Type", "application/warc-fields"),
    ]
    return record(headers, block)


def encode(
    exchange: Exchange,
    context: Context,
    warcinfo_id: str,
    *,
    find_original: Callable[[str], Original | None] = lambda _: None,
    validated: Original | None = None,
    keep_chunked: bool = False,
    keep_secrets: bool = False,
) -> Encoded:
    """The records of one exchange: response or revisit (when something came back), request, metadata.

    `find_original` is asked with a payload digest for a stored response of the same payload; `validated` is the one
    whose validators the request carried, to which a 304 refers. `keep_chunked` keeps chunk framing in the block;
    `keep_secrets` keeps Cookie and Authorization request headers.
    """
    url = _without_userinfo(exchange.url)
    date = warc_date(exchange.started)
    common = [
        ("WARC-Target-URI", url),
        ("WARC-Date", date),
        ("WARC-Warcinfo-ID", warcinfo_id),
        *_connection(exchange),
    ]
    if validated and message.status(exchange.head) == 304:
        answer = _not_modified(common, validated)
    else:
        answer = _response(exchange, common, find_original, keep_chunked) if exchange.head else _Answer()
    request_id = new_id()
    members = [answer.data] if answer.data else []
    if exchange.request:
        block = exchange.request if keep_secrets else message.without_secrets(exchange.request)
        pair = [("WARC-Concurrent-To", answer.record_id)] if answer.record_id else []
        members.append(_http("request", request_id, [*common, *pair], HTTP_REQUEST, block))
    first_id = answer.record_id or request_id
    about = _about(exchange, context, answer, exchange.head if validated and answer.original is validated else b"")
    headers = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", new_id()),
        *common[:3],
        ("WARC-Concurrent-To", first_id),
        ("WARC-Block-Digest", digest(about)),
        ("Content-Type", "application/warc-fields"),
    ]
    length = len(members[0])
    members.append(record(headers, about))
    return Encoded(
        data=b"".join(members),
        length=length,
        record_id=first_id,
        url=url,
        date=date,
        has_response=bool(answer.data),
        payload_digest=answer.payload_digest,
        reusable=answer.reusable,
        original=answer.original,
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    data: bytes = b""
    record_id: str = ""
    trailers: bytes = b""
    payload_digest: str | None = None
    reusable: bool = False
    original: Original | None = None


def _response(
    exchange: Exchange, common: Headers, find_original: Callable[[str], Original | None], keep_chunked: bool
) -> _Answer:
    head, body, payload, trailers = exchange.head, exchange.body, exchange.body, b""
    if body and message.is_chunked(head):
        entity = message.dechunk(body)
        trailers = entity.trailers
        if keep_chunked:
            payload = message.entity(head, body)
        else:  # what is no framing is not taken off: nothing that came is lost
            payload = body if entity.rest else entity.body
            head, body = message.unframed_head(head, len(payload)), payload
    payload_digest = digest(payload)
    whole = bool(payload) and exchange.truncated is None
    original = find_original(payload_digest) if whole else None
    extra = [("WARC-Payload-Digest", payload_digest)]
    if exchange.truncated:
        extra.append(("WARC-Truncated", exchange.truncated))
    if original:
        extra += _refers_to(original, IDENTICAL_PAYLOAD)
    record_id = new_id()
    kind, block = ("revisit", (head,)) if original else ("response", (head, body))
    return _Answer(
        data=_http(kind, record_id, [*common, *extra], HTTP_RESPONSE, *block),
        record_id=record_id,
        trailers=trailers,
        payload_digest=payload_digest,
        reusable=whole and not original,
        original=original,
    )


def _not_modified(common: Headers, original: Original) -> _Answer:
    """A 304 as a revisit with an empty block, which is what replay tools play; its head goes into the metadata."""
    record_id = new_id()
    headers = [*common, *_refers_to(original, NOT_MODIFIED)]
    return _Answer(_http("revisit", record_id, headers, HTTP_RESPONSE), record_id, original=original)


def _refers_to(original: Original, profile: str) -> Headers:
    return [
        ("WARC-Profile", profile),
        ("WARC-Refers-To", original.record_id),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.date),
    ]


def _http(kind: str, record_id: str, headers: Headers, content_type: str, *block: bytes) -> bytes:
    begin = [("WARC-Type", kind), ("WARC-Record-ID", record_id)]
    end = [("WARC-Block-Digest", digest(*block)), ("Content-Type", content_type)]
    return record([*begin, *headers, *end], *block)


def _connection(exchange: Exchange) -> Headers:
    version = "http/1.0" if exchange.head.startswith(b"HTTP/1.0") else "http/1.1"
    lines = [("WARC-IP-Address", exchange.ip)] if exchange.ip else []
    lines.append(("WARC-Protocol", version))
    if exchange.tls:
        tls_version, cipher = exchange.tls
        lines += [
            ("WARC-Protocol", tls_version.lower().replace("tlsv", "tls/")),
            ("WARC-Cipher-Suite", cipher),
        ]
    return lines


def _about(exchange: Exchange, context: Context, answer: _Answer, head: bytes) -> bytes:
    """The metadata block: Heritrix's names where it has one, bytes percent-encoded. `head` is in no other record."""
    first = exchange.seconds_to_first_byte
    at = answer.original.location if answer.original else None
    return fields(
        [
            ("kind", context.kind),
            ("via", context.source),
            ("foundIn", context.found_in),
            ("redirectedFrom", context.redirected_from),
            ("expected", "yes" if context.expected else None),
            ("due", context.due),
            ("robots", context.robots),
            ("optOut", context.opt_out),
            ("title", context.title),
            ("published", context.published.isoformat() if context.published else None),
            ("hints", hints.written(context.hints) or None),
            ("fetchTimeMs", round(exchange.seconds * 1000)),
            ("firstByteMs", round(first * 1000) if first is not None else None),
            ("attempts", exchange.attempts),
            ("error", exchange.error),
            ("truncated", None if exchange.head else exchange.truncated),
            ("head", quote(head) or None),
            ("interim", quote(exchange.interim) or None),
            ("trailers", quote(answer.trailers) or None),
            ("unparsed", quote(exchange.body) if exchange.body and not exchange.head else None),
            ("original", f"{at.warc} {at.offset} {at.length}" if at else None),
        ]
    )


def _without_userinfo(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url


def read(data: bytes) -> Record:
    """The record in one gzip member; DamagedRecord when it is not one whole record with the digests it claims."""
    return parse(member.unpack(data))


def parse(data: bytes) -> Record:
    """The record in an unpacked member, strictly: version, Content-Length, the end, and both digests are checked."""
    try:
        parsed = _LOADER.parse_record_stream(io.BytesIO(data), known_format="warc", no_record_parse=True)
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError) as error:
        raise DamagedRecord(f"not a WARC record: {error}") from None
    headers = dict(parsed.rec_headers.headers)
    start = data.find(b"\r\n\r\n") + 4
    said = headers.get("Content-Length", "")
    length = int(said) if re.fullmatch(r"[0-9]{1,15}", said) else -1
    block = data[start : start + length]
    if length < 0 or data[start + length :] != b"\r\n\r\n":
        raise DamagedRecord(f"record {headers.get('WARC-Record-ID')} is not as long as it says")
    if not _matches(headers.get("WARC-Block-Digest"), block):
        raise DamagedRecord(f"record {headers.get('WARC-Record-ID')} does not match its block digest")
    is_http = headers.get("Content-Type", "").lower().startswith("application/http")
    head, framed = message.split(block) if is_http else (b"", block)
    payload = message.entity(head, framed)
    kind = headers.get("WARC-Type", "")
    claimed = headers.get("WARC-Payload-Digest")
    if kind == "response" and not _matches(claimed, payload) and not _matches(claimed, framed):
        raise DamagedRecord(f"record {headers.get('WARC-Record-ID')} does not match its payload digest")
    return Record(kind, headers, block, head, payload)


def _matches(claimed: str | None, content: bytes) -> bool:
    """Records of others may have none, or one by an algorithm that is not known here."""
    return claimed is None or claimed == digest(content) or holds(claimed, content) in (True, None)


_LOADER = ArcWarcRecordLoader(verify_http=False)

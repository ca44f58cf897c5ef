"""WARC files as others write them, record by record."""

import base64
import gzip
import hashlib
import zlib
from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5

URL = "http://paper.example/2019/05/01/the-new-bridge-is-open"
DATE = "2019-05-02T10:00:00Z"
PARAGRAPH = (
    "<p>The council met on Monday in the town hall and decided, after hours of talk, that bridge {} over the river "
    "is to be built anew, with a lane for carts and one for those who walk.</p>"
)


def page(number: int = 0, title: str = "The new bridge is open to all") -> bytes:
    """An article that every extractor takes for one."""
    text = "".join(PARAGRAPH.format(f"{number}-{each}") for each in range(6))
    return (
        f"<html><head><title>{title}</title><meta property='og:type' content='article'>"
        "<meta property='article:published_time' content='2019-05-01T08:00:00Z'></head>"
        f"<body><article><h1>{title}</h1>{text}</article></body></html>"
    ).encode()


Field = tuple[str, str]


def record(kind: str, block: bytes = b"", *fields: Field, version: str = "1.0", length: int | None = None) -> bytes:
    """Any record; `length` is what it says of its block."""
    said = len(block) if length is None else length
    lines = "".join(f"{name}: {value}\r\n" for name, value in (("WARC-Type", kind), *fields, ("Content-Length", said)))
    return f"WARC/{version}\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def uid(name: object) -> str:
    """An id that is the same for the same name."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, str(name))}>"


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = "".join(f"{line}\r\n" for line in headers or ("Content-Type: text/html; charset=utf-8",))
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def _fields(kind: str, name: object, url: str, date: str) -> tuple[Field, ...]:
    given = {"WARC-Record-ID": uid(name), "WARC-Date": date, "WARC-Target-URI": url}
    return (*given.items(), ("Content-Type", f"application/http; msgtype={kind}"))


def response(
    block: bytes | None = None,
    *more: Field,
    url: str = URL,
    name: object = "response",
    date: str = DATE,
    length: int | None = None,
) -> bytes:
    """The answer to a GET: an article, unless it is said which."""
    content = http(page()) if block is None else block
    return record("response", content, *_fields("response", name, url, date), *more, length=length)


def request(*more: Field, url: str = URL, name: object = "request", date: str = DATE, method: str = "GET") -> bytes:
    """A request for it."""
    block = f"{method} /{url.split('/', 3)[3]} HTTP/1.1\r\nHost: paper.example\r\n\r\n".encode()
    return record("request", block, *_fields("request", name, url, date), *more)


def pair(number: int, date: str = DATE, url: str | None = None, body: bytes | None = None) -> list[bytes]:
    """A response and the request that names it."""
    url = url or f"http://paper.example/2019/05/01/bridge-number-{number}-is-built"
    content = page(number, f"Bridge number {number} is built") if body is None else body
    concurrent = ("WARC-Concurrent-To", uid(f"response {number}"))
    return [
        response(http(content), url=url, name=f"response {number}", date=date),
        request(concurrent, url=url, name=f"request {number}", date=date),
    ]


def warcinfo(software: str = "Other/1.0") -> bytes:
    block = f"software: {software}\r\nformat: WARC File Format 1.0\r\n".encode()
    fields = (("WARC-Record-ID", uid(software)), ("WARC-Date", DATE), ("Content-Type", "application/warc-fields"))
    return record("warcinfo", block, *fields)


def gz(records: Iterable[bytes]) -> bytes:
    """One member a record."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def stored_gz(data: bytes) -> bytes:
    """One member that holds its data as it is: what is not to be packed any further lies so in others' files."""
    packer = zlib.compressobj(0, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()

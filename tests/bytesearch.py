"""Where words can still be read in an archive: every object and old version, whatever packs them, unpacked."""

import gzip
import html
import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import brotli
import pyarrow.parquet as pq

from archive.store import Store
from tests.s3 import Server


def holders(store: Store, *phrases: str, s3: Server | None = None) -> dict[str, list[str]]:
    """The objects in which each of the phrases stands, in any form in which it may be written."""
    sought = {phrase: _forms(phrase) for phrase in phrases}
    found: dict[str, list[str]] = {}
    for name, data in versions(store, s3) if s3 else files(Path(store.uri)):
        texts = list(unpacked(data))
        for phrase, forms in sought.items():
            if any(form in each for each in texts for form in forms):
                found.setdefault(phrase, []).append(name)
    return found


def _forms(words: str) -> set[bytes]:
    forms = {words, html.escape(words), json.dumps(words)[1:-1], quote(words)}
    forms |= {"".join(f"&#{ord(letter)};" if ord(letter) > 127 else letter for letter in words)}
    return {form.encode() for form in forms} | {words.encode("utf-16-le")}


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file under a folder, hidden ones too."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def versions(store: Store, s3: Server) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every version of every object under a prefix."""
    bucket, _, prefix = store.uri.removeprefix("s3://").partition("/")
    client = s3.client()
    for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
        for item in page.get("Versions", ()):
            got = client.get_object(Bucket=bucket, Key=item["Key"], VersionId=item["VersionId"])
            yield f"{item['Key']} {item['VersionId']}", got["Body"].read()


def unpacked(data: bytes) -> Iterator[bytes]:
    """The bytes, and what is packed in them."""
    yield data
    if data[:4] == b"PAR1":
        for value in pq.read_table(io.BytesIO(data)).to_pylist():
            yield json.dumps(value, ensure_ascii=False, default=str).encode()
    elif data[:2] == b"\x1f\x8b":
        for record in gzip.decompress(data).split(b"\r\n\r\nWARC/1."):
            yield record
            yield from _body(record)
    elif data[:1] == b"{":
        yield from data.splitlines()


def _body(record: bytes) -> Iterator[bytes]:
    """Of a response, its content coding undone."""
    body = record.split(b"\r\n\r\n", 2)[-1]
    for undo in (lambda some: zlib.decompressobj(47).decompress(some), brotli.decompress):
        try:
            yield undo(body)
        except (zlib.error, brotli.error):
            continue

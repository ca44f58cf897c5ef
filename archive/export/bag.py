"""A bag as RFC 8493 has it (BagIt 1.0): records, index and texts, and SHA-256 manifests of all of it."""

import hashlib
import importlib.metadata
from collections.abc import Iterable
from datetime import UTC, datetime

from .container import Container, Written, put

TAGS = "bagit.txt"
"""Written last: a folder without it is no bag."""
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

Info = Iterable[tuple[str, object]]


def finish(container: Container, payload: list[Written], info: Info) -> Written:
    """Behind the payload, which lies in `data/`: the manifests and what the bag says of itself; its tag manifest."""
    oxum = f"{sum(each.bytes for each in payload)}.{len(payload)}"
    said = [
        *info,
        ("Payload-Oxum", oxum),
        ("Bagging-Date", f"{datetime.now(UTC):%Y-%m-%d}"),
        ("Bag-Software-Agent", software()),
    ]
    tags = [
        put(container, "manifest-sha256.txt", [_manifest(payload)]),
        put(container, "bag-info.txt", [f"{name}: {_line(value)}\n".encode() for name, value in said]),
    ]
    tags.append(Written(TAGS, len(DECLARATION), hashlib.sha256(DECLARATION).hexdigest()))
    manifest = put(container, "tagmanifest-sha256.txt", [_manifest(tags)])
    put(container, TAGS, [DECLARATION])
    return manifest


def software() -> str:
    """Our name and version."""
    return f"pressmark/{importlib.metadata.version('pressmark')}"


def _manifest(files: list[Written]) -> bytes:
    return "".join(f"{each.sha256}  {each.path}\n" for each in sorted(files, key=lambda each: each.path)).encode()


def _line(value: object) -> str:
    return " ".join(str(value).split())

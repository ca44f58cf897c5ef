"""A WACZ package, written in one go."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any

from ..export.container import Container, Part, Written, put
from ..export.plan import Plan
from . import pages

VERSION = "1.1.1"
BLOCK_LINES = 1024
"""Of the index, compressed together: a reader fetches and searches one block."""
INDEX, BLOCKS = "index.idx", "index.cdx.gz"
LISTS = {
    "pages/pages.jsonl": {"format": "json-pages-1.0", "id": "pages", "title": "Articles", "hasText": True},
    "pages/extraPages.jsonl": {"format": "json-pages-1.0", "id": "extra", "title": "Further pages", "hasText": False},
}
"""Path and first line of each list of pages."""


@dataclass(frozen=True, slots=True)
class About:
    """What a package says of itself."""

    title: str
    description: str
    """Markdown."""
    software: str


def finish(container: Container, warcs: list[Written], plan: Plan, about: About) -> list[Written]:
    """Behind the WARCs: index, pages and manifest."""
    files = [*warcs, *_index(container, plan.lines()), *_pages(container, plan)]
    package = json.dumps(_package(files, about, plan), indent=2, ensure_ascii=False).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
    return [
        *files,
        put(container, "datapackage.json", [package]),
        put(container, "datapackage-digest.json", [json.dumps(digest, indent=2).encode()]),
    ]


def _index(container: Container, lines: Iterator[bytes]) -> Iterator[Written]:
    """Blocks of sorted CDXJ, and the index of the blocks: the first key of each and where it lies."""
    blocks = container.file(f"indexes/{BLOCKS}")
    summary = [f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': BLOCKS})}\n".encode()]
    while some := list(islice(lines, BLOCK_LINES)):
        summary.append(_block(blocks, some))
    yield blocks.close()
    yield put(container, f"indexes/{INDEX}", summary)


def _block(blocks: Part, lines: list[bytes]) -> bytes:
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    data = packer.compress(b"".join(lines)) + packer.flush()
    place = {
        "offset": blocks.size,
        "length": len(data),
        "digest": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "filename": BLOCKS,
    }
    blocks.write(data)
    return lines[0].partition(b" {")[0] + f" {json.dumps(place)}\n".encode()


def _pages(container: Container, plan: Plan) -> Iterator[Written]:
    for (path, head), extra in zip(LISTS.items(), (False, True), strict=True):
        lines = (f"{page}\n".encode() for page in plan.pages(extra=extra))
        yield put(container, path, chain([f"{json.dumps(head)}\n".encode()], lines))


def _package(files: list[Written], about: About, plan: Plan) -> dict[str, Any]:
    now = pages.timestamp(datetime.now(UTC))
    main = pages.front(plan.addresses())
    begin = {"mainPageUrl": main[0], "mainPageDate": main[1]} if main else {}
    return {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": about.title,
        "description": about.description,
        "created": now,
        "modified": now,
        "software": about.software,
        **begin,
        "resources": [
            {
                "name": each.path.rpartition("/")[2].lower(),
                "path": each.path,
                "hash": f"sha256:{each.sha256}",
                "bytes": each.bytes,
            }
            for each in files
        ],
    }

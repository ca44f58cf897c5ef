"""Where the archive is kept: `open_store` gives the folder or the S3 bucket behind a URI."""

import re
from pathlib import Path
from urllib.parse import unquote

from .errors import Misuse
from .folder import FolderStore
from .objects import Entry, Store, checked

__all__ = ["Entry", "Store", "open_store"]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_BUCKET = re.compile(r"[A-Za-z0-9._-]{1,255}")  # what the SDK lets through; servers are stricter


def open_store(uri: str) -> Store:
    """The store at `./folder`, `/folder`, `file:///folder` or `s3://bucket/prefix`; nothing is asked of it yet."""
    scheme, rest = match.groups() if (match := _SCHEME.fullmatch(uri)) else ("", uri)
    if scheme == "s3" and rest.startswith("//"):
        bucket, _, prefix = rest[2:].strip("/").partition("/")
        if "?" in rest or "#" in rest:
            plain = uri.partition("?")[0].partition("#")[0]  # what follows may be a secret
            raise Misuse(f"{plain!r} is followed by ? or #: name s3://bucket/prefix alone")
        if _BUCKET.fullmatch(bucket):
            from .s3 import S3Store  # noqa: PLC0415  # the SDK takes as long to load as all else that a folder needs

            return S3Store(bucket, checked(prefix) if prefix else "")
    elif scheme == "file" and rest.startswith("///"):
        return FolderStore(Path(unquote(rest[2:])))
    elif not scheme and rest.strip() and "\0" not in rest:
        return FolderStore(Path(rest))
    raise Misuse(f"{uri!r} is no place for an archive: name a folder such as ./data, or s3://bucket/prefix")

"""An object of S3 that is written piece by piece, in parts of a multipart upload: whole at its end, or not there."""

import base64
import hashlib
import io
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from .errors import StoreError, StoreRefused

FIRST_PART_BYTES = 16 << 20
GROWS_AFTER = 1000
"""Parts of one size: S3 wants at most 10,000, so that each thousand is larger than the one before, up to 5 TB."""


class Upload:
    """See Draft. `ask` does one operation of the S3 API on the bucket; StoreError when it fails."""

    def __init__(self, ask: Callable[..., Any], key: str, size: Callable[[], int | None], where: str) -> None:
        self._ask, self._key, self._size, self._where = ask, key, size, where
        self._buffer, self._written = bytearray(), 0
        self._parts: list[dict[str, Any]] = []
        self._refuse_to_replace()
        self._upload = {"Key": key, "UploadId": ask("create_multipart_upload", Key=key)["UploadId"]}

    def write(self, data: bytes) -> int:
        """Take some bytes; they are sent when they make a part."""
        self._buffer += data
        while len(self._buffer) >= (due := FIRST_PART_BYTES * (1 + len(self._parts) // GROWS_AFTER)):
            self._send(bytes(memoryview(self._buffer)[:due]))
            del self._buffer[:due]
        return len(data)

    def close(self) -> None:
        """Send the last part, which may be small."""
        if self._buffer or not self._parts:
            self._send(bytes(self._buffer))
            self._buffer.clear()

    def finish(self) -> None:
        """Make the object appear, whole."""
        self.close()
        self._refuse_to_replace()
        try:
            self._ask("complete_multipart_upload", MultipartUpload={"Parts": self._parts}, **self._upload)
        except (StoreError, KeyError):
            if self._size() != self._written:  # else all that was lost is the answer
                raise

    def discard(self) -> None:
        """Give the parts back; after finish there are none."""
        with suppress(StoreError, KeyError):
            self._ask("abort_multipart_upload", **self._upload)

    def _send(self, piece: bytes) -> None:
        md5 = base64.b64encode(hashlib.md5(piece, usedforsecurity=False).digest()).decode()
        number = len(self._parts) + 1
        answer = self._ask("upload_part", PartNumber=number, Body=io.BytesIO(piece), ContentMD5=md5, **self._upload)
        self._parts.append({"PartNumber": number, "ETag": answer["ETag"]})
        self._written += len(piece)

    def _refuse_to_replace(self) -> None:
        if self._size() is not None:
            raise StoreRefused(f"{self._where} is there already and was not replaced: remove it, or name another")

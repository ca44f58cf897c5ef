"""Bodies unpacked for whoever reads a response, in half of the time that Scrapy takes for gzip, which most are in."""

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware

from archive import member
from archive.extraction import entity


class Unpack(HttpCompressionMiddleware):
    """Scrapy's middleware; what is no whole and plain gzip body within DOWNLOAD_MAXSIZE is left to it."""

    def _handle_encoding(self, body: bytes, content_encoding: list[bytes], max_size: int) -> tuple[bytes, list[bytes]]:
        """Within DOWNLOAD_MAXSIZE, whatever a request may receive; of too many codings none is undone."""
        if sum(value.count(b",") + 1 for value in content_encoding) > entity.MAX_CODINGS:
            return body, content_encoding
        limits = [size for size in (max_size, self._max_size) if size]
        return super()._handle_encoding(body, content_encoding, min(limits, default=0))

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        if encoding == b"gzip" and max_size:
            found = member.start(body, max_size + 1)
            if found is not None and len(found) <= max_size:
                return found
        return HttpCompressionMiddleware._decode(body, encoding, max_size)

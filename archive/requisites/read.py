"""The requisites that a captured response names, be it a page or a stylesheet."""

from w3lib.encoding import http_content_type_encoding

from .. import message
from ..extraction import entity
from ..warc import Record
from . import page, style
from .requisite import Requisite


def read(record: Record, url: str, is_style: bool, limit: int) -> list[Requisite]:
    """At most `limit` of them; none in what cannot be decoded, or was not kept."""
    if not record.head:
        return []
    try:
        body = entity.decoded(record.head, record.payload)
    except ValueError:
        return []
    if is_style:
        return style.read(body, url, limit, http_content_type_encoding(message.text(record.head, b"content-type")))
    return page.read(body, url, limit)

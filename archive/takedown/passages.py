"""Whether bytes that a server sent hold the words of a text that was taken down, in whatever form they are written.

Words are compared by their letters and digits alone: markup between them, entities, JSON's and percent escapes,
charset, case and typography make no difference.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from ..errors import PressmarkError
from ..extraction import entity
from ..warc import Record

LEAST = 30
"""Letters and digits of a sentence that tells its text from others."""
LEAST_TITLE = 12
"""... and of a headline."""
PIECE = 40
"""Letters and digits of the pieces in which a longer sentence is looked for: an excerpt may end within it."""
_SENTENCE = re.compile(r"(?<=[.!?…؟。।])\s+|\n+")
_TAG = re.compile(r"<!\[CDATA\[|\]\]>|<!--|-->|</?[A-Za-z][^<>]{0,2000}>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_TRAP = re.compile(r"&#[0-9]{9,}")
"""No character; Python refuses to read very long numbers."""
_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_HARMLESS = re.compile(rb"(?:image|video|audio|font)/")


class Unsearchable(PressmarkError):
    """A body that cannot be unpacked, so that nobody can say what is in it."""


@dataclass(frozen=True, slots=True)
class Passages:
    """What gives a text away, each squeezed to its letters and digits."""

    sentences: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.sentences or self.titles)

    def found(self, text: str) -> "Passages":
        """Those that a squeezed text holds."""
        return Passages(
            frozenset(each for each in self.sentences if each in text),
            frozenset(each for each in self.titles if each in text),
        )


def squeezed(text: str) -> str:
    """Letters and digits, compatibility forms and case folded."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    rest = plain.encode("utf-8", "ignore").translate(None, _ASCII_SIGNS).decode()  # most of them, ten times as fast
    return re.sub(r"\W+", "", rest)


def sentences(text: str) -> Iterator[str]:
    """The squeezed sentences of a text that are long enough to tell it from others; all of it when none is."""
    found = [each for each in map(squeezed, _SENTENCE.split(text)) if len(each) >= LEAST]
    whole = squeezed(text)
    for each in found or ([whole] if len(whole) >= LEAST_TITLE else []):
        last = max(0, len(each) - PIECE)
        yield from (each[start : start + PIECE] for start in {*range(0, last, PIECE), last})


def passages(texts: Iterable[str], titles: Iterable[str | None]) -> Passages:
    """What gives these texts and headlines away."""
    named = {squeezed(title or "") for title in titles}
    return Passages(
        frozenset(each for text in texts for each in sentences(text)),
        frozenset(title for title in named if len(title) >= LEAST_TITLE),
    )


def words(record: Record) -> str:
    """What is written in a record, squeezed: of an HTTP message its body as its charset has it, and its head."""
    if not record.head:
        return squeezed(_plain(unquote_to_bytes(record.block)))
    media = (entity.media_type(record.head) or "").encode()
    if _HARMLESS.match(media) and media != b"image/svg+xml":
        return squeezed(_plain(record.head))
    try:
        body = entity.decoded(record.head, record.payload)
    except (entity.TooLarge, entity.Undecodable) as error:
        raise Unsearchable(str(error)) from None
    return squeezed(_plain(record.head)) + "\n".join(map(squeezed, _readings(record.head, body)))


def _readings(head: bytes, body: bytes) -> Iterator[str]:
    """The body as UTF-8 when it is that, else in the charset it claims and in Windows' Western one; each twice."""
    for charset in _charsets(head, body):
        text = _unescaped(body.decode(charset, "replace"))
        yield text  # what stands in attributes
        yield _TAG.sub("", text)  # what has elements within it


def _charsets(head: bytes, body: bytes) -> list[str]:
    try:
        body.decode()
        return ["utf-8"]
    except UnicodeDecodeError:
        claimed = entity.charset(head) or _declared(body) or "cp1252"
    try:
        b"".decode(claimed)
    except LookupError:
        return ["cp1252"]
    return list(dict.fromkeys((claimed, "cp1252")))


def _declared(body: bytes) -> str | None:
    found = re.search(rb"(?:charset|encoding)\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", body[:2048])
    return found[1].decode("ascii") if found else None


def _plain(raw: bytes) -> str:
    return _unescaped(raw.decode("utf-8", "replace"))


def _unescaped(text: str) -> str:
    """Without JSON's escapes and entities, which feeds escape twice; tags stay."""
    if "\\" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        text = re.sub(r"\\[nrtbf]", " ", text)
        text = re.sub(r"\\([\"/])", r"\1", text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    for _ in range(3):
        if "&" not in text:
            break
        text = html.unescape(_TRAP.sub("", text))
    return text

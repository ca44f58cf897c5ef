"""What each field of a reading was taken from, in one line that a table can hold."""

from ..article import Reading
from .claims import Claims
from .headline import letters


def provenance(
    reading: Reading, said: Claims, *, dated_by: str, signed_by: str, titled_by: str = "", read_by: str = ""
) -> str | None:
    """Such as `title:h1 authors:json-ld published:time`; None when no field was found."""
    found = {
        "title": (reading.title, titled_by or _titled_by(reading.title or "", said)),
        "authors": (reading.authors, signed_by),
        "published": (reading.published, dated_by),
        "modified": (reading.modified, "page"),
        **{name: (getattr(reading, name), said.origins.get(name, "page")) for name in _STATED},
        "text": (reading.text if read_by else None, read_by),
        "language": (None if reading.language == "und" else reading.language, "text"),
    }
    stated = (f"{name}:{source}" for name, (value, source) in found.items() if value not in (None, "", ()))
    return " ".join(stated) or None


_STATED = ("section", "tags", "image", "canonical_url", "paywalled")


def _titled_by(title: str, said: Claims) -> str:
    core = letters(title)
    if core in map(letters, said.headings):
        return "h1"
    return "json-ld" if core == letters(said.headline) else "meta" if said.titles else "feed"
